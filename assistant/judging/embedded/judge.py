"""The embedded judge: small logistic models over features anyone can compute. Calls no model and no network.

A list ends where its expected F-beta is highest; a fact is answered by the sentences that look most like an answer; and
a question is refused where no sentence is near it and the best papers hardly use its words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import inf

from assistant.checking.names import holds_name, names_in
from assistant.judging.embedded.abbreviations import spelt_out
from assistant.judging.embedded.answer_sentences import Sentence, best_sentences, read_sentences
from assistant.judging.embedded.candidates import Candidate, read_candidates
from assistant.judging.embedded.exclusion import divide, left_out_note
from assistant.judging.embedded.features import answerable_features, listable_features, topic_features
from assistant.judging.embedded.list_cutoff import best_cutoff, expected_relevant
from assistant.judging.embedded.relevance_models import Gate, RelevanceModels
from assistant.judging.embedded.second_reading import OF_FACT, OF_LIST, ordered, read_together, stated_features
from assistant.judging.embedded.sentence_quotes import quote_at, telling_quote
from assistant.ports import CrossEncoder, Embedder, Judgement, PaperIndex, Stop
from assistant.retrieval.query_terms import Query, read_query
from assistant.types import Completeness, Judged, Plan, Quote, RankedPaper, Verdict
from assistant.understanding.literal.wording import asks_twice

_CANDIDATES = 100  # papers of the ranking's head that are read
READ, QUOTED = 3, 2  # of the most probable papers: whose sentences are read, and whose are quoted for a fact
_PLAIN, _NEAR = 0.7, 0.1  # P(relevant) from which a paper is plainly relevant, and from which it is near
_SPREAD, _LEVEL = 1.0, 0.5  # standard deviations to either side; how often the interval held the number, measured
_BESIDE = 3.0  # log-odds under the best sentence within which others are quoted beside it
_UNSURE = 0.4  # P(answered here, and stated) under which it is said that the sentences may not answer
_HALF = 0.5  # P(the corpus speaks of the topic) under which that is said of a list
_MAY = "It is not certain that this answers the question: these are the nearest sentences."
_NEAREST = "It is not certain that any paper is about this: these come nearest."
_METHOD = "sum of calibrated probabilities (Poisson binomial)"
_PRESENT = 0.5  # P(relevant) of the best paper, from which a refusal may mean "not stated", not "not covered";
_MOST = 0.7  # of the weight of a question's words
_OFF = 0.7  # P from which a question is answered that reads as if no paper were about it
_RARE = 0.02  # share of the papers that say a name, up to which it tells which paper is meant: "LLM" does not
_ALMOST = 0.8  # of the topic's threshold: and how nearly the corpus must speak of the topic for that


class EmbeddedJudge:
    """Satisfies `Judge`. One object serves any number of threads."""

    prompts: Mapping[str, str] = {}

    def __init__(self, *, index: PaperIndex, embedder: Embedder, cross: CrossEncoder, models: RelevanceModels) -> None:
        self._index, self._embedder, self._cross, self._models = index, embedder, cross, models
        self.name = f"embedded {models.version}"

    def judge(
        self, plan: Plan, ranked: Sequence[RankedPaper], *, stop: Stop | None = None
    ) -> Iterator[Judged | Judgement]:
        head = ranked[:_CANDIDATES]
        yield Judged(0, len(head))
        text = " ".join(plan.queries)
        query = read_query(text, index=self._index)
        if not query.terms or not head:  # "?!" asks nothing, an empty corpus answers nothing
            yield Judgement((), 0.0, stated=False)
            return
        facts = plan.kind in ("fact", "compare")
        model = self._models.paper_fact if facts else self._models.paper_list
        candidates = read_candidates(query, head, model=model, index=self._index)
        if plan.kind == "fact" and (spelt := spelt_out(plan.question, candidates)):
            yield Judged(len(head), len(head))
            yield Judgement(tuple(spelt), 1.0, stated=True)
            return
        candidates = read_together(text, candidates, self._cross, OF_FACT if facts else OF_LIST)
        candidates = ordered(candidates, self._models.paper_read) if facts else candidates
        yield Judged(len(head), len(head))
        sentences = read_sentences(text, query, candidates[:READ], embedder=self._embedder)
        gate, confidence = self._chance(query, head, candidates, sentences, facts)
        stated = self._chance_stated(candidates[:QUOTED]) if plan.kind == "fact" else 1.0
        exact = _saying_numbers(query, candidates)
        literal = exact or _names_one(plan.question, candidates[:READ], self._index)
        limit = gate.limit(self._index.count())
        threshold = max(limit, _OFF) if plan.off else limit
        if not (confidence >= threshold or plan.filters.papers or literal):
            near = not plan.off and confidence >= _ALMOST * limit and candidates[0].probability >= _PRESENT
            yield _refusal(query, candidates if near else (), confidence)
        elif stated < self._models.stated.threshold:
            yield _silence(self._answers(plan, sentences), stated)
        else:
            sure = min(confidence, stated)
            found = exact or candidates
            kept, left = divide(plan.excluded, found, self._index) if plan.excluded else (found, [])
            verdicts = self._answers(plan, sentences) if facts else _listed(query, kept)
            complete = None if facts else _completeness(verdicts, kept, self._index.count())
            notes = (*_doubts(sure, facts), *((left_out_note(plan.excluded, left),) if left else ()))
            yield Judgement(tuple(verdicts), sure, stated=True, completeness=complete, notes=notes)

    def _chance(
        self,
        query: Query,
        head: Sequence[RankedPaper],
        candidates: Sequence[Candidate],
        sentences: Sequence[Sentence],
        facts: bool,
    ) -> tuple[Gate, float]:
        """P(the corpus answers a fact question), or for a list P(it speaks of the topic); and the gate with its
        threshold.
        """
        topic = topic_features(query, [c.reading for c in candidates[:READ]], [s.cosine for s in sentences])
        if not facts:
            listable = listable_features(candidates[0].log_odds, [c.cross for c in candidates if c.cross], topic)
            return self._models.topic, self._models.topic.model.probability(listable)
        first = next(c for c in candidates if c.reading.paper.id == head[0].paper.id)
        odds = [c.log_odds for c in candidates]
        features = answerable_features(query, head, odds, first.features, topic)
        return self._models.answerable, self._models.answerable.model.probability(features)

    def _chance_stated(self, quoted: Sequence[Candidate]) -> float:
        """P(one of the papers that would be quoted states what is asked)."""
        return self._models.stated.model.probability(stated_features([c.cross for c in quoted if c.cross]))

    def _answers(self, plan: Plan, sentences: Sequence[Sentence]) -> list[Verdict]:
        """What the two most probable papers say: a paper further down answered no more questions than it spoiled."""
        candidates = {s.paper: s.candidate for s in sentences}
        two = list(candidates)[:QUOTED]
        of_two = [s for s in sentences if s.paper in two]
        if plan.kind == "compare":
            best = best_sentences(of_two, 4, model=self._models.sentence, of_one=2)
        else:
            margin = inf if asks_twice(plan.question) else _BESIDE  # its parts may be answered by different papers
            best = best_sentences(of_two, 3, model=self._models.sentence, margin=margin)
        quotes: dict[str, list[Quote]] = {}
        for sentence in best:
            quotes.setdefault(sentence.paper, []).append(quote_at(sentence.candidate.reading, sentence.place))
        return [_verdict(candidates[paper], 2, found) for paper, found in quotes.items()]


def _names_one(question: str, candidates: Sequence[Candidate], index: PaperIndex) -> bool:
    """Whether one of these papers is named in the question: then it is what is asked about, whatever the models say."""
    names = [name.text for name in names_in(question) if not name.plain and _is_rare(name.text, index)]
    return any(holds_name(candidate.reading.paper.title, name) for candidate in candidates for name in names)


def _is_rare(name: str, index: PaperIndex) -> bool:
    seen = index.frequencies(set(index.terms(name)))
    return min(seen.values(), default=0) <= max(1, _RARE * index.count())


def _saying_numbers(query: Query, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those with a number of the question and most of its words in a sentence: "the dataset with 345 dilemmas"."""
    numbers = {term for term in query.terms if term.isdigit() and len(term) > 1}
    if not numbers:
        return []
    return [
        candidate
        for candidate in candidates
        if any(numbers & set(terms) and query.share(terms) >= _MOST for terms in candidate.reading.sentences)
    ]


def _doubts(confidence: float, facts: bool) -> tuple[str, ...]:
    if facts:
        return (_MAY,) if confidence < _UNSURE else ()
    return (_NEAREST,) if confidence < _HALF else ()


def _refusal(query: Query, near: Sequence[Candidate], confidence: float) -> Judgement:
    """Where papers are near, their abstracts are silent: "not stated"; else nothing is about it."""
    verdicts = tuple(replace(v, relevance=1) for v in _listed(query, near))
    return Judgement(verdicts, confidence, stated=False)


def _silence(nearest: Sequence[Verdict], chance: float) -> Judgement:
    """The right papers may be here, but what is asked is not among what they say."""
    return Judgement(tuple(replace(v, relevance=1) for v in nearest), chance, stated=False)


def _completeness(verdicts: Sequence[Verdict], candidates: Sequence[Candidate], corpus: int) -> Completeness:
    found = sum(v.relevance >= 2 for v in verdicts)
    estimate, low, high = expected_relevant([c.probability for c in candidates], z=_SPREAD)
    return Completeness(
        found, len(candidates), corpus, round(estimate, 1), round(low, 1), round(high, 1), _LEVEL, _METHOD
    )


def _listed(query: Query, candidates: Sequence[Candidate]) -> list[Verdict]:
    """A verdict on each candidate that is in the list or near it."""
    end = best_cutoff([c.probability for c in candidates])
    near = (c for c in candidates[end:] if c.probability >= _NEAR)
    return [
        *(_verdict(c, 2, telling_quote(query, c.reading)) for c in candidates[:end]),
        *(_near(query, c) for c in near),
    ]


def _verdict(candidate: Candidate, relevance: int, quotes: Sequence[Quote]) -> Verdict:
    p = candidate.probability
    grade = 3 if relevance == 2 and p >= _PLAIN else relevance
    return Verdict(candidate.reading.paper, grade, p, tuple(quotes), f"P(relevant) {p:.2f}")


def _near(query: Query, candidate: Candidate) -> Verdict:
    """A paper that is not listed, with what it lacks."""
    lacks = query.lacking(candidate.reading.terms)
    words = ", ".join(f"“{word}”" for word in lacks)
    reason = f"does not say {words}" if lacks else "says all the words, but hardly together"
    return replace(_verdict(candidate, 1, telling_quote(query, candidate.reading)), reason=reason)
