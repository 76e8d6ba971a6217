"""`assistant fetch`: asks one service for papers, keeps what comes, and indexes it as one source."""

import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import build
from assistant.cli.terminal import progress_bar, show_report
from assistant.corpus import canonical_id, is_global
from assistant.corpus.dates import check_day
from assistant.errors import UsageError
from assistant.settings import Settings
from assistant.text.invisible_characters import without_unseen

if TYPE_CHECKING:
    from assistant.fetching import Fetched, Request

PARTLY = 3
_SHOWN = 10  # titles of a dry run
_MOST_DAYS = 366


def daily_papers(args: Namespace, settings: Settings) -> int:
    return _run(args, settings, _daily_papers)


def arxiv(args: Namespace, settings: Settings) -> int:
    return _run(args, settings, _arxiv)


def openalex(args: Namespace, settings: Settings) -> int:
    return _run(args, settings, _openalex)


def zotero(args: Namespace, settings: Settings) -> int:
    return _run(args, settings, _zotero)


def feed(args: Namespace, settings: Settings) -> int:
    return _run(args, settings, _feed)


def _run(args: Namespace, settings: Settings, make: "Callable[[Namespace, Settings], Request]") -> int:
    try:
        from assistant.fetching import Kept, fetch, look

        request = make(args, settings)
    except ImportError as error:
        raise UsageError(
            f"fetching needs {error.name}, which is not installed", hint="Run: pip install 'paper-assistant[fetch]'"
        ) from error
    if args.dry_run:
        page = look(request)
        told = f"{page.total:,} papers" if page.total else f"{len(page.records):,} papers on the first page"
        print(f"{request.source}: {told}; nothing is kept", file=sys.stderr)
        for record in page.records[:_SHOWN]:
            print(without_unseen(f"{record.given_id}\t{record.date or ''}\t{record.title}"))
        return 0
    kept = Kept(settings.data_folder / "fetched", request.source)
    with progress_bar(sys.stderr) as bar:
        fetched = fetch(request, kept, progress=bar)
        _tell(fetched)
        if not fetched.kept:
            return 0
        with kept.path.open("rb") as data:
            report = build.add_source(request.source, data, settings, progress=bar)
    show_report(report, sys.stderr)
    short = 0 < fetched.came < fetched.announced and not fetched.resumed
    return PARTLY if report.rejected or short else 0


def _tell(fetched: "Fetched") -> None:
    gone_on = ", going on where it stopped" if fetched.resumed else ""
    bare = f", {fetched.bare:,} without an abstract" if fetched.bare else ""
    print(
        f"{fetched.source}: {fetched.came:,} came{gone_on}, {fetched.new:,} new{bare}; {fetched.kept:,} kept",
        file=sys.stderr,
    )
    if fetched.announced and fetched.came < fetched.announced and not fetched.resumed:
        print(f"announced {fetched.announced:,}, got {fetched.came:,}; run it again later", file=sys.stderr)


def _daily_papers(args: Namespace, _: Settings) -> "Request":
    from assistant.fetching import Polite
    from assistant.fetching import daily_papers as service
    from assistant.fetching.polite import json_body

    last = date.fromisoformat(check_day(args.date) or _today().isoformat())
    days = [last - timedelta(days=n) for n in range(_days(args.days or 1))]
    return service.daily_papers(days, Polite(check=json_body), base=args.base or service.ADDRESS)


def _arxiv(args: Namespace, _: Settings) -> "Request":
    from assistant.fetching import Polite, arxiv_new
    from assistant.fetching import arxiv_papers as service

    if args.days and not args.category:
        raise UsageError("--days goes with --category", hint="Give --category cs.LG --days 7, for example.")
    if args.category and not args.days:
        return arxiv_new.arxiv_new(args.category, Polite(pause=service.PAUSE), base=args.base)
    polite, base = Polite(pause=service.PAUSE, check=service.atom_body), args.base or service.ADDRESS
    if args.category:
        return service.of_category(args.category, _days(args.days), _today(), polite, base=base)
    if args.ids:
        return service.of_ids(_ids(args.ids), polite, base=base)
    return service.of_query(args.query, polite, source=f"arxiv:{args.query}", base=base)


def _openalex(args: Namespace, settings: Settings) -> "Request":
    from assistant.fetching import Polite
    from assistant.fetching import openalex as service
    from assistant.fetching.polite import json_body

    polite = Polite(check=json_body, hints=service.HINTS)
    since, base = check_day(args.since), args.base or service.ADDRESS
    return service.openalex(args.query, polite, since=since, key=settings.openalex_key, base=base)


def _zotero(args: Namespace, settings: Settings) -> "Request":
    from assistant.fetching import Polite
    from assistant.fetching import zotero as service
    from assistant.fetching.polite import json_body

    polite, base = Polite(check=json_body, hints=service.HINTS), args.base or service.ADDRESS
    return service.zotero(args.library, polite, collection=args.collection, key=settings.zotero_key, base=base)


def _feed(args: Namespace, _: Settings) -> "Request":
    from assistant.fetching import Polite
    from assistant.fetching import feed as service

    return service.feed(args.url, Polite())


def _today() -> date:
    return date.today()


def _days(number: int) -> int:
    if not 1 <= number <= _MOST_DAYS:
        raise UsageError(f"--days {number} is not a number from 1 to {_MOST_DAYS}", hint="Ask for fewer days.")
    return number


def _ids(name: str) -> list[str]:
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
    return list(ids)
