"""What the wording of a question says literally: that papers are counted, dates, parts, numbers, meanings."""

import re

_PAPERS = r"(?:papers?|articles?|works?|stud(?:y|ies)|publications?|abstracts?)"
_COUNTS = re.compile(
    rf"^(?:in |and |but |what is the |count the )?(?:how many|number of)\s+(?:[\w.-]+\s+){{0,2}}{_PAPERS}\b"
    r"|^(?:and |but )?how many (?:of (?:these|those|them)\b|(?:(?:are|were) (?:there|those|they)\W*)?$|\W*$)"
    r"|^combien d[e']\s*(?:articles|papiers)|^combien\W*$",
    re.I,
)
_WHEN = re.compile(
    r"^(?:and )?(?:when|on what (?:day|date)|in (?:what|which) (?:month|year)) (?:was|were|did)\b.*"
    r"\b(?:published|posted|listed|released|submitted|uploaded|added|appear|come out)\b|^what (?:is|was) the date of\b",
    re.I,
)
_NUMBER = re.compile(
    r"\bhow (?:many|much|often|large|big|small|far|long|fast|precise|accurate|high|low)\b|\b(?:number|amount) of\b"
    r"|\bwhat (?:\w+ )?(?:share|portion|percentage|fraction|gain|score|accuracy|rate|size|auroc|fid|factor|range)\b"
    r"|\bcombien\b",
    re.I,
)
_MEANING = re.compile(
    r"\b(?:stands?|standing|short)\s+for\b|\babbreviat|\bacronym|\binitials\b|\bmeans?\W*$|\bmeaning of\b"
    r"|\b(?:spell(?:ed|t)?|written|write)\s+out\b|\bexpan(?:d|sion)|\b(?:full|long) (?:name|form)\b|\bletters\b",
    re.I,
)
_BRIEF = 10  # words: a longer question asks what a row of a table stands for
_CLAUSES = re.compile(
    r"\?.*\w|;\s*\w"
    r"|\b(?:and|or|but)\s+(?:also\s+)?(?:(?:over|at|to|in|by|for|from|on|with)\s+)?"
    r"(?:how|what|which|who|why|when|where|is|are|does|do|did|can|list|compare)\b",
    re.I,
)


def counts_papers(question: str) -> bool:
    """Whether it asks how many papers there are: "how many papers mention GRPO", "and how many of those?"."""
    return bool(_COUNTS.search(question))


def speaks_of_papers(question: str) -> bool:
    """Whether it has the word for papers, or a word that stands for it."""
    return bool(re.search(rf"\b{_PAPERS}\b|\b(?:these|those|them|papiers)\b", question, re.I))


def asks_for_date(question: str) -> bool:
    """Whether it asks when papers appeared: "When was it published?"."""
    return bool(_WHEN.search(question))


def asks_for_meaning(question: str) -> bool:
    """Whether it asks what an abbreviation stands for: "what does RLHF stand for", "NCD is short for what"."""
    return len(question.split()) <= _BRIEF and bool(_MEANING.search(question))


def asks_twice(question: str) -> bool:
    """Whether it has several parts that ask: "how should the step size change, and how the batch?"."""
    return bool(_CLAUSES.search(question.rstrip("? ")))


def asks_for_number(question: str) -> bool:
    """Whether the answer will most likely hold a number: "how many ...", "what share of ..."."""
    return bool(_NUMBER.search(question))
