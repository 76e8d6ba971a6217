"""A list of papers as a table: paper, why, quote, relevance, date. A column nothing is known for stays out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.text.answer_text import shown_title
from assistant.text.reasons import why
from assistant.types import Citation, Paper, Verdict
from assistant.web.ask.conversation import Turn
from assistant.web.shell.html import bdi, button, chip, element, inline, text

BULLET = re.compile(r"^[•*-] +")
_MARK = re.compile(r"\[(\d+)\]")
_GRADES = {1: "near", 2: "relevant", 3: "plainly relevant"}
_PERHAPS = 0.4  # P(relevant) under which a paper of a list is more likely not to belong there


@dataclass(frozen=True, slots=True)
class Row:
    """A paper of the list. `why` is HTML already; `cited`: the quotes its line is made of, the first its own."""

    paper: Paper
    why: str
    cited: tuple[Citation, ...]
    verdict: Verdict | None


def numbers_of(line: str, turn: Turn) -> list[int]:
    """The citations that a line carries, as far as they are known."""
    known = {c.number for c in turn.citations}
    return [int(n) for n in _MARK.findall(line) if len(n) < 6 and int(n) in known]


def listing_html(lines: Sequence[str], turn: Turn) -> str:
    """A table of these lines, each of which cites a paper; sorted by the reader, in the answer's order till then."""
    rows = [_read(line, turn) for line in lines]
    columns = [
        ("Paper", True, [_paper(row, turn.number) for row in rows]),
        (
            "Why",
            False,
            [element("td", row.why, class_="why", dir="auto") if row.why else _empty("why") for row in rows],
        ),
        ("Quote", False, [_quotes(row, turn.number) for row in rows]),
        ("Relevance", True, [_relevance(row.verdict) for row in rows]),
        ("Date", True, [_date(row.paper) for row in rows]),
    ]
    kept = [column for column in columns if any("data-none" not in cell for cell in column[2])]
    head = element("thead", element("tr", [_head(name, sortable) for name, sortable, _ in kept]))
    body = element("tbody", [element("tr", cells) for cells in zip(*(cells for *_, cells in kept), strict=True)])
    return element("div", element("table", head + body, class_="list"), class_="listing")


def _read(line: str, turn: Turn) -> Row:
    """ "• Title — “quote” [1]" of the embedded writer, "- Title: what it does [1]" of a model."""
    by_number = {c.number: c for c in turn.citations}
    cited = tuple(by_number[n] for n in dict.fromkeys(numbers_of(line, turn)))
    paper = cited[0].quote.paper
    verdicts = turn.answer.verdicts if turn.answer else ()
    verdict = next((v for v in verdicts if v.paper.id == paper.id), None)
    rest = BULLET.sub("", line)
    if " — “" in rest:
        return Row(paper, text(why(verdict, turn.plan)), cited, verdict)
    said = rest.removeprefix(shown_title(paper.title)).lstrip(" :–—")
    titles = {c.number: c.quote.paper.title for c in cited}
    return Row(paper, inline(said, turn.number, titles), cited, verdict)


def _head(name: str, sortable: bool) -> str:
    inner = button(f"Sort by {name.lower()}", name, "sort", data_sort=name.lower()) if sortable else name
    return element("th", inner, scope="col", class_=f"by-{name.lower()}")


def _paper(row: Row, turn: int) -> str:
    title = row.paper.title or row.paper.id
    names = row.paper.authors
    authors = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    opens = button(f"Open the source: {title}", bdi(title), "title", data_turn=turn, data_cite=row.cited[0].number)
    under = element("span", bdi(authors), class_="authors") if authors else ""
    return element("th", opens + under, scope="row", data_key=title.casefold())


def _quotes(row: Row, turn: int) -> str:
    title = row.paper.title or row.paper.id
    quotes = [f"“{text(' '.join(c.quote.text.split()))}” {chip(turn, c.number, title)}" for c in row.cited]
    return element("td", [element("span", quote, class_="words", dir="auto") for quote in quotes], class_="quoted")


def _relevance(verdict: Verdict | None) -> str:
    if verdict is None or verdict.relevance not in _GRADES:
        return _empty("relevance")
    grade, told = verdict.relevance, _GRADES[verdict.relevance]
    if grade == 2 and verdict.score < _PERHAPS:
        grade, told = 1, "perhaps"
    dots = element("span", "●" * grade + "○" * (3 - grade), class_="dots", aria_hidden="true")
    words = element("span", told, class_="grade")
    return element("td", dots + words, class_="relevance", data_key=f"{grade}.{round(verdict.score * 1000):04}")


def _date(paper: Paper) -> str:
    date = paper.date or paper.date_text
    return element("td", bdi(date), class_="date", data_key=paper.date or "") if date else _empty("date")


def _empty(column: str) -> str:
    return element("td", "", class_=column, data_key="", data_none="")
