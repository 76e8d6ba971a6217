"""Texts that hold no papers though lines of them could pass for titles and abstracts: told apart by their looks."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.corpus.line_roles import marks

_GREETS = r"(?:dear|hi|hello|to whom it may concern|liebe[r]?|sehr geehrte[r]?|hallo|chère?|bonjour)\b"
_GREETING = re.compile(rf"{_GREETS}.{{0,60}}", re.I)
# A line of its own with a comma behind the name, which no title has.
_SALUTATION = re.compile(rf"(?i:{_GREETS})(?: [^\s,]+){{0,5}}[,!]|(?:[A-Z][\w.’'-]+ ?){{1,3}},")
_CLOSING = re.compile(
    r"(?:(?:with )?(?:kind|best|warm|many)(?: \w+)? (?:regards|wishes|thanks)|regards|best|thanks|yours(?: \w+)?"
    r"|sincerely|cheers|viele grüße|(?:mit )?(?:freundlichen|herzlichen|besten) grüßen|cordialement)"
    r",?(?: [A-Z]\w*){0,3}",
    re.I,
)
# Of 23,012 papers six say both; a letter that greets nobody does.
_I = re.compile(r"\bI(?:['’](?:m|ve|ll|d))?\b(?= [a-z])")
_YOU = re.compile(r"\b(?:you|your)\b", re.I)
_MAIL_FIELD = re.compile(r"(?:from|to|cc|subject|date|sent|reply-to):\s", re.I)
_CODE = re.compile(
    r"(?:import|from|def|class|return|const|let|var|func|function|public|private|package|using|print)\b[^.]*$"
    r"|#!|#include|//|/\*|\"\"\"|@\w+$|[\w.\[\]]+ [-+*/:]?= |[\w.]+\(.*\)$|.*[;{}]$"
)
_MARKDOWN = re.compile(r"#{1,6} |[-*+•] |[0-9]+[.)] |\||```|> |\[[ x]\] ")
_GAP = re.compile(r"\t| {2,}|,(?! )|;(?! )")
_WORD = re.compile(r"[a-z]+")
_ENGLISH = frozenset("the of and to".split())
# Of 96,376 English abstracts of arXiv 0.6 % say none of these words, of 2,290 of Daily Papers none; of 1,147 paragraphs
# of the manuals and licences on a Debian machine 57 %, of stories, news and recipes more.
_OF_RESEARCH = frozenset(
    """algorithm algorithms analysis approach approaches argues article benchmark cells compared conditions data dataset
    datasets demonstrate demonstrated derived empirical estimate estimates evaluate evaluation examine examined
    experimental experiments field findings framework function functions hypothesis introduce investigate investigated
    literature measurements method methods model modeling models novel numerical observations observed obtained our
    paper patients presented proof properties propose proposed protein prove proved result results review show
    shown simulations spaces structure studies study system systems technique techniques theorem theory we""".split()
)
_PARAGRAPH = 4  # marks of an abstract, of five that a line may have
_SHARE = 0.2  # of the lines that have to look so; of a listing next to none do


def looks_like(texts: Sequence[str]) -> str | None:
    """What a text is by the looks of its lines, stripped and not empty; None where it is nothing of the kind."""
    if _is_letter(texts):
        return "a letter or a mail"
    if _many(_CODE, texts):
        return "a program"
    if _many(_MARKDOWN, texts):
        return "notes or Markdown"
    if _is_table(texts):
        return "a table without a column called Title"
    return "prose" if _is_prose(texts) or _is_no_research(texts) else None


def _is_prose(texts: Sequence[str]) -> bool:
    """Whether most paragraphs stand right below another. In a listing a title stands between any two."""
    long = [marks(text) >= _PARAGRAPH for text in texts]
    return len(long) > 2 and 2 * sum(above and below for above, below in pairwise(long)) > len(long) - 1


def _is_no_research(texts: Sequence[str]) -> bool:
    """Whether an English text says no word that nearly every abstract says: a story with a heading, a recipe."""
    words = set(_WORD.findall("\n".join(texts).casefold()))
    return len(words & _ENGLISH) > 1 and not words & _OF_RESEARCH


def _is_letter(texts: Sequence[str]) -> bool:
    fields = sum(bool(_MAIL_FIELD.match(text)) for text in texts[:6])
    opens = bool(texts and _SALUTATION.fullmatch(texts[0]))
    greets = any(_GREETING.match(text) for text in texts[:6])
    closes = any(_CLOSING.fullmatch(text) for text in texts)
    return fields >= 2 or opens or (greets and closes) or _speaks_to_one(texts)


def _speaks_to_one(texts: Sequence[str]) -> bool:
    long = [text for text in texts if marks(text) >= _PARAGRAPH]
    return 2 * sum(bool(_I.search(text) and _YOU.search(text)) for text in long) > len(long)


def _many(pattern: re.Pattern[str], texts: Sequence[str]) -> bool:
    seen = sum(bool(pattern.match(text)) for text in texts)
    return seen >= 2 and seen > _SHARE * len(texts)


def _is_table(texts: Sequence[str]) -> bool:
    """Whether nearly all lines have as many gaps as the first."""
    gaps = [len(_GAP.findall(text)) for text in texts]
    return len(gaps) > 1 and gaps[0] > 0 and sum(count == gaps[0] for count in gaps) > 0.8 * len(gaps)
