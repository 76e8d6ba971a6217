"""Small drawings as inline SVG: an interval on a line, and curves in a square. Values are 0 to 1."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evaluation.page.markup import element, text

Point = tuple[float, float]
_LEFT, _TOP, _WIDE, _HIGH = 46, 12, 364, 250  # of the field of a plot within its drawing
_SIZE = (424, 312)


@dataclass(frozen=True, slots=True)
class Dot:
    """A point with what is said when it is pointed at. `kind` is its class in page.css."""

    at: Point
    words: str
    kind: str = "dot"


def interval(low: float, value: float, high: float, *, then: float | None = None, floor: float | None = None) -> str:
    """A value in its interval on a line from 0 to 1; hollow what it was `then`, a tick where its floor is."""
    marks = [_rule(0, 1, "track"), _rule(low, high, "reach")]
    if floor is not None:
        kind = "floor" if value >= floor - 1e-9 else "floor missed"
        marks.append(element("line", x1=_x(floor), x2=_x(floor), y1=2, y2=14, class_=kind))
    if then is not None:
        marks.append(element("circle", cx=_x(then), cy=8, r=3.5, class_="then"))
    marks.append(element("circle", cx=_x(value), cy=8, r=4.5, class_="dot"))
    said = f"{value:.3f}, between {low:.3f} and {high:.3f}"
    return element("svg", marks, viewBox="0 0 200 16", class_="interval", role="img", aria_label=said)


def change(low: float, value: float, high: float, *, reach: float) -> str:
    """A difference in its interval on a line from -reach to reach, with 0 in the middle."""

    def placed(difference: float) -> float:
        return (difference / reach + 1) / 2

    kind = "better" if low > 0 else "worse" if high < 0 else "even"
    marks = (
        _rule(0, 1, "track"),
        element("line", x1=_x(0.5), x2=_x(0.5), y1=1, y2=15, class_="zero"),
        _rule(placed(low), placed(high), f"reach {kind}"),
        element("circle", cx=_x(placed(value)), cy=8, r=4.5, class_=f"dot {kind}"),
    )
    said = f"{value:+.3f}, between {low:+.3f} and {high:+.3f}"
    return element("svg", marks, viewBox="0 0 200 16", class_="interval", role="img", aria_label=said)


def bar(value: float) -> str:
    """A bar as long as the value."""
    marks = (
        element("rect", width=200, height=8, rx=4, class_="track"),
        element("rect", width=round(200 * value, 1), height=8, rx=4, class_="bar"),
    )
    return element("svg", marks, viewBox="0 0 200 8", preserveAspectRatio="none", class_="bars", aria_hidden="true")


def curve(points: Sequence[Point], dots: Sequence[Dot], *, x: str, y: str, level: float | None, words: str) -> str:
    """A line through the points over the area below it, dots, and a dashed line at `level`."""
    line = " ".join(f"{_px(a)},{_py(b)}" for a, b in points)
    ground = f"{_px(points[0][0])},{_py(0)} {line} {_px(points[-1][0])},{_py(0)}"
    marks = [*_axes(x, y), element("polygon", points=ground, class_="area")]
    if level is not None:
        marks.append(element("line", x1=_px(0), x2=_px(1), y1=_py(level), y2=_py(level), class_="level"))
    marks.append(element("polyline", points=line, class_="line"))
    marks += [_dot(dot) for dot in dots]
    size = f"0 0 {_SIZE[0]} {_SIZE[1]}"
    return element("svg", marks, viewBox=size, class_="plot", role="img", aria_label=words)


def _axes(x: str, y: str) -> list[str]:
    marks = []
    for step in range(5):
        at = step / 4
        marks.append(element("line", x1=_px(0), x2=_px(1), y1=_py(at), y2=_py(at), class_="grid"))
        marks.append(element("text", f"{at:g}", x=_px(0) - 8, y=_py(at) + 4, text_anchor="end"))
        marks.append(element("text", f"{at:g}", x=_px(at), y=_py(0) + 19, text_anchor="middle"))
    middle = _TOP + _HIGH / 2
    turned = f"rotate(-90 11 {middle})"
    marks.append(element("text", text(x), x=_px(0.5), y=_SIZE[1] - 6, text_anchor="middle", class_="axis"))
    marks.append(element("text", text(y), x=11, y=middle, text_anchor="middle", transform=turned, class_="axis"))
    return marks


def _dot(dot: Dot) -> str:
    radius = 6 if dot.kind == "dot" else 4
    title = element("title", text(dot.words))
    return element("circle", title, cx=_px(dot.at[0]), cy=_py(dot.at[1]), r=radius, class_=dot.kind)


def _rule(start: float, end: float, kind: str) -> str:
    return element("line", x1=_x(start), x2=_x(end), y1=8, y2=8, class_=kind)


def _x(share: float) -> float:
    return round(6 + 188 * share, 2)


def _px(share: float) -> float:
    return round(_LEFT + _WIDE * share, 2)


def _py(share: float) -> float:
    return round(_TOP + _HIGH * (1 - share), 2)
