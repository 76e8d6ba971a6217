"""Where it failed, and what it said: the question, what was expected, what is missing or too much, the answer."""

from collections.abc import Iterable, Sequence

from assistant.evaluation.asking.questions import FactQuestion, ListQuestion, Turn, UnanswerableQuestion
from assistant.evaluation.measures.gaps import Gap, failures, gap_of
from assistant.evaluation.measures.results import Asked, Evaluation, Result
from assistant.evaluation.measures.scoring import normalise
from assistant.evaluation.page.markup import element, number, said, section, text
from assistant.evaluation.page.questions import anchor
from assistant.types import Answer

_OUTCOMES = {"answered": "answered", "not_stated": "not stated", "not_covered": "not covered"}


def failures_section(evaluation: Evaluation) -> str:
    found = failures(evaluation)
    if not found:
        return section("Where it failed", "Nowhere: every question is all right.", id="failures")
    lead = f"{len(found)} of {len(evaluation.results)} questions are not all right, in the order they were asked."
    items = (_failure(result, anchor(evaluation, result)) for result in found)
    return section("Where it failed, and what it said", lead, *items, id="failures")


def _failure(result: Result, place: str) -> str:
    asked = result.asked
    value = element("b", number(result.main.value) if result.main else "–", class_="score")
    words = element("span", (said("span", asked.gold.question, class_="asked"), _line(result)))
    body = element("div", (_expected(asked, gap_of(asked)), _said(asked)), class_="pair")
    return element("details", (element("summary", (value, words)), body), class_="failure", id=place)


def _line(result: Result) -> str:
    """What is wrong, in one line."""
    asked, gap = result.asked, gap_of(result.asked)
    counted = [
        asked.id,
        _OUTCOMES[asked.answer.outcome] if asked.answer else "no answer",
        *([f"{len(gap.missing)} missing"] if gap.missing else []),
        *([f"{len(gap.extra)} too many"] if gap.extra else []),
        *([f"does not say {', '.join(gap.unsaid)}"] if gap.unsaid else []),
        *(["too long or too many quotes"] if gap.long else []),
        *(f"{name} {value:.2f}" for name, value in result.means.items() if name.startswith("quotes.") and value < 1),
    ]
    return said("small", " · ".join(counted))


def _expected(asked: Asked, gap: Gap) -> str:
    match asked.gold:
        case UnanswerableQuestion() as gold:
            parts = [said("p", f"A refusal: {gold.reason}.")]
        case Turn(kind="unanswerable"):
            parts = [element("p", "A refusal.")]
        case ListQuestion() as gold:
            parts = [*_papers(gold.relevant, gap), *_partial(gold.partial)]
        case FactQuestion() as gold:
            parts = [*_strings(gold, gap), *_papers(gold.relevant, gap)]
        case Turn() as gold:
            parts = _papers(gold.relevant, gap)
    return element("div", (element("h4", "Expected"), *parts))


def _papers(relevant: Sequence[str], gap: Gap) -> list[str]:
    if not relevant:
        return [element("p", "A refusal.")]
    missing = {normalise(name) for name in gap.missing}
    rows = [_mark(name, "missing") for name in gap.missing]
    rows += [_mark(name, "there") for name in relevant if normalise(name) not in missing]
    extra = [_mark(name, "extra") for name in gap.extra]
    more = [element("h4", "Not expected"), element("ul", extra, class_="marks")] if extra else []
    return [element("ul", rows, class_="marks"), *more]


def _partial(partial: Sequence[str]) -> list[str]:
    if not partial:
        return []
    rows = (said("li", name) for name in partial)
    folded = (element("summary", f"{len(partial)} that count neither way"), element("ul", rows))
    return [element("details", folded, class_="small")]


def _strings(gold: FactQuestion, gap: Gap) -> list[str]:
    rows = [_mark(f"“{part}” in the text", "missing" if part in gap.unsaid else "there") for part in gold.must_contain]
    return [element("ul", rows, class_="marks")] if rows else []


def _mark(words: str, kind: str) -> str:
    names = {"missing": "missing", "there": "there", "extra": "does not belong"}
    signs = {"missing": "✗", "there": "✓", "extra": "+"}
    sign = element("i", signs[kind], aria_label=names[kind], title=names[kind])
    return element("li", (sign, said("span", words)), class_=kind)


def _said(asked: Asked) -> str:
    parts = _answer(asked.answer) if asked.answer else (said("p", f"Nothing: {asked.error}"),)
    return element("div", (element("h4", "Said"), *parts))


def _answer(answer: Answer) -> Iterable[str]:
    yield element("div", text(answer.text), class_="answer", dir="auto")
    yield element("p", f"confidence {answer.confidence:.2f}, {answer.seconds:.2f} s", class_="small")
    for note in answer.notes:
        yield said("p", note, class_="small")
