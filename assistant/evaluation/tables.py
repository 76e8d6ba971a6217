"""A report as text for a terminal."""

from collections.abc import Iterable, Sequence
from textwrap import shorten

from assistant.evaluation.comparing import Change, Comparison, Difference
from assistant.evaluation.measures.figures import Figure
from assistant.evaluation.measures.trust import trust_lines, trust_of
from assistant.evaluation.report import Report

_CHANGES_SHOWN = 10  # for the better and for the worse; the page shows them all


def table(report: Report) -> str:
    """A line for each figure with value, n and 95 % interval, what can be trusted, what failed, and what changed."""
    lines = [f"{'kind':<14} {'metric':<15} {'value':>5} {'n':>5}  95 % interval"]
    group = ""
    for figure in report.figures:
        lines.append(_line(figure, "" if figure.group == group else figure.group))
        group = figure.group
    lines += trust_lines(trust_of(report.evaluation))
    failed = report.evaluation.failed
    if failed:
        lines.append(f"{len(failed)} of {len(report.evaluation.results)} questions failed and count as 0:")
        lines.extend(f"  {asked.id}: {asked.error}" for asked in failed)
    if report.comparison:
        lines.extend(["", *_compared(report.comparison)])
    return "\n".join(lines) + "\n"


def _line(figure: Figure, group: str) -> str:
    figures = f"{figure.value:>5.3f} {figure.n:>5}  [{figure.low:.3f}, {figure.high:.3f}]"
    return f"{group:<14} {figure.metric:<15} {figures}"


def _compared(comparison: Comparison) -> Iterable[str]:
    earlier = comparison.earlier
    common = f"{comparison.common} of {comparison.asked} questions"
    yield f"against {earlier.name} of {earlier.date}, over the {common} that both asked"
    yield f"{'metric':<24} {'then':>5} {'now':>6} {'change':>7} {'n':>5}  95 % interval of the change"
    yield from map(_difference, comparison.differences)
    yield from _changes("better", comparison.better)
    yield from _changes("worse", comparison.worse)


def _difference(one: Difference) -> str:
    change = f"{one.value:>+7.3f}" if one.value else f"{'same':>7}"
    return f"{one.name:<24} {one.then:>5.3f} {one.now:>6.3f} {change} {one.n:>5}  [{one.low:+.3f}, {one.high:+.3f}]"


def _changes(word: str, changes: Sequence[Change]) -> Iterable[str]:
    yield f"{word}: {len(changes)}"
    for change in changes[:_CHANGES_SHOWN]:
        asked = change.result.asked
        moved = f"{change.then:.3f} to {change.now:.3f}"
        yield f"  {asked.id:<8} {change.metric:<20} {moved}  {shorten(asked.gold.question, 60)}"
    if len(changes) > _CHANGES_SHOWN:
        yield f"  and {len(changes) - _CHANGES_SHOWN} more"
