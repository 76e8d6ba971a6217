"""Which papers a source says nothing of only because their entry cannot be read now: these keep their last record."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Literal

from assistant.index.store.rows import Statement

Token = int | Literal["new", "unreadable"]  # an entry as it is now: the row that says the same, or what it is else


def hidden(rows: Sequence[Statement], now: Sequence[Token], records: Collection[Statement]) -> list[Statement]:
    """Of the `rows` that no entry states now, those in whose place an entry stands that cannot be read.

    Their place is that between the neighbours they had. Where as many entries stand there as before, each row has its
    own; else none can be told from the others, and all of them stay rather than that one is lost.
    """
    if "unreadable" not in now:
        return []
    stated = {token for token in now if isinstance(token, int)}
    found: list[Statement] = []
    for before, run, after in _runs(sorted(rows, key=lambda row: row.line), stated):
        here = _between(now, before, after)
        if len(here) == len(run):
            found += [row for row, token in zip(run, here, strict=True) if token == "unreadable"]
        elif "unreadable" in here:
            found += run
    keys = {record.key for record in records}
    ids = {record.given_id for record in records} - {None}
    return [row for row in found if row.given_id not in ids and row.key not in keys]


def _runs(
    rows: Sequence[Statement], stated: Collection[int]
) -> Iterator[tuple[int | None, list[Statement], int | None]]:
    """Each run of rows that are not stated any more, with the stated one before it and the one after it."""
    runs = [(key, list(run)) for key, run in groupby(rows, key=lambda row: row.id in stated)]
    for at, (is_stated, run) in enumerate(runs):
        if not is_stated:
            before = runs[at - 1][1][-1].id if at else None
            yield before, run, runs[at + 1][1][0].id if at + 1 < len(runs) else None


def _between(now: Sequence[Token], before: int | None, after: int | None) -> Sequence[Token]:
    """What stands between the two rows; everything where they are no neighbours any more."""
    start = now.index(before) + 1 if before is not None else 0
    end = next((at for at in range(start, len(now)) if isinstance(now[at], int)), len(now))
    return now[start:end] if (now[end] if end < len(now) else None) == after else now
