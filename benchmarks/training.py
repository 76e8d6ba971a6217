"""What the embedded judge's models are fitted to, and the fitting of all of them. Knows no file it writes."""

import argparse
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.index import Index
from assistant.judging.embedded.relevance_models import Gate, Logistic, RelevanceModels, load_models
from assistant.models.minilm import MiniLM
from benchmarks import examples as from_
from benchmarks.examples import Corpus, Examples, open_corpus, open_lists
from benchmarks.fitting import Calibration, calibrate, calibrate_with, fit, fold_of, without
from benchmarks.remembering import Remembering

# Share of answerable questions that a gate may refuse.
_REFUSED = {"topic": 0.03, "topic_of_few": 0.02, "answerable": 0.04}
NAMES = {
    "paper_list": ("fused_to_best", "cosine_to_best", "feedback", "phrases", "phrases_in_part"),
    "paper_fact": ("fused", "cosine", "feedback", "share", "phrases_in_part"),
    "sentence": ("share", "cosine", "number", "number_asked", "place", "last", "log_odds", "first_paper"),
    "topic": ("best_sentence", "covered", "unseen", "odds"),
    "answerable": (
        *("best_sentence", "covered", "unseen", "odds", "next_odds", "cosine", "cosine_gap", "words_gap"),
        *("share", "pairs", "terms"),
    ),
}


@dataclass(frozen=True)
class Training:
    """The examples of each model, and the corpora whose gold they come from."""

    corpora: tuple[Corpus, ...]
    papers: dict[str, Examples]  # "paper_list" and "paper_fact"
    sentences: Examples
    topics: Examples
    topics_of_few: Examples
    answerables: Examples


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("places", nargs="+", type=Path, metavar="INDEX GOLD_FOLDER")
    told = "indexes of abstracts that questions were written over, or of a part of them"
    parser.add_argument("--written", nargs="+", type=Path, required=True, metavar="INDEX", help=told)
    told = "index of the papers that the written lists are about"
    parser.add_argument("--lists", type=Path, required=True, metavar="INDEX", help=told)
    told = "records of the papers that the written conversations are about, as JSON Lines"
    parser.add_argument("--abstracts", type=Path, required=True, metavar="FILE", help=told)


def gather(args: argparse.Namespace) -> Training:
    """All examples, by asking every question once (sentences and topics: with held-out models of papers)."""
    embedder = Remembering(MiniLM())
    corpora = tuple(
        open_corpus(index, gold, embedder) for index, gold in zip(args.places[::2], args.places[1::2], strict=True)
    )
    papers = {"paper_list": Examples(), "paper_fact": Examples()}
    for corpus in corpora:
        papers["paper_list"].extend(from_.of_papers(corpus.lists, corpus))
        papers["paper_fact"].extend(from_.of_papers(corpus.facts, corpus))
    lists = open_lists(args.lists, embedder)
    papers["paper_list"].extend(from_.of_papers(lists.lists, lists))
    of_fold = cache(lambda fold, name: fit(without(papers[name], fold), NAMES[name]))

    def unseen(question: str, name: str) -> Logistic:
        return of_fold(fold_of(question), name)

    sentences, about, written = Examples(), Examples(), Examples()
    for corpus in corpora:
        sentences.extend(from_.of_sentences(corpus, unseen))
        about.extend(from_.of_topics(corpus, unseen))
    about.extend(from_.of_topics(lists, unseen))
    models = {name: fit(examples, NAMES[name]) for name, examples in papers.items()}
    for place in args.written:
        index = Index.open(place, embedder=embedder)
        written.extend(from_.of_written(index, embedder, models["paper_fact"]))
        about.extend(from_.of_written_topics(index, embedder, models["paper_list"]))
    few = Examples()
    few.extend(from_.of_small_corpora(args.abstracts, embedder, models["paper_list"]))
    return Training(corpora, papers, sentences, about, few, written)


def train(training: Training, *, fold: int | None = None) -> tuple[RelevanceModels, dict[str, Calibration]]:
    """The models and the gates' calibrations; without the questions of `fold`, where one is named."""
    rest = {name: without(examples, fold) for name, examples in training.papers.items()}
    rest |= {"sentence": without(training.sentences, fold)}
    gates = {"topic": without(training.topics, fold), "answerable": without(training.answerables, fold)}
    models: dict[str, Logistic] = {name: fit(rows, NAMES[name]) for name, rows in (rest | gates).items()}
    calibrations = {name: calibrate(rows, NAMES[name], _REFUSED[name]) for name, rows in gates.items()}
    few = without(training.topics_of_few, fold)
    calibrations["topic_of_few"] = calibrate_with(models["topic"], few, _REFUSED["topic_of_few"])
    topic = Gate(models["topic"], calibrations["topic"].threshold, calibrations["topic_of_few"].threshold)
    answerable = Gate(models["answerable"], calibrations["answerable"].threshold)
    version = "all" if fold is None else f"without fold {fold}"
    papers = (models["paper_list"], models["paper_fact"])
    stated = load_models().stated  # is trained by itself: benchmarks/train_stated.py
    return RelevanceModels(version, *papers, models["sentence"], topic, answerable, stated), calibrations
