"""How well the turns of written conversations are answered, each conversation over an index of its own few papers.

    python -m benchmarks.conversations ABSTRACTS.jsonl [--part choose] [--limit 60]

ABSTRACTS.jsonl: records (`id`, `title`, `abstract`) of the papers that benchmarks/questions is written over.
`--part test` is the last look.
"""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant import open_assistant
from assistant.build import build_index
from assistant.evaluation.measures.intervals import bootstrap_interval, wilson_interval
from assistant.settings import read_settings
from assistant.types import Answer
from assistant.understanding.conversation.focus import papers_shown
from benchmarks.questions import read_lines

Line = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("abstracts", type=Path)
    parser.add_argument("--part", default="choose", choices=("train", "choose", "test"))
    parser.add_argument("--limit", type=int, default=1000, help="at most so many conversations")
    parser.add_argument("--wrong", action="store_true", help="print the turns that miss a right paper")
    given = parser.parse_args()
    records = {row["id"]: row for row in map(json.loads, given.abstracts.read_text(encoding="utf-8").splitlines())}
    recall, precision = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
    for talk in read_lines("conversations", given.part)[: given.limit]:
        for turn, right, shown in _play(talk, records):
            found = len(right & shown) / len(right)
            allowed = right | set(turn.get("partial", ()))
            for name in ("all turns", f"leaning on: {turn['lean']}"):
                recall[name].append(found)
                precision[name].append(len(allowed & shown) / len(shown) if shown else 0.0)
            if given.wrong and found < 1:
                print(f"{talk['id']} {turn['lean']}/{turn['want']} {found:.2f} of {len(right)}: {turn['text']}")
    for name in recall:
        print(f"| {name} | {len(recall[name])} | {_told(recall[name])} | {_told(precision[name])} |")


def _play(talk: Line, records: Mapping[str, Line]) -> Iterator[tuple[Line, set[str], set[str]]]:
    """Each turn that has right papers, with these and those that were shown."""
    with tempfile.TemporaryDirectory() as folder:
        papers = Path(folder, "papers.jsonl")
        papers.write_text("".join(json.dumps(records[id]) + "\n" for id in talk["papers"] if id in records))
        build_index([papers], read_settings(index=f"{folder}/index"), progress=lambda _: None)
        assistant = open_assistant(f"{folder}/index")
        history: list[Answer] = []
        listed: Sequence[str] = ()
        for turn in talk["turns"]:
            answer = assistant.ask(turn["text"], history)
            shown = [paper.id for paper in papers_shown(answer)] if answer.outcome == "answered" else []
            right = {id for mark in turn.get("relevant", ()) for id in _resolved(mark, listed)}
            if right and not turn.get("unanswerable"):
                yield turn, right, set(shown)
            history.append(answer)
            listed = shown if turn["want"] in ("list", "overview") else listed


def _resolved(mark: str, listed: Sequence[str]) -> Sequence[str]:
    """ "@2" is the second of the list before, whatever the program put there, and "@last" its last."""
    if not mark.startswith("@"):
        return [mark]
    place = len(listed) if mark == "@last" else int(mark[1:])
    return listed[place - 1 : place] if place else []


def _told(values: Sequence[float]) -> str:
    share = sum(values) / len(values)
    low, high = wilson_interval(share, len(values)) if min(values) == max(values) else bootstrap_interval(values)
    return f"{share:.2f} [{low:.2f}, {high:.2f}]"


if __name__ == "__main__":
    main()
