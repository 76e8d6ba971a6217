"""What the embedded relevance model expects of each candidate, before a chat model has read any. Asks no model."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.judging.embedded.features import Reading, paper_features, read_paper
from assistant.judging.embedded.relevance_models import Logistic, RelevanceModels
from assistant.ports import PaperIndex
from assistant.retrieval.query_terms import Query, read_query
from assistant.types import Paper, Plan, RankedPaper

_READ = 200  # papers of the head of the ranking: behind them the gold lists expect 0.03 to 0.17 of a paper each


@dataclass(frozen=True, slots=True)
class Expectation:
    """The candidates, most probable first, each with its P(relevant), among `corpus` papers in all."""

    papers: tuple[Paper, ...]
    probabilities: tuple[float, ...]
    corpus: int


def expect(plan: Plan, ranked: Sequence[RankedPaper], *, models: RelevanceModels, index: PaperIndex) -> Expectation:
    """The head of the ranking, ordered by P(relevant): by the best of the plan's queries for each paper."""
    model = models.paper_fact if plan.kind in ("fact", "compare") else models.paper_list
    queries = [read_query(text, index=index) for text in plan.queries]
    head = ranked[:_READ]
    judged = [(_chance(queries, r, head[0], read_paper(r.paper, index=index), model), r.paper) for r in head]
    judged.sort(key=lambda pair: -pair[0])
    return Expectation(tuple(paper for _, paper in judged), tuple(p for p, _ in judged), index.count())


def _chance(
    queries: Sequence[Query], ranked: RankedPaper, best: RankedPaper, reading: Reading, model: Logistic
) -> float:
    return max(model.probability(paper_features(query, ranked, best, reading)) for query in queries)
