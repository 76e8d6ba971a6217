"""What a flood of near-copies does to the questions of the sample: the right papers shown, and how long it takes.

    python -m benchmarks.floods [--copies 200] [--questions 20]

Three floods, each in an index of its own beside the sample: near-copies of an abstract that is right for a list, of one
that is made of the words of all questions, and of that list's question put as an abstract. Each copy has a title of its
own and a few words of its abstract changed.
"""

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from assistant import build
from assistant.evaluation.asking.questions import FactQuestion, ListQuestion
from assistant.evaluation.asking.reading import read_all, shipped_gold
from assistant.evaluation.measures.intervals import bootstrap_interval
from assistant.evaluation.measures.metrics import mean, recall
from assistant.evaluation.measures.scoring import cited, keys, listed, relevant_keys
from assistant.settings import Settings

Asked = ListQuestion | FactQuestion
_FILLING = "indeed also here moreover thus clearly again often mainly notably further still".split()


def near_copies(abstract: str, n: int, *, seed: int = 1) -> list[dict[str, str]]:
    """Entries whose abstracts differ from this one in four places: two words changed about, one gone, one more."""
    lots = random.Random(seed)
    return [
        {"id": f"flood-{number}", "title": f"Notes on this, part {number}", "abstract": _edited(abstract, lots)}
        for number in range(1, n + 1)
    ]


def _edited(abstract: str, lots: random.Random) -> str:
    words = abstract.split()
    at = lots.randrange(len(words) - 1)
    words[at], words[at + 1] = words[at + 1], words[at]
    del words[lots.randrange(len(words))]
    words.insert(lots.randrange(len(words)), lots.choice(_FILLING))
    return " ".join(words)


def stuffed(questions: Sequence[str]) -> str:
    """An abstract of nothing but the questions' words."""
    return " ".join(dict.fromkeys(word.strip("?,.") for question in questions for word in question.split())) + "."


def write_entries(file: Path, entries: Sequence[Mapping[str, str]]) -> None:
    file.write_text("".join(f"{json.dumps(entry)}\n" for entry in entries), encoding="utf-8")


def questions(n: int) -> list[Asked]:
    """Half lists, half facts."""
    gold = read_all(shipped_gold())
    lists = [one for one in gold if isinstance(one, ListQuestion)]
    facts = [one for one in gold if isinstance(one, FactQuestion)]
    return [*lists[: n // 2], *facts[: n - n // 2]]


def measure(index: Path, gold: Sequence[Asked]) -> None:
    """Prints the recall of the right papers, how many answers are refusals, the longest list and the time of each."""
    assistant = build.open_assistant(Settings(index=index))
    assistant.ask(gold[0].question)  # imports
    recalls, refused, longest, seconds = [], 0, 0, []
    for one in gold:
        started = perf_counter()
        answer = assistant.ask(one.question)
        seconds.append(perf_counter() - started)
        given = listed(answer) if isinstance(one, ListQuestion) else cited(answer)
        right = relevant_keys(one)
        recalls.append(recall(frozenset(keys(given, [*one.relevant])), right))
        refused += answer.outcome != "answered"
        longest = max(longest, len(answer.verdicts))
    low, high = bootstrap_interval(recalls)
    print(
        f"  recall {mean(recalls):.3f} [{low:.3f}, {high:.3f}], the first list {recalls[0]:.3f}, refused {refused}, "
        f"longest list {longest}, seconds: median {median(seconds):.2f}, most {max(seconds):.2f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--questions", type=int, default=20)
    args = parser.parse_args()
    gold = questions(args.questions)
    with TemporaryDirectory() as folder:
        sample = Path(folder) / "sample"
        build.build_index([build.SAMPLE], Settings(index=sample), progress=lambda _: None)
        print("sample alone")
        measure(sample, gold)
        with build.open_index(Settings(index=sample)) as opened:
            right = next(p for p in opened.list_papers() if p.title == gold[0].relevant[0])
        floods = {
            "near-copies of a right abstract": right.abstract,
            "near-copies of all questions' words": stuffed([one.question for one in gold]),
            "near-copies of the first question": f"{gold[0].question}? " * 8,
        }
        for name, abstract in floods.items():
            file, index = Path(folder) / f"{name}.jsonl", Path(folder) / name
            write_entries(file, near_copies(abstract, args.copies))
            build.build_index([build.SAMPLE, file], Settings(index=index), progress=lambda _: None)
            print(f"{args.copies} {name}")
            measure(index, gold)


if __name__ == "__main__":
    main()
