"""The flow over the real sample: events, outcomes, quotes, conversation, stopping."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from assistant import open_assistant
from assistant.answering import Assistant
from assistant.errors import Stopped, UsageError
from assistant.index import Index
from assistant.models.minilm import MiniLM
from assistant.types import Answer, Filters, Finished, Judged, Planned, Ranked, Started, Token

_LIST = "Which papers study neural collapse?"


@pytest.fixture(scope="module")
def papers(sample_index: Path) -> Assistant:
    return open_assistant(str(sample_index))


@pytest.fixture(scope="module")
def index(sample_index: Path) -> Iterator[Index]:
    with Index.open(sample_index, embedder=MiniLM()) as opened:
        yield opened


def _assert_sound(answer: Answer, index: Index) -> None:
    """What holds for every answer: quotes stand in the abstracts as indexed, marks are those of the citations."""
    stored = index.papers([c.quote.paper.id for c in answer.citations])
    for c in answer.citations:
        assert stored[c.quote.paper.id].abstract[c.quote.start : c.quote.end] == c.quote.text
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert all(f"[{c.number}]" in answer.text for c in answer.citations)


def test_the_events_come_in_order_and_ask_is_the_last(papers: Assistant) -> None:
    events = list(papers.stream(_LIST))
    assert [type(e) for e in events[:3]] == [Started, Planned, Ranked]
    assert [type(e) for e in events[3:] if not isinstance(e, Token)] == [Judged, Judged, Finished]
    last = events[-1]
    assert isinstance(last, Finished)
    assert "".join(e.text for e in events if isinstance(e, Token)) == last.answer.text
    assert [c for e in events if isinstance(e, Token) for c in e.citations] == list(last.answer.citations)
    assert papers.ask(_LIST).text == last.answer.text


def test_a_list_names_each_paper_with_one_quote(papers: Assistant, index: Index) -> None:
    answer = papers.ask(_LIST)
    _assert_sound(answer, index)
    assert answer.outcome == "answered"
    assert len(answer.citations) == len(answer.verdicts) == len({v.paper.id for v in answer.verdicts})
    assert "Perturbation Analysis of Neural Collapse" in {v.paper.title for v in answer.verdicts}
    assert all(v.relevance >= 2 and 0 < v.score < 1 for v in answer.verdicts)


def test_a_list_says_how_complete_it_is(papers: Assistant) -> None:
    answer = papers.ask(_LIST)
    complete = answer.completeness
    assert complete is not None
    assert (complete.found, complete.judged, complete.corpus) == (len(answer.verdicts), 100, 278)
    assert complete.low <= complete.estimate <= complete.high
    assert papers.ask("How many dilemmas does CLASH contain?").completeness is None


def test_a_fact_is_answered_by_at_most_three_quotes_one_of_which_says_it(papers: Assistant, index: Index) -> None:
    answer = papers.ask("How many dilemmas does CLASH contain?")
    _assert_sound(answer, index)
    assert (answer.outcome, answer.plan.kind) == ("answered", "fact")
    assert 1 <= len(answer.citations) <= 3
    assert "345" in answer.text


def test_a_comparison_quotes_two_papers(papers: Assistant, index: Index) -> None:
    answer = papers.ask("How do PILOT and PyCIL differ?")
    _assert_sound(answer, index)
    assert len({c.quote.paper.id for c in answer.citations}) >= 2


@pytest.mark.parametrize(
    "question", ["Who won the football World Cup in 2022?", "Give me a recipe for sourdough bread."]
)
def test_what_the_papers_are_not_about_is_refused_without_papers(papers: Assistant, question: str) -> None:
    answer = papers.ask(question)
    assert (answer.outcome, answer.verdicts, answer.citations) == ("not_covered", (), ())
    assert answer.text == "Nothing in these papers is about this."
    assert 0 <= answer.confidence < 0.7


def test_a_follow_up_stays_among_the_papers_before(papers: Assistant, index: Index) -> None:
    before = papers.ask(_LIST)
    after = papers.ask("Which of those look at language models?", [before])
    _assert_sound(after, index)
    assert {v.paper.id for v in after.verdicts} <= {v.paper.id for v in before.verdicts}


def test_a_filter_by_paper_keeps_to_it(papers: Assistant) -> None:
    one = papers.search(_LIST, 2)[1].paper
    assert [r.paper.id for r in papers.search(_LIST, 10, filters=Filters(papers=(one.id,)))] == [one.id]


def test_the_embedded_mode_costs_nothing_and_says_who_answered(papers: Assistant) -> None:
    answer = papers.ask(_LIST)
    assert (answer.usage.calls, answer.usage.cost_usd) == (0, None)
    assert answer.provenance.writer == "extractive"
    assert answer.provenance.judge.startswith("embedded ")
    assert papers.mode == "Embedded models only: nothing leaves this machine."
    assert set(answer.steps) == {"plan", "rank", "judge", "write"}


def test_a_stop_ends_the_stream(papers: Assistant) -> None:
    stop = Event()
    events = papers.stream(_LIST, stop=stop)
    assert isinstance(next(events), Started)
    stop.set()
    with pytest.raises(Stopped):
        list(events)


def test_no_paper_is_asked_for_is_an_error(papers: Assistant) -> None:
    with pytest.raises(UsageError, match="k=0"):
        papers.search("graphs", 0)


def test_papers_that_are_not_indexed_yet_are_said(papers: Assistant) -> None:
    assert papers.count() == 278
    assert len(papers.some_papers(5)) == 5
    assert papers.ask(_LIST).notes == ()
