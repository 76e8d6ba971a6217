"""What a source says of a paper, and what came of reading it. Frozen; part of `types`, which names them too."""

from dataclasses import dataclass


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
    rejected: tuple[Rejection, ...] = ()
    without_abstract: int = 0
    undated: int = 0
    papers: int = 0  # in the index afterwards
    embedded: int = 0  # chunks embedded
    seconds: float = 0.0
