"""The work behind `assistant eval`: gold files in, table and JSON file out. Knows no option and no clock."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from assistant.errors import UsageError
from assistant.evaluation.asking import Asker, Lookup, evaluate
from assistant.evaluation.reading import read_all, shipped_gold
from assistant.evaluation.report import table, to_json
from assistant.types import Progress

_PARTLY = 3  # the exit code where some questions failed


def run(
    gold_paths: Sequence[Path],
    assistant: Asker,
    *,
    lookup: Lookup,
    date: str,
    json_path: Path | None,
    out: TextIO,
    progress: Callable[[Progress], None] | None = None,
) -> int:
    """Evaluates over the gold files (the shipped ones where none is named), prints the table to `out`.

    `date` goes into the JSON. Returns the exit code: 0, or 3 where some questions failed. Raises `UsageError`
    for gold that cannot be read and, before the first question is asked, for a `json_path` that has no folder.
    """
    paths = list(gold_paths) or shipped_gold()
    gold = read_all(paths)
    if json_path:
        _refuse_place(json_path)
    evaluation = evaluate(gold, assistant, lookup=lookup, progress=progress)
    out.write(table(evaluation))
    if json_path:
        _write(json_path, to_json(evaluation, date=date, gold=[path.name for path in paths]))
    return _PARTLY if evaluation.failed else 0


def _refuse_place(path: Path) -> None:
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise UsageError(f"{path} is no place for a file", hint="Name a file in a folder that exists.")


def _write(path: Path, document: dict[str, object]) -> None:
    try:
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})", hint="Name another file.") from error
