"""How far down the candidates the chat judge walks, and what it says of the way."""

import json
import re
from collections.abc import Sequence

import pytest

from assistant.errors import ProviderDown, ProviderError
from assistant.judging.chat.judge import ChatJudge
from assistant.judging.chat.stop_rule import METHOD
from assistant.judging.embedded.prior_relevance import Expectation
from assistant.models import tokens
from assistant.ports import JsonSchema, Judgement, Message, Reply, Stop
from assistant.types import Completeness, Judged, Kind, Paper, Plan, RankedPaper, Usage
from tests.fakes_chat import FakeChat, Say

PAPERS = [Paper(f"p{n}", f"Paper {n}", f"It counts {n} animals here.") for n in range(100)]
DOWN = ProviderDown("it cannot be reached", hint="Wait.")


def counting(*relevant: int) -> Say:
    """Finds the papers of these numbers relevant."""

    def say(messages: Sequence[Message]) -> str:
        numbers = [int(n) for n in re.findall(r"It counts (\d+) animals", messages[1].content)]
        claims = [
            {
                "number": place,
                "quotes": [f"It counts {n} animals here."] if n in relevant else [],
                "relevance": 3 if n in relevant else 0,
                "reason": "",
            }
            for place, n in enumerate(numbers, start=1)
        ]
        return json.dumps({"papers": claims})

    return say


def walk(
    model: FakeChat,
    *chances: float,
    kind: Kind = "list",
    limit: int = 100,
    budget: int = 100_000,
    parallel: int = 1,
) -> tuple[list[Judged], Judgement]:
    """The way down papers of these chances, and the judgement at its end."""
    papers = tuple(PAPERS[: len(chances)])
    judge = ChatJudge(
        model,
        expect=lambda plan, ranked: Expectation(papers, chances, corpus=500),
        tokens=tokens,
        limit=limit,
        budget=budget,
        parallel=parallel,
        batch=5,
    )
    *steps, last = judge.judge(Plan("What is counted?", kind, ("counted",)), [RankedPaper(p, 1.0) for p in papers])
    assert isinstance(last, Judgement)
    return [step for step in steps if not isinstance(step, Judgement)], last


EXPECTED = (*[0.9] * 5, *[0.2] * 5, *[0.07] * 20)  # 5.5 in the first ten, 1.4 in the others


def test_the_walk_goes_on_while_more_than_half_a_paper_is_to_be_expected() -> None:
    model = FakeChat(say=counting(*range(5)))
    steps, judgement = walk(model, *EXPECTED)
    assert [(step.done, step.total) for step in steps] == [(0, 30), (5, 30), (10, 30), (15, 30), (15, 15)]
    assert judgement.completeness == Completeness(5, 15, 500, 5.4, 5, 8, 0.95, METHOD)
    assert judgement.notes == ()


def test_what_is_relevant_is_told_with_its_batch_before_the_rest_is_judged() -> None:
    steps, judgement = walk(FakeChat(say=counting(1, 7, 8)), *EXPECTED)
    assert [len(step.found) for step in steps[:3]] == [0, 1, 2]
    found = [verdict for step in steps for verdict in step.found]
    assert set(found) == {verdict for verdict in judgement.verdicts if verdict.relevance >= 2}


def test_a_judge_who_finds_more_than_was_expected_goes_on_for_longer() -> None:
    _, poor = walk(FakeChat(say=counting(0)), *EXPECTED)
    _, rich = walk(FakeChat(say=counting(*range(30))), *EXPECTED)
    assert (len(poor.verdicts), len(rich.verdicts)) == (15, 30)


@pytest.mark.parametrize("parallel", [1, 2, 4, 9])
def test_what_is_found_makes_the_walk_go_on_even_if_all_that_was_expected_is_asked_about(parallel: int) -> None:
    """Ten papers look like all there is, before a reply is back; all ten are relevant."""
    chances = (*[0.1] * 10, *[0.01] * 30)
    _, judgement = walk(FakeChat(say=counting(*range(10))), *chances, parallel=parallel)
    assert len(judgement.verdicts) > 10


def test_a_comparison_has_no_completeness() -> None:
    _, judgement = walk(FakeChat(say=counting(0)), 0.9, *[0.01] * 29, kind="compare")
    assert (len(judgement.verdicts), judgement.completeness) == (10, None)


class Counted(FakeChat):
    """Counts its tokens as a server does."""

    def complete(
        self, messages: Sequence[Message], *, schema: JsonSchema | None = None, stop: Stop | None = None
    ) -> Reply:
        text = super().complete(messages, schema=schema, stop=stop).text
        return Reply(text, Usage(1, sum(tokens.count(m.content) for m in messages), tokens.count(text)))


@pytest.mark.parametrize("parallel", [1, 4])
def test_the_token_budget_ends_the_walk_and_is_kept(parallel: int) -> None:
    model = Counted(say=counting(*range(30)))
    (first, *_), judgement = walk(model, *[0.9] * 30, budget=2_000, parallel=parallel)
    assert first == Judged(0, 30, 2_000)
    assert len(judgement.verdicts) == 15
    assert judgement.usage.prompt_tokens + judgement.usage.completion_tokens <= 2_000
    assert judgement.notes == (
        "The token budget of 2,000 ended the judging after 15 papers; relevant ones may be missing. "
        "ASSISTANT_TOKEN_BUDGET raises it.",
    )


def test_what_judging_all_may_take_is_told_first_and_holds() -> None:
    (first, *_), judgement = walk(Counted(say=counting(*range(30))), *[0.9] * 30)
    assert (first.done, first.total) == (0, 30)
    taken = judgement.usage.prompt_tokens + judgement.usage.completion_tokens
    assert len(judgement.verdicts) == 30
    assert 0.7 * first.tokens < taken <= first.tokens


def test_the_limit_ends_the_walk_with_a_note() -> None:
    _, judgement = walk(FakeChat(say=counting(*range(30))), *[0.9] * 30, limit=15)
    assert len(judgement.verdicts) == 15
    assert judgement.notes == (
        "Judging ended at its limit of 15 papers; relevant ones may be missing. ASSISTANT_JUDGE_LIMIT raises it.",
    )


def test_a_model_that_fails_three_times_in_a_row_is_asked_no_more() -> None:
    model = FakeChat(*[DOWN] * 6)
    with pytest.raises(ProviderError) as caught:
        walk(model, *[0.9] * 30)
    assert caught.value is DOWN
    assert len(model.asked) == 3


def test_papers_that_could_not_be_judged_count_as_left() -> None:
    def say(messages: Sequence[Message]) -> str:
        if "Paper 0" not in messages[1].content:
            raise DOWN
        return counting(*range(5))(messages)

    _, judgement = walk(FakeChat(say=say), *[0.9] * 30)
    assert judgement.completeness == Completeness(5, 5, 500, 27.5, 5, 30, 0.95, METHOD)
    assert judgement.notes == (
        *["5 papers could not be judged: it cannot be reached."] * 3,
        "Judging was given up after 3 failures in a row; relevant papers may be missing.",
    )
