"""Examples for the models that judge facts: questions asked over an index, their papers read together with them.

The cross-encoder has learned from the training part, so it is surer there than it may be: these models learn from the
part for choosing, and from the gold questions.
"""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial

from assistant.index import Index
from assistant.judging.embedded.answer_sentences import Sentence, read_sentences
from assistant.judging.embedded.candidates import Candidate, read_candidates
from assistant.judging.embedded.features import Features, answerable_features, topic_features
from assistant.judging.embedded.judge import QUOTED, READ
from assistant.judging.embedded.relevance_models import Logistic
from assistant.judging.embedded.second_reading import (
    OF_FACT,
    ordered,
    read_features,
    read_together,
    stated_features,
)
from assistant.ports import CrossEncoder, Embedder
from assistant.retrieval import rank
from assistant.retrieval.query_terms import Query, read_query
from assistant.types import Paper, Plan, RankedPaper
from benchmarks.examples import Corpus, Gold, Rows, normal, off_topic
from benchmarks.pairs import Without
from benchmarks.questions import read_lines

_PART = "choose"
_KINDS = ("lay", "plain")


@dataclass(frozen=True)
class Asked:
    """A fact question over an index. `first`: numbers on the first paper of the ranking; `candidates`: those that were
    read, as they were before their readings weighed; `is_right`: of a paper, None where nothing here answers;
    `answers`: of a sentence, where it is known.
    """

    id: str
    text: str
    query: Query
    head: Sequence[RankedPaper]
    first: Features
    candidates: Sequence[Candidate]
    is_right: Callable[[Paper], bool] | None
    answers: Callable[[Sentence], bool] | None


@dataclass(frozen=True)
class FactAsker:
    """Asks questions as the judge sees them. `paper`: for a question's id a model that has not seen it, which chooses
    what is read.
    """

    embedder: Embedder
    cross: CrossEncoder
    paper: Callable[[str], Logistic]

    def gold(self, corpus: Corpus) -> Iterator[Asked]:
        for row in corpus.facts:
            names = {normal(title) for title in row["relevant"]}
            yield self._ask(
                row["id"], row["question"], corpus.index, partial(_is_named, names), partial(_is_evidence, row)
            )

    def written(self, index: Index) -> Iterator[Asked]:
        """Those about papers that are here, the long ones with their paper and with it withheld, of the short ones
        those that are answered; as many long ones about other papers; and questions that no paper is about.
        """
        long, short = read_lines("papers", _PART), [row for row in read_lines("curt", _PART) if row["answer"]]
        known = index.papers([row["id"] for row in (*long, *short)])
        here = [row for row in long if row["id"] in known]
        for row in here:
            for kind in _KINDS:
                yield self._written(row, row[kind], index, marked=kind == "lay")
                yield self._ask(row["id"], row[kind], Without(index, {row["id"]}), None, None)
        for row in short:
            if row["id"] in known:
                yield self._written(row, row["text"], index, marked=True)
        others = [row for row in long if row["id"] not in known][: len(here)]
        unanswered = [
            *((row["id"], row[kind]) for row in others for kind in _KINDS),
            *((t, t) for t in off_topic(_PART)),
        ]
        for id, text in unanswered:
            yield self._ask(id, text, index, None, None)

    def left_open(self, index: Index) -> Iterator[Asked]:
        """Questions on papers that are here which these leave open, or whose premise they deny."""
        rows = [(row["id"], row["missing"]) for row in read_lines("papers", _PART)]
        rows += [(row["id"], row["text"]) for row in read_lines("curt", _PART) if not row["answer"]]
        known = index.papers([id for id, _ in rows])
        for id, text in rows:
            if id in known:
                yield self._ask(id, text, index, None, None)

    def _written(self, row: Gold, text: str, index: Index, *, marked: bool) -> Asked:
        """`marked`: whether the sentences of the line answer this question."""

        def answers(sentence: Sentence) -> bool:
            return sentence.paper == row["id"] and sentence.place in row["answer"]

        return self._ask(row["id"], text, index, lambda paper: paper.id == row["id"], answers if marked else None)

    def _ask(
        self,
        id: str,
        text: str,
        index: Index,
        is_right: Callable[[Paper], bool] | None,
        answers: Callable[[Sentence], bool] | None,
    ) -> Asked:
        head = rank(Plan(text, "fact", (text,)), index=index, embedder=self.embedder)[0][:100]
        query = read_query(text, index=index)
        candidates = read_candidates(query, head, model=self.paper(id), index=index)
        first = next(c.features for c in candidates if c.reading.paper.id == head[0].paper.id)
        read = [c for c in read_together(text, candidates, self.cross, OF_FACT) if c.cross]
        return Asked(id, text, query, [replace(r, hits=()) for r in head], first, read, is_right, answers)


def of_read(asked: Sequence[Asked]) -> Rows:
    """The papers that were read, of questions that one of all papers answers."""
    for one in asked:
        for c in one.candidates if one.is_right else ():
            if c.cross and one.is_right:
                yield read_features(c, c.cross), one.is_right(c.reading.paper), one.id


def of_sentences(asked: Sequence[Asked], read: Callable[[str], Logistic], embedder: Embedder) -> Rows:
    """The sentences that the judge would choose from. `read`: for a question a model that has not seen it."""
    for one in asked:
        if one.answers:
            first = ordered(one.candidates, read(one.id))[:READ]
            for s in read_sentences(one.text, one.query, first, embedder=embedder):
                yield s.features, one.answers(s), one.id


def of_answers(asked: Sequence[Asked], read: Callable[[str], Logistic], embedder: Embedder) -> Rows:
    """Labelled by whether the question is answered here. `read`: as above."""
    for one in asked:
        candidates = ordered(one.candidates, read(one.id))
        sentences = read_sentences(one.text, one.query, candidates[:READ], embedder=embedder)
        topic = topic_features(one.query, [c.reading for c in candidates[:READ]], [s.cosine for s in sentences])
        odds = [c.log_odds for c in candidates]
        row = answerable_features(one.query, one.head, odds, one.first, topic)
        yield row, one.is_right is not None, one.id


def of_stated(asked: Sequence[Asked], read: Callable[[str], Logistic], *, is_stated: bool) -> Rows:
    """What the papers say that would be quoted, of questions that are answered or of those that are not."""
    for one in asked:
        quoted = ordered(one.candidates, read(one.id))[:QUOTED]
        yield stated_features([c.cross for c in quoted if c.cross]), is_stated, one.id


def _is_named(names: Set[str], paper: Paper) -> bool:
    return normal(paper.title) in names


def _is_evidence(gold: Gold, sentence: Sentence) -> bool:
    """Whether it is the evidence, where that is given, else whether a relevant paper says there what the answer must
    contain.
    """
    text = sentence.candidate.reading.sentence(sentence.place)
    if "evidence" in gold:
        return any(normal(text) in normal(e) or normal(e)[:80] in normal(text) for e in gold["evidence"])
    right = normal(sentence.candidate.reading.paper.title) in {normal(t) for t in gold["relevant"]}
    return right and any(part.lower() in text.lower() for part in gold["must_contain"])
