"""What the next question is asked within, as HTML: the chips above the question box, and the panel that sets them."""

import json
from collections.abc import Iterator, Mapping

from assistant.exploring.explorer import Choices
from assistant.text.source_names import shown_source
from assistant.types import Filters
from assistant.web.scope.filters import filters_to_json, period
from assistant.web.shell.html import bdi, button, element, text

_SINGLY = 3  # papers that get a chip each; more share one
_MOST_CATEGORIES = 200  # in the panel; the search in it finds no others


def scope_html(filters: Filters, *, papers: int, within: int, undated: int, titles: Mapping[str, str]) -> str:
    """The line above the question: what restricts it, how many papers that leaves, and the way to change it."""
    said = _reach(filters, papers, within, undated)
    opens = button(
        "Choose what is searched", element("span", text(said)), "scope-open", data_scope_open="", aria_haspopup="dialog"
    )
    chips = [_chip(*chip) for chip in _chips(filters, titles)]
    if chips:
        chips.append(button("Remove all restrictions", "Clear", "scope-clear", data_drop="*"))
    shown = [element("span", chips, class_="scope-chips")] if chips else []
    return element("div", [*shown, opens], class_="scope", data_filters=json.dumps(filters_to_json(filters)))


def _reach(filters: Filters, papers: int, within: int, undated: int) -> str:
    if not filters:
        return f"All {papers:,} papers" if papers != 1 else "The one paper"
    said = f"{within:,} of {papers:,} paper{'s' * (papers != 1)}"
    return f"{said} · {undated:,} without a date left out" if undated else said


def _chips(filters: Filters, titles: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The words of each chip, the field it stands for, and the value; "" for the whole field."""
    if filters.dated:
        said = period(filters)
        yield said[0].upper() + said[1:], "dates", ""
    for source in filters.sources:
        yield shown_source(source), "sources", source
    for category in filters.categories:
        yield category, "categories", category
    for author in filters.authors:
        yield f"by {author}", "authors", author
    if len(filters.papers) > _SINGLY:
        yield f"{len(filters.papers):,} papers", "papers", ""
        return
    for paper in filters.papers:
        yield titles.get(paper) or paper, "papers", paper


def _chip(words: str, field: str, value: str) -> str:
    inner = element("span", bdi(words)) + element("span", "×", aria_hidden="true")
    return button(f"Remove: {words}", inner, "scope-chip", title=words, data_drop=field, data_value=value)


def panel_html(choices: Choices) -> str:
    """The dialog with all that can be chosen; its script ticks what is."""
    parts = [
        element("h2", "Search only in"),
        _dates(choices),
        _ticks("sources", "Sources", {s: (shown_source(s), n) for s, n in choices.sources.items()}),
        _ticks("categories", "Categories", {c: (c, n) for c, n in [*choices.categories.items()][:_MOST_CATEGORIES]}),
        element(
            "p",
            ["Single papers are chosen in ", element("a", "Papers", href="#papers"), ", singly or several together."],
            class_="scope-hint",
        ),
        element("p", [_done(), button("Remove all restrictions", "Clear all", "scope-clear", data_drop="*")]),
    ]
    return element("div", parts, class_="scope-panel", role="dialog", aria_label="What is searched")


def _done() -> str:
    return button("Close", "Done", "scope-done", data_scope_close="")


def _dates(choices: Choices) -> str:
    if not choices.first:
        return element("p", "None of the papers has a date to choose by.", class_="scope-hint")
    days = [
        element("label", [text(words), f'<input type="date" name="{name}" min="{choices.first}" max="{choices.last}">'])
        for name, words in (("since", "From"), ("until", "To"))
    ]
    legend = element("legend", "Dates")
    missing = f"{choices.undated:,} paper{'s have' if choices.undated != 1 else ' has'} no date and would be left out."
    hint = [element("p", missing, class_="scope-hint")] if choices.undated else []
    return element("fieldset", [legend, element("div", days, class_="scope-days"), *hint])


def _ticks(field: str, words: str, choices: Mapping[str, tuple[str, int]]) -> str:
    """A box for each choice, with the number of its papers; nothing where there is nothing to choose."""
    if len(choices) < 2:
        return ""
    boxes = [
        element(
            "label",
            [
                f'<input type="checkbox" name="{field}" value="{text(value)}">',
                element("span", bdi(shown), class_="scope-name"),
                element("span", f"{count:,}", class_="scope-count"),
            ],
        )
        for value, (shown, count) in choices.items()
    ]
    return element("fieldset", [element("legend", words), element("div", boxes, class_="scope-ticks")])
