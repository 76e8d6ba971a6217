"""How good the embedded judge is on questions it was not fitted to: every gold question is answered by models that were
fitted, and gates that were calibrated, without its fold.

    python -m benchmarks.held_out INDEX GOLD_FOLDER [INDEX GOLD_FOLDER ...] --written INDEX --lists INDEX
        --abstracts FILE --topics INDEX

Prints for each index the figures of `assistant eval`; how often the interval of a list's completeness held the true
number; and what the shipped judge makes of topics that some papers of the last INDEX share, asked with these papers and
with all of them withheld. Of a sentence's features its paper's odds come from models of other folds.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from sklearn.metrics import roc_auc_score

from assistant.build import open_assistant
from assistant.evaluation import evaluate, make_report, read_all, table
from assistant.evaluation.asking.questions import Conversation, ListQuestion
from assistant.evaluation.measures.intervals import wilson_interval
from assistant.evaluation.measures.results import Evaluation
from assistant.index import Index
from assistant.judging.embedded.judge import EmbeddedJudge
from assistant.judging.embedded.relevance_models import RelevanceModels, load_models
from assistant.models.cross_encoder import MiniLMCrossEncoder
from assistant.models.minilm import MiniLM
from assistant.ports import Judgement
from assistant.retrieval import rank
from assistant.settings import Settings
from assistant.types import Answer, RankedPaper
from assistant.understanding.planner import plain_plan
from benchmarks.examples import Corpus
from benchmarks.fitting import FOLDS, fold_of
from benchmarks.pairs import topics, with_and_without
from benchmarks.reading import READER
from benchmarks.training import Training, add_arguments, gather, train

_TOPICS = 100


class HeldOut:
    """Satisfies `Asker`: asks each question of an assistant whose judge has not seen it."""

    def __init__(self, corpus: Corpus, models: Mapping[int, RelevanceModels], ids: Mapping[str, str]) -> None:
        settings = Settings(index=corpus.place)
        self._by_fold = {fold: open_assistant(settings, models=judge) for fold, judge in models.items()}
        self._ids = ids  # of the questions, by their text

    def ask(self, question: str, history: Sequence[Answer] = ()) -> Answer:
        return self._by_fold[fold_of(self._ids[question])].ask(question, history)

    def search(self, question: str, k: int) -> Sequence[RankedPaper]:
        return self._by_fold[0].search(question, k)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--topics", type=Path, required=True, metavar="INDEX")
    args = parser.parse_args()
    report_on(gather(args), args.places[1::2])
    print(_withheld(args.topics))


def report_on(training: Training, folders: Sequence[Path]) -> None:
    models = {fold: train(training, fold=fold)[0] for fold in range(FOLDS)}
    every = []
    for corpus, folder in zip(training.corpora, folders, strict=True):
        evaluation = _evaluate(corpus, folder, models)
        every.append(evaluation)
        report = make_report(evaluation, date="", index=str(corpus.place), gold=(str(folder),))
        print(f"\n{corpus.place!s}\n\n{table(report)}")
    print(f"\n{_coverage(every)}")


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
    width = sum(complete.high - complete.low for _, complete in told) / len(told)
    estimate = sum(complete.estimate for _, complete in told) / len(told)
    true = sum(number for number, _ in told) / len(told)
    return (
        f"completeness: the interval held the true number for {held} of {len(told)} lists [{low:.2f}, {high:.2f}]; "
        f"mean width {width:.1f}, mean estimate {estimate:.1f}, mean true number {true:.1f}"
    )


def _withheld(place: Path) -> str:
    """How the judge tells a topic that is here from one that is not, by its confidence."""
    embedder, cross = MiniLM(), MiniLMCrossEncoder()
    index = Index.open(place, embedder=embedder)
    told = []
    for question, corpus, present in with_and_without(index, topics(index, _TOPICS)):
        plan = plain_plan(question.text, READER.read(question.text))
        ranked, _ = rank(plan, index=corpus, embedder=embedder)
        judge = EmbeddedJudge(index=corpus, embedder=embedder, cross=cross, models=load_models())
        *_, judged = judge.judge(plan, ranked)
        assert isinstance(judged, Judgement)
        told.append((present, judged.confidence, judged.stated))
    refused = [sum(not stated for here, _, stated in told if here == present) for present in (True, False)]
    found = roc_auc_score([here for here, _, _ in told], [confidence for _, confidence, _ in told])
    return (
        f"withheld topics: AUROC of the confidence {found:.3f} (n={len(told)}); refused {refused[0]} of "
        f"{len(told) // 2} that are here and {refused[1]} of {len(told) // 2} that are not"
    )


if __name__ == "__main__":
    main()
