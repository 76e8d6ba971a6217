"""The embedded judge: small logistic models over features anyone can compute. Calls no model and no network.

A list ends where its expected F1 is highest; a fact is answered by the sentences that look most like an answer; and
a question is refused where the corpus hardly speaks its words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.answering.candidates import Candidate, read_candidates
from assistant.answering.cutoff import best_cutoff
from assistant.answering.fact_sentences import best_sentences, read_sentences
from assistant.answering.features import question_features
from assistant.answering.logistic import RelevanceModels
from assistant.answering.query import Query, read_query
from assistant.answering.quoted_sentences import quote_at, telling_quote
from assistant.ports import Embedder, Judgement, PaperIndex, Stop
from assistant.types import Plan, Quote, RankedPaper, Verdict

_CANDIDATES = 100  # papers of the ranking's head that are read
_PLAIN, _NEAR = 0.7, 0.1  # P(relevant) from which a paper is plainly relevant, and from which it is near
_PRESENT = 0.5  # P(relevant) of the best paper, from which a refusal means "not stated", not "not covered"


class EmbeddedJudge:
    """Satisfies `Judge`. One object serves any number of threads."""

    prompts: Mapping[str, str] = {}

    def __init__(self, *, index: PaperIndex, embedder: Embedder, models: RelevanceModels) -> None:
        self._index, self._embedder, self._models = index, embedder, models
        self.name = f"embedded {models.version}"

    def judge(
        self, plan: Plan, ranked: Sequence[RankedPaper], *, stop: Stop | None = None
    ) -> Iterator[tuple[int, int] | Judgement]:
        head = ranked[:_CANDIDATES]
        yield 0, len(head)
        query = read_query(" ".join(plan.queries), index=self._index)
        model = self._models.paper_fact if plan.kind in ("fact", "compare") else self._models.paper_list
        candidates = read_candidates(query, head, model=model, index=self._index)
        yield len(head), len(head)
        asks = bool(query.terms and candidates)  # "?!" asks nothing
        yield self._judgement(plan, query, candidates) if asks else Judgement((), 0.0, stated=False)

    def _judgement(self, plan: Plan, query: Query, candidates: Sequence[Candidate]) -> Judgement:
        about = question_features(query, [c.features for c in candidates], [c.probability for c in candidates])
        confidence = self._models.question.probability(about)
        if confidence < self._models.threshold:
            near = _listed(query, [c for c in candidates if candidates[0].probability >= _PRESENT])
            return Judgement(tuple(replace(v, relevance=1) for v in near), confidence, stated=False)
        facts = plan.kind in ("fact", "compare")
        verdicts = self._answers(plan, query, candidates) if facts else _listed(query, candidates)
        return Judgement(tuple(verdicts), confidence, stated=True)

    def _answers(self, plan: Plan, query: Query, candidates: Sequence[Candidate]) -> list[Verdict]:
        sentences = read_sentences(plan.question, query, candidates, embedder=self._embedder)
        count, papers = (4, 2) if plan.kind == "compare" else (3, 1)
        quotes: dict[str, list[Quote]] = {}
        by_paper = {c.reading.paper.id: c for c in candidates}
        for sentence in best_sentences(sentences, count, model=self._models.sentence, papers=papers):
            quotes.setdefault(sentence.paper, []).append(quote_at(sentence.candidate.reading, sentence.place))
        return [_verdict(by_paper[paper], 2, found) for paper, found in quotes.items()]


def _listed(query: Query, candidates: Sequence[Candidate]) -> list[Verdict]:
    """A verdict on each candidate that is in the list or near it."""
    end = best_cutoff([c.probability for c in candidates])
    near = (c for c in candidates[end:] if c.probability >= _NEAR)
    return [
        *(_verdict(c, 2, telling_quote(query, c.reading)) for c in candidates[:end]),
        *(_verdict(c, 1, telling_quote(query, c.reading)) for c in near),
    ]


def _verdict(candidate: Candidate, relevance: int, quotes: Sequence[Quote]) -> Verdict:
    p = candidate.probability
    grade = 3 if relevance == 2 and p >= _PLAIN else relevance
    return Verdict(candidate.reading.paper, grade, p, tuple(quotes), f"P(relevant) {p:.2f}")
