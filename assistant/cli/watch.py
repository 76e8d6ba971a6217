"""`assistant watch`: the questions of which a digest tells what is new."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict

from assistant import build
from assistant.answering.counting import period
from assistant.cli.filters import filters_of
from assistant.settings import Settings
from assistant.text.invisible_characters import escaped_unseen, without_unseen
from assistant.understanding.planner import check_question
from assistant.watching import Watch
from assistant.watching.store import Place
from assistant.watching.watch import check_address, check_name, name_of


def add(args: Namespace, settings: Settings) -> int:
    """Adding the same once more changes nothing, so that a script may do it each time."""
    question = check_question(args.question)
    to = tuple(dict.fromkeys(check_address(address) for address in args.to))
    filters = filters_of(args, settings)
    index, lookout = build.open_lookout(settings)
    with closing(index):
        lookout.check(question)
    with closing(build.open_watches(settings)) as watches:
        known = watches.all()
        name = check_name(args.name) if args.name else None
        same = (w.name for w in known if w.question == question and w.user is None)
        name = name or next(same, None) or name_of(question, [watch.name for watch in known])
        new = watches.add(Watch(name, question, to, filters, tuple(args.leave_out), args.weekly))
    print(f"{'watching' if new else 'already watching'} {name}", file=sys.stderr)
    return 0


def show(args: Namespace, settings: Settings) -> int:
    with closing(build.open_watches(settings)) as watches:
        for watch in watches.all():
            place = watches.place(watch.name)
            if args.json:
                last = place.day.isoformat() if place.day else None
                print(escaped_unseen(json.dumps({**asdict(watch), "last": last}, ensure_ascii=False)))
            else:
                print(without_unseen("\t".join(_columns(watch, place))))
    return 0


def remove(args: Namespace, settings: Settings) -> int:
    with closing(build.open_watches(settings)) as watches:
        watches.remove(args.name)
    print(f"{args.name} is watched no more", file=sys.stderr)
    return 0


def _columns(watch: Watch, place: Place) -> Iterator[str]:
    filters = watch.filters
    yield watch.name
    yield watch.question
    yield ", ".join(watch.to) or "no mail"
    yield "weekly" if watch.weekly else "each digest"
    yield f"last {place.day}" if place.day else "not looked yet"
    if filters.dated:
        yield period(filters)
    yield from (*filters.sources, *filters.categories, *filters.authors)
    yield from (f"not {words}" for words in watch.leave_out)
    if watch.user:
        yield f"of {watch.user}"
