"""What sources say of papers, and what came of fetching and reading them. Frozen; part of `types`."""

from dataclasses import dataclass, replace

PaperId = str
MANY_COPIES = 5  # near-copies of one paper, from which on they share its place and count no words


@dataclass(frozen=True, slots=True)
class Record:
    """What one source says of one paper. `line` is where the entry begins, from 1."""

    source: str
    line: int
    title: str
    abstract: str
    given_id: str | None = None  # canonical; None where the source gives none
    authors: tuple[str, ...] = ()
    date: str | None = None  # ISO, YYYY-MM-DD
    date_text: str | None = None  # as found, "Aug 13"
    url: str | None = None
    categories: tuple[str, ...] = ()
    status: str = ""  # "withdrawn", "retracted" or "replaced"; "" where nothing of the kind is said


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as shown, whatever number of sources list it."""

    id: PaperId
    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    date: str | None = None
    date_text: str | None = None
    url: str | None = None
    categories: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: str = ""  # as in `Record`: what any source says
    marked_by: tuple[str, ...] = ()  # the sources that say so
    near_copies: int = 0  # more papers that say nearly the same; many share one place in a ranking
    copy_of: PaperId = ""  # that of them which came first, "" where it is this one


@dataclass(frozen=True, slots=True)
class Rejection:
    """An entry that was not taken, with the place and the reason to show."""

    source: str
    line: int
    reason: str
    no_abstract: bool = False  # nothing is wrong but that no abstract is there: counted, not told one by one

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a long piece of work stands: `done` of `total` in `step`; `total` 0 where it is not known."""

    step: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an update of the index did, in papers (`double`, `rejected`, `without_abstract`: in entries)."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    double: int = 0
    gone: int = 0
    kept: int = 0  # their entry cannot be read now, and they stay as they were read last
    rejected: tuple[Rejection, ...] = ()
    without_abstract: int = 0
    undated: int = 0
    papers: int = 0  # in the index afterwards
    embedded: int = 0  # chunks embedded; in a dry run those that would be
    tokens: int = 0  # of these; counted in a dry run alone
    seconds: float = 0.0
    vanished: tuple[str, ...] = ()  # sources whose file is gone, still in the index
    pruned: tuple[str, ...] = ()  # the same, taken out
    differing: tuple[Rejection, ...] = ()  # entries whose abstract is not that of the source that named the paper first

    def __add__(self, other: "IndexReport") -> "IndexReport":
        """Of two sources what was counted of each."""
        return replace(
            self,
            new=self.new + other.new,
            changed=self.changed + other.changed,
            unchanged=self.unchanged + other.unchanged,
            double=self.double + other.double,
            gone=self.gone + other.gone,
            kept=self.kept + other.kept,
            rejected=(*self.rejected, *other.rejected),
            differing=(*self.differing, *other.differing),
            without_abstract=self.without_abstract + other.without_abstract,
        )


@dataclass(frozen=True, slots=True)
class FetchTerms:
    """What is asked of a service. Each has terms of its own; those of others are left alone. `base`: of a mirror."""

    service: str
    query: str = ""
    category: str = ""
    ids: tuple[str, ...] = ()
    date: str | None = None  # the last day, ISO
    days: int | None = None
    since: str | None = None  # ISO
    library: str = ""
    collection: str | None = None
    url: str = ""
    base: str | None = None

    @property
    def name(self) -> str:
        """What is asked, for people."""
        asked = self.category or self.query or self.library or self.url
        return f"{self.service}:{asked}" if asked else self.service


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a request brought, in papers. `announced` is what the service said there would be, 0 for nothing."""

    source: str
    came: int = 0
    new: int = 0
    bare: int = 0  # came without an abstract
    announced: int = 0
    kept: int = 0  # in the source's file afterwards
    resumed: bool = False

    @property
    def short(self) -> bool:
        """Whether fewer came than announced; a request that went on where it stopped cannot tell."""
        return self.came < self.announced and not self.resumed
