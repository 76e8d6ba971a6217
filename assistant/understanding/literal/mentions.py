"""Words that a text may hold: from a question's wording to a test on texts.

Why: docs/decisions/0006-code-counts.md
"""

import re

from assistant.types import Lookup

_QUOTED = re.compile(r"[\"“”„«»]\s*([^\"“”„«»]+?)\s*[\"“”„«»]")
_THE_WORD = r"the\s+(?:exact\s+)?(?:words?|terms?|phrases?|names?|expressions?)\s+"
_MENTIONED = re.compile(
    rf"\b(?:mention(?:s|ed|ing)?|mentionnent)\s+(?:{_THE_WORD})?(?P<said>.+)$|"
    rf"\b(?:contain(?:s|ing)?|use[sd]?|using|include(?:s|ing)?|have|has|with|say|hold)\s+{_THE_WORD}(?P<held>.+)$|"
    r"\bin (?:how many|which|what) \w+\s+(?:is|are|does|do)\s+(?P<named>.+?)\s+(?:mentioned|appear|occur|named)\b",
    re.I,
)
_NOT = re.compile(r"(?:\b(?:not|never|without)|n't)\s*$", re.I)
_WHERE = re.compile(
    r"\s+(?:anywhere|at all|please|somewhere|(?:in|within) (?:the|their|its|an?) (?:titles?|abstracts?|texts?)\b.*)$",
    re.I,
)
_NO_PLURALS = frozenset(("news", "aids", "means"))  # without their s they are other words
_BETWEEN = re.compile(r"\s*,\s*(?:and|or)\s+|\s*,\s*|\s+(?:and/or|and|or|ou|et)\s+", re.I)
_UNSPACED = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f"  # such words have no edges


def read_mention(question: str) -> Lookup | None:
    """The words that the papers asked for mention: "which papers mention X or Y"; None where it asks for none."""
    found = _MENTIONED.search(question)
    if found is None or _NOT.search(question[: found.start()]):
        return None
    said = _WHERE.sub("", (found["said"] or found["held"] or found["named"]).rstrip(" ?.!"))
    quoted = _QUOTED.findall(said)
    plain = re.sub(r"^(?:both|either)\s+", "", _QUOTED.sub("\0", said), flags=re.I)  # no text of ours holds a NUL
    parts = (part.strip(" '‘’") for part in _BETWEEN.split(plain))
    phrases = tuple(f'"{quoted.pop(0)}"' if "\0" in part else part for part in parts if part)
    every = bool(re.search(r"\b(?:and|et)\b", plain, re.I)) and not re.search(r"\b(?:or|ou)\b", plain, re.I)
    return Lookup(phrases, every and len(phrases) > 1) if phrases else None


def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """Whole words, in any case, with anything but letters between; unless quoted, the last in singular or plural."""
    exact = phrase.startswith('"')
    words = [word for word in re.split(r"[\s‐-―_/-]+", phrase.strip('"').casefold()) if word]
    *head, last = (re.escape(word) for word in words) if words else ("",)
    forms = last if exact else _forms(words[-1] if words else "")
    body = r"[\W_]{1,3}".join([*head, forms])
    edges = [f"(?<![^\\W{_UNSPACED}])", f"(?![^\\W{_UNSPACED}])"]
    return re.compile(edges[0] + body + edges[1], re.I)


def _forms(word: str) -> str:
    """A word with its singular and plurals, as a pattern."""
    forms = {word, word + "s", word + "es"}
    if word.endswith("y"):
        forms.add(word[:-1] + "ies")
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3 and word not in _NO_PLURALS:
        forms.add(word[:-1])
    if word.endswith("ies") and len(word) > 5:
        forms.add(word[:-3] + "y")
    return "(?:" + "|".join(sorted(map(re.escape, forms), key=len, reverse=True)) + ")"
