"""Every question with its main score: bars where scores have shades, cells where they are right or wrong."""

from collections.abc import Iterable, Sequence

from assistant.evaluation.measures.results import Evaluation, Result
from assistant.evaluation.page.markup import element, number, said, section, text
from assistant.evaluation.page.plots import bar

_OPEN = 40  # rows; more are shown folded
_NAMES = {
    "lists.f1": "Lists, by F1",
    "facts.answer": "Facts: is the answer in the text",
    "facts.cited": "Facts: are the right papers cited",
    "conversations.recall": "Turns of conversations, by recall",
}


def questions_section(evaluation: Evaluation) -> str:
    lead = "One bar or cell a question; the filled are right. What fell short leads to what it said."
    return section("Question by question", lead, *_groups(evaluation), id="questions")


def anchor(evaluation: Evaluation, result: Result) -> str:
    """The name of the place where a question's failure stands: ids are foreign, places are ours."""
    return f"q{next(place for place, one in enumerate(evaluation.results) if one is result)}"


def _groups(evaluation: Evaluation) -> Iterable[str]:
    by_name: dict[str, list[tuple[Result, float]]] = {}
    for result in evaluation.results:
        if result.main:
            by_name.setdefault(result.main.name, []).append((result, result.main.value))
    for name, scored in by_name.items():
        ordered = sorted(scored, key=lambda pair: -pair[1])
        shaded = any(0 < value < 1 for _, value in scored)
        title = _NAMES.get(name, f"To be refused: {name.partition('.')[2]}")
        yield (_bars if shaded else _cells)(title, ordered, evaluation)


def _bars(title: str, scored: Sequence[tuple[Result, float]], evaluation: Evaluation) -> str:
    rows = (
        element(
            "li", _linked((said("span", r.asked.gold.question), bar(value), element("b", number(value))), r, evaluation)
        )
        for r, value in scored
    )
    folded = {} if len(scored) > _OPEN else {"open": "open"}
    return element("details", (_summary(title, scored), element("ol", rows, class_="rows")), class_="group", **folded)


def _cells(title: str, scored: Sequence[tuple[Result, float]], evaluation: Evaluation) -> str:
    cells = (
        element(
            "li",
            _linked((said("span", r.asked.id),), r, evaluation),
            class_="right" if value == 1 else "wrong",
            title=f"{r.asked.gold.question} ({'right' if value == 1 else 'wrong'})",
        )
        for r, value in scored
    )
    return element(
        "details", (_summary(title, scored), element("ol", cells, class_="cells")), class_="group", open="open"
    )


def _summary(title: str, scored: Sequence[tuple[Result, float]]) -> str:
    whole = sum(value == 1 for _, value in scored)
    counted = element("small", f"{whole} of {len(scored)} all right")
    return element("summary", (element("span", text(title)), counted))


def _linked(parts: Iterable[str], result: Result, evaluation: Evaluation) -> str:
    whole = result.main is not None and result.main.value == 1
    if whole:
        return element("span", parts, class_="row")
    return element("a", parts, class_="row", href=f"#{anchor(evaluation, result)}")
