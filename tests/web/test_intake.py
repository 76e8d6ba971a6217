"""Taking sources in and out in the background: the order, failures, the end in the middle of it, names of pastes."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.types import IndexReport, Progress, Rejection
from assistant.web.add.intake import Intake
from assistant.web.add.jobs import Job
from assistant.web.add.spool import Spool
from assistant.web.ask.conversation import Problem
from tests.web.stocked import Down, MemoryStock

Start = Callable[[MemoryStock], Intake]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts an intake over the same folder each time."""
    started: list[Intake] = []

    def start(stock: MemoryStock) -> Intake:
        started.append(Intake(stock, tmp_path / "uploads"))
        started[-1].start()
        return started[-1]

    yield start
    for intake in started:
        intake.close(30)


def _upload(intake: Intake, name: str, text: str, **hints: str) -> Job:
    part = intake.part()
    part.write_text(text)
    return intake.add(name, part, **hints)


def _done(intake: Intake) -> tuple[Job, ...]:
    """The jobs, once none is active."""
    while any(job.active for job in intake.jobs()):
        time.sleep(0.005)
    return intake.jobs()


def test_sources_are_taken_in_and_out_in_the_order_they_came(start: Start, tmp_path: Path) -> None:
    stock = MemoryStock()
    intake = start(stock)
    _upload(intake, "a.txt", "owls\nbad\nmice", date="2025-08-13")
    _upload(intake, "a.txt", "owls\ncranes")
    intake.remove("a.txt")
    removed, again, first = _done(intake)
    rejection = Rejection("a.txt", 2, "it is bad")
    at = Progress("embedding", 1, 2)
    assert (first.state, first.at) == ("done", None)
    assert first.report == IndexReport(new=2, rejected=(rejection,), papers=2)
    assert again.report == IndexReport(new=1, unchanged=1, gone=1, papers=2)
    assert (removed.removing, removed.report) == (True, IndexReport(gone=2))
    assert (stock.dates, at.total) == (["2025-08-13", None], 2)
    assert list((tmp_path / "uploads").iterdir()) == []


def test_where_the_work_stands_can_be_seen_while_it_goes_on(start: Start) -> None:
    held = threading.Event()
    stock = MemoryStock(held=held)
    intake = start(stock)
    _upload(intake, "a", "owls")
    _upload(intake, "b", "mice")
    stock.at_work.wait(30)
    assert [(job.source, job.state) for job in intake.jobs()] == [("b", "waiting"), ("a", "working")]
    held.set()
    assert [job.state for job in _done(intake)] == ["done", "done"]


def test_what_fails_is_told_and_can_be_tried_again(start: Start) -> None:
    stock = MemoryStock(error=Down("the model is down", hint="Wait."))
    intake = start(stock)
    _upload(intake, "a", "owls")
    (failed,) = _done(intake)
    assert (failed.state, failed.problem) == ("failed", Problem("the model is down", "Wait."))
    stock.error = None
    intake.retry(failed.number)
    intake.retry(99)
    (done,) = _done(intake)
    assert (done.state, done.problem, stock.sources()) == ("done", None, {"a": 1})
    intake.retry(done.number)
    assert intake.jobs() == (done,)


def test_an_error_of_the_program_is_told_without_its_details(start: Start) -> None:
    intake = start(MemoryStock(error=KeyError("secret")))
    _upload(intake, "a", "owls")
    (failed,) = _done(intake)
    assert failed.problem == Problem(
        "an error in the program broke it off", "Nothing indexed is lost; the log says more."
    )


def test_an_unknown_source_cannot_be_removed_and_the_next_job_goes_on(start: Start) -> None:
    intake = start(MemoryStock())
    intake.remove("nothing")
    _upload(intake, "a", "owls")
    done, failed = _done(intake)
    assert (done.state, failed.problem and failed.problem.message) == ("done", "nothing is not a source of this index")


def test_uploads_that_the_end_cuts_short_go_on_with_the_next_start(start: Start) -> None:
    held = threading.Event()
    stock = MemoryStock(held=held)
    intake = start(stock)
    _upload(intake, "a/../ü \n.txt", "owls", date="2025-08-13", form="csv")
    _upload(intake, "b", "mice")
    stock.at_work.wait(30)
    ending = threading.Thread(target=intake.close, args=(30,))
    ending.start()
    while not intake.ending:
        time.sleep(0.005)
    held.set()
    ending.join()
    assert stock.sources() == {}
    after = MemoryStock()
    again = start(after)
    assert [job.state for job in _done(again)] == ["done", "done"]
    assert (after.sources(), after.dates) == ({"a/../ü \n.txt": 1, "b": 1}, ["2025-08-13", None])
    assert after.forms == ["csv", None]
    assert _upload(again, "c", "foxes").number == 3


def test_what_never_became_an_upload_is_swept_away(tmp_path: Path) -> None:
    for name in ("x.part", "7.data", "8.new", "9.json"):
        (tmp_path / name).write_text("half")
    spool = Spool(tmp_path)
    assert (list(spool.waiting()), list(tmp_path.iterdir())) == ([], [])


def test_pastes_get_names_that_no_other_source_has(start: Start) -> None:
    stock = MemoryStock()
    intake = start(stock)
    assert [_upload(intake, "", "owls").source for _ in range(2)] == ["pasted 1", "pasted 2"]
    _done(intake)
    intake.remove("pasted 1")
    intake.clear()
    _done(intake)
    intake.clear()
    assert _upload(intake, "", "owls").source == "pasted 1"


def test_the_list_is_cleared_of_what_is_over_and_keeps_the_last_alone(start: Start, tmp_path: Path) -> None:
    stock = MemoryStock()
    intake = start(stock)
    for number in range(12):
        _upload(intake, f"source {number}", "owls")
    assert [job.source for job in _done(intake)[:2]] == ["source 11", "source 10"]
    _upload(intake, "last", "owls")
    assert len(_done(intake)) <= 9
    stock.error = Down("down", hint="Wait.")
    _upload(intake, "a", "owls")
    _done(intake)
    intake.clear()
    assert (intake.jobs(), list((tmp_path / "uploads").iterdir())) == ((), [])


def test_only_so_many_may_wait(start: Start) -> None:
    held = threading.Event()
    intake = start(MemoryStock(held=held))
    for number in range(50):
        intake.check_room()
        _upload(intake, str(number), "owls")
    with pytest.raises(UsageError, match="50 uploads wait already"):
        intake.check_room()
    held.set()
