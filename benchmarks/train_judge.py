"""Trains the embedded judge's weights on gold questions and on written questions, with their papers and without.

    python -m benchmarks.train_judge INDEX GOLD_FOLDER [INDEX GOLD_FOLDER ...]
        --written INDEX [INDEX ...] --lists INDEX --abstracts FILE

INDEX: an index of the papers the gold is about. GOLD_FOLDER: lists.jsonl, facts.jsonl and unanswerable.jsonl.
--written: indexes of the abstracts, or of a part of them, that the questions in benchmarks/questions are about.
--lists: an index of the papers of the written lists. --abstracts: records of the papers of the written conversations.
With --write the weights in relevance.json are replaced. Folds are by question, whatever index it is
asked over. The features are the program's own functions: nothing is computed twice.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.judging.embedded.relevance_models import Logistic, RelevanceModels
from benchmarks.fitting import Calibration
from benchmarks.training import add_arguments, gather, train

_TARGET = Path(__file__).resolve().parent.parent / "assistant" / "judging" / "embedded" / "relevance.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    models, calibrations = train(gather(args))
    for name, made in calibrations.items():
        print(
            f"{name}: AUROC {made.auroc:.3f} over {made.answerable} answerable and {made.others} other questions, "
            f"held out; threshold {made.threshold:.3f}",
            file=sys.stderr,
        )
    if args.write:
        _write(models, calibrations)


def _write(models: RelevanceModels, calibrations: Mapping[str, Calibration]) -> None:
    parts: dict[str, Any] = {
        "paper_list": _rounded(models.paper_list),
        "paper_fact": _rounded(models.paper_fact),
        "paper_read": _rounded(models.paper_read),
        "sentence": _rounded(models.sentence),
        "topic": {
            **_rounded(models.topic.model),
            **_calibrated(calibrations["topic"]),
            "of_few": _calibrated(calibrations["topic_of_few"]),
        },
        "answerable": {**_rounded(models.answerable.model), **_calibrated(calibrations["answerable"])},
        "stated": {**_rounded(models.stated.model), **_calibrated(calibrations["stated"])},
    }
    version = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:8]
    _TARGET.write_text(json.dumps({"version": version, **parts}, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {_TARGET.name} {version}", file=sys.stderr)


def _rounded(model: Logistic) -> dict[str, Any]:
    return {"bias": round(model.bias, 4), "weights": {name: round(w, 4) for name, w in model.weights.items()}}


def _calibrated(made: Calibration) -> dict[str, Any]:
    """What a reader of the weights should know of the threshold: on how much it rests, and what others would do."""
    return {
        "threshold": round(made.threshold, 4),
        "calibration": {
            "answerable": made.answerable,
            "others": made.others,
            "auroc": round(made.auroc, 4),
            "curve": ["threshold, share of the answerable refused, share of the others refused"]
            + [", ".join(f"{value:.4f}" for value in point) for point in made.curve],
        },
    }


if __name__ == "__main__":
    main()
