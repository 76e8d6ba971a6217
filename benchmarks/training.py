"""What the embedded judge's models are fitted to, and the fitting of all of them. Knows no file it writes."""

import argparse
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.index import Index
from assistant.judging.embedded.relevance_models import Gate, Logistic, RelevanceModels
from assistant.models.minilm import MiniLM
from benchmarks import examples as from_
from benchmarks.examples import Corpus, Examples, open_corpus
from benchmarks.fitting import Calibration, calibrate, fit, fold_of, without
from benchmarks.pairs import known_items

# Shares of answerable questions that each of the two gates may refuse.
_OFF_TOPIC, _ABSENT = 0.045, 0.005
_ITEMS = 300  # constructed pairs
NAMES = {
    "paper_list": ("fused", "cosine_to_best", "feedback", "phrases", "phrases_in_part"),
    "paper_fact": ("fused", "cosine", "feedback", "share", "phrases_in_part"),
    "sentence": ("share", "cosine", "number", "number_asked", "place", "last", "log_odds", "first_paper"),
    "topic": ("best_sentence", "covered", "unseen"),
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


def gather(args: argparse.Namespace) -> Training:
    """All examples, by asking every question once (sentences and topics: with held-out models of papers)."""
    embedder = MiniLM()
    corpora = tuple(
        open_corpus(index, gold, embedder) for index, gold in zip(args.places[::2], args.places[1::2], strict=True)
    )
    papers = {"paper_list": Examples(), "paper_fact": Examples()}
    for corpus in corpora:
        papers["paper_list"].extend(from_.of_papers(corpus.lists, corpus))
        papers["paper_fact"].extend(from_.of_papers(corpus.facts, corpus))
    of_fold = cache(lambda fold, name: fit(without(papers[name], fold), NAMES[name]))

    def unseen(question: str, name: str) -> Logistic:
        return of_fold(fold_of(question), name)

    sentences, about, items = Examples(), Examples(), Examples()
    for corpus in corpora:
        sentences.extend(from_.of_sentences(corpus, unseen))
        about.extend(from_.of_topics(corpus, unseen))
    index = Index.open(args.items[0], embedder=embedder)
    items.extend(from_.of_withheld_items(index, embedder, known_items(args.items[1], _ITEMS)))
    return Training(corpora, papers, sentences, about, items)


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
