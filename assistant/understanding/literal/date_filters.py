"""What a question's wording restricts its papers to in time: "papers since May 2024 about ...".

A date counts only where it is the papers' own: beside the word for papers or a verb of publishing, or at either end of
a question for papers. "data from 2019" and "papers that measured it before 2010" are what papers are about.

Why: docs/decisions/0006-code-counts.md
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.understanding.literal.dates import POINT, span_of

_NOUN = r"(?:papers?|articles?|works?|stud(?:y|ies)|publications?|abstracts?|papiers?|preprints?)"
_APPEARED = (
    r"(?:published|posted|released|listed|submitted|uploaded|added|appeared|appearing|came\s+out|come\s+out|"
    r"coming\s+out|publiés?|parus?)"
)
_GLUE = rf"(?:(?:that|which|,)\s*)?(?:(?:are|were|was|is|have\s+been|has\s+been|did)\s+)?(?:{_APPEARED}\s+)?"
_PHRASE = re.compile(
    rf"(?<![\w-])(?P<glue>{_GLUE})(?:"
    rf"(?:between|from|entre)\s+(?P<one>{POINT})\s*(?:and|to|until|till|through|et|[-–])\s*(?P<other>{POINT})|"
    rf"from\s+(?P<on>{POINT})\s+on(?:wards?\b|(?=\s*(?:$|[,?.!]|about\b|mention|that\b|which\b)))|"
    rf"(?P<word>since|starting\s+(?:in|from|with)|depuis|"
    rf"after|later\s+than|newer\s+than|more\s+recent\s+than|après|"
    rf"before|prior\s+to|older\s+than|earlier\s+than|avant|"
    rf"until|till|up\s+to|no\s+later\s+than|by\s+the\s+end\s+of|jusqu'en|"
    rf"dated|in|from|of|on|during|within|over|en|de)\s+(?P<point>{POINT}))",
    re.I,
)
_BARE = re.compile(rf"(?<![\w-])(?P<point>{POINT})(?:'s)?(?=\s+{_NOUN}\b)", re.I)
_ALONE = re.compile(
    r"(?<![\w-])(?P<point>today|yesterday|this\s+(?:week|month|year)|last\s+(?:week|month|year))\W*$", re.I
)
_ABOUT_PAPERS = re.compile(rf"\b{_NOUN}\b|\b(?:those|these|them)\b|^what(?:'s|\s+is|\s+came|\s+was|\s+has)\b", re.I)
_BESIDE = re.compile(rf"(?:\b{_NOUN}|\b(?:those|these|them|new|out|ones?))\s*$", re.I)
_SAID_OF_OTHERS = re.compile(
    r"\b(?!(?:published|posted|released|listed|dated|submitted|uploaded|added|based|supervised|related|tailed)\b)\w+ed\s*$|"
    r"\b(?:data|datasets?|benchmarks?|corpus|corpora|images?|recordings?|records|posts|tweets|texts?|news|questions|"
    r"tasks?|challenges?|competitions?|editions?|versions?|elections?|events?|models?)\s*$",
    re.I,
)
_PREPOSITIONS = frozenset(("in", "on", "of", "de", "en"))


@dataclass(frozen=True, slots=True)
class Days:
    """ISO days, inclusive; `rest` is the wording without them."""

    since: str | None
    until: str | None
    rest: str


def read_days(question: str, *, today: date) -> Days:
    """The days that a question restricts its papers to; none where it speaks of no papers."""
    since, until, rest = date.min, date.max, question
    if _ABOUT_PAPERS.search(question):
        for found in reversed([*_found(question)]):
            bounds = _bounds(found, today)
            if bounds and _is_of_papers(question, found):
                since, until = max(since, bounds[0]), min(until, bounds[1])
                rest = rest[: found.start()].rstrip(" ,") + " " + rest[found.end() :].lstrip(" ,")
    return Days(
        since.isoformat() if since > date.min else None,
        until.isoformat() if until < date.max else None,
        _tidy(rest) if rest != question else question,
    )


def _found(question: str) -> list[re.Match[str]]:
    phrases = [*_PHRASE.finditer(question)]
    taken = [range(*m.span()) for m in phrases]
    more = (m for pattern in (_BARE, _ALONE) for m in pattern.finditer(question))
    for found in more:
        if not any(found.start() in span for span in taken):
            phrases.append(found)
            taken.append(range(*found.span()))
    return sorted(phrases, key=lambda m: m.start())


def _bounds(found: re.Match[str], today: date) -> tuple[date, date] | None:
    parts = found.groupdict()
    if parts.get("one"):
        year = re.search(r"\b\d{4}$", parts["other"]) if not re.search(r"\d{4}", parts["one"]) else None
        one = f"{parts['one']} {year[0]}" if year else parts["one"]  # "March to May 2025"
        first, last = span_of(one, today=today), span_of(parts["other"], today=today)
        return (first[0], last[1]) if first and last else None
    span = span_of(parts.get("on") or parts["point"], today=today)
    if span is None:
        return None
    word = "since" if parts.get("on") else (parts.get("word") or "in").lower()
    return _side(word, *span)


def _side(word: str, first: date, last: date) -> tuple[date, date]:
    if word.startswith(("since", "starting", "depuis")):
        return first, date.max
    if word.startswith(("after", "later", "newer", "more", "apr")):
        return last + timedelta(days=1), date.max
    if word.startswith(("before", "prior", "older", "earlier", "avant")):
        return date.min, first - timedelta(days=1)
    if word.startswith(("until", "till", "up", "no", "by", "jusqu")):
        return date.min, last
    return first, last


def _is_of_papers(question: str, found: re.Match[str]) -> bool:
    before, after = question[: found.start()], question[found.end() :]
    parts = found.groupdict()
    if "word" not in parts or (parts.get("glue") or "").strip(" ,") or _BESIDE.search(before):
        return True
    if _SAID_OF_OTHERS.search(before) or (after.strip(" ?.!") and before.strip()):
        return False
    year_alone = bool(re.fullmatch(r"\d{4}", parts.get("point") or ""))
    return not before.strip() or not year_alone or (parts["word"] or "").lower() not in _PREPOSITIONS


def _tidy(text: str) -> str:
    text = re.sub(r"\s+(?:and|or|but|that|which|,)?\s*([?.!]*)$", r"\1", " ".join(text.split()))
    return re.sub(r"^[\s,]+", "", text)
