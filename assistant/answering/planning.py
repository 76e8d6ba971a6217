"""From a question, and the answers before it, to a plan. Rules only; knows no index and no model.

A follow-up ("which of those release code?", "and for text?") is read against the answer before it: "of those" narrows
the search to the papers of that answer, "and ..." and bare pronouns carry its topic along.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.errors import UsageError
from assistant.types import Answer, Filters, Kind, Plan

QUESTION_LIMIT = 4_000  # characters

_PAPERS = r"(?:papers?|articles?|works?|stud(?:y|ies)|publications?|abstracts?)"
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "count",
        re.compile(
            rf"^(?:how many|number of)\s+(?:\w+\s+){{0,2}}{_PAPERS}\b|^combien d[e']\s*(?:articles|papiers)", re.I
        ),
    ),
    ("compare", re.compile(r"\bcompare[ds]?\b|\bdiffer(?:s|ences?)?\b|\bversus\b|\bvs\b|\bwhich of the two\b", re.I)),
    (
        "overview",
        re.compile(r"^(?:an? |the |give (?:me )?an? )?(?:overview|landscape|state of the art)\b|^summari[sz]e\b", re.I),
    ),
    (
        "list",
        re.compile(
            r"^(?:which|what)\s+(?:of\s+(?:these|those|them|the)\s*)?(?:\w+\s+){0,2}?(?:papers|articles|works|studies|publications)\b"
            r"|^which\s+of\s+(?:these|those|them)\b"
            rf"|^(?:any|all|do any|are there(?: any)?|list|show|find|give me)\b.*\b{_PAPERS}\b"
            rf"|^(?:recent |new )?(?:papers|articles|works|studies)\b|\bpapers\s*$"
            r"|^anything\s+(?:on|about)\b|^what (?:is there|do we have|have you got)\b|^who (?:stud|work|us|propos|investigat)"
            r"|^how (?:are|do) (?:people|researchers|authors)\b"
            r"|^quels? (?:articles|papiers|travaux)",
            re.I,
        ),
    ),
)
_ASKS = re.compile(
    r"^(?:who|what|which|whose|where|when|why|how|is|are|was|were|does|do|did|can|could|has|have|had|should|will|would|"
    r"in|on|by|at|for|to|into|over|after|under|during|with|if|combien|quel|quelle|comment|pourquoi|give|tell|explain|write)\b",
    re.I,
)
# What a list question wraps around its topic, in English and French: dropped from its left end.
_WRAPPING = frozenset(
    [
        "which",
        "what",
        "who",
        "any",
        "anything",
        "all",
        "the",
        "a",
        "these",
        "those",
        "of",
        "there",
        "is",
        "are",
        "was",
        "were",
        "do",
        "does",
        "can",
        "could",
        "you",
        "we",
        "have",
        "has",
        "got",
        "how",
        "many",
        "number",
        "us",
        "please",
        "paper",
        "papers",
        "article",
        "articles",
        "work",
        "works",
        "study",
        "studies",
        "studying",
        "abstract",
        "abstracts",
        "publication",
        "publications",
        "people",
        "researchers",
        "authors",
        "that",
        "to",
        "try",
        "trying",
        "address",
        "addresses",
        "deal",
        "deals",
        "dealing",
        "with",
        "about",
        "on",
        "concern",
        "concerns",
        "discuss",
        "discusses",
        "propose",
        "proposes",
        "or",
        "and",
        "analyse",
        "analyses",
        "analyze",
        "analyzes",
        "investigate",
        "investigates",
        "explore",
        "explores",
        "present",
        "presents",
        "apply",
        "applies",
        "use",
        "uses",
        "using",
        "consider",
        "considers",
        "examine",
        "examines",
        "focus",
        "focuses",
        "cover",
        "covers",
        "mention",
        "mentions",
        "improving",
        "quel",
        "quels",
        "quelle",
        "quelles",
        "articles",
        "travaux",
        "papiers",
        "combien",
        "d'articles",
        "de",
        "traitent",
        "parlent",
        "des",
        "du",
        "sur",
    ]
)
_ORDERS = frozenset(["list", "show", "find", "give", "tell", "me", "recent", "new"])  # these only at its very beginning
_THOSE = re.compile(
    r"\b(?:of|among|from|in)\s+(?:these|those|them|the (?:two|three|papers|ones))\b|\b(?:one|any|some) of (?:them|those|these)\b",
    re.I,
)
_CARRIED = re.compile(
    r"^(?:and|but|also|what about|how about)\b|\b(?:it|its|they|them|their|that one|this one|the other|the same|there|the .{3,20} one)\b",
    re.I,
)
_ORDINAL = re.compile(r"\bthe (first|second|third|fourth|fifth|last)(?: one| paper)?\b", re.I)
_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}


def make_plan(question: str, history: Sequence[Answer] = (), filters: Filters | None = None) -> Plan:
    """The plan for a question. Raises `UsageError` for an empty one and for one over `QUESTION_LIMIT` characters."""
    text = _checked(question)
    kind = kind_of(text)
    plan = Plan(text, kind, (text if kind in ("fact", "compare") else topic_of(text),), filters or Filters())
    return _follow_up(plan, history[-1]) if history and history[-1].outcome != "not_covered" else plan


def kind_of(question: str) -> Kind:
    for kind, pattern in _KINDS:
        if pattern.search(question):
            return kind
    return "fact" if _ASKS.match(question) or question.rstrip().endswith("?") else "list"


def topic_of(question: str) -> str:
    """A list question's topic: without the words that only say that papers are asked for; never empty."""
    words = question.strip(" ?.!").split()
    first = next((i for i, word in enumerate(words) if not _wraps(word, i)), 0)
    last = len(words) - (len(words) > first + 1 and words[-1].lower() in ("papers", "articles"))
    return " ".join(words[first:last]) or question


def _wraps(word: str, place: int) -> bool:
    plain = word.lower().strip(",:?")
    return plain in _WRAPPING or (place < 3 and plain in _ORDERS)


def _checked(question: str) -> str:
    text = " ".join(question.split())
    if not text:
        raise UsageError(
            "the question is empty", hint="Ask something, such as: which papers address long-tailed classification"
        )
    if len(text) > QUESTION_LIMIT:
        raise UsageError(
            f"the question has {len(text):,} characters, over the limit of {QUESTION_LIMIT:,}", hint="Shorten it."
        )
    if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text):
        raise UsageError("the question holds a NUL or half a character", hint="Type it again as plain text.")
    return text


def _follow_up(plan: Plan, before: Answer) -> Plan:
    papers = tuple(v.paper.id for v in before.verdicts)
    ordinal = _ORDINAL.search(plan.question)
    if ordinal and papers:
        place = _PLACES[ordinal[1].lower()]
        chosen = papers[place : place + 1 or None] if place < len(papers) else papers
        return replace(plan, filters=replace(plan.filters, papers=chosen))
    if _THOSE.search(plan.question):
        return replace(plan, filters=replace(plan.filters, papers=papers))
    if _CARRIED.search(plan.question):
        carried = f"{plan.question.rstrip('?. ')} ({topic_of(before.plan.question)})"
        return replace(plan, question=carried, queries=(f"{plan.queries[0]} {before.plan.queries[0]}",))
    return plan
