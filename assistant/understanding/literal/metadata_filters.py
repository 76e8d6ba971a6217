"""What a question's wording restricts its papers to besides dates: order, authors, categories, sources.

Each reader gives what it found and the wording without it. Knows no paper.
"""

import re
from collections.abc import Iterable
from pathlib import PurePath

from assistant.types import Order
from assistant.understanding.literal.dates import COUNT, number_of

_ONE = r"(?:paper|article|study|publication|preprint|abstract|one|entry)"
_MANY = r"(?:papers|articles|studies|works?|publications|preprints|abstracts|ones|entries)"
_ENDS = r"(?:latest|newest|most\s+recent|oldest|earliest)"
_ORDERED = re.compile(
    rf"\b(?:the\s+)?(?:(?P<n1>{COUNT})\s+)?(?P<end>{_ENDS})\s+(?:(?P<n2>{COUNT})\s+)?"
    rf"(?P<between>(?:[\w/+-]+\s+){{0,4}}?)(?P<noun>{_ONE}|{_MANY})\b",
    re.I,
)
_IS_ORDERED = re.compile(
    rf"(?:[,;]?\s*\b(?:and|or)\s+(?:which|what)(?:\s+one|\s+of\s+(?:them|these|those))?\s+|\b)"
    rf"(?:is|are|was|were|came|comes)\s+(?:the\s+)?(?P<end>{_ENDS})\s*[?.!]*$",
    re.I,
)
_SORTED = re.compile(
    r",?\s*\(?\b(?:(?P<newest>(?:newest|latest|most\s+recent)\s+first)|(?P<oldest>(?:oldest|earliest)\s+first)|"
    r"(?:sorted|ordered)\s+by\s+date)\)?",
    re.I,
)
_NUMBERED = re.compile(
    rf"(?:^|\b(?:give|show|name|list|pick|recommend|find|need|want|top|best|first|only|just|exactly|say)\s(?:[^.?!]*?\s)?)"
    rf"(?:the\s+)?(?:(?P<one>an?|one|single)|(?P<count>{COUNT}))\s+(?:(?:good|best|relevant|most|single|recent)\s+){{0,2}}"
    rf"(?:{_ONE}|{_MANY}|references?|matches|hits)\b",
    re.I,
)
_CATEGORY = re.compile(
    r"\b(?:(?:in|from|of)\s+)?(?:(?:the\s+)?category\s+)?"
    r"(?P<name>(?:cs|math|stat|eess|econ|physics|q-bio|q-fin|astro-ph|cond-mat|nlin)\.[A-Za-z]{2}(?:-[a-z]+)?)\b"
)
_NAME = r"[^\W\d_a-z][\w'’.-]*(?:\s+(?:[^\W\d_a-z][\w'’.-]*|(?:van|von|de|der|den|del|la|le|al|bin|dos|da)\b)){0,4}"
_BY = re.compile(
    rf"(?P<noun>\b(?i:papers?|articles?|works?|stud(?:y|ies)|publications?|those|them|ones?))\s+"
    rf"(?:(?:that\s+)?(?:are|were|is|was)\s+)?(?:(?:written|authored|co-?authored|published)\s+)?by\s+"
    rf"(?P<name>{_NAME}(?:\s+(?:and|or)\s+{_NAME})*)(?![\w'’-]|\.\w|\s+et\s+al\b)"  # that is a citation
)
_WROTE = re.compile(
    rf"\b(?:has|have|did|does)\s+(?P<name>{_NAME})\s+(?:(?:co-?)?(?:author|publish)(?:ed)?|write|written|wrote)\b"
)
_OWN = re.compile(rf"\b(?P<name>{_NAME})['’]s\s+(?=(?:{_ENDS}\s+)?(?:papers?|articles?|publications?)\b)")


def read_order(question: str) -> tuple[Order | None, int | None, str]:
    """Newest or oldest, how many of them (None: no number is named), and the rest."""
    if found := _SORTED.search(question):
        return "oldest" if found["oldest"] else "newest", None, _without(question, found)
    if found := _ORDERED.search(question):
        number = found["n1"] or found["n2"]
        one = re.fullmatch(_ONE, found["noun"], re.I)
        rest = question[: found.start()] + found["between"] + found["noun"] + question[found.end() :]
        return _order(found["end"]), number_of(number) if number else 1 if one else None, _one_line(rest)
    if found := _IS_ORDERED.search(question):
        return _order(found["end"]), 1, _without(question, found)
    return None, None, question


def read_number(question: str) -> int | None:
    """How many papers are wanted: "give me three papers on owls", "one paper on owls, the best fit"."""
    found = _NUMBERED.search(question)
    return None if found is None else 1 if found["one"] else number_of(found["count"])


def read_authors(question: str) -> tuple[tuple[str, ...], str]:
    """Names of authors: "papers by Ann Lee", "what has Ann Lee written", "Ann Lee's papers"."""
    for pattern in (_BY, _WROTE, _OWN):
        if found := pattern.search(question):
            names = tuple(name.strip(" .") for name in re.split(r"\s+(?:and|or)\s+", found["name"]))
            kept = found.groupdict().get("noun") or ""
            return names, _one_line(f"{question[: found.start()]} {kept} {question[found.end() :]}")
    return (), question


def read_categories(question: str) -> tuple[tuple[str, ...], str]:
    """Categories as arXiv writes them, such as cs.LG."""
    names = tuple(dict.fromkeys(found["name"] for found in _CATEGORY.finditer(question)))
    return names, _one_line(_CATEGORY.sub(" ", question)) if names else question


def read_sources(question: str, sources: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """Those of `sources` whose file name stands in the question, as in "papers from monday.txt"."""
    for source in sources:
        name = re.escape(PurePath(source).name)
        pattern = re.compile(rf"(?:\b(?:in|from|of)\s+(?:the\s+)?(?:file\s+|source\s+)?)?(?<![\w.-]){name}(?![\w-])")
        if "." in name and (found := pattern.search(question)):  # a bare word is a word, not a file
            return (source,), _without(question, found)
    return (), question


def _order(end: str) -> Order:
    return "oldest" if end.lower() in ("oldest", "earliest") else "newest"


def _without(question: str, found: re.Match[str]) -> str:
    return _one_line(question[: found.start()] + " " + question[found.end() :])


def _one_line(text: str) -> str:
    return re.sub(r"\s+([?.!,])", r"\1", " ".join(text.split()))
