"""An evaluation with all that is said about it, whatever the form it is shown in."""

from dataclasses import dataclass

from assistant.evaluation.comparing import Comparison
from assistant.evaluation.measures.figures import Figure, make_figures
from assistant.evaluation.measures.floors import Floor, below
from assistant.evaluation.measures.results import Evaluation
from assistant.types import Answer


@dataclass(frozen=True, slots=True)
class Report:
    """`date` is the day of the evaluation, `index` says over what it was, `gold` names its files."""

    evaluation: Evaluation
    figures: tuple[Figure, ...]
    date: str
    index: str
    gold: tuple[str, ...]
    floors: tuple[Floor, ...] = ()
    comparison: Comparison | None = None

    @property
    def answers(self) -> list[Answer]:
        return [result.asked.answer for result in self.evaluation.results if result.asked.answer]

    @property
    def models(self) -> dict[str, list[str]]:
        """Every name seen: an answer may have been made by the embedded makers where a model failed."""
        made = [answer.provenance for answer in self.answers]
        return {
            "judge": sorted({provenance.judge for provenance in made}),
            "writer": sorted({provenance.writer for provenance in made}),
            "embedder": sorted({provenance.embedder for provenance in made}),
        }

    @property
    def prompts(self) -> dict[str, str]:
        return {name: version for answer in self.answers for name, version in answer.provenance.prompts.items()}

    @property
    def below(self) -> list[str]:
        """What there is to say of the floors that do not hold."""
        return below(self.floors, self.figures)


def make_report(
    evaluation: Evaluation,
    *,
    date: str,
    index: str,
    gold: tuple[str, ...],
    floors: tuple[Floor, ...] = (),
    comparison: Comparison | None = None,
) -> Report:
    """The report with its figures, which take a moment: each interval is bootstrapped."""
    return Report(evaluation, make_figures(evaluation), date, index, gold, floors, comparison)
