"""Which papers the columns of a model's table stand for.

Why: docs/decisions/0013-comparisons-are-tables.md
"""

import re
from collections.abc import Sequence

from assistant.checking.names import plain_words
from assistant.text.answer_text import shown_title
from assistant.text.table import make_head
from assistant.types import Citation, Paper

_MARK = re.compile(r"\[(\d+)\]")


class Table:
    """The columns, once the first row that tells them was read; till then none.

    They are told by the titles in the model's own head, else by what each cell of a row cites; a row with a cell for
    every paper needs neither. A paper the model leaves out has no column: nothing is said of it, not even silence.
    """

    def __init__(self, quotes: Sequence[Citation]) -> None:
        self._by_number = {citation.number: citation.quote.paper for citation in quotes}
        self._papers = list({paper.id: paper for paper in self._by_number.values()}.values())
        self.columns: list[Paper] = []

    @property
    def head(self) -> str:
        """The first two lines, in the papers' own titles."""
        return make_head(["", *(shown_title(paper.title) or paper.id for paper in self.columns)])

    def read(self, cells: Sequence[str]) -> None:
        """Learns the columns from a row's cells, those behind the aspect, if they tell them."""
        if self.columns:
            return
        titled, cited = [self._titled(cell) for cell in cells], [self._cited(cell) for cell in cells]
        for found in (titled, cited):
            if len({paper.id for paper in found if paper}) == len(cells) > 1:
                self.columns = [paper for paper in found if paper]
                return
        if len(cells) == len(self._papers) and any(cited):
            self.columns = self._papers

    def _titled(self, cell: str) -> Paper | None:
        name = plain_words(cell)
        found = [paper for paper in self._papers if name.strip() and name in plain_words(paper.title)]
        return found[0] if len(found) == 1 and not _MARK.search(cell) else None

    def _cited(self, cell: str) -> Paper | None:
        found = {self._by_number[int(n)].id: self._by_number[int(n)] for n in _marks(cell) if int(n) in self._by_number}
        return next(iter(found.values())) if len(found) == 1 else None


def _marks(cell: str) -> list[str]:
    return [number for number in _MARK.findall(cell) if len(number) < 6]
