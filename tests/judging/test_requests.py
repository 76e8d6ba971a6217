"""Asking about a few papers: what is too long is asked in parts."""

import json
import re
from collections.abc import Sequence
from threading import Event

from assistant.errors import ProviderRefused, ProviderTooLong
from assistant.judging.chat.replies import Claim
from assistant.judging.chat.requests import Batch, JudgeCall
from assistant.models import tokens
from assistant.ports import Message
from assistant.prompting.prompts import load_prompt
from assistant.types import Paper, Plan, Usage
from tests.fakes_chat import FakeChat
from tests.making import MICE, OWLS, WHALES

PLAN = Plan("Which animals are counted?", "list", ("counted animals",))
TOO_LONG = ProviderTooLong("it cannot take a request this long", hint="Use another.")
LONG = Paper("l", "A Long Tale", " ".join(f"Sentence {n} is about owls." for n in range(400)))


def narrow(words: int) -> FakeChat:
    """A model that takes at most so many words of papers, and finds none of them relevant."""

    def say(messages: Sequence[Message]) -> str:
        entries = messages[1].content.split(">\n", 1)[1]
        if len(entries.split()) > words:
            raise TOO_LONG
        numbers = re.findall(r"^(\d+)\. ", entries, re.MULTILINE)
        return json.dumps({"papers": [{"number": int(n), "quotes": [], "relevance": 0, "reason": ""} for n in numbers]})

    return FakeChat(say=say)


def ask(model: FakeChat, *papers: Paper) -> Batch:
    return JudgeCall(model, load_prompt("judge"), tokens).ask(PLAN, papers, Event())


def test_a_request_too_long_for_the_models_context_is_asked_in_halves() -> None:
    model = narrow(words=25)
    batch = ask(model, WHALES, OWLS, MICE)
    assert {id: claim.relevance for id, claim in batch.claims.items()} == {"w": 0, "o": 0, "m": 0}
    assert (batch.papers, batch.error, batch.cut) == ((WHALES, OWLS, MICE), None, 0)
    assert (batch.usage, len(model.asked)) == (Usage(3, 21, 15), 5)  # three were answered, two refused


def test_a_single_paper_too_long_is_asked_about_with_half_of_its_abstract_until_it_fits() -> None:
    model = narrow(words=300)
    batch = ask(model, LONG)
    assert batch == Batch((LONG,), {"l": Claim(1, (), 0, "")}, Usage(1, 7, 5), None, cut=1)
    assert len(model.asked) == 3


def test_an_abstract_that_stays_too_long_is_given_up() -> None:
    batch = ask(narrow(words=3), LONG, MICE)
    assert (batch.claims, batch.error, batch.usage) == ({}, TOO_LONG, Usage())


def test_a_very_long_abstract_is_cut_before_it_is_sent() -> None:
    model = narrow(words=10_000)
    batch = ask(model, LONG)
    assert batch.cut == 1
    assert 900 < tokens.count(model.asked[0][1].content) < 1_100


def test_of_some_papers_an_excerpt_is_shown_and_quotes_are_looked_up_in_the_whole_abstract() -> None:
    model = narrow(words=10_000)
    call = JudgeCall(model, load_prompt("judge"), tokens, {"l": "Sentence 7 is about owls. …"})
    batch = call.ask(PLAN, [LONG, MICE], Event())
    assert (batch.papers, batch.cut) == ((LONG, MICE), 0)
    assert "A Long Tale\nSentence 7 is about owls. …" in model.asked[0][1].content
    assert "Sentence 8" not in model.asked[0][1].content
    assert MICE.abstract in model.asked[0][1].content
    assert call.entry_size(LONG) < 20


def test_a_part_that_fails_leaves_the_others_as_they_are() -> None:
    refused = ProviderRefused("it declined", hint="Ask again.")
    whale = json.dumps({"papers": [{"number": 1, "quotes": [], "relevance": 1, "reason": "No number."}]})
    batch = ask(FakeChat(TOO_LONG, whale, refused), WHALES, OWLS)
    assert batch == Batch((WHALES, OWLS), {"w": Claim(1, (), 1, "No number.")}, Usage(1, 7, 5), refused)
