"""The figures of a report as tiles and as a table."""

from collections.abc import Iterable

from assistant.evaluation.measures.figures import Figure
from assistant.evaluation.page.markup import element, number, said, section, signed, text
from assistant.evaluation.page.plots import interval
from assistant.evaluation.report import Report

_TILES = {
    "lists.f1": "Complete lists",
    "lists.map": "Ranking",
    "facts.cited": "Right papers cited",
    "facts.answer": "Facts answered",
    "silence.off-topic": "Off-topic refused",
    "silence.answered": "Answerable answered",
    "quotes.verbatim": "Verbatim quotes",
    "confidence.auroc": "Confidence tells",
}
_WORDS = {
    "lists.precision": "of the listed papers those that belong",
    "lists.recall": "of the papers that belong those listed",
    "lists.f1": "harmonic mean of the two, by question",
    "lists.map": "average precision of the ranking of a hundred papers",
    "facts.cited": "all the right papers are cited",
    "facts.answer": "the text states the fact, in few quotes",
    "silence.answered": "answerable questions that were answered",
    "conversations.recall": "of the papers of a turn those found; a refusal where it has none",
    "conversations.precision": "of the papers given in a turn those that belong",
    "quotes.verbatim": "citations that stand word for word in the abstract",
    "quotes.numbered": "answers whose citations are numbered 1 to n",
    "quotes.marked": "answers whose every mark has its citation",
    "sentences.supported": "sentences of a model that their quotes support",
    "sentences.unrepaired": "those of them that needed no repair",
    "confidence.auroc": "the answerable has more confidence than the unanswerable",
}


def tiles(report: Report) -> str:
    """The figures one looks at first."""
    return element("div", (_tile(f, report) for f in report.figures if f.name in _TILES), class_="tiles")


def figures_section(report: Report) -> str:
    lead = (
        "Dot: the value; line: the 95 % interval by bootstrap over questions (Wilson's where all agree). "
        "With few questions the line is long, and that is the message."
    )
    extra = [*(["Ring: the earlier evaluation."] if report.comparison else [])]
    extra += ["Tick: the floor."] if report.floors else []
    return section("All figures", " ".join([lead, *extra]), _table(report), id="figures")


def floors_notice(report: Report) -> str:
    """What there is to say of floors, or nothing."""
    if not report.floors:
        return ""
    if not report.below:
        return element("p", f"All {len(report.floors)} floors hold.", class_="notice good")
    return element("div", (element("p", text(sentence)) for sentence in report.below), class_="notice bad")


def _tile(figure: Figure, report: Report) -> str:
    then = _then(report).get(figure.name)
    moved = "" if then is None else element("span", signed(figure.value - then), class_=_direction(figure.value, then))
    parts = (
        element("h3", _TILES[figure.name]),
        element("p", (element("strong", number(figure.value)), moved), class_="value"),
        interval(figure.low, figure.value, figure.high, then=then, floor=_floors(report).get(figure.name)),
        element("p", f"{number(figure.low)} to {number(figure.high)}, n = {figure.n}", class_="small"),
    )
    return element("div", parts, class_="tile")


def _table(report: Report) -> str:
    columns = ("metric", "value", "n", "95 % interval", "0 to 1")
    head = element("tr", (element("th", name, scope="col") for name in columns))
    return element("table", (element("thead", head), *_bodies(report)), class_="figures")


def _bodies(report: Report) -> Iterable[str]:
    for group in dict.fromkeys(figure.group for figure in report.figures):
        name = element("tr", said("th", group, colspan=5, scope="rowgroup"), class_="group")
        rows = (_row(figure, report) for figure in report.figures if figure.group == group)
        yield element("tbody", (name, *rows))


def _row(figure: Figure, report: Report) -> str:
    words = _WORDS.get(figure.name, "refused, as they should be")
    drawn = interval(
        figure.low,
        figure.value,
        figure.high,
        then=_then(report).get(figure.name),
        floor=_floors(report).get(figure.name),
    )
    cells = (
        element("th", (said("span", figure.metric), element("small", text(words))), scope="row"),
        element("td", element("strong", f"{figure.value:.3f}")),
        element("td", f"{figure.n:,}"),
        element("td", f"{figure.low:.3f} – {figure.high:.3f}", class_="range"),
        element("td", drawn, class_="drawn"),
    )
    return element("tr", cells)


def _then(report: Report) -> dict[str, float]:
    return {one.name: one.then for one in report.comparison.differences} if report.comparison else {}


def _floors(report: Report) -> dict[str, float]:
    return {floor.name: floor.value for floor in report.floors}


def _direction(now: float, then: float) -> str:
    if abs(now - then) < 0.005:
        return "moved"
    return "moved better" if now > then else "moved worse"
