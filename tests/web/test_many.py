"""Many readers at once, over real HTTP; each with a conversation of their own where they log in."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import bcrypt
import pytest

from assistant import open_assistant
from assistant.accounts import Accounts
from assistant.keeping import Conversations
from assistant.web.server.serving import Serving
from tests.making import OWLS
from tests.web.asking import Scripted
from tests.web.asking_http import Asking
from tests.web.served import request, served

_USERS = 30
_QUESTIONS = (
    "Which papers address long-tailed classification?",
    "How many dilemmas does CLASH contain?",
    "Which papers study neural collapse?",
)


@pytest.fixture
def kept() -> Iterator[Conversations]:
    store = Conversations(None, clock=lambda: 0.0)
    yield store
    store.close()


def test_thirty_readers_ask_at_once_and_each_gets_the_answer_to_their_own_question(
    sample_index: Path, kept: Conversations
) -> None:
    assistant = open_assistant(str(sample_index))
    expected = {question: assistant.ask(question).text for question in _QUESTIONS}
    questions = [_QUESTIONS[number % len(_QUESTIONS)] for number in range(_USERS)]

    def ask(url: str, question: str) -> bool:
        asking = Asking(url)
        return asking.ask(question).status == 200 and bool(asking.wait()["success"])

    with served(assistant, kept=kept) as url, ThreadPoolExecutor(_USERS) as readers:
        done = list(readers.map(ask, [url] * _USERS, questions))
        assert request(url, "/healthz").json["papers"] == 278
    assert done == [True] * _USERS
    answers = [turn for thread in kept.find("", None) for turn in kept.turns(thread.id, None)]
    assert sorted(turn.question for turn in answers) == sorted(questions)
    assert all(turn.answer and turn.answer.text == expected[turn.question] for turn in answers)


def test_more_questions_than_may_wait_are_turned_away(kept: Conversations) -> None:
    wait = Event()
    with served(Scripted([OWLS], wait=wait), kept=kept, serving=Serving(queue=2)) as url:
        tabs = [Asking(url) for _ in range(40)]
        statuses = [tab.ask("Who hunts?").status for tab in tabs]
        wait.set()
    assert statuses[0] == 200
    assert set(statuses) == {200, 503}


def test_readers_who_log_in_have_conversations_of_their_own(kept: Conversations, tmp_path: Path) -> None:
    file = tmp_path / "accounts"
    lines = (f"{name}:{bcrypt.hashpw(b'owls at night', bcrypt.gensalt(4)).decode()}" for name in ("ann", "bob"))
    file.write_text("\n".join(lines))
    with served(Scripted([OWLS]), kept=kept, serving=Serving(accounts=Accounts(file))) as url:
        records = {}
        for name in ("ann", "bob"):
            body = urlencode({"name": name, "password": "owls at night"}).encode()
            cookie = request(url, "/login", method="POST", body=body).headers["set-cookie"].split(";")[0]
            asking = Asking(url, {"Cookie": cookie})
            asking.ask(f"What does {name} want?")
            assert asking.wait()["success"]
            (thread,) = kept.find("", name)
            records[name] = kept.turns(thread.id, name)[0].name, cookie
        assert kept.find("", None) == []
        for reader, owner, status in (
            ("ann", "ann", 200),
            ("ann", "bob", 404),
            ("bob", "ann", 404),
            ("bob", "bob", 200),
        ):
            path = f"/export/answer/{records[owner][0]}.md"
            assert request(url, path, headers={"Cookie": records[reader][1]}).status == status
