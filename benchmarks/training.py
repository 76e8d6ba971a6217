"""What the embedded judge's models are fitted to, and the fitting of all of them. Knows no file it writes."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.logistic import Gate, Logistic, RelevanceModels
from assistant.index import Index
from assistant.models.minilm import MiniLM
from assistant.ports import Embedder
from benchmarks import examples as from_
from benchmarks.examples import Corpus, Examples, open_corpus
from benchmarks.fitting import Calibration, calibrate, fit, held_out, without
from benchmarks.pairs import known_items, topics

# Shares of answerable questions that each of the two gates may refuse.
_OFF_TOPIC, _ABSENT = 0.04, 0.005
_PAIRS = 300
NAMES = {
    "paper_list": ("fused", "cosine_to_best", "feedback", "phrases", "phrases_in_part"),
    "paper_fact": (
        "fused",
        "cosine",
        "cosine_to_best",
        "feedback",
        "words",
        "share",
        "share_in_title",
        "share_in_sentence",
        "pairs",
        "pairs_in_title",
    ),
    "sentence": ("share", "cosine", "number", "number_asked", "place", "last", "log_odds", "first_paper"),
    "topic": ("cosine", "cosine_of_ten", "words", "share", "share_in_sentence", "pairs", "unseen"),
    "presence": ("cosine", "cosine_gap", "words_gap", "share", "pairs"),
}


@dataclass(frozen=True)
class Training:
    """The examples of each model, and the corpora whose gold they come from."""

    corpora: tuple[Corpus, ...]
    papers: dict[str, Examples]  # "paper_list" and "paper_fact"
    sentences: Examples
    topics: Examples
    presences: Examples


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("places", nargs="+", type=Path, metavar="INDEX GOLD_FOLDER")
    parser.add_argument("--items", nargs=2, type=Path, required=True, metavar=("INDEX", "COLLECTION"))
    parser.add_argument("--topics", type=Path, required=True, metavar="INDEX")


def gather(args: argparse.Namespace) -> Training:
    """All examples, by asking every question once (sentences of facts: with held-out models of papers)."""
    embedder = MiniLM()
    corpora = tuple(
        open_corpus(index, gold, embedder) for index, gold in zip(args.places[::2], args.places[1::2], strict=True)
    )
    papers = {"paper_list": Examples(), "paper_fact": Examples()}
    sentences, topics_ = Examples(), Examples()
    for corpus in corpora:
        papers["paper_list"].extend(from_.of_papers(corpus.lists, corpus))
        papers["paper_fact"].extend(from_.of_papers(corpus.facts, corpus))
        topics_.extend(from_.of_topics(corpus))
    for corpus in corpora:
        sentences.extend(from_.of_sentences(corpus, held_out(papers["paper_fact"], NAMES["paper_fact"])))
    topics_.extend(_withheld_topics(args.topics, embedder))
    return Training(corpora, papers, sentences, topics_, _withheld_items(*args.items, embedder))


def train(training: Training, *, fold: int | None = None) -> tuple[RelevanceModels, dict[str, Calibration]]:
    """The models and the gates' calibrations; without the questions of `fold`, where one is named."""
    rest = {name: without(examples, fold) for name, examples in training.papers.items()}
    rest |= {"sentence": without(training.sentences, fold)}
    gates = {"topic": without(training.topics, fold), "presence": without(training.presences, fold)}
    models: dict[str, Logistic] = {name: fit(rows, NAMES[name]) for name, rows in (rest | gates).items()}
    shares = {"topic": _OFF_TOPIC, "presence": _ABSENT}
    calibrations = {name: calibrate(rows, NAMES[name], shares[name]) for name, rows in gates.items()}
    topic, presence = (Gate(models[name], calibrations[name].threshold) for name in ("topic", "presence"))
    version = "all" if fold is None else f"without fold {fold}"
    return (
        RelevanceModels(
            version, models["paper_list"], models["paper_fact"], models["sentence"], topic=topic, presence=presence
        ),
        calibrations,
    )


def _withheld_topics(place: Path, embedder: Embedder) -> from_.Rows:
    index = Index.open(place, embedder=embedder)
    return from_.of_withheld_topics(index, embedder, topics(index, _PAIRS))


def _withheld_items(place: Path, collection: Path, embedder: Embedder) -> Examples:
    index = Index.open(place, embedder=embedder)
    examples = Examples()
    examples.extend(from_.of_withheld_items(index, embedder, known_items(collection, _PAIRS)))
    return examples
