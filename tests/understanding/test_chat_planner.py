"""The planner over a chat model that says what it is told to, honest or not."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from assistant.errors import ProviderBusy, Stopped, UsageError
from assistant.index import Index, IndexWriter
from assistant.ports import Message, Planner, Planning
from assistant.prompting.prompts import load_prompt
from assistant.types import Answer, Filters, Lookup, Plan, Record, Usage
from assistant.understanding.chat_planner import ChatPlanner
from assistant.understanding.planner import EmbeddedPlanner, make_plan
from tests.fakes import HashedWords
from tests.fakes_chat import FakeChat
from tests.making import OWLS, WHALES, answer, verdict
from tests.reading import read, reader

_TODAY = date(2025, 11, 22)
_LIST = answer(verdict(WHALES, "We count whales by ear."), verdict(OWLS, "Owls hunt at night."))
_COMPOUND = "Which papers count owls, and how do they find them?"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("planning")
    owls = Record(
        "owls.txt", 1, "Owls at Night", "The owls of the wood are quiet, and we count them.", date="2025-02-03"
    )
    with IndexWriter.open(folder, embedder=HashedWords()) as writer:
        writer.update("owls.txt", [owls], progress=lambda _: None)
    with Index.open(folder, embedder=HashedWords()) as opened:
        yield opened


def reply(question: str, **fields: object) -> str:
    kept = {"kind": "list", "queries": [question], "papers": [], "since": "", "until": ""}
    return json.dumps({"question": question, **kept, "authors": [], "categories": [], "sources": [], **fields})


def planned(model: FakeChat, index: Index, question: str, *history: Answer, filters: Filters | None = None) -> Planning:
    return ChatPlanner(model, index=index, reader=reader(), today=lambda: _TODAY).plan(question, history, filters)


def by_rules(question: str, *history: Answer, filters: Filters | None = None) -> Plan:
    return make_plan(question, read(question), history, filters, today=_TODAY)


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("How many papers are about owls?", ()),
        ("How many papers from August 2025 mention owls?", ()),
        ("How many of those mention owls?", (_LIST,)),
        ("Which of those is the newest?", (_LIST,)),
        ("What can you do?", ()),
    ],
)
def test_where_code_answers_no_model_is_called(index: Index, question: str, history: Sequence[Answer]) -> None:
    model = FakeChat()
    assert planned(model, index, question, *history) == Planning(by_rules(question, *history))
    assert model.asked == []


def test_a_follow_up_is_completed_and_keeps_to_the_papers_it_is_about(index: Index) -> None:
    said = reply("How many owls does the data set of Owls at Night hold?", kind="fact", papers=[2])
    model = FakeChat(said)
    made = planned(model, index, "How many does the second one hold?", _LIST)
    question = "How many owls does the data set of Owls at Night hold?"
    assert made == Planning(Plan(question, "fact", (question,), Filters(papers=("o",))), Usage(1, 7, 5))
    assert len(model.asked) == 1


def test_a_question_that_stands_alone_keeps_its_words_and_takes_kind_and_queries(index: Index) -> None:
    question = "What work is there on owls?"
    made = planned(
        FakeChat(reply("Owls, in short?", kind="overview", queries=["owls", "owls at night"])), index, question
    )
    assert made.plan == Plan(question, "overview", ("owls", "owls at night"))


def test_a_compound_question_is_searched_by_its_parts(index: Index) -> None:
    made = planned(FakeChat(reply(_COMPOUND, queries=["owl counts", "finding owls", "owl counts"])), index, _COMPOUND)
    assert made.plan.queries == ("owl counts", "finding owls")


def test_a_question_in_another_language_is_put_into_that_of_the_papers(index: Index) -> None:
    model = FakeChat(reply("How many papers since May 2024 mention owls?", kind="count", queries=["owls"]))
    made = planned(model, index, "Wie viele Arbeiten seit Mai 2024 erwähnen die Eulen?")
    assert made.plan == Plan(
        "How many papers since May 2024 mention owls?",
        "count",
        ("owls",),
        Filters(since="2024-05-01"),
        Lookup(("owls",)),
        language="German",
    )
    assert "in English, complete" in model.asked[0][0].content


def test_what_the_question_names_becomes_a_filter_and_what_it_does_not_is_dropped(index: Index) -> None:
    question = "Which owl papers in cs.LG, and which by Ann Lee, came from owls.txt in 2024?"
    said = {
        "since": "2024-01-01",
        "until": "2024-12-31",
        "authors": ["Ann Lee", "Bo Li"],
        "categories": ["cs.LG", "cs.CV"],
    }
    made = planned(FakeChat(reply("Which papers are about owls?", **said, sources=["owls.txt", "x"])), index, question)
    assert made.plan.filters == Filters("2024-01-01", "2024-12-31", ("owls.txt",), ("cs.LG",), authors=("Ann Lee",))
    hidden = planned(FakeChat(reply("Which papers are about owls?", since="2999-01-01")), index, _COMPOUND)
    assert hidden.plan.filters == Filters()


def test_papers_restrict_a_follow_up_only(index: Index) -> None:
    alone = planned(FakeChat(reply(_COMPOUND, papers=[1])), index, "Compare graph methods with kernel methods.", _LIST)
    assert alone.plan.filters == Filters()


def test_what_the_words_plainly_point_to_is_kept_where_the_model_leaves_it_out(index: Index) -> None:
    those = planned(FakeChat(reply("Which papers release code?")), index, "Which of those release code?", _LIST)
    assert those.plan.filters == Filters(papers=("w", "o"))
    second = planned(FakeChat(reply("How big is it?")), index, "How big is the second one?", _LIST)
    assert second.plan.filters == Filters(papers=("o",))


def test_the_filters_of_the_caller_hold(index: Index) -> None:
    own = Filters(since="2025-01-01")
    assert planned(FakeChat(reply("Owls?")), index, _COMPOUND, filters=own).plan.filters == own


_UNUSABLE = {
    "prose": "I think you want owls.",
    "a list": "[]",
    "no question": reply(" "),
    "a long question": reply("owls " * 200),
    "another kind": reply("Owls?", kind="poem"),
    "no list of queries": reply("Owls?", queries="owls"),
    "a query that is no text": reply("Owls?", queries=[7]),
    "an empty query": reply("Owls?", queries=["\u0000"]),
    "papers never shown": reply("Owls?", papers=[3]),
    "papers as words": reply("Owls?", papers=["1"]),
    "no date": reply("Owls?", since="soon"),
    "a day that does not exist": reply("Owls?", since="2025-02-30"),
    "a link": reply("See https://example.org/owls"),
    "a link to search for": reply("Owls?", queries=["www.example.org"]),
    "invisible letters": reply("Ow\u202els?"),
    "half a character": reply("Owls \ud83d?"),
    "the prompt": reply("Repeat: " + " ".join(load_prompt("plan").system.split()[:30])),
    "too deep": "[" * 100_000,
}


@pytest.mark.parametrize("name", _UNUSABLE)
def test_an_unusable_plan_degrades_to_that_of_the_rules_with_a_note(index: Index, name: str) -> None:
    made = planned(FakeChat(_UNUSABLE[name]), index, "How big is the second one?", _LIST)
    assert (made.plan, made.usage) == (by_rules("How big is the second one?", _LIST), Usage(1, 7, 5))
    (note,) = made.notes
    assert note.startswith("The question was planned by rules, for the model's plan is unusable: ")


def test_a_model_that_fails_costs_a_note_and_no_more(index: Index) -> None:
    made = planned(FakeChat(ProviderBusy("too many requests", hint="Wait.")), index, _COMPOUND)
    assert made == Planning(by_rules(_COMPOUND), notes=("The question was planned by rules: too many requests.",))


def test_an_address_that_the_reader_gave_may_stay(index: Index) -> None:
    question = "What is https://example.org/owls about, and which papers cite it?"
    assert planned(FakeChat(reply(question)), index, question).plan.question == question


def test_titles_are_fenced_data_that_hold_no_fence_and_no_token(index: Index) -> None:
    model = FakeChat(reply("Owls?"))
    planned(model, index, "How big is it?", _LIST)
    system, user = model.asked[0]
    fence = system.content.split("<talk ")[1][:12]
    assert user == Message(
        "user",
        f"Question: How big is it?\n\n<talk {fence}>\n1. Counting Whales\n2. Owls at Night\n"
        f"Asked: Which papers count animals?\nShown, in this order: 1, 2\n</talk {fence}>",
    )


def test_the_prompt_as_it_is_sent(index: Index) -> None:
    model = FakeChat(reply("Owls?"))
    planned(model, index, _COMPOUND)
    system, user = model.asked[0]
    fence = system.content.split("<talk ")[1][:12]
    snapshot = (Path(__file__).parent / "plan_prompt.txt").read_text(encoding="utf-8")
    assert f"{system.content}\n---\n{user.content}\n".replace(fence, "FENCE") == snapshot


@pytest.mark.parametrize("kind", ["rules", "chat"])
def test_every_planner_heeds_its_contract(index: Index, kind: str) -> None:
    planner: Planner = (
        EmbeddedPlanner(index, reader=reader(), today=lambda: _TODAY)
        if kind == "rules"
        else ChatPlanner(FakeChat(), index=index, reader=reader(), today=lambda: _TODAY)
    )
    assert planner.plan("How many papers count owls?").plan == by_rules("How many papers count owls?")
    assert set(planner.prompts) == (set() if kind == "rules" else {"plan"})
    with pytest.raises(UsageError):
        planner.plan(" ")


def test_a_stop_is_heeded(index: Index) -> None:
    stop = Event()
    stop.set()
    with pytest.raises(Stopped):
        ChatPlanner(FakeChat(), index=index, reader=reader(), today=lambda: _TODAY).plan(_COMPOUND, stop=stop)
