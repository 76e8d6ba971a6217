"""How far the answers of an evaluation can be trusted, in counts: citations that do not hold, sentences unbacked."""

from dataclasses import dataclass

from assistant.evaluation.measures.results import Evaluation
from assistant.types import Checks


@dataclass(frozen=True, slots=True)
class Trust:
    """Of `citations` so many are `invalid`: not verbatim, or with numbers or marks in their answer that do not hold.

    `checks` adds up what the writer's own checks found; None where no model wrote.
    """

    citations: int
    invalid: int
    checks: Checks | None


def trust_of(evaluation: Evaluation) -> Trust:
    scores = [score for result in evaluation.results for score in result.scores if score.name.startswith("quotes.")]
    answers = [result.asked.answer for result in evaluation.results if result.asked.answer]
    checks = [answer.checks for answer in answers if answer.checks]
    return Trust(
        citations=sum(score.name == "quotes.verbatim" for score in scores),
        invalid=sum(score.value < 1 for score in scores),
        checks=_added(checks) if checks else None,
    )


def trust_lines(trust: Trust) -> list[str]:
    """For a reader; the first number has to be 0."""
    lines = [f"{trust.invalid:,} invalid of {trust.citations:,} citations"]
    if found := trust.checks:
        lines.append(
            f"{found.unsupported:,} unsupported and {found.repaired:,} repaired of {found.sentences:,} sentences "
            f"a model wrote; {found.invented:,} citations it invented, none shown"
        )
    return lines


def _added(checks: list[Checks]) -> Checks:
    return Checks(
        sum(one.sentences for one in checks),
        sum(one.repaired for one in checks),
        sum(one.unsupported for one in checks),
        sum(one.invented for one in checks),
    )
