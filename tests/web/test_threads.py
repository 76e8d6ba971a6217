"""The page's conversations in the store: a turn comes back as it was shown, and the page goes on unkept."""

import logging
from collections.abc import Iterator

import pytest

from assistant.errors import ProviderDown, Stopped
from assistant.keeping import Conversations, Feedback
from assistant.recording import Recording
from assistant.types import Citation, Finished, Token
from assistant.web.ask.conversation import Conversation, Problem, Turn, after, failed, opened
from assistant.web.history.history_list import list_html
from assistant.web.history.stored_conversations import Threads
from tests.making import OWLS, answer, quote, verdict

_ANSWER = answer(verdict(OWLS, "Owls hunt at night."), question="Who hunts?")


@pytest.fixture
def store() -> Iterator[Conversations]:
    made = Conversations(None, clock=lambda: 0.0)
    yield made
    made.close()


def _keep(keeper: Threads, *turns: Turn, reader: str = "") -> Conversation:
    """Each is asked, and then is as given."""
    conversation: Conversation = ()
    for turn in turns:
        keeper.opened("thread", (*conversation, opened(conversation, turn.question, turn.record)), reader)
        conversation = (*conversation, turn)
        keeper.answered("thread", conversation, Recording(), reader)
    return conversation


def test_an_answered_a_failed_and_a_stopped_turn_come_back_as_they_were_shown(store: Conversations) -> None:
    cited = Citation(1, quote(OWLS, "Owls hunt"))
    begun = after(Turn(3, "And where?", record="r3"), Token("Owls hunt [1]", (cited,)))
    turns = (
        after(Turn(1, "Who hunts?", record="r1"), Finished(_ANSWER)),
        failed(Turn(2, "And when?", record="r2"), ProviderDown("no connection", hint="Check OPENAI_BASE_URL.")),
        failed(begun, Stopped("the answer was stopped", hint="Ask again to go on.")),
    )
    keeper = Threads(store)
    _keep(keeper, *turns)
    assert keeper.find("r2", "") == ("thread", turns)
    assert (keeper.find("r2", "ann"), keeper.find("", ""), keeper.find("thread", "")) == (("", ()),) * 3


def test_a_turn_without_an_end_says_so_and_offers_the_question_again(store: Conversations) -> None:
    keeper = Threads(store)
    keeper.opened("thread", (opened((), "Who hunts?", "r1"),), "ann")
    (turn,) = keeper.find("r1", "ann")[1]
    assert (turn.question, turn.stage, turn.answer) == ("Who hunts?", "", None)
    assert turn.problem == Problem(
        "the answer was not finished", "The program ended in the middle of it, or another window is still at it.", True
    )


def test_a_thumb_comes_back_with_its_turn(store: Conversations) -> None:
    keeper = Threads(store)
    _keep(keeper, after(Turn(1, "Who hunts?", record="r1"), Finished(_ANSWER)))
    store.rate("r1", Feedback(False, "Mice are missing."), None)
    assert keeper.find("r1", "")[1][0].feedback == Feedback(False, "Mice are missing.")


def test_where_nothing_can_be_kept_the_log_says_so_and_the_page_goes_on(
    store: Conversations, caplog: pytest.LogCaptureFixture
) -> None:
    store.close()
    keeper = Threads(store)
    with caplog.at_level(logging.ERROR):
        _keep(keeper, after(Turn(1, "Who hunts?", record="r1"), Finished(_ANSWER)))
        assert keeper.find("r1", "") == ("", ())
    said = ["a question is not kept", "an answer is not kept", "a conversation cannot be read"]
    assert [record.message for record in caplog.records] == said


def test_names_are_long_and_never_the_same(store: Conversations) -> None:
    keeper = Threads(store)
    names = {keeper.new_record() for _ in range(100)} | {keeper.new_thread() for _ in range(100)}
    assert len(names) == 200
    assert min(map(len, names)) >= 22


def test_a_list_that_is_cut_says_how_to_find_the_rest(store: Conversations) -> None:
    for number in range(3):
        Threads(store).opened(f"thread{number}", (opened((), f"Question {number}?", f"r{number}"),), "")
    found = store.find("", None, limit=2)
    assert "The newest 2 of 3. Search for the others." in list_html(found, "", 3)[-1]
    assert len(list_html(found, "question", 3)) == len(list_html(found, "", 2)) == 2
