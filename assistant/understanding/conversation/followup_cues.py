"""The words by which a follow-up leans on what was said before."""

import re

_NOUNS = (
    r"(?:papers?|articles?|works?|stud(?:y|ies)|models?|methods?|approach(?:es)?|benchmarks?|datasets?|surveys?|"
    r"frameworks?|systems?|techniques?|algorithms?|tools?|authors?|results?|entry|entries)"
)
_PLACES = dict(
    zip("first second third fourth fifth sixth seventh eighth ninth tenth last".split(), (*range(10), -1), strict=True)
) | {f"{n}{end}": n - 1 for n, end in enumerate("st nd rd th th th th th th th".split(), start=1)}
_ORDINALS = rf"(?:{'|'.join(_PLACES)})"
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5}
_COUNT = rf"(?:{'|'.join(_COUNTS)})"
_VERB = r"(?:is|are|was|does|do|did|has|have|can|use|uses|compare|compares|differ|say|says|work|works|report|reports)"

_ORDINAL = re.compile(
    rf"\b(?:the|its|your)\s+(?P<places>{_ORDINALS}(?:\s*(?:,|and|or|with|to|from|versus|vs\.?)\s+(?:the\s+)?{_ORDINALS})*)"
    rf"(?=\s+(?:one|ones|{_NOUNS}|{_VERB}|of\s+(?:these|those|them))\b|\s*[?.!,]|\s*$)",
    re.I,
)
_FIRST_FEW = re.compile(rf"\bthe\s+(?P<end>first|last)\s+(?P<count>{_COUNT})\b", re.I)
_NUMBERED = re.compile(r"(?:\b(?:paper|article|number|no\.)\s*#?|#)(?P<number>\d{1,2})\b|\[(?P<mark>\d{1,2})\]", re.I)
_GROUP = re.compile(
    rf"\b(?:(?:those|these|the|all|them\s+all|any\s+of\s+the|which\s+of\s+the|of\s+the)\s+(?P<count>{_COUNT})\b(?!\s*%)|both\b|either\b"
    r"|(?:compare|between)\s+(?:them|these|those)\b)",
    re.I,
)
_OTHER = re.compile(r"\bthe\s+(?:others?|rest|remaining)\b", re.I)
_THE_ONE = re.compile(
    r"\bthe\s+(?P<before>(?:[\w-]+\s+){1,3})ones?\b|"
    r"\b(?:the|that|which)\s+(?:one|paper)s?\s+(?:that|which|on|about|with|for|from|of|by|using)\s+(?P<after>[^?.!,]+)",
    re.I,
)
_ELSE = re.compile(
    rf"\b(?:another|any\s+(?:others?|more)|anything\s+else|else|similar(?:ly)?|such\s+(?:an?\s+)?{_NOUNS}|like\s+(?:it|this|that|these|those|them)|"
    rf"of\s+(?:this|that|the\s+same)\s+(?:kind|sort|type)|(?:more|other|further)\s+{_NOUNS}|related\s+{_NOUNS})\b",
    re.I,
)
_AMONG = re.compile(
    rf"\b(?:of|among|from|in|within|between)\s+(?:all\s+)?(?:these|those|them|the\s+{_NOUNS}\s+(?:above|before))\b"
    rf"|\b(?:one|any|some|all|each|none|which|both)\s+of\s+(?:them|those|these)\b|\b(?:these|those)(?:\s+\w+)?\s+{_NOUNS}\b"
    r"|^(?:and\s+|but\s+)?which\s+(?:ones?|is|are|was|were|has|have|had|does|do|did|can|could|will|would)\b"
    rf"|^(?:and\s+|but\s+)?(?:do|does|did|has|have|is|are|can)\s+(?:any|either|all|both|none|each)\b"
    rf"(?!(?:\s+\w+)?\s+(?:papers?|articles?|works?|studies|one)\b)|\b(?:parmi\s+(?:eux|ceux)|lesquels?|desquels?)\b",
    re.I,
)
_OF_THEM = re.compile(r"\b(?:of|among)\s+(?:all\s+)?(?:these|those|them)\b", re.I)
_SINGULAR = re.compile(
    rf"\b(?:it|its|itself|(?:this|that)\s+(?:one|\w+\s+)?{_NOUNS}|(?:this|that)\s+one|the\s+(?:paper|article|authors?|same)"
    r"|he|she|his|her|this|there\s*\?)(?![\w-])|\b(?:is|are|was|were)\s+there\s*[?.!]*$",
    re.I,
)
_NAME = re.compile(r"(?<=\s)[^\W\d_]*[A-Z][\w-]*|^\w+[A-Z]\w*")
_SEARCH = re.compile(
    r"(?:which|what|any|are\s+there|is\s+there|list|show|find|do\s+any|does\s+any)\b.*\b(?:papers?|articles?|works?|studies)\b",
    re.I,
)
_PLURAL = re.compile(r"\b(?:they|them|their|theirs|these|those)\b", re.I)
_THAT = re.compile(
    r"\bthat\s*[?.!]*$|^(?:and\s+|but\s+)?(?:what|how|why|is|was|does|did)\s+(?:is\s+|was\s+|does\s+|did\s+)?that\b",
    re.I,
)
_SIBLING = re.compile(r"^(?:and|but|also|so|then|or|what\s+about|how\s+about|et)\b", re.I)
_ELLIPTICAL = re.compile(
    r"^(?:(?:and|but|or|et)\s+)?(?:what\s+about|how\s+about)\b|^(?:for|in|on|with|without|about|from|of|pour|sur)(?:\s+\S+){1,4}$"
    r"|^(?:and|but|or|et)\s+(?!(?:what|which|who|whose|where|when|why|how|is|are|was|were|does|do|did|can|could|has|have)\b)",
    re.I,
)


def places_in(question: str, length: int) -> tuple[int, ...]:
    """The places, from 0, that are named in a list of `length`: "the second one", "the first two", "paper 3", "[3]"."""
    if found := _FIRST_FEW.search(question):
        few = range(_COUNTS[found["count"].lower()])
        places = [*few] if found["end"].lower() == "first" else [length - len(few) + i for i in few]
    elif found := _ORDINAL.search(question):
        named = re.findall(rf"\b{_ORDINALS}\b", found["places"], re.I)
        places = [
            _PLACES[name.lower()] % max(length, 1) if name.lower() == "last" else _PLACES[name.lower()]
            for name in named
        ]
    else:
        places = [int(m["number"] or m["mark"]) - 1 for m in _NUMBERED.finditer(question)]
    return tuple(dict.fromkeys(place for place in places if 0 <= place < length))


def group_in(question: str) -> int | None:
    """How many "those two", "all three", "both" speak of; 0 for "compare them"; None where there is no such word."""
    found = _GROUP.search(question)
    if found is None:
        return None
    if found["count"]:
        return _COUNTS[found["count"].lower()]
    return 2 if found[0].lower() in ("both", "either") else 0


def described_in(question: str) -> str:
    """The words that tell the one that is meant: "world-model" of "the world-model one"; "" where there are none."""
    found = _THE_ONE.search(question)
    words = (found["before"] or found["after"]).split() if found else []
    return " ".join(word for word in words if word.lower() not in _NO_DESCRIPTION)


_NO_DESCRIPTION = frozenset(
    "the a an same only other first second third last two three latest newest oldest is".split()
)


def asks_for_others(question: str) -> bool:
    """ "the other one", "the rest": those not yet spoken of."""
    return bool(_OTHER.search(question))


def asks_beyond(question: str) -> bool:
    """ "another one", "anything similar": on the same topic, outside what was answered."""
    return bool(_ELSE.search(question))


def asks_among(question: str) -> bool:
    """ "which of those", "do any": within the list."""
    return bool(_AMONG.search(question))


def names_them(question: str) -> bool:
    """ "which of them", where nothing in the question itself is meant."""
    found = _OF_THEM.search(question)
    return bool(found) and not _stands_before(question, found)


def names_one(question: str) -> bool:
    """ "it", "that paper", "its authors", where nothing in the question itself is meant."""
    found = _SINGULAR.search(question) or _THAT.search(question)
    return bool(found) and not _stands_before(question, found)


def names_many(question: str) -> bool:
    """ "they", "their", likewise."""
    found = _PLURAL.search(question)
    return bool(found) and not _stands_before(question, found)


def _stands_before(question: str, found: re.Match[str] | None) -> bool:
    """Whether what a pronoun means can stand before it: a name ("CLASH and its parts"), or the papers asked for."""
    before = question[: found.start()] if found else ""
    return bool(_NAME.search(before) or _SEARCH.match(before))


def goes_on(question: str) -> bool:
    """ "And ...", "What about ...": the question before, with something changed."""
    return bool(_SIBLING.search(question) or is_elliptical(question))


def is_elliptical(question: str) -> bool:
    """Whether it has no question of its own: "And for text?", "What about images?"."""
    return bool(_ELLIPTICAL.search(question))


def points(question: str) -> bool:
    """Whether a word of it stands for what was said before: "those", "it", "the second one"."""
    tests = (asks_for_others, asks_beyond, asks_among, names_one, names_many)
    return any(test(question) for test in tests) or bool(places_in(question, 10)) or bool(described_in(question))


def leans(question: str) -> bool:
    """Whether it looks as if it could not be understood alone."""
    return points(question) or goes_on(question) or group_in(question) is not None
