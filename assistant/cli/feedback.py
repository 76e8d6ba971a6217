"""`assistant feedback`: what readers of the page thought of answers, shown, or written as gold questions."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from assistant import build
from assistant.cli.records import check_file
from assistant.errors import UsageError
from assistant.evaluation.asking.feedback import Json, Judged, draft_lines, gold_lines
from assistant.keeping import Rated
from assistant.settings import Settings
from assistant.text.invisible_characters import without_unseen


def feedback(args: Namespace, settings: Settings) -> int:
    """Raises `UsageError` for a file that cannot be written, `DataUnusable` where nothing can be kept."""
    for name in filter(None, (args.gold, args.drafts)):
        check_file(name)
    with closing(build.open_conversations(settings)) as kept:
        judged = [one for rated in kept.rated() for one in _judged(rated)]
    for name, lines in ((args.gold, gold_lines(judged)), (args.drafts, draft_lines(judged))):
        if name:
            _write(Path(name), lines)
    if not args.gold and not args.drafts:
        for one in judged:
            comment = f" ({' '.join(one.comment.split())})" if one.comment else ""
            print(without_unseen(f"{'up' if one.good else 'down'}\t{' '.join(one.answer.question.split())}{comment}"))
    return 0


def _judged(rated: Rated) -> Iterator[Judged]:
    """None where the answer's question was asked anew since and broke off."""
    *before, last = rated.turns
    if last.answer and last.feedback:
        earlier = tuple(turn.answer for turn in before if turn.answer)
        yield Judged(f"T-{last.name}", last.answer, last.feedback.good, last.feedback.comment, earlier)


def _write(path: Path, lines: Sequence[Json]) -> None:
    try:
        path.write_text("".join(f"{json.dumps(line, ensure_ascii=True)}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})", hint="Name another file.") from error
    print(f"{path}: {len(lines):,} question{'s' * (len(lines) != 1)}", file=sys.stderr)
