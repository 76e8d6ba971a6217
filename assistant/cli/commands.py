"""What each command does: parsed arguments in, data on `out`, words on `err`, an exit code out."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from assistant import build
from assistant.answer_json import Json, answer_to_json, search_to_json, whole_paper_to_json
from assistant.cli.batch import ask_all, search_all
from assistant.cli.export import Exports
from assistant.cli.filters import filters_of
from assistant.cli.records import Records, check_file, named
from assistant.cli.terminal import progress_bar, show_answer, show_notes, show_report
from assistant.errors import AssistantError, NothingUsable, UsageError
from assistant.recording import Recording
from assistant.settings import Settings
from assistant.text.invisible_characters import escaped_unseen, without_unseen
from assistant.types import MANY_COPIES, Finished, IndexReport, Progress, Token
from assistant.understanding.planner import check_question

PARTLY = 3


def index(args: Namespace, settings: Settings) -> int:
    paths = [*args.paths, *([build.SAMPLE] if args.sample else [])]
    if not paths and not args.rebuild:
        raise UsageError("nothing to index is named", hint="Name files, folders or - for standard input, or --sample.")
    with progress_bar(sys.stderr) as bar:
        report = build.build_index(
            paths,
            settings,
            form=args.form,
            date=args.date,
            rebuild=args.rebuild,
            prune=args.prune,
            spread=args.engine == "ray",
            dry_run=args.dry_run,
            stdin=sys.stdin.buffer,
            progress=bar,
        )
    _show(report, args.json, dry_run=args.dry_run, model=settings.embed_model)
    if paths and not report.new + report.changed + report.unchanged + report.double:
        raise NothingUsable("no paper could be taken from what was named", hint="The reasons stand above.")
    return PARTLY if report.rejected else 0


def remove(args: Namespace, settings: Settings) -> int:
    with progress_bar(sys.stderr) as bar:
        report = build.remove_source(args.source, settings, progress=bar)
    _show(report, args.json)
    return 0


def doctor(args: Namespace, settings: Settings) -> int:
    """4 where the index is damaged, or not as the settings say, and was not repaired."""
    with progress_bar(sys.stderr) as bar:
        found = build.examine_index(settings, repair=args.repair, progress=bar)
    if not found.damage:
        print(f"the index in {settings.index} is whole", file=sys.stderr)
        return 0
    if found.repaired is None:
        raise found.damage
    print(found.damage.message, file=sys.stderr)
    print(f"repaired; {found.repaired.embedded} pieces had to be embedded again", file=sys.stderr)
    return 0


def _show(report: IndexReport, as_json: bool, *, dry_run: bool = False, model: str | None = None) -> None:
    """`model`: of embedding, where one is configured."""
    if as_json:
        _print_json({**asdict(report), "seconds": round(report.seconds, 3)})
        return
    show_report(report, sys.stderr, tense="would hold" if dry_run else "holds")
    if dry_run:
        sent = f"sent to {model}, about {report.tokens:,} tokens" if model else "embedded on this machine"
        pieces = f"{report.embedded:,} piece{'s' * (report.embedded != 1)}"
        print(f"{pieces} would be {sent}; this was a dry run, nothing is written", file=sys.stderr)


def ask(args: Namespace, settings: Settings) -> int:
    if not args.batch:
        check_question(args.question or "")
        if args.record:
            check_file(args.record)
    exports = Exports(args.export)
    assistant = build.open_assistant(settings)
    filters = filters_of(args, settings)
    if args.batch:
        records = Records(args.record) if args.record else None
        with _opened(args.batch) as lines:
            code = _print_all(ask_all(lines, assistant, filters, exports, records))
        exports.save(Path(args.batch).name)
        return code
    recording = Recording() if args.record else None
    if args.json:
        answer = assistant.ask(args.question, filters=filters, recording=recording)
        _print_json(answer_to_json(answer))
    else:
        events = assistant.stream(args.question, filters=filters, recording=recording)
        answer = show_answer(events, sys.stdout, sys.stderr)
        show_notes(answer, sys.stderr)
    exports.keep(answer)
    exports.save()
    if recording:
        recording.save(args.record)
    return 0


def replay(args: Namespace, settings: Settings) -> int:
    """0 where every answer is as it was recorded, 1 where one is not."""
    changed = False
    for path in named(args.records):
        replayed = build.replay_record(path)
        changed = changed or bool(replayed.changes)
        answer = replayed.answer
        if args.json:
            made = answer_to_json(answer) if answer else None
            same = not replayed.changes
            _print_json({"record": str(path), "same": same, "changes": list(replayed.changes), "answer": made})
            continue
        if answer:
            show_answer([Token(answer.text), Finished(answer)], sys.stdout, sys.stderr)
        told = "\n".join(["changed", *replayed.changes]) if replayed.changes else "the same answer, byte for byte"
        print(without_unseen(f"{path}: {told}"), file=sys.stderr)
    return int(changed)


def search(args: Namespace, settings: Settings) -> int:
    if not args.batch:
        check_question(args.question or "")
    assistant = build.open_assistant(settings)
    filters = filters_of(args, settings)
    if args.batch:
        with _opened(args.batch) as lines:
            return _print_all(search_all(lines, assistant, args.k, filters))
    found = assistant.search(args.question, args.k, filters=filters)
    if args.json:
        _print_json(search_to_json(found))
    else:
        for paper in found:
            copies = paper.paper.near_copies
            more = f" (and {copies:,} near-copies)" if copies >= MANY_COPIES else ""
            print(without_unseen(f"{paper.score:.3f}  {paper.paper.title or paper.paper.id}{more}"))
    return 0


def papers(args: Namespace, settings: Settings) -> int:
    with build.open_index(settings) as opened:
        for paper in opened.list_papers():
            if args.json:
                _print_json(whole_paper_to_json(paper))
            else:
                marked = f" ({paper.status})" if paper.status else ""
                marked += f" (near-copy of {paper.copy_of})" if paper.copy_of else ""
                print(without_unseen(f"{paper.id}\t{paper.date or ''}\t{paper.title}{marked}"))
    return 0


def evaluate(args: Namespace, settings: Settings) -> int:
    from assistant.evaluation import Wanted, make, run

    files = {name: Path(path) if (path := getattr(args, name)) else None for name in ("json", "html", "against")}
    if args.make is not None:
        if args.make < 1 or args.gold or args.floor or any(files.values()):
            raise UsageError("--make N drafts questions and asks none", hint="Give it a number of 1 or more, alone.")
        with build.open_index(settings) as opened:
            return make(args.make, list(opened.list_papers()), out=sys.stdout, err=sys.stderr)
    assistant = build.open_assistant(settings)
    with progress_bar(sys.stderr) as bar, build.open_index(settings) as opened:

        def told(progress: Progress) -> None:
            bar(progress)
            if progress.done == progress.total:
                bar.close()  # before the table is printed

        return run(
            Wanted(gold=[Path(path) for path in args.gold], floors=args.floor, **files),
            assistant,
            lookup=opened.papers,
            date=date.today().isoformat(),
            index=f"{settings.index}, {opened.count():,} papers",
            out=sys.stdout,
            err=sys.stderr,
            progress=told,
        )


def serve(args: Namespace, settings: Settings) -> int:
    from assistant.ingest import IndexStock
    from assistant.web import launch  # gradio takes seconds to import

    port = settings.port if args.port is None else args.port  # 0 takes any that is free
    placed = replace(settings, host=args.host or settings.host, port=port)
    with closing(build.open_conversations(placed)) as kept, closing(build.open_watches(placed)) as watches:
        assistant, explorer = build.open_explored(placed)
        digests = build.open_digests(placed, watches)
        stock = IndexStock(placed)
        launch(assistant, placed, explorer=explorer, stock=stock, kept=kept, watches=watches, digests=digests)
    return 0


def _print_json(value: Json) -> None:
    """One line, flushed, so that another program can read along; nothing in it steers a terminal."""
    print(escaped_unseen(json.dumps(value, ensure_ascii=False)), flush=True)


def _print_all(lines: Iterable[Json | AssistantError]) -> int:
    """The exit code: 0, 3 where some lines failed, that of the last error where all did."""
    done, failed = 0, None
    for line in lines:
        if isinstance(line, AssistantError):
            failed = line
        else:
            done += "error" not in line
            _print_json(line)
    if failed is None:
        return 0
    return PARTLY if done else failed.exit_code


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as file:
            yield file
    except OSError as error:
        raise UsageError(f"{name} cannot be read ({error.strerror})", hint="Name a JSONL file of questions.") from error
