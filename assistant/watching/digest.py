"""What is new for a watch: which papers came since it last looked, and which of them answer."""

from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from datetime import date
from typing import Protocol

from assistant.answering.looking import Lookout
from assistant.corpus.dates import iso_part
from assistant.ports import Selection, Stop
from assistant.types import Filters, Paper, PaperId
from assistant.understanding.literal.mentions import phrase_pattern
from assistant.watching.store import Arrivals, Place, Watches
from assistant.watching.watch import Issue, Looked, Watch

_AT_FIRST = 20  # papers of the first look, the newest of those that answer
_WEEK = 7  # days


class Collection(Protocol):
    """The index, as far as a digest looks into it."""

    def searchable(self) -> dict[PaperId, str]: ...
    def select(self, filters: Filters) -> Selection: ...
    def mentioning(self, said: Callable[[str], bool], within: Set[PaperId] | None = None) -> set[PaperId]: ...


class Digests:
    """Looks for one watch after the other, and keeps what was found; with `keep` unset, as if."""

    def __init__(
        self, watches: Watches, collection: Collection, lookout: Lookout, *, today: Callable[[], date]
    ) -> None:
        self._watches, self._collection, self._lookout, self._today = watches, collection, lookout, today

    def arrivals(self, *, keep: bool = True) -> Arrivals:
        """Of the papers that can be searched now; the others are met by a later digest."""
        known, searchable = self._watches.arrivals(), self._collection.searchable()
        new = met(known, searchable)
        if keep:
            self._watches.arrived(new)
        return {id: arrival for id, arrival in {**known, **new}.items() if id in searchable}

    def look(self, watch: Watch, arrivals: Arrivals, *, keep: bool = True, always: bool = False) -> Issue:
        """What is found is owed to whom the watch names; with `always`, also that nothing is."""
        place, today = self._watches.place(watch.name), self._today()
        issue = look(watch, place, arrivals, collection=self._collection, lookout=self._lookout, today=today)
        if keep:
            last = max((run for _, run in arrivals.values()), default=0)
            self._watches.keep(issue, upto=last, owed=watch.to if issue.verdicts or always else ())
        return issue

    def look_now(self, watch: Watch) -> None:
        """Raises what `Watches.alone` and `Lookout.find` raise."""
        with self._watches.alone():
            self.look(watch, self.arrivals())


def is_due(watch: Watch, place: Place, today: date) -> bool:
    return not watch.weekly or place.day is None or (today - place.day).days >= _WEEK


def met(known: Arrivals, searchable: Mapping[PaperId, str]) -> dict[PaperId, tuple[str, int]]:
    """The papers that no digest has met before. One whose text is known under another id arrived with that one."""
    runs = dict(known.values())
    this = 1 + max(runs.values(), default=0)
    return {id: (digest, runs.get(digest, this)) for id, digest in searchable.items() if id not in known}


def look(
    watch: Watch,
    place: Place,
    arrivals: Arrivals,
    *,
    collection: Collection,
    lookout: Lookout,
    today: date,
    stop: Stop | None = None,
) -> Issue:
    """What came since the watch last looked; at the first look the newest of the whole index.

    `arrivals`: of the papers that can be searched now. Raises what `Lookout.find` raises.
    """
    first = place.upto is None
    came = {id for id, (_, run) in arrivals.items() if place.upto is None or run > place.upto}
    passing = collection.select(watch.filters).ids
    new = came if passing is None else came & passing
    out = _saying(watch.leave_out, new, collection)
    filters = _without(watch.filters, out) if first else watch.filters
    sighting = lookout.find(watch.question, filters, None if first else new - out, stop=stop)
    found = [v for v in sighting.verdicts if v.paper.id in new and v.paper.id not in out]
    found.sort(key=lambda verdict: day_of(verdict.paper), reverse=True)  # stable: of one day the best first
    shown = tuple(found[:_AT_FIRST] if first else found)
    return Issue(
        watch=watch,
        number=place.issues + 1,
        day=today.isoformat(),
        first=first,
        looked=Looked(len(new), len(out), sighting.judged, len(found)),
        plan=sighting.plan,
        verdicts=shown,
        overview=lookout.sum_up(sighting.plan, shown, stop=stop),
        notes=sighting.notes,
    )


def day_of(paper: Paper) -> tuple[int, ...]:
    """Year, month and day, as far as they are known; nothing is earlier than a paper without a date."""
    told = iso_part(paper.date or paper.date_text or "")
    return tuple(map(int, told.split("-"))) if told else ()


def _saying(phrases: tuple[str, ...], within: Set[PaperId], collection: Collection) -> set[PaperId]:
    patterns = [phrase_pattern(phrase) for phrase in phrases]
    return collection.mentioning(lambda text: any(p.search(text) for p in patterns), within) if patterns else set()


def _without(filters: Filters, out: Set[PaperId]) -> Filters:
    return replace(filters, without=(*filters.without, *sorted(out)))
