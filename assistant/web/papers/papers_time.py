"""Papers over time: a bar a month, or a year where the months are very many."""

from collections import Counter
from collections.abc import Mapping

from assistant.types import Filters
from assistant.web.papers.paper_rows import list_address
from assistant.web.scope.filters import month_filters, month_name
from assistant.web.shell.html import element, text

_MOST_MONTHS = 96  # bars; thinner ones cannot be hit
_FEW = 16  # bars with room for their numbers
_TICKS = 8  # labels below the bars


def time_html(months: Mapping[str, int], undated: int) -> str:
    """`months`: papers by month, "2025-03", without gaps."""
    total = sum(months.values()) + undated
    if not months:
        words = "There are no papers here yet." if not total else f"None of the {total:,} papers has a date."
        return element("section", element("p", words, class_="found-none"), class_="time")
    yearly = len(months) > _MOST_MONTHS
    bars = _by_year(months) if yearly else dict(months)
    parts = [
        element("h2", f"Papers by {'year' if yearly else 'month'}"),
        element("p", text(_said(months, undated)), class_="time-said"),
        element(
            "ol", [_bar(at, count, bars) for at, count in bars.items()], class_="bars" + " few" * (len(bars) <= _FEW)
        ),
        element("div", _ticks([*bars]), class_="bar-ticks", aria_hidden="true"),
    ]
    return element("section", parts, class_="time", style=f"--bars: {len(bars)}")


def _by_year(months: Mapping[str, int]) -> dict[str, int]:
    years: Counter[str] = Counter()
    for month, count in months.items():
        years[month[:4]] += count
    return dict(years)


def _said(months: Mapping[str, int], undated: int) -> str:
    first, last = min(months), max(months)
    span = month_name(first) if first == last else f"{month_name(first)} to {month_name(last)}"
    dated = sum(months.values())
    said = f"{dated:,} paper{'s' * (dated != 1)}, {span}."
    if undated:
        said += f" {undated:,} paper{'s have' if undated != 1 else ' has'} no date and cannot be shown here."
    return said


def _bar(at: str, count: int, bars: Mapping[str, int]) -> str:
    """A link to the papers of that time."""
    named = month_name(at) if "-" in at else at
    filters = month_filters(at) if "-" in at else Filters(since=f"{at}-01-01", until=f"{at}-12-31")
    words = f"{named}: {count:,} paper{'s' * (count != 1)}"
    share = count / max(bars.values())
    inner = element("span", f"{count:,}", class_="bar-count") + element("span", "", class_="bar-fill")
    said: dict[str, str] = {"style": f"--share: {share:.4f}", "title": words}
    if not count:
        return element("li", element("span", inner, class_="month", **said))
    link = element("a", inner, class_="month", href=list_address(filters), aria_label=words, **said)
    return element("li", link)


def _ticks(at: list[str]) -> list[str]:
    """Some of the times, below their bars; the year where it changes."""
    step = max(1, -(-len(at) // _TICKS))
    made, year = [], ""
    for place in range(0, len(at), step):
        month = at[place]
        words = month if "-" not in month else month_name(month)[:3]
        if "-" in month and month[:4] != year:
            words, year = f"{words} {month[:4]}", month[:4]
        made.append(element("span", text(words), style=f"--at: {place}"))
    return made
