"""Why a paper is listed, in a few words."""

import re

from assistant.text.answer_text import reason_of
from assistant.types import Paper, Plan, Verdict

_WORD = re.compile(r"[^\W\d_][\w-]{2,}")
_ASKING = frozenset(
    """a an and any are about abstract abstracts address addresses addressing all also between can compare deal deals
    did discuss discusses do does explore explores find for from give have how has into is list many me most new not of
    on one or other paper papers propose proposes show some study studies that the their them these they this those
    through use used uses using via was were what when where which who why with work works""".split()
)
_STEM = 5  # letters that two forms of a word share: "classification", "classifying"


def why(verdict: Verdict | None, plan: Plan | None) -> str:
    """The judge's reason; where it gave none in words, those of the question that the paper uses."""
    if verdict is None:
        return ""
    if reason := reason_of(verdict):
        return reason
    words = shared_words(plan.question, verdict.paper) if plan else []
    return (
        f"says {', '.join(f'“{word}”' for word in words)}" if words else f"close in meaning, {verdict.score:.0%} likely"
    )


def shared_words(question: str, paper: Paper) -> list[str]:
    """The words of the question, but for those of asking, that the paper uses in some form; neighbours together."""
    said = {_stem(word) for word in _WORD.findall(f"{paper.title} {paper.abstract}")}
    runs, open_ = dict[str, None](), list[str]()
    for word in (*question.split(), ""):
        found = _WORD.search(word)
        if found and found[0].lower() not in _ASKING and _stem(found[0]) in said:
            open_.append(found[0])
        elif open_:
            runs[" ".join(open_)], open_ = None, []
    return list(runs)


def _stem(word: str) -> str:
    plain = word.lower().replace("-", "")
    return plain[: max(_STEM, len(plain) - 4)]
