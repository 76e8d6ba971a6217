"""`assistant digest`: looks at what is new for each watch, keeps what it found, and mails it."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from functools import cache
from pathlib import Path

from assistant import build
from assistant.answering.looking import Lookout
from assistant.cli.fetch import fetch
from assistant.cli.records import check_file
from assistant.errors import AssistantError, UsageError
from assistant.exploring.trends import Trend
from assistant.index import Index
from assistant.mailing.delivery import Sent, deliver
from assistant.mailing.html_text import html_text
from assistant.mailing.mail_server import MailServer, mail_server_of
from assistant.mailing.plain_text import plain_text
from assistant.mailing.sections import account_of, told
from assistant.settings import Settings
from assistant.text.invisible_characters import without_unseen
from assistant.watching import Issue, Watch, Watches
from assistant.watching.digest import Digests, is_due
from assistant.watching.store import Arrivals

PARTLY = 3
Trends = Sequence[Trend]
_MOST_DAYS = 31  # that are fetched again after a long pause


def digest(args: Namespace, settings: Settings) -> int:
    """0, 3 where some mail did not go, 5 where no mail server could be used, or fetching failed."""
    if args.html:
        check_file(args.html)
    with closing(build.open_watches(settings)) as watches:
        chosen = _chosen(args.watch, watches)
        server = None if args.dry_run or not any(watch.to for watch in chosen) else mail_server_of(settings)
        with watches.alone():
            fetched = _fetched(args, settings, watches) if args.fetch else 0
            index, lookout = build.open_lookout(settings)
            with closing(index):
                return _made(args, watches, chosen, server, index, lookout) or fetched


def _made(
    args: Namespace,
    watches: Watches,
    chosen: Sequence[Watch],
    server: MailServer | None,
    index: Index,
    lookout: Lookout,
) -> int:
    digests = Digests(watches, index, lookout, today=date.today)
    arrivals = digests.arrivals(keep=not args.dry_run)
    due = [w for w in chosen if args.watch or is_due(w, watches.place(w.name), date.today())]
    upto = {watch.name: watches.place(watch.name).upto for watch in due}
    issues = list(_issues(due, digests, arrivals, args))
    trends = _trends_of(index, arrivals, upto)
    _show(args, issues, trends)
    return _mailed(watches, server, trends, always=args.always) if server else 0


def _issues(due: Sequence[Watch], digests: Digests, arrivals: Arrivals, args: Namespace) -> Iterator[Issue]:
    for watch in due:
        issue = digests.look(watch, arrivals, keep=not args.dry_run, always=args.always)
        print(f"{watch.name}: {account_of(told(issue.day, [issue], []).sections[0])}", file=sys.stderr)
        yield issue


def _show(args: Namespace, issues: Sequence[Issue], trends: Callable[[Sequence[Issue]], Trends]) -> None:
    """On the terminal what nobody gets by mail or on the page; in the file all."""
    today = date.today().isoformat()
    if args.html:
        _write(args.html, html_text(told(today, issues, trends(issues))))
    here = [issue for issue in issues if args.dry_run or not (issue.watch.to or issue.watch.user)]
    if digest := [issue for issue in here if issue.verdicts or args.always]:
        print(without_unseen(plain_text(told(today, digest, trends(digest)))), end="")


def _trends_of(index: Index, arrivals: Arrivals, upto: dict[str, int | None]) -> Callable[[Sequence[Issue]], Trends]:
    """What grew among the papers that came since the earliest of some watches last looked; a first look has nothing
    to compare with.
    """

    @cache  # for each recipient the same, mostly
    def since(run: int) -> Trends:
        from assistant.exploring.trends import trends  # scikit-learn takes a while to import

        return trends(index, {id for id, (_, own) in arrivals.items() if own > run})

    def of(issues: Sequence[Issue]) -> Trends:
        runs = [run for issue in issues if not issue.first and (run := upto.get(issue.watch.name)) is not None]
        return since(min(runs)) if runs else ()

    return of


def _mailed(
    watches: Watches,
    server: MailServer,
    trends: Callable[[Sequence[Issue]], Trends],
    *,
    always: bool,
) -> int:
    went, failed = 0, 0
    try:
        for sent in deliver(watches, server, trends=trends, always=always, now=lambda: datetime.now().astimezone()):
            print(without_unseen(_line(sent)), file=sys.stderr)
            went, failed = went + (sent.error is None), failed + (sent.error is not None)
    except AssistantError as error:
        print(without_unseen(f"assistant: {error} What is owed goes out with the next digest."), file=sys.stderr)
        return error.exit_code
    return 0 if not failed else PARTLY if went else 5


def _line(sent: Sent) -> str:
    if sent.error:
        return f"assistant: {sent.error}"
    if sent.again:
        return f"mailed to {sent.recipient}, begun by an earlier digest"
    return f"mailed to {sent.recipient}: {sent.papers:,} paper{'s' * (sent.papers != 1)}"


def _chosen(name: str | None, watches: Watches) -> list[Watch]:
    known = watches.all()
    if not known:
        raise UsageError("nothing is watched", hint='Begin with: assistant watch add "QUESTION" --to ADDRESS')
    chosen = [watch for watch in known if name in (None, watch.name)]
    if not chosen:
        raise UsageError(f"no watch is called {name}", hint=f"There are: {', '.join(w.name for w in known)}.")
    return chosen


def _fetched(args: Namespace, settings: Settings, watches: Watches) -> int:
    """The days since the last digest, so that none is missed. Where it fails, what is here is looked at."""
    days = [day for watch in watches.all() if (day := watches.place(watch.name).day)]
    since = (date.today() - max(days)).days if days else 0
    wanted = Namespace(service="daily-papers", days=min(max(since, 0) + 2, _MOST_DAYS), base=args.base, dry_run=False)
    try:
        return fetch(wanted, settings)
    except AssistantError as error:
        print(without_unseen(f"assistant: {error}"), file=sys.stderr)
        return error.exit_code


def _write(name: str, page: str) -> None:
    try:
        Path(name).write_text(page, encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"{name} cannot be written ({error.strerror})", hint="Name another file.") from error
