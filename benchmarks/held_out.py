"""How good the embedded judge is on questions it was not fitted to: every gold question is answered by models that were
fitted, and gates that were calibrated, without its fold.

    python -m benchmarks.held_out INDEX GOLD_FOLDER [INDEX GOLD_FOLDER ...] --items INDEX COLLECTION --topics INDEX

Prints for each index the figures of `assistant eval`, and how often the interval of a list's completeness held the true
number. Only the second-hand feature of a sentence, its paper's odds, comes from models of other folds.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.answering import Assistant
from assistant.answering.embedded_judge import EmbeddedJudge
from assistant.answering.extractive_writer import ExtractiveWriter
from assistant.answering.logistic import RelevanceModels
from assistant.answering.planning import RulesPlanner
from assistant.evaluation import evaluate, make_report, read_all, table
from assistant.evaluation.intervals import wilson_interval
from assistant.evaluation.questions import Conversation, ListQuestion
from assistant.evaluation.results import Evaluation
from assistant.types import Answer, RankedPaper
from benchmarks.examples import Corpus
from benchmarks.fitting import FOLDS, fold_of
from benchmarks.training import Training, add_arguments, gather, train


class HeldOut:
    """Satisfies `Asker`: asks each question of an assistant whose judge has not seen it."""

    def __init__(self, corpus: Corpus, models: Mapping[int, RelevanceModels], ids: Mapping[str, str]) -> None:
        self._by_fold = {fold: _assistant(corpus, judge) for fold, judge in models.items()}
        self._ids = ids  # of the questions, by their text

    def ask(self, question: str, history: Sequence[Answer] = ()) -> Answer:
        return self._by_fold[fold_of(self._ids[question])].ask(question, history)

    def search(self, question: str, k: int) -> Sequence[RankedPaper]:
        return self._by_fold[0].search(question, k)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    args = parser.parse_args()
    report_on(gather(args), args.places[1::2])


def report_on(training: Training, folders: Sequence[Path]) -> None:
    models = {fold: train(training, fold=fold)[0] for fold in range(FOLDS)}
    every = []
    for corpus, folder in zip(training.corpora, folders, strict=True):
        evaluation = _evaluate(corpus, folder, models)
        every.append(evaluation)
        report = make_report(evaluation, date="", index=corpus.name, gold=(str(folder),))
        print(f"\n{corpus.name}\n\n{table(report)}")
    print(f"\n{_coverage(every)}")


def _assistant(corpus: Corpus, models: RelevanceModels) -> Assistant:
    judge = EmbeddedJudge(index=corpus.index, embedder=corpus.embedder, models=models)
    return Assistant(
        index=corpus.index,
        embedder=corpus.embedder,
        planner=RulesPlanner(),
        judge=judge,
        writer=ExtractiveWriter(),
        mode="held out",
    )


def _evaluate(corpus: Corpus, folder: Path, models: Mapping[int, RelevanceModels]) -> Evaluation:
    gold = [g for g in read_all(sorted(folder.glob("*.jsonl"))) if not isinstance(g, Conversation)]
    asker = HeldOut(corpus, models, {g.question: g.id for g in gold})
    return evaluate(gold, asker, lookup=corpus.index.papers)


def _coverage(evaluations: Sequence[Evaluation]) -> str:
    """Of the lists that were answered: how often the interval held the number of relevant papers, and its width."""
    told = [
        (len(result.asked.gold.relevant), result.asked.answer.completeness)
        for evaluation in evaluations
        for result in evaluation.results
        if isinstance(result.asked.gold, ListQuestion) and result.asked.answer and result.asked.answer.completeness
    ]
    held = sum(complete.low <= true <= complete.high for true, complete in told)
    low, high = wilson_interval(held / len(told), len(told))
    width, estimate, true = (sum(xs) / len(told) for xs in zip(*((c.high - c.low, c.estimate, t) for t, c in told)))
    return (
        f"completeness: the interval held the true number for {held} of {len(told)} lists [{low:.2f}, {high:.2f}]; "
        f"mean width {width:.1f}, mean estimate {estimate:.1f}, mean true number {true:.1f}"
    )


if __name__ == "__main__":
    main()
