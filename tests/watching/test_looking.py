"""Which of the new papers answer: judged beside those that are known, by the models that judge a list."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.answering.looking import Lookout
from assistant.build import open_lookout
from assistant.errors import UsageError
from assistant.exploring.trends import trends
from assistant.index import Index
from assistant.settings import Secret, Settings
from assistant.types import Filters
from tests.servers.obliging import but, oblige, step_of
from tests.servers.scripted import ScriptedServer, failure
from tests.watching.listings import NEW, OLD, QUESTION


@pytest.fixture
def opened(both: Path) -> Iterator[tuple[Index, Lookout]]:
    index, lookout = open_lookout(Settings(index=both / "two"))
    with closing(index):
        yield index, lookout


@pytest.fixture
def new(both: Path, opened: tuple[Index, Lookout]) -> frozenset[str]:
    with closing(open_lookout(Settings(index=both / "one"))[0]) as before:
        return frozenset(opened[0].searchable().keys() - before.searchable().keys())


def test_only_new_papers_are_found(opened: tuple[Index, Lookout], new: frozenset[str]) -> None:
    found = opened[1].find(QUESTION, Filters(), new)
    assert {verdict.paper.title for verdict in found.verdicts} == set(NEW)
    assert found.judged == len(new) == 22
    assert all(verdict.quotes for verdict in found.verdicts)


def test_the_nearest_of_the_new_papers_is_not_told_for_being_nearest(
    opened: tuple[Index, Lookout], new: frozenset[str]
) -> None:
    """Judged alone, three of them would be, and more."""
    found = opened[1].find("Which papers study reinforcement learning?", Filters(), new)
    assert found.verdicts[0].paper.title == "Value-Based Deep RL Scales Predictably"
    assert len(found.verdicts) < 3
    assert opened[1].find("Which papers are about protein structures?", Filters(), new).verdicts == ()


def test_papers_that_mention_a_word_are_looked_up_among_the_new_ones(
    opened: tuple[Index, Lookout], new: frozenset[str]
) -> None:
    found = opened[1].find('Which papers mention "long-tailed"?', Filters(), new)
    assert {verdict.paper.title for verdict in found.verdicts} == set(NEW)


def test_without_a_new_paper_nothing_is_judged(opened: tuple[Index, Lookout]) -> None:
    found = opened[1].find(QUESTION, Filters(), frozenset())
    assert (found.verdicts, found.judged) == ((), 0)


@pytest.mark.parametrize("question", ["hello", "what can you do?", "Which venue were these published in?"])
def test_what_asks_for_no_papers_cannot_be_watched(opened: tuple[Index, Lookout], question: str) -> None:
    with pytest.raises(UsageError, match="asks for no papers"):
        opened[1].check(question)


def _chat(index: Path, server: ScriptedServer) -> tuple[Index, Lookout]:
    key = Secret("sk-test")
    return open_lookout(Settings(index=index, chat_model="m", base_url=server.base_url, key=key, parallel=1))


def test_a_chat_model_judges_the_new_papers_alone_and_sums_them_up_with_checked_marks(
    both: Path, new: frozenset[str]
) -> None:
    with ScriptedServer(answers=oblige) as server:
        index, lookout = _chat(both / "two", server)
        with closing(index):
            found = lookout.find(QUESTION, Filters(), new)
            judged = [r.body["messages"][1]["content"] for r in server.requests if step_of(r) == "judge"]
            overview = lookout.sum_up(found.plan, found.verdicts[:3])
    assert found.judged == len(found.verdicts) > 0
    assert {verdict.paper.id for verdict in found.verdicts} <= new
    assert [title for title in OLD if title in "".join(judged)] == []
    assert overview is not None
    written = [r.body["messages"][0]["content"] for r in server.requests if step_of(r) == "write"]
    assert 'kind of this question is "overview"' in written[0]
    for citation in overview.citations:
        assert f"[{citation.number}]" in overview.text
        assert citation.quote.text in citation.quote.paper.abstract


def test_where_the_model_fails_to_write_the_quotes_stand_alone(both: Path, new: frozenset[str]) -> None:
    with ScriptedServer(answers=but("write", lambda _: failure(400))) as server:
        index, lookout = _chat(both / "two", server)
        with closing(index):
            found = lookout.find(QUESTION, Filters(), new)
            assert lookout.sum_up(found.plan, found.verdicts) is None


def test_without_a_model_nobody_sums_up(opened: tuple[Index, Lookout], new: frozenset[str]) -> None:
    found = opened[1].find(QUESTION, Filters(), new)
    assert opened[1].sum_up(found.plan, found.verdicts) is None


def test_a_topic_grew_where_its_share_is_larger_than_before(sample_index: Path) -> None:
    index, _ = open_lookout(Settings(index=sample_index))
    with closing(index):
        quick = [p.id for p in index.list_papers() if "reinforcement learning" in p.abstract.lower()][:20]
        found = trends(index, set(quick))
        assert "reinforcement learning" in " ".join(word for trend in found for word in trend.words)
        assert all(trend.new >= 3 and trend.share >= 1.5 * trend.before for trend in found)
        assert sum(trend.new for trend in found) <= len(quick)
        assert trends(index, set()) == ()
