"""What changed since an earlier evaluation: figures, then questions."""

from collections.abc import Sequence

from assistant.evaluation.comparing import Change, Comparison, Difference
from assistant.evaluation.page.markup import element, number, said, section, signed
from assistant.evaluation.page.plots import change

_LEAST = 0.05  # the half width of the drawings, so that a hair's breadth does not look like a leap


def compared_section(comparison: Comparison | None) -> str:
    """Nothing where there is nothing to compare with."""
    if comparison is None:
        return ""
    earlier = comparison.earlier
    lead = (
        f"Against {earlier.name} of {earlier.date}, over the {comparison.common} of {comparison.asked} questions in "
        "both. The interval of a change is a paired bootstrap; where it leaves out 0 it is coloured."
    )
    moved = [one for one in comparison.differences if one.low != one.high or one.value]
    same = [one.name for one in comparison.differences if one not in moved]
    rest = [said("p", f"Unchanged on every question: {', '.join(same)}.", class_="small")] if same else []
    lists = element("div", (_changes("Better", comparison.better), _changes("Worse", comparison.worse)), class_="pair")
    return section("What changed", lead, _table(moved), *rest, lists, id="changes")


def _table(differences: Sequence[Difference]) -> str:
    if not differences:
        return ""
    reach = max([_LEAST, *(abs(end) for one in differences for end in (one.low, one.high))])
    columns = ("metric", "then", "now", "change", "n", "95 % interval", f"−{reach:.2f} to {reach:.2f}")
    head = element("thead", element("tr", (element("th", name, scope="col") for name in columns)))
    return element(
        "table", (head, element("tbody", (_row(one, reach) for one in differences))), class_="figures changes"
    )


def _row(one: Difference, reach: float) -> str:
    cells = (
        said("th", one.name, scope="row"),
        element("td", f"{one.then:.3f}"),
        element("td", f"{one.now:.3f}"),
        element("td", element("strong", signed(one.value))),
        element("td", str(one.n)),
        element("td", f"{signed(one.low)} – {signed(one.high)}", class_="range"),
        element("td", change(one.low, one.value, one.high, reach=reach), class_="drawn"),
    )
    return element("tr", cells)


def _changes(title: str, changes: Sequence[Change]) -> str:
    rows = (
        element(
            "li",
            (
                element("b", f"{number(one.then)} → {number(one.now)}"),
                said("span", one.result.asked.gold.question),
                said("small", f"{one.result.asked.id}, {one.metric}"),
            ),
        )
        for one in changes
    )
    body = element("ol", rows, class_="moves") if changes else element("p", "None.", class_="small")
    return element("div", (element("h3", f"{title}: {len(changes)}"), body))
