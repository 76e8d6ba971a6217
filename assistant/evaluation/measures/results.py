"""What an evaluation found: questions asked, their scores, and the measures over them."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.errors import AssistantError
from assistant.evaluation.asking.questions import FactQuestion, ListQuestion, Turn, UnanswerableQuestion
from assistant.evaluation.measures.intervals import bootstrap_interval, wilson_interval
from assistant.evaluation.measures.metrics import mean
from assistant.types import Answer, Paper

Asking = ListQuestion | FactQuestion | UnanswerableQuestion | Turn

_GROUPS = ("lists", "facts", "silence", "conversations", "quotes", "sentences")
# Of the scores of a question the one that says how good its answer is; of the unanswerable it is the refusal.
_MAIN = ("lists.f1", "facts.answer", "facts.cited", "conversations.recall")


@dataclass(frozen=True, slots=True)
class Asked:
    """A gold question with what the assistant made of it: an answer, or the error that kept it from one.

    `id` of turn k of a conversation is `ID#k`. `ranking`: the papers found for a list question, best first.
    """

    id: str
    gold: Asking
    answer: Answer | None = None
    ranking: tuple[Paper, ...] = ()
    error: AssistantError | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """One figure of one question, 0 to 1. `name` is group and metric, "lists.f1"."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Result:
    """A question that was asked, with its scores."""

    asked: Asked
    scores: tuple[Score, ...]

    @property
    def main(self) -> Score | None:
        """The score that says how good the answer is; None for a question that defines none."""
        by_name = {score.name: score for score in self.scores}
        refusals = [name for name in by_name if name.startswith("silence.") and name != "silence.answered"]
        return next((by_name[name] for name in (*_MAIN, *refusals) if name in by_name), None)

    @property
    def means(self) -> dict[str, float]:
        """The scores by name; those of one name, one for each citation, are averaged."""
        names = dict.fromkeys(score.name for score in self.scores)
        return {name: mean([score.value for score in self.scores if score.name == name]) for name in names}


@dataclass(frozen=True, slots=True)
class Measure:
    """The scores of one name over all questions that have it. `value` is their mean."""

    name: str
    values: tuple[float, ...]

    @property
    def group(self) -> str:
        return self.name.partition(".")[0]

    @property
    def metric(self) -> str:
        return self.name.partition(".")[2]

    @property
    def value(self) -> float:
        return mean(self.values)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % bootstrap interval of the mean; where the values show no spread, Wilson's, which has a width."""
        if min(self.values) == max(self.values):
            return wilson_interval(self.value, len(self.values))
        return bootstrap_interval(self.values)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The results in the order of the gold questions."""

    results: tuple[Result, ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """One for each name, by group and then as first seen."""
        values: dict[str, list[float]] = {}
        for result in self.results:
            for score in result.scores:
                values.setdefault(score.name, []).append(score.value)
        measures = [Measure(name, tuple(found)) for name, found in values.items()]
        return tuple(sorted(measures, key=lambda measure: _GROUPS.index(measure.group)))

    @property
    def failed(self) -> Sequence[Asked]:
        """The questions that got no answer because of an error; they score 0."""
        return [result.asked for result in self.results if result.asked.error]
