"""Where an answer falls short: what was expected and is missing, and what is there and should not be."""

from dataclasses import dataclass

from assistant.evaluation.asking.questions import FactQuestion, ListQuestion, Turn, UnanswerableQuestion
from assistant.evaluation.measures.results import Asked, Evaluation, Result
from assistant.evaluation.measures.scoring import QUOTES, cited, is_fair, keys, listed, normalise, unsaid
from assistant.types import Paper

_ALSO = ("facts.cited", *QUOTES)  # below 1 is a failure too


@dataclass(frozen=True, slots=True)
class Gap:
    """Names of papers as the gold writes them (`missing`) and as the answer does (`extra`); strings it does not say.

    For a fact the papers are those cited, elsewhere those listed. `long`: a fact that is drowned in quotes.
    """

    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    long: bool = False


def gap_of(asked: Asked) -> Gap:
    match asked.gold:
        case ListQuestion() as gold:
            return _papers(gold.relevant, gold.partial, listed(asked.answer))
        case FactQuestion() as gold:
            papers = _papers(gold.relevant, (), cited(asked.answer))
            long = asked.answer is not None and not is_fair(gold, asked.answer)
            return Gap(papers.missing, papers.extra, tuple(unsaid(gold, asked.answer)), long)
        case Turn(kind="unanswerable") | UnanswerableQuestion():
            return Gap()
        case Turn() as gold:
            return _papers(gold.relevant, (), listed(asked.answer)) if gold.relevant else Gap()


def failures(evaluation: Evaluation) -> list[Result]:
    """The questions that are not all right, in the order of the gold."""
    return [result for result in evaluation.results if _fell_short(result)]


def _fell_short(result: Result) -> bool:
    if result.asked.error:
        return True
    means = result.means
    return (result.main is not None and result.main.value < 1) or any(means.get(name, 1) < 1 for name in _ALSO)


def _papers(relevant: tuple[str, ...], partial: tuple[str, ...], given: list[Paper]) -> Gap:
    names = (*relevant, *partial)
    allowed = {normalise(name) for name in names}
    found = keys(given, names)
    extra = {key: paper for paper in reversed(given) if (key := keys([paper], names)[0]) not in allowed}
    return Gap(
        missing=tuple(name for name in relevant if normalise(name) not in found),
        extra=tuple(extra[key].title or extra[key].id for key in found if key in extra),
    )
