"""A model's reply as statements to hold against quotes: sentences, and the cells of a table. Calls no model."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.checking.leaks import leaks
from assistant.checking.names import holds_name, names_in
from assistant.checking.quotations import settle_quotations
from assistant.checking.support import check, is_about
from assistant.checking.table_columns import Table
from assistant.text.answer_text import shown
from assistant.text.marks import clean_marks, plain_text, unknown_marks
from assistant.text.table import is_rule, make_row, read_row
from assistant.types import Citation, Paper, Plan

NOT_STATED = "not stated"
_LONGEST = 2_000  # characters of a sentence: what is longer is no sentence
_HEADING = re.compile(r"\W*(\w[^\[\]|]{1,58}):\W*")
_WORDS = 8  # of a heading, and of an aspect
_SAYS = re.compile(r"[^\W_]")  # else it is nothing but marks
_SILENT = re.compile(r"\W*(?:not (?:stated|mentioned|specified|reported|given|available)|n/?a|none)?\W*", re.IGNORECASE)
_CITES_NOTHING = "it cites no quote"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or a cell with its marks, each of a quote in `within`. `aspect`: the cell's row.

    `problem` says what is wrong with it; where nothing is, `open` says that the code alone cannot tell.
    """

    text: str
    cited: tuple[Citation, ...]
    within: tuple[Citation, ...]
    problem: str = ""
    open: bool = False
    aspect: str = ""

    @property
    def subject(self) -> str:
        """What a cell is about, in words."""
        return f"{self.within[0].quote.paper.title}, {self.aspect}: " if self.aspect else ""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is shown at once: a sentence, a heading, or a row of a table with its cells. `lead` as it was written."""

    lead: str
    kind: Literal["sentence", "heading", "row"]
    parts: tuple[str | Statement, ...]

    @property
    def statements(self) -> Iterator[Statement]:
        return (part for part in self.parts if isinstance(part, Statement))

    def with_(self, changed: Mapping[Statement, Statement]) -> "Piece":
        parts = tuple(changed.get(part, part) if isinstance(part, Statement) else part for part in self.parts)
        return replace(self, parts=parts)


class Composer:
    """Makes pieces of what a model writes; `invented` counts its marks of quotes that are not among `quotes`.

    What repeats a prompt, also piece by piece, and what is no statement at all makes no piece. `also` is text besides
    the papers whose numbers and names may be used.
    """

    def __init__(self, plan: Plan, quotes: Sequence[Citation], *, also: str = "") -> None:
        self.plan, self.quotes, self.invented = plan, quotes, 0
        self._also, self._told = also, ""
        self.table = Table(quotes)

    def compose(self, lead: str, line: str) -> Piece | None:
        text = self._plain(line)
        if text is None:
            return None
        self.invented += unknown_marks(text, {c.number for c in self.quotes})
        cells = read_row(text) if self.plan.kind == "compare" else None
        if cells is not None:
            return self._row(lead, cells)
        heading = _HEADING.fullmatch(text) if self.plan.kind in ("list", "overview") else None
        if heading:
            return Piece(lead, "heading", (f"{heading[1].strip(' *_')}:",)) if self._is_label(heading[1]) else None
        statement = self._statement(text, tuple(self.quotes))
        return Piece(lead, "sentence", (statement,)) if statement else None

    def rewritten(self, statement: Statement, text: str) -> Statement | None:
        """The statement in other words; None where they cite nothing or repeat a prompt."""
        plain = self._plain(text.removeprefix(statement.subject))  # as the request shows a cell
        made = self._statement(plain, statement.within, statement.aspect) if plain else None
        return made if made and made.cited else None

    def _plain(self, line: str) -> str | None:
        plain = " ".join(plain_text(line, quoted=[citation.quote.text for citation in self.quotes]).split())
        if len(line) > _LONGEST or leaks(line) or leaks(plain, after=self._told):
            return None
        self._told = f"{self._told} {plain}"[-_LONGEST:]
        return plain

    def _statement(self, text: str, within: tuple[Citation, ...], aspect: str = "") -> Statement | None:
        marked = clean_marks(text, {c.number for c in within})
        bare = unmarked(text if marked is None else marked)
        if not _SAYS.search(bare):
            return None
        if marked is None:
            claims = aspect or is_about(bare, [c.quote for c in within])
            return Statement(bare, (), within, _CITES_NOTHING, aspect=aspect) if claims else None
        cited = tuple(c for c in within if f"[{c.number}]" in marked)
        named = " \n".join([self.plan.question, *(c.quote.paper.title for c in self.quotes)])
        marked, invented = settle_quotations(marked, [c.quote.paper for c in cited], known=named)
        found = check(marked, [c.quote for c in cited], also=f"{self._also} {aspect}" if aspect else self._also)
        missing = (*invented, *found.missing)
        problem = f"its quotes do not hold {', '.join(missing)}" if missing else ""
        return Statement(marked, cited, within, problem, found.standing == "open", aspect)

    def _is_label(self, text: str) -> bool:
        """Whether it may stand without a quote of its own: a few words, no number and no name the papers lack.

        What shows itself as a name, by more than a capital, stands in the question: no one paper speaks in a label.
        """
        every, question = [c.quote for c in self.quotes], self.plan.question
        if any(not name.plain and not holds_name(question, name.text) for name in names_in(text)):
            return False
        return len(text.split()) <= _WORDS and check(text, every, also=question).standing != "refuted"

    def _row(self, lead: str, cells: Sequence[str]) -> Piece | None:
        aspect, *told = cells
        label = shown(unmarked(aspect)).strip("*_ ") or "–"
        self.table.read(told)
        columns = self.table.columns
        if len(told) != len(columns) or is_rule(cells) or not self._is_label(label):
            return None
        made = [self._cell(text, paper, label) for text, paper in zip(told, columns, strict=True)]
        if not any(isinstance(cell, Statement) and cell.cited for cell in made):
            return None  # the model's own head of the table, or an aspect of which all are silent
        parts = [part for cell in made for part in (" | ", cell)]
        return Piece(lead, "row", (make_row([label])[:-2], *parts, " |"))

    def _cell(self, text: str, paper: Paper, label: str) -> str | Statement:
        within = tuple(c for c in self.quotes if c.quote.paper.id == paper.id)
        silent = _SILENT.fullmatch(unmarked(text))
        return NOT_STATED if silent else self._statement(text, within, label) or NOT_STATED


def unmarked(text: str) -> str:
    """The text without marks."""
    return re.sub(r"\s*\[\d+\]", "", text)
