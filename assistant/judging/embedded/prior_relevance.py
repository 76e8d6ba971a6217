"""What the embedded relevance model expects of each candidate, before a chat model has read any. Asks no model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.judging.embedded.features import Reading, paper_features, read_paper
from assistant.judging.embedded.relevance_models import Logistic, RelevanceModels
from assistant.ports import PaperIndex
from assistant.retrieval.query_terms import Query, read_query
from assistant.types import Paper, PaperId, Plan, RankedPaper

_READ = 200  # papers of the head of the ranking: behind them the gold lists expect 0.03 to 0.17 of a paper each
_WHOLE, _PROBABLE = 10, 0.3  # the first papers, and from this P(relevant) on any, are worth reading to the end
_TELLING = 4  # sentences of each of the others


@dataclass(frozen=True, slots=True)
class Expectation:
    """The candidates, most probable first, each with its P(relevant), among `corpus` papers in all.

    `excerpts`: of those that are hardly probable, the few sentences that come nearest to the question.
    """

    papers: tuple[Paper, ...]
    probabilities: tuple[float, ...]
    corpus: int
    excerpts: Mapping[PaperId, str] = field(default_factory=dict)


def expect(plan: Plan, ranked: Sequence[RankedPaper], *, models: RelevanceModels, index: PaperIndex) -> Expectation:
    """The head of the ranking, ordered by P(relevant): by the best of the plan's queries for each paper."""
    model = models.paper_fact if plan.kind in ("fact", "compare") else models.paper_list
    queries = [read_query(text, index=index) for text in plan.queries]
    head = ranked[:_READ]
    read = [(r, read_paper(r.paper, index=index)) for r in head]
    judged = [(_chance(queries, r, head[0], reading, model), reading) for r, reading in read]
    judged.sort(key=lambda pair: -pair[0])
    hardly = (reading for p, reading in judged[_WHOLE:] if p < _PROBABLE and len(reading.spans) > _TELLING)
    return Expectation(
        tuple(reading.paper for _, reading in judged),
        tuple(p for p, _ in judged),
        index.count(),
        {reading.paper.id: _excerpt(queries, reading) for reading in hardly},
    )


def _excerpt(queries: Sequence[Query], reading: Reading) -> str:
    """The sentences that share most with a query, in their order, with an ellipsis where others are left out."""
    told = [max(q.share(terms) + q.share_of_pairs(terms) for q in queries) for terms in reading.sentences]
    places = sorted(sorted(range(len(told)), key=lambda place: -told[place])[:_TELLING])
    gaps = ["" if before + 1 == place else "… " for before, place in pairwise((-1, *places))]
    end = "" if places[-1] + 1 == len(told) else " …"
    return " ".join(gap + reading.sentence(place) for gap, place in zip(gaps, places, strict=True)) + end


def _chance(
    queries: Sequence[Query], ranked: RankedPaper, best: RankedPaper, reading: Reading, model: Logistic
) -> float:
    return max(model.probability(paper_features(query, ranked, best, reading)) for query in queries)
