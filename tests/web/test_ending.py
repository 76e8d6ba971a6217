"""The server's end in the middle of things: an indexing, an answer. Nothing is lost by it."""

import threading
import time
from pathlib import Path
from threading import Event

from assistant.keeping import Conversations
from assistant.web.ask.running import Running
from assistant.web.server.serving import Serving
from tests.making import OWLS
from tests.web.asking import Scripted
from tests.web.asking_http import Asking
from tests.web.served import request, served
from tests.web.stocked import MemoryStock


def test_an_answer_that_the_end_cuts_short_is_kept_as_far_as_it_had_come(tmp_path: Path) -> None:
    kept = Conversations(tmp_path, clock=lambda: 0.0)
    wait = Event()
    with served(Scripted([OWLS], wait=wait), kept=kept) as url:
        asking = Asking(url)
        asking.ask("Who hunts at night?")
        asking.wait_for(OWLS.title)
    (thread,) = kept.find("", None)
    (turn,) = kept.turns(thread.id, None)
    assert turn.question == "Who hunts at night?"
    assert turn.broken is not None
    assert (turn.broken.stopped, OWLS.title in turn.broken.text) == (True, True)
    kept.close()


def test_an_indexing_that_the_end_cuts_short_goes_on_when_the_server_starts_again(tmp_path: Path) -> None:
    held, stock = Event(), MemoryStock()
    stock.held = held
    serving = Serving(data=tmp_path)
    with served(Scripted([OWLS]), stock=stock, serving=serving) as url:
        assert request(url, "/add?name=a.txt", method="POST", body=b"owls\nmice").status == 202
        stock.at_work.wait(30)
        threading.Timer(0.2, held.set).start()
    assert stock.sources() == {}
    with served(Scripted([OWLS]), stock=stock, serving=serving):
        while not stock.sources():
            time.sleep(0.01)
    assert (stock.sources(), list((tmp_path / "uploads").iterdir())) == ({"a.txt": 2}, [])


def test_no_answer_begins_once_the_end_has_begun() -> None:
    running = Running()
    before = running.start("one")
    running.stop_all()
    assert (before.is_set(), running.start("other").is_set()) == (True, True)


def test_the_end_waits_until_the_answers_have_ended() -> None:
    running = Running()
    stop = running.start("tab")
    ended = []

    def end() -> None:
        stop.wait(30)
        ended.append("kept")
        running.end("tab", stop)

    threading.Thread(target=end).start()
    running.stop_all()
    running.wait(30)
    assert ended == ["kept"]
