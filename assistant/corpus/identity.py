"""What a paper is called: canonical ids, and the key of a title. Decides no merging."""

import hashlib
import re
import unicodedata
from functools import lru_cache

# The archives of the identifiers arXiv gave until March 2007; the scheme is closed, so the list is complete.
_ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga "
    "funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph "
    "q-alg q-bio quant-ph solv-int supr-con"
)
_MONTH = "(?:0[1-9]|1[0-2])"
# 0704.0001 to 1412.9999, then 1501.00001 on. Ids that went through a number lose zeros ("1503.0536", "704.0409");
# with the digits counted they are nobody's arXiv id, and not taken for another paper's.
_NEW = (
    rf"(?:(?:07(?:0[4-9]|1[0-2])|(?:0[89]|1[0-4]){_MONTH})\.[0-9]{{4}}"
    rf"|(?:1[5-9]|[2-9][0-9]){_MONTH}\.[0-9]{{5}})(?![0-9])"
)
_OLD = rf"(?P<archive>{'|'.join(_ARCHIVES.split())})(?:\.[a-z]{{2}})?/(?P<number>[0-9]{{2}}{_MONTH}[0-9]{{3}})"
_ARXIV = re.compile(
    r"(?:arxiv:\s*|(?:https?://)?(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html)/"
    r"|(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?10\.48550/arxiv\.)?"  # arXiv's own DOIs name the same paper
    rf"(?:(?P<new>{_NEW})|{_OLD})(?:v[0-9]+)?(?:\.pdf)?/?(?:[?#]\S*)?(?:\s*\[[a-z.-]+\])?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?P<month>[0-9]{3,4})\.(?P<number>[0-9]{1,5})")
_DOI = re.compile(
    r"(?:doi:\s*|(?:https?://)?(?:dx\.)?doi\.org/)?(?P<doi>10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+)", re.IGNORECASE
)


def canonical_id(text: str) -> str:
    """The one spelling of an id: arXiv ids bare and without version, DOIs bare and in lower case.

    Any other id is only stripped: what it means is its source's affair.
    """
    text = text.strip()
    if arxiv := _ARXIV.fullmatch(text):
        return arxiv["new"] or f"{arxiv['archive'].lower()}/{arxiv['number']}"
    if doi := _DOI.fullmatch(text):
        return doi["doi"].lower()
    return text


def is_global(paper_id: str) -> bool:
    """Whether a canonical id names the same paper in every source. A number such as "4983" does not."""
    return bool(_ARXIV.fullmatch(paper_id) or _DOI.fullmatch(paper_id)) and canonical_id(paper_id) == paper_id


def is_arxiv(paper_id: str) -> bool:
    """Whether a canonical id is one of arXiv."""
    return is_global(paper_id) and bool(_ARXIV.fullmatch(paper_id))


def arxiv_of_number(text: str) -> str:
    """The arXiv id whose zeros a spreadsheet took for those of a number: "704.0409", "1501.1"; others as they are."""
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return text
    month = found["month"].zfill(4)
    digits = 5 if month >= "1501" and month < "9000" else 4
    return f"{month}.{found['number'].ljust(digits, '0')}" if len(found["number"]) <= digits else text


@lru_cache(maxsize=16)  # a record is matched, named and shown by the same title
def title_key(title: str) -> str:
    """The title as it is compared: NFKC, case folded, each run of other than word characters one space.

    Marks (the vowels of Hindi, say) belong to the word they stand in, though `\\w` leaves them out.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", title).casefold())
    return " ".join(re.sub(r"\W", lambda found: found[0] if _is_mark(found[0]) else " ", folded).split())


def derived_id(title: str) -> str:
    """The id of a paper whose sources give none: equal for equal keys. An empty key gives way to the raw title."""
    text = title_key(title) or title.strip()
    return "t:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")
