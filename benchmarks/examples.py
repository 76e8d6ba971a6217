"""Examples for the embedded judge's models: features by the program's own functions, and labels from gold and pairs."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.build import build_index
from assistant.index import Index
from assistant.judging.embedded.answer_sentences import read_sentences
from assistant.judging.embedded.candidates import Candidate, read_candidates
from assistant.judging.embedded.features import Features, listable_features, topic_features
from assistant.judging.embedded.judge import READ
from assistant.judging.embedded.relevance_models import Logistic
from assistant.judging.embedded.second_reading import OF_LIST, read_together
from assistant.ports import CrossEncoder, Embedder
from assistant.retrieval import rank
from assistant.retrieval.query_terms import Query, read_query
from assistant.settings import Settings
from assistant.types import Plan, RankedPaper
from assistant.understanding.planner import plain_plan
from benchmarks.questions import read_lines
from benchmarks.reading import READER

Gold = dict[str, Any]  # a line of a gold file
Rows = Iterator[tuple[Features, bool, str]]
Papers = Callable[[str], Logistic]  # for a question's id
ANY = Logistic(0.0, {"fused": 1.0})  # where only the features are asked for
_UNSEEN = "choose"
_FILES = ("lists", "facts", "unanswerable")


@dataclass
class Examples:
    """Rows of one model: features, labels, and the question each row belongs to."""

    rows: list[Features] = field(default_factory=list)
    labels: list[bool] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    def add(self, row: Features, label: bool, question: str) -> None:
        self.rows.append(row)
        self.labels.append(label)
        self.questions.append(question)

    def extend(self, rows: "Rows") -> None:
        for row in rows:
            self.add(*row)

    def matrix(self, names: Sequence[str]) -> NDArray[np.float64]:
        return np.array([[row[name] for name in names] for row in self.rows])


@dataclass(frozen=True)
class Corpus:
    """An index and the gold questions about its papers."""

    place: Path
    index: Index
    embedder: Embedder
    lists: list[Gold]
    facts: list[Gold]
    unanswerable: list[Gold]

    def candidates(self, question: str, model: Logistic) -> tuple[Plan, Query, list[Candidate]]:
        plan, query, head = head_of(question, self.index, self.embedder)
        return plan, query, read_candidates(query, head, model=model, index=self.index)


def open_corpus(index: Path, gold: Path, embedder: Embedder) -> Corpus:
    """Raises `IndexMissing`."""
    opened = Index.open(index, embedder=embedder)
    return Corpus(index, opened, embedder, *(_read(gold / f"{name}.jsonl") for name in _FILES))


def open_lists(index: Path, embedder: Embedder) -> Corpus:
    """The written lists, but for the test part's, over an index of the papers they are about."""
    lists = [*read_lines("lists", "train"), *read_lines("lists", _UNSEEN)]
    return Corpus(index, Index.open(index, embedder=embedder), embedder, lists, [], [])


def head_of(question: str, index: Index, embedder: Embedder) -> tuple[Plan, Query, list[RankedPaper]]:
    """The question's terms and the papers that the judge would read."""
    plan = plain_plan(question, READER.read(question))
    ranked, _ = rank(plan, index=index, embedder=embedder)
    return plan, read_query(" ".join(plan.queries), index=index), ranked[:100]


def of_papers(gold: Sequence[Gold], corpus: Corpus) -> Rows:
    """Partly relevant papers are taken as not relevant: left out, the probabilities would be too high by a sixth."""
    for question in gold:
        relevant = {normal(name) for name in question["relevant"]}  # titles or ids
        for candidate in corpus.candidates(question["question"], ANY)[2]:
            paper = candidate.reading.paper
            yield candidate.features, not relevant.isdisjoint((normal(paper.title), normal(paper.id))), question["id"]


@dataclass(frozen=True)
class TopicAsker:
    """Asks for papers as the judge sees it. The cross-encoder has learned from the training part's lists and topics, so
    it is surer there than it may be: others are asked.
    """

    embedder: Embedder
    cross: CrossEncoder

    def gold(self, corpus: Corpus, papers: Papers) -> Rows:
        """Labelled by whether the corpus answers. `papers`: for each question a model that has not seen it."""
        learned = {row["id"] for row in read_lines("lists", "train")}
        for gold in [*corpus.lists, *corpus.unanswerable]:
            if gold["id"] not in learned:
                yield self.row(gold["question"], corpus.index, papers(gold["id"])), bool(gold["relevant"]), gold["id"]

    def written(self, index: Index, paper: Logistic) -> Rows:
        """The written topics, as a question and as a search, each labelled by whether its paper is here; none is
        withheld, for other papers may be on the same. And questions that no paper is about.
        """
        rows = read_lines("papers", _UNSEEN)
        known = index.papers([row["id"] for row in rows])
        for row in rows:
            for kind in ("topic", "kw"):
                yield self.row(row[kind], index, paper), row["id"] in known, row["id"]
        for text in (*off_topic("train"), *off_topic(_UNSEEN)):
            yield self.row(text, index, paper), False, text

    def row(self, question: str, index: Index, paper: Logistic) -> Features:
        plan, query, head = head_of(question, index, self.embedder)
        candidates = read_candidates(query, head, model=paper, index=index)
        first = read_together(" ".join(plan.queries), candidates, self.cross, OF_LIST)[:READ]
        sentences = read_sentences(" ".join(plan.queries), query, first, embedder=self.embedder)
        topic = topic_features(query, [c.reading for c in first], [s.cosine for s in sentences])
        return listable_features(first[0].log_odds, [c.cross for c in first if c.cross], topic)


def of_small_corpora(abstracts: Path, asker: TopicAsker, paper: Logistic) -> Rows:
    """The lists that conversations of the training part ask for, each over its own dozen of papers, and over those of
    another conversation that shares none. `abstracts`: records of the papers, as JSON Lines.
    """
    records = {json.loads(line)["id"]: line for line in abstracts.read_text(encoding="utf-8").splitlines()}
    talks = read_lines("conversations", "train")
    for talk, other in zip(talks, _others(talks), strict=True):
        with TemporaryDirectory() as folder:
            path = Path(folder, "papers.jsonl")
            path.write_text("".join(f"{records[id]}\n" for id in talk["papers"] if id in records), encoding="utf-8")
            build_index([path], Settings(index=Path(folder, "index")), progress=lambda _: None)
            with Index.open(Path(folder, "index"), embedder=asker.embedder) as index:
                for asked, is_here in ((talk, True), (other, False)):
                    for text in _lists_of(asked):
                        yield asker.row(text, index, paper), is_here, talk["id"]


def _others(talks: Sequence[Gold]) -> Iterator[Gold]:
    """For each conversation the next one about other papers."""
    for place, talk in enumerate(talks):
        following = (*talks[place + 1 :], *talks[:place])
        yield next(other for other in following if not {*other["papers"]} & {*talk["papers"]})


def _lists_of(talk: Gold) -> list[str]:
    """Its questions for papers, as they stand alone, where the right ones are named."""
    return [
        turn.get("alone", turn["text"])
        for turn in talk["turns"]
        if turn["want"] == "list" and (turn["lean"] == "none" or "alone" in turn)
        if turn.get("relevant") and not any(mark.startswith("@") for mark in turn["relevant"])
    ]


def off_topic(part: str) -> list[str]:
    """Utterances that no paper could be about."""
    return [row["text"] for row in read_lines("utterances", part) if row.get("off")]


def _read(path: Path) -> list[Gold]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def normal(text: str) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text).lower()).strip()
