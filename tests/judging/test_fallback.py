"""A judge with another in reserve."""

from collections.abc import Iterator, Mapping, Sequence

import pytest

from assistant.errors import (
    AssistantError,
    ProviderBusy,
    ProviderDeclined,
    ProviderDown,
    ProviderNonsense,
    ProviderRefused,
    ProviderTooLong,
    Stopped,
)
from assistant.judging.fallback import FallingBackJudge
from assistant.ports import Judgement, Stop
from assistant.types import Judged, Plan, RankedPaper
from tests.making import OWLS, verdict

PLAN, RANKED = Plan("q", "list", ("q",)), [RankedPaper(OWLS, 1.0)]
FIRST = Judgement((verdict(OWLS, "Owls hunt at night."),), 0.9, stated=True, notes=("first",))
RESERVE = Judgement((), 0.2, stated=False, notes=("reserve",))


class Script:
    """A Judge that yields what it is told to, and fails where it is told an error."""

    prompts: Mapping[str, str] = {"judge": "abc"}

    def __init__(self, name: str, *steps: Judged | Judgement | AssistantError) -> None:
        self.name, self._steps = name, steps

    def judge(
        self, plan: Plan, ranked: Sequence[RankedPaper], *, stop: Stop | None = None
    ) -> Iterator[Judged | Judgement]:
        assert (plan, ranked) == (PLAN, RANKED)
        for step in self._steps:
            if isinstance(step, AssistantError):
                raise step
            yield step


def judged(*first: Judged | Judgement | AssistantError) -> list[object]:
    judge = FallingBackJudge(Script("model", *first), Script("embedded", Judged(0, 1), Judged(1, 1), RESERVE))
    assert (judge.name, judge.prompts) == ("model", {"judge": "abc"})
    return list(judge.judge(PLAN, RANKED))


def test_where_the_first_judge_judges_the_reserve_is_not_asked() -> None:
    assert judged(Judged(0, 1), FIRST) == [Judged(0, 1), FIRST]


@pytest.mark.parametrize("kind", [ProviderBusy, ProviderDeclined, ProviderDown, ProviderNonsense, ProviderTooLong])
def test_what_passes_or_is_this_requests_alone_is_judged_by_the_reserve_with_a_note(kind: type[ProviderDown]) -> None:
    note = "The judging model failed: m is away. Judged and written without it. Wait."
    expected = Judgement((), 0.2, stated=False, notes=(note, "reserve"), instead="embedded")
    assert judged(Judged(0, 1), kind("m is away", hint="Wait.")) == [Judged(0, 1), Judged(0, 1), Judged(1, 1), expected]


@pytest.mark.parametrize("kind", [ProviderRefused, Stopped])
def test_what_the_user_has_to_mend_or_wanted_is_raised(kind: type[AssistantError]) -> None:
    with pytest.raises(kind):
        judged(kind("no", hint="Mend it."))
