"""What the embedded judge's models are fitted to, and the fitting of all of them. Knows no file it writes."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from assistant.index import Index
from assistant.judging.embedded.relevance_models import Gate, Logistic, RelevanceModels
from assistant.models.cross_encoder import MiniLMCrossEncoder
from assistant.models.minilm import MiniLM
from benchmarks import examples as from_
from benchmarks import fact_examples as facts
from benchmarks.examples import Corpus, Examples, open_corpus, open_lists
from benchmarks.fitting import Calibration, calibrate, calibrate_with, fit, fold_of, without
from benchmarks.remembering import Remembering

# Share of answerable questions that a gate may refuse.
_REFUSED = {"topic": 0.02, "topic_of_few": 0.02, "answerable": 0.04, "stated": 0.02}
_GATES = ("topic", "answerable", "stated")
NAMES = {
    "paper_list": ("fused_to_best", "cosine_to_best", "feedback", "phrases", "phrases_in_part"),
    "paper_fact": ("fused", "cosine", "feedback", "share", "phrases_in_part"),
    "paper_read": ("odds", "relevant"),
    "sentence": ("share", "cosine", "told", "number", "number_asked", "place", "last", "log_odds", "first_paper"),
    "topic": ("best_sentence", "covered", "unseen", "odds", "relevant"),
    "answerable": (
        *("best_sentence", "covered", "unseen", "odds", "next_odds", "cosine", "cosine_gap", "words_gap"),
        *("share", "pairs", "terms"),
    ),
    "stated": ("stated",),
}


@dataclass(frozen=True)
class Training:
    """The examples of each model, and the corpora whose gold they come from. `of_few`: topics over few papers, to which
    no model is fitted."""

    corpora: tuple[Corpus, ...]
    examples: dict[str, Examples]
    of_few: Examples


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("places", nargs="+", type=Path, metavar="INDEX GOLD_FOLDER")
    told = "indexes of abstracts that questions were written over, or of a part of them"
    parser.add_argument("--written", nargs="+", type=Path, required=True, metavar="INDEX", help=told)
    told = "index of the papers that the written lists are about"
    parser.add_argument("--lists", type=Path, required=True, metavar="INDEX", help=told)
    told = "records of the papers that the written conversations are about, as JSON Lines"
    parser.add_argument("--abstracts", type=Path, required=True, metavar="FILE", help=told)


def gather(args: argparse.Namespace) -> Training:
    """All examples. Where a model's features come from other models, those have not seen the question."""
    embedder = Remembering(MiniLM())
    corpora = tuple(
        open_corpus(index, gold, embedder) for index, gold in zip(args.places[::2], args.places[1::2], strict=True)
    )
    written = [Index.open(place, embedder=embedder) for place in args.written]
    lists = open_lists(args.lists, embedder)
    made = {name: Examples() for name in NAMES}
    of_fold = cache(lambda fold, name: fit(without(made[name], fold), NAMES[name]))

    def unseen(name: str) -> Callable[[str], Logistic]:
        return lambda question: of_fold(fold_of(question), name)

    for corpus in (*corpora, lists):
        made["paper_list"].extend(from_.of_papers(corpus.lists, corpus))
        made["paper_fact"].extend(from_.of_papers(corpus.facts, corpus))
    cross = MiniLMCrossEncoder()
    asker = from_.TopicAsker(embedder, cross)
    for corpus in (*corpora, lists):
        made["topic"].extend(asker.gold(corpus, unseen("paper_list")))
    every = fit(made["paper_list"], NAMES["paper_list"])
    for index in written:
        made["topic"].extend(asker.written(index, every))
    few = Examples()
    few.extend(from_.of_small_corpora(args.abstracts, asker, every))
    _add_facts(made, corpora, written, facts.FactAsker(embedder, cross, unseen("paper_fact")), unseen)
    return Training(corpora, made, few)


def _add_facts(
    made: dict[str, Examples],
    corpora: Sequence[Corpus],
    written: Sequence[Index],
    asker: facts.FactAsker,
    unseen: Callable[[str], Callable[[str], Logistic]],
) -> None:
    gold = [one for corpus in corpora for one in asker.gold(corpus)]
    asked = [one for index in written for one in asker.written(index)]
    made["paper_read"].extend(facts.of_read([*gold, *asked]))
    made["sentence"].extend(facts.of_sentences([*gold, *asked], unseen("paper_read"), asker.embedder))
    made["answerable"].extend(facts.of_answers(asked, unseen("paper_read"), asker.embedder))
    told, left_open = (
        [one for one in asked if one.is_right],
        [one for index in written for one in asker.left_open(index)],
    )
    made["stated"].extend(facts.of_stated(told, unseen("paper_read"), is_stated=True))
    made["stated"].extend(facts.of_stated(left_open, unseen("paper_read"), is_stated=False))


def train(training: Training, *, fold: int | None = None) -> tuple[RelevanceModels, dict[str, Calibration]]:
    """The models and the gates' calibrations; without the questions of `fold`, where one is named."""
    rest = {name: without(examples, fold) for name, examples in training.examples.items()}
    models: dict[str, Logistic] = {name: fit(rows, NAMES[name]) for name, rows in rest.items()}
    calibrations = {name: calibrate(rest[name], NAMES[name], _REFUSED[name]) for name in _GATES}
    few = without(training.of_few, fold)
    calibrations["topic_of_few"] = calibrate_with(models["topic"], few, _REFUSED["topic_of_few"])
    gates = {name: Gate(models[name], calibrations[name].threshold) for name in _GATES}
    gates["topic"] = replace(gates["topic"], of_few=calibrations["topic_of_few"].threshold)
    version = "all" if fold is None else f"without fold {fold}"
    made = RelevanceModels(
        version,
        paper_list=models["paper_list"],
        paper_fact=models["paper_fact"],
        paper_read=models["paper_read"],
        sentence=models["sentence"],
        topic=gates["topic"],
        answerable=gates["answerable"],
        stated=gates["stated"],
    )
    return made, calibrations
