"""The store of conversations: what goes in comes out as it was, for its own user, from any thread and process."""

import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from assistant.errors import DataUnusable
from assistant.keeping import Broken, Conversations, Feedback, Kept, KeptTurn, Rated
from assistant.types import (
    Answer,
    Citation,
)
from tests.making import MICE, OWLS, WHALES, answer, quote, verdict

_FILE = "conversations.sqlite"
_ANSWER = answer(verdict(OWLS, "Owls hunt at night."), question="Who hunts?")
Open = Callable[[], Conversations]


@pytest.fixture
def reopen(tmp_path: Path) -> Iterator[Open]:
    """Opens the store of one folder, again and again; its clock counts 1, 2, 3, ..."""
    ticks, stores = count(1), []

    def reopen() -> Conversations:
        stores.append(Conversations(tmp_path / "data", clock=lambda: float(next(ticks))))
        return stores[-1]

    yield reopen
    for store in stores:
        store.close()


def _ask(store: Conversations, id: str, question: str, number: int = 1, user: str | None = None) -> KeptTurn:
    turn = KeptTurn(f"{id}-{number}", number, question)
    store.asked(id, turn, user)
    return turn


def _answer(store: Conversations, turn: KeptTurn, told: Answer = _ANSWER, user: str | None = None) -> KeptTurn:
    done = replace(turn, answer=told)
    store.answered(done, b"record of " + turn.name.encode(), user)
    return done


def test_a_conversation_is_there_after_a_restart_named_by_its_first_question(reopen: Open) -> None:
    store = reopen()
    first = _answer(store, _ask(store, "c", "Who hunts\nat night?"))
    broken = replace(_ask(store, "c", "And when?", 2), broken=Broken("it broke", "Ask again.", text="So far"))
    store.answered(broken, None, None)
    store.close()
    again = reopen()
    assert again.turns("c", None) == (first, broken)
    assert again.find("", None) == [Kept("c", "Who hunts at night?", 2, 4.0)]
    assert (again.conversation_of("c-2", None), again.conversation_of("c", None)) == ("c", None)
    assert (again.record("c-1", None), again.record("c-2", None)) == (b"record of c-1", None)


def test_a_question_whose_answer_never_came_is_kept_as_unfinished(reopen: Open, tmp_path: Path) -> None:
    """The program is killed in the middle of the answer."""
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from assistant.keeping import Conversations, KeptTurn\n"
        "store = Conversations(Path(sys.argv[1]), clock=lambda: 5.0)\n"
        "store.asked('c', KeptTurn('t', 1, 'Who hunts?'), None)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "data")])
    assert done.returncode == -9
    assert reopen().turns("c", None) == (KeptTurn("t", 1, "Who hunts?"),)


def test_conversations_are_listed_by_their_last_change(reopen: Open) -> None:
    store = reopen()
    for id in ("a", "b", "c"):
        _ask(store, id, f"Question {id}?")
    _ask(store, "a", "More?", 2)
    assert [kept.id for kept in store.find("", None)] == ["a", "c", "b"]
    assert [kept.id for kept in store.find("", None, limit=2)] == ["a", "c"]
    assert store.count(None) == 3


def test_without_a_folder_nothing_outlives_the_store() -> None:
    store = Conversations(None, clock=lambda: 0.0)
    _answer(store, _ask(store, "c", "Who hunts?"))
    assert [len(one.turns("c", None)) for one in (store, Conversations(None, clock=lambda: 0.0))] == [1, 0]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["mice", "owls"]),
        ("HUNT", ["owls"]),
        ("hunt mice", []),
        ("who", ["mice", "owls"]),
        ("at night", ["owls"]),  # stands in the answer and in a title
        ("of mice", ["mice"]),
        ("Straße", ["mice"]),
        ("STRASSE", ["mice"]),
        ("100%", []),
        ("_", []),
        ("' OR 1=1 --", []),
        ("\ud800\0", []),
    ],
)
def test_words_are_looked_for_in_titles_questions_and_answers(reopen: Open, words: str, found: list[str]) -> None:
    store = reopen()
    _answer(store, _ask(store, "owls", "Who hunts?"))
    _answer(store, _ask(store, "mice", "Who lives in the Straße?"), answer(verdict(MICE, "Mice are small animals.")))
    assert [kept.id for kept in store.find(words, None)] == found


def test_a_renamed_conversation_is_found_by_its_new_name_and_keeps_it(reopen: Open) -> None:
    store = reopen()
    _ask(store, "c", "Who hunts?")
    store.rename("c", "  My owls\u202e ", None)
    _ask(store, "c", "And when?", 2)
    assert (store.title("c", None), [kept.id for kept in store.find("my OWLS", None)]) == ("My owls", ["c"])


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("owls " * 40, f"{('owls ' * 16).strip()} …"),
        ("o" * 100, "o" * 80 + " …"),
        ("\ud800\0", "\ufffd"),
        (" ", "Untitled"),
    ],
)
def test_a_title_is_one_line_that_fits(reopen: Open, question: str, title: str) -> None:
    store = reopen()
    _ask(store, "c", question)
    assert (store.title("c", None), store.turns("c", None)[0].question) == (title, question)


def test_what_is_deleted_is_gone_from_the_file_too(reopen: Open, tmp_path: Path) -> None:
    store = reopen()
    _answer(store, _ask(store, "c", "Who is the zebrafinch?"))
    _ask(store, "d", "Who stays?")
    store.delete("c", None)
    assert (store.turns("c", None), store.record("c-1", None), store.count(None)) == ((), None, 1)
    assert [path.name for path in (tmp_path / "data").iterdir() if b"zebrafinch" in path.read_bytes()] == []


def test_an_answer_that_ends_after_its_conversation_was_deleted_does_not_bring_it_back(reopen: Open) -> None:
    store = reopen()
    turn = _ask(store, "c", "Who hunts?")
    store.delete("c", None)
    _answer(store, turn)
    assert (store.find("", None), store.turns("c", None)) == ([], ())


def test_a_question_asked_in_place_of_another_takes_its_place(reopen: Open) -> None:
    store = reopen()
    first = _answer(store, _ask(store, "c", "Who hunts?"))
    _answer(store, _ask(store, "c", "And when?", 2))
    edited = KeptTurn("other", 2, "And where?")
    store.asked("c", edited, None)
    assert store.turns("c", None) == (first, edited)


def test_nobody_sees_or_changes_what_is_anothers(reopen: Open) -> None:
    store = reopen()
    mine = _answer(store, _ask(store, "c", "Who hunts?", user="ann"), user="ann")
    for other in ("bo", None, ""):
        _ask(store, "c", "Whose is it?", 2, user=other)
        store.rename("c", "Mine", other)
        store.rate("c-1", Feedback(False), other)
        store.answered(replace(mine, answer=None), None, other)
        store.delete("c", other)
        seen = (store.find("", other), store.turns("c", other), store.turn("c-1", other), store.title("c", other))
        assert (*seen, store.conversation_of("c-1", other)) == ([], (), None, None, None)
        assert (store.record("c-1", other), store.count(other)) == (None, 0)
    assert store.turns("c", "ann") == (mine,)
    assert store.title("c", "ann") == "Who hunts?"


def test_a_thumb_is_kept_with_its_answer_and_can_be_changed_and_taken_back(reopen: Open) -> None:
    store = reopen()
    first = _answer(store, _ask(store, "c", "Who hunts?"))
    second = _answer(store, _ask(store, "c", "And who else?", 2))
    _answer(store, _ask(store, "d", "Who sleeps?"))
    store.rate("c-1", Feedback(True), None)
    store.rate("c-2", Feedback(True, "good"), None)
    store.rate("c-2", Feedback(False, "mice are \ud800 missing"), None)
    store.rate("d-1", Feedback(True), None)
    store.rate("d-1", None, None)
    liked = replace(first, feedback=Feedback(True))
    assert store.rated() == [
        Rated("c", (liked,)),
        Rated("c", (liked, replace(second, feedback=Feedback(False, "mice are \ufffd missing")))),
    ]
    assert store.turn("c-1", None) == liked


def test_only_the_newest_records_are_kept_and_every_answer(reopen: Open) -> None:
    store = reopen()
    for number in range(1, 1_003):
        _answer(store, _ask(store, "c", "Who?", number))
    have = [store.record(f"c-{number}", None) is not None for number in (1, 2, 3, 1_002)]
    assert (have, len(store.turns("c", None))) == ([False, False, True, True], 1_002)


def test_many_threads_and_two_stores_write_at_once_and_lose_nothing(reopen: Open) -> None:
    stores = [reopen(), reopen()]

    def work(at: int) -> None:
        for number in range(1, 11):
            _answer(stores[at % 2], _ask(stores[at % 2], f"c{at}", "Who?", number))

    threads = [threading.Thread(target=work, args=(at,)) for at in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(stores[0].turns(f"c{at}", None)) for at in range(6)] == [10] * 6
    assert stores[1].count(None) == 6


def test_the_folder_is_its_owners_alone(reopen: Open, tmp_path: Path) -> None:
    reopen()
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_file_of_another_version_and_one_that_is_none_are_refused_and_left_alone(
    reopen: Open, tmp_path: Path
) -> None:
    reopen().close()
    file = tmp_path / "data" / _FILE
    with sqlite3.connect(file) as changed:
        changed.execute("PRAGMA user_version = 99")
    changed.close()
    with pytest.raises(DataUnusable, match=r"version 99, not 1.*ASSISTANT_DATA"):
        reopen()
    file.write_bytes(b"these are my notes, not a database at all" * 100)
    with pytest.raises(DataUnusable, match="not a database"):
        reopen()
    assert file.read_bytes().startswith(b"these are my notes")


def test_a_folder_that_cannot_be_made_is_an_error_with_the_next_step(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataUnusable, match=r"cannot be kept in .*/file/data.*ASSISTANT_DATA"):
        Conversations(tmp_path / "file" / "data", clock=lambda: 0.0)


def test_a_store_that_fails_later_says_so_in_words(reopen: Open) -> None:
    store = reopen()
    store.close()
    with pytest.raises(DataUnusable, match=r"conversations cannot be kept in .*closed"):
        _ask(store, "c", "Who hunts?")


def test_half_a_character_of_a_model_and_quotes_of_papers_of_one_id_come_back(reopen: Open) -> None:
    other = replace(WHALES, abstract="Another text of the same id.")
    told = replace(
        answer(verdict(WHALES, "Code is free.")),
        text="half \ud800 [1]\0",
        citations=(Citation(1, quote(other, "Another")),),
    )
    store = reopen()
    done = _answer(store, _ask(store, "c", "\udfff?"), told)
    assert store.turns("c", None) == (done,)
