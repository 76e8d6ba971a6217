"""The parts of the page that know no browser: highlights, examples, the pace of drawings, stops."""

import logging
from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.example_questions import example_questions, frequent_topics
from assistant.build import SAMPLE
from assistant.corpus import sources
from assistant.errors import ProviderDown
from assistant.types import Citation, Event, Finished, Judged, Paper, Quote, Record, Started, Token
from assistant.web.answer.sources import pieces
from assistant.web.ask.conversation import Problem, Turn, history, opened
from assistant.web.ask.live_answer import drawings
from assistant.web.ask.running import Running
from tests.making import WHALES, answer, verdict


@st.composite
def _cited(draw: st.DrawFn) -> tuple[Paper, list[Citation]]:
    paper = Paper("p", "T", draw(st.text(min_size=1)))
    spans = st.tuples(st.integers(0, len(paper.abstract)), st.integers(0, len(paper.abstract)))
    ends = draw(st.lists(spans.filter(lambda span: span[0] < span[1]), max_size=4))
    return paper, [Citation(n, Quote(paper, *span)) for n, span in enumerate(ends, start=1)]


@given(_cited())
def test_the_pieces_are_the_abstract_and_those_of_a_number_are_its_quote(made: tuple[Paper, list[Citation]]) -> None:
    paper, citations = made
    cut = pieces(paper.abstract, citations)
    assert "".join(words for words, _ in cut) == paper.abstract
    for citation in citations:
        assert "".join(words for words, numbers in cut if citation.number in numbers) == citation.quote.text


def test_examples_are_made_of_the_papers_own_words() -> None:
    titles = ["Counting Owls at Sea", "Hearing Night Owls", "Night Owls: A Survey", "Of Mice", "Of Night Owls"]
    papers = [Paper(str(i), title, "Nothing more.") for i, title in enumerate(titles)]
    barn = Paper("b", "BARN: Owls Indoors", "We go indoors. BARN contains over 1,200 labelled owls and a mouse.")
    assert example_questions([*papers, barn]) == (
        "Which papers address night owls?",
        "How many labelled owls does BARN contain?",
    )
    assert example_questions([]) == ()


def test_topics_do_not_repeat_a_word() -> None:
    titles = ["Deep Sea Owls", "Deep Sea Owls Again", "Sea Owls", "Mouse Traps", "On Mouse Traps"]
    topics = frequent_topics([Paper(str(i), title, "") for i, title in enumerate(titles)], 4)
    words = [word for topic in topics for word in topic.split()]
    assert "mouse traps" in topics and len(words) == len(set(words))


def test_the_sample_gives_four_examples() -> None:
    records = [r for source in sources([SAMPLE]) for r in source.entries if isinstance(r, Record)]
    papers = [Paper(str(i), record.title, record.abstract) for i, record in enumerate(records)]
    questions = example_questions(papers)
    assert len(questions) == 4
    assert sum(question.startswith("Which papers address ") for question in questions) == 3
    assert "CLASH" in questions[-1]


def test_fast_steps_are_drawn_together_and_the_last_drawing_is_whole() -> None:
    done = answer(verdict(WHALES, "Code is free."))
    events: list[Event] = [Started("q"), *(Judged(i, 9) for i in range(10)), *[Token("word ")] * 50, Finished(done)]
    drawn = list(drawings(Turn(1, "q"), iter(events), clock=lambda: 7.0))
    assert [(turn.stage, turn.judged, turn.text[:9]) for turn in drawn[:-1]] == [
        ("Planning", None, ""),
        ("Judging", (0, 9), ""),
        ("Writing", (9, 9), "word "),
    ]
    assert drawn[-1].stage == ""
    assert (drawn[-1].text, drawn[-1].citations, drawn[-1].answer) == (done.text, done.citations, done)


def test_slow_steps_are_all_drawn() -> None:
    ticks = count()
    events: list[Event] = [Started("q"), Judged(1, 2), Token("Owls "), Token("hunt.")]
    drawn = list(drawings(Turn(1, "q"), iter(events), clock=lambda: float(next(ticks))))
    assert [turn.text for turn in drawn] == ["", "", "Owls ", "Owls hunt."]


def test_an_answer_that_breaks_off_is_a_turn_with_the_problem() -> None:
    def events() -> Iterator[Event]:
        yield Token("Owls ")
        raise ProviderDown("no connection", hint="Check it.")

    *_, last = drawings(Turn(1, "q"), events(), clock=lambda: 0.0)
    assert (last.text, last.stage, last.problem) == ("Owls ", "", Problem("no connection", "Check it."))


def test_an_error_of_the_program_is_logged_and_told_without_its_details(caplog: pytest.LogCaptureFixture) -> None:
    def events() -> Iterator[Event]:
        yield Token("Owls ")
        raise KeyError("secret detail")

    with caplog.at_level(logging.ERROR):
        *_, last = drawings(Turn(1, "q"), events(), clock=lambda: 0.0)
    assert last.problem == Problem(
        "The answer broke off because of an error in the program", "Ask again; the log says more."
    )
    assert "secret detail" in caplog.text


def test_turns_are_counted_and_only_answers_become_history() -> None:
    done = answer()
    conversation = (Turn(1, "a", answer=done), Turn(2, "b"))
    assert (opened((), "q").number, opened(conversation, "q").number) == (1, 3)
    assert history(conversation) == (done,)


def test_a_stop_reaches_the_answer_of_its_own_tab_alone() -> None:
    running = Running()
    mine, other = running.start("mine"), running.start("other")
    running.stop("mine")
    running.stop("a tab that asks nothing")
    assert (mine.is_set(), other.is_set()) == (True, False)


def test_a_new_answer_of_a_tab_stops_the_one_before_and_outlives_its_end() -> None:
    running = Running()
    before = running.start("tab")
    now = running.start("tab")
    running.end("tab", before)
    assert (before.is_set(), now.is_set()) == (True, False)
    running.stop_all()
    assert now.is_set()
