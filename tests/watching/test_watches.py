"""What is kept of watches: each paper once, each issue owed until it went, whatever happens in between."""

from datetime import date
from pathlib import Path

import pytest

from assistant.answering.looking import Overview
from assistant.errors import UsageError
from assistant.types import Citation, Filters, Paper
from assistant.watching import Mail, Watch, Watches
from assistant.watching.digest import day_of, is_due, met
from assistant.watching.store import Place
from assistant.watching.watch import check_address, check_name, name_of
from tests.making import MICE, OWLS, WHALES
from tests.watching.issues import WATCH, issue, named

_MAIL = Mail("1", "ann@example.org", b"a mail")


@pytest.fixture
def watches(tmp_path: Path) -> Watches:
    made = Watches(tmp_path / "data")
    made.add(WATCH)
    return made


def test_a_watch_comes_back_as_it_was(watches: Watches) -> None:
    filters = Filters(since="2025-01-01", authors=("Lee",))
    whole = Watch("all", "owls?", ("a@b.org", "c@d.org"), filters, ("mice",), True, "ann")
    assert watches.add(whole)
    assert watches.all() == [WATCH, whole]
    assert watches.get("all") == whole


def test_the_same_watch_twice_is_one_and_another_of_its_name_is_refused(watches: Watches) -> None:
    assert not watches.add(WATCH)
    with pytest.raises(UsageError, match="another watch is called owls"):
        watches.add(Watch("owls", "Which papers study mice?"))


def test_an_issue_comes_back_as_it_was_with_its_overview(watches: Watches) -> None:
    found = issue(OWLS, WHALES)
    cited = (Citation(1, found.verdicts[0].quotes[0]),)
    whole = type(found)(**{**_fields(found), "overview": Overview("Owls hunt [1].", cited), "notes": ("a note",)})
    watches.keep(whole, upto=3, owed=WATCH.to)
    assert watches.issues("owls", 10) == [whole]
    assert watches.place("owls") == Place(3, date(2025, 2, 3), 1)
    assert watches.owed("ann@example.org") == [whole]


def _fields(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in value.__slots__}  # type: ignore[attr-defined]


def test_what_went_is_owed_no_more_and_what_came_back_is(watches: Watches) -> None:
    found = issue(OWLS)
    watches.keep(found, upto=1, owed=WATCH.to)
    watches.pack(_MAIL, [found])
    assert (watches.recipients(), watches.going_out()) == ([], [_MAIL])
    watches.came_back(_MAIL)
    assert (watches.recipients(), watches.going_out()) == (["ann@example.org"], [])
    watches.pack(_MAIL, [found])
    watches.went(_MAIL)
    assert (watches.recipients(), watches.going_out(), watches.had("ann@example.org")) == ([], [], {"o"})


def test_all_is_there_again_after_a_crash(watches: Watches, tmp_path: Path) -> None:
    found = issue(OWLS)
    watches.keep(found, upto=1, owed=WATCH.to)
    watches.pack(_MAIL, [found])
    again = Watches(tmp_path / "data")  # the first was never closed
    assert (again.going_out(), again.issues("owls", 1)) == ([_MAIL], [found])


def test_a_watch_that_is_removed_takes_what_is_owed_of_it_along(watches: Watches) -> None:
    other = issue(MICE, watch=named("mice"))
    watches.add(other.watch)
    for found in (issue(OWLS), other):
        watches.keep(found, upto=1, owed=WATCH.to)
    watches.pack(_MAIL, [issue(OWLS)])
    watches.remove("owls")
    assert (watches.going_out(), watches.owed("ann@example.org")) == ([], [other])
    with pytest.raises(UsageError, match=r"no watch is called owls. There are: mice."):
        watches.remove("owls")


def test_a_paper_is_new_once_under_whatever_id() -> None:
    known = {"a": ("text", 1)}
    assert met(known, {"a": "text", "b": "other", "arxiv": "text"}) == {"b": ("other", 2), "arxiv": ("text", 1)}
    assert met({}, {"a": "text"}) == {"a": ("text", 1)}


def test_dates_are_read_before_they_are_compared() -> None:
    told = ["2024", "2024-03", "2024-03-05", "5 March 2023", "2023/12/1", "soon", None]
    days = [day_of(Paper("p", "T", "A", date_text=text)) for text in told]
    assert days == [(2024,), (2024, 3), (2024, 3, 5), (2023, 3, 5), (2023, 12, 1), (), ()]
    assert sorted(days, reverse=True)[:3] == [(2024, 3, 5), (2024, 3), (2024,)]


@pytest.mark.parametrize(("last", "due"), [(None, True), ("2025-01-01", True), ("2025-01-02", False)])
def test_a_weekly_watch_looks_once_in_seven_days(last: str | None, due: bool) -> None:
    place = Place(1, date.fromisoformat(last) if last else None, 1)
    assert is_due(Watch("w", "owls?", weekly=True), place, date(2025, 1, 8)) is due
    assert is_due(Watch("w", "owls?"), place, date(2025, 1, 2))


def test_a_name_is_made_of_the_topic_and_is_free() -> None:
    assert name_of("Which papers address long-tailed classification?", []) == "long-tailed-classification"
    assert name_of("¿?", ["watch"]) == "watch-2"


@pytest.mark.parametrize("name", ["", "A", "a b", "a/b", "a\nb", "../a", ".", "é", "a" * 61])
def test_what_cannot_be_a_name_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        check_name(name)


_NO_ADDRESSES = "|ann|ann@|@b.org|ann@b.org\nBcc: all@b.org|a b@c.org|a@b@c|<a@b.org>|a@b.org,c@d.org|é@b.org"


@pytest.mark.parametrize("address", _NO_ADDRESSES.split("|"))
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError):
        check_address(address)
