"""A judge with another in reserve, for when its provider is down, overloaded or odd.

Why: docs/decisions/0018-a-model-that-fails.md
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.errors import (
    ProviderBusy,
    ProviderDeclined,
    ProviderDown,
    ProviderError,
    ProviderNonsense,
    ProviderTooLong,
)
from assistant.ports import Judge, Judgement, Stop
from assistant.types import Judged, Plan, RankedPaper

# Nobody can mend these at once. A wrong key, an unknown model or a used-up quota is for the user to mend: it is raised.
_PASSING = (ProviderBusy, ProviderDeclined, ProviderDown, ProviderNonsense, ProviderTooLong)


class FallingBackJudge:
    """Satisfies `Judge`: the judgement of the first judge or, where its provider fails, of the reserve, with a note."""

    def __init__(self, first: Judge, reserve: Judge) -> None:
        self._first, self._reserve = first, reserve

    @property
    def name(self) -> str:
        return self._first.name

    @property
    def prompts(self) -> Mapping[str, str]:
        return self._first.prompts

    def judge(
        self, plan: Plan, ranked: Sequence[RankedPaper], *, stop: Stop | None = None
    ) -> Iterator[Judged | Judgement]:
        try:
            yield from self._first.judge(plan, ranked, stop=stop)
        except _PASSING as error:
            for step in self._reserve.judge(plan, ranked, stop=stop):
                yield self._noted(step, error) if isinstance(step, Judgement) else step

    def _noted(self, judgement: Judgement, error: ProviderError) -> Judgement:
        note = f"The judging model failed: {error.message}. Judged and written without it. {error.hint}"
        return replace(judgement, notes=(note, *judgement.notes), instead=self._reserve.name)
