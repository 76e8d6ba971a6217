"""`assistant fetch`: asks one service for papers, keeps what comes, and indexes it as one source."""

import sys
from argparse import Namespace
from dataclasses import fields
from pathlib import Path

from assistant.cli.terminal import progress_bar, show_report
from assistant.corpus import canonical_id, is_global
from assistant.errors import UsageError
from assistant.ingest import fetch_papers, first_page
from assistant.settings import Settings
from assistant.text.invisible_characters import without_unseen
from assistant.types import Fetched, FetchTerms

PARTLY = 3
_SHOWN = 10  # titles of a dry run


def fetch(args: Namespace, settings: Settings) -> int:
    """`args.service` says which; 3 where fewer papers came than were announced, or some could not be taken."""
    given = {field.name: value for field in fields(FetchTerms) if (value := getattr(args, field.name, None))}
    terms = FetchTerms(**{**given, **({"ids": _ids(args.ids)} if given.get("ids") else {})})
    if args.dry_run:
        return _look(terms, settings)
    with progress_bar(sys.stderr) as bar:
        fetched, report = fetch_papers(terms, settings, progress=bar, told=_tell)
    if report is None:
        return 0
    show_report(report, sys.stderr)
    return PARTLY if report.rejected or (fetched.came and fetched.short) else 0


def _look(terms: FetchTerms, settings: Settings) -> int:
    source, page = first_page(terms, settings)
    told = f"{page.total:,} papers" if page.total else f"{len(page.records):,} papers on the first page"
    print(f"{source}: {told}; nothing is kept", file=sys.stderr)
    for record in page.records[:_SHOWN]:
        print(without_unseen(f"{record.given_id}\t{record.date or ''}\t{record.title}"))
    return 0


def _tell(fetched: Fetched) -> None:
    gone_on = ", going on where it stopped" if fetched.resumed else ""
    bare = f", {fetched.bare:,} without an abstract" if fetched.bare else ""
    print(
        f"{fetched.source}: {fetched.came:,} came{gone_on}, {fetched.new:,} new{bare}; {fetched.kept:,} kept",
        file=sys.stderr,
    )
    if fetched.short:
        print(f"announced {fetched.announced:,}, got {fetched.came:,}; run it again later", file=sys.stderr)


def _ids(name: str) -> tuple[str, ...]:
    """arXiv ids, one a line; blank lines and what follows a # are left out."""
    try:
        lines = Path(name).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{name} cannot be read", hint="Name a text file with one arXiv id a line.") from error
    ids: dict[str, None] = {}
    for number, line in enumerate(lines, start=1):
        if not (text := line.partition("#")[0].strip()):
            continue
        id = canonical_id(text)
        if not is_global(id) or id.startswith("10."):
            raise UsageError(f"{name}:{number}: {text!r} is no arXiv id", hint="Write it as 2501.01234.")
        ids[id] = None
    if not ids:
        raise UsageError(f"{name} has no ids", hint="Write one arXiv id a line.")
    return tuple(ids)
