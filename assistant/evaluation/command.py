"""The work behind `assistant eval`: gold in; table, files and exit code out."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from assistant.errors import UsageError
from assistant.evaluation.asking.asking import Asker, Lookup, evaluate
from assistant.evaluation.asking.drafts import draft_gold
from assistant.evaluation.asking.reading import read_all, shipped_gold
from assistant.evaluation.comparing import compare, read_earlier
from assistant.evaluation.measures.floors import read_floors
from assistant.evaluation.page import page
from assistant.evaluation.record import to_json
from assistant.evaluation.report import Report, make_report
from assistant.evaluation.tables import table
from assistant.types import Paper, Progress

_BELOW = 1  # the exit code where a figure is below its floor
_PARTLY = 3  # where some questions failed


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an evaluation shall be over and what shall come of it; the shipped gold where none is named."""

    gold: Sequence[Path] = ()
    json: Path | None = None
    html: Path | None = None
    against: Path | None = None
    floors: Sequence[str] = ()


def run(
    wanted: Wanted,
    assistant: Asker,
    *,
    lookup: Lookup,
    date: str,
    index: str,
    out: TextIO,
    err: TextIO,
    progress: Callable[[Progress], None] | None = None,
) -> int:
    """Evaluates, prints the table to `out` and the floors that do not hold to `err`, writes the files.

    `date` and `index` are shown as they are. Returns the exit code: 0, 1 where a floor does not hold, 3 where
    some questions failed. Raises `UsageError`, before the first question is asked, for gold or an earlier result
    that cannot be read, for a floor under no figure, and for a file that has no folder.
    """
    paths = list(wanted.gold) or shipped_gold()
    gold = read_all(paths)
    floors = read_floors(wanted.floors, gold)
    earlier = read_earlier(wanted.against) if wanted.against else None
    for file in filter(None, (wanted.json, wanted.html)):
        _refuse_place(file)
    evaluation = evaluate(gold, assistant, lookup=lookup, progress=progress)
    report = make_report(
        evaluation,
        date=date,
        index=index,
        gold=tuple(path.name for path in paths),
        floors=floors,
        comparison=compare(evaluation, earlier) if earlier else None,
    )
    out.write(table(report))
    _write_files(wanted, report)
    err.writelines(f"{sentence}\n" for sentence in report.below)
    return _BELOW if report.below else _PARTLY if evaluation.failed else 0


def make(n: int, papers: Sequence[Paper], *, out: TextIO, err: TextIO) -> int:
    """Drafts n gold questions from the papers' own words, as JSON lines on `out`; says on `err` where they are fewer.

    Raises `UsageError` where there is not one.
    """
    lines = draft_gold(papers, n)
    if not lines:
        raise UsageError(
            f"no question can be made of these {len(papers):,} papers: their titles share no phrase",
            hint="Index more papers of one field.",
        )
    out.writelines(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    if len(lines) < n:
        err.write(f"{len(lines)} of {n} questions: these papers share no more phrases.\n")
    return 0


def _refuse_place(path: Path) -> None:
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise UsageError(f"{path} is no place for a file", hint="Name a file in a folder that exists.")


def _write_files(wanted: Wanted, report: Report) -> None:
    if wanted.json:
        _write(wanted.json, json.dumps(to_json(report), ensure_ascii=False, indent=1) + "\n")
    if wanted.html:
        _write(wanted.html, page(report))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})", hint="Name another file.") from error
