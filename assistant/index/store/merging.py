"""Which records are one paper, and which of them is shown.

Why: docs/decisions/0001-records-and-papers.md
     docs/decisions/0057-what-was-said-first-stays.md
"""

from collections.abc import Collection, Sequence
from hashlib import blake2b

from assistant.corpus.identity import derived_id, title_key
from assistant.types import PaperId, Record

_ABSTRACT = "\n"  # no title key holds a line end, so a key made of an abstract never equals one made of a title


def match_key(record: Record) -> str:
    """What must agree for two records to be one paper: the normalised title, or the abstract's where there is none."""
    return _key(record.title) or _ABSTRACT + _key(record.abstract)


def own_id(record: Record) -> PaperId:
    """The paper id of a record to whose title no source gives an id."""
    return derived_id(record.title if _key(record.title) else record.abstract)


def paper_id(given: str | None, own: PaperId, given_to_key: Collection[str]) -> PaperId:
    """The id of the paper a record speaks of: a function of all records, whatever their order.

    `given_to_key`: the ids that any record of the same match key gives. Two given ids never merge; a record
    without one joins the smallest.
    """
    return given or min(given_to_key, default=own)


def shown(records: Sequence[Record]) -> int:
    """Which of a paper's records, in the order first seen, is shown: the first, or where that has no title the first
    that puts one over the same abstract.
    """
    first = records[0]
    same = (i for i, record in enumerate(records) if record.title and same_abstract(record, first))
    return 0 if first.title else next(same, 0)


def same_abstract(one: Record, other: Record) -> bool:
    """Whether two records give one abstract, however it is broken into lines."""
    return one.abstract.split() == other.abstract.split()


def digest(title: str, abstract: str) -> str:
    """Changes with the text that is embedded and indexed, and with nothing else."""
    return blake2b(f"{title}\0{abstract}".encode(), digest_size=8).hexdigest()


def _key(text: str) -> str:
    return title_key(text) or text.strip()  # as derived_id does: "???" and "!!!" are two titles
