"""How well written fact questions are answered over an index of the abstracts they are about.

    python -m benchmarks.written INDEX [--part choose] [--papers 60] [--slip]

INDEX: of the abstracts that benchmarks/questions is written over. `--part test` is the last look.
"""

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant import open_assistant
from assistant.answering import Assistant
from assistant.evaluation.measures.intervals import wilson_interval
from assistant.text.sentences import sentence_spans
from assistant.types import Answer, Filters
from benchmarks.questions import read_lines

Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--part", default="choose", choices=("train", "choose", "test"))
    parser.add_argument("--papers", type=int, default=1000, help="at most so many")
    parser.add_argument("--after", type=int, default=0, help="leave out so many first: they were looked at before")
    parser.add_argument("--slip", action="store_true", help="leave out a letter of the longest word of each question")
    given = parser.parse_args()
    assistant = open_assistant(str(given.index))
    rows = read_lines("papers", given.part)[given.after :][: given.papers]
    if given.slip:
        rows = [{**row, **{kind: _slipped(row[kind]) for kind in ("lay", "plain", "missing")}} for row in rows]
    for kind, told in (("lay", "everyday words"), ("plain", "a researcher's words")):
        answers = [assistant.ask(row[kind]) for row in rows]
        _tell(f"{told}: answered", [a.outcome == "answered" for a in answers])
        _tell(f"{told}: right paper cited", [_cites(a, row) for a, row in zip(answers, rows, strict=True)])
        if kind == "lay":
            _tell(f"{told}: answering sentence quoted", [_quotes(a, row) for a, row in zip(answers, rows, strict=True)])
        withheld = [assistant.ask(row[kind], filters=Filters(without=(row["id"],))) for row in rows]
        _tell(f"{told}, its paper withheld: refused", [a.outcome != "answered" for a in withheld])
    _tell("a missing detail: refused", [o != "answered" for o in _outcomes(assistant, rows, "missing")])


def _slipped(question: str) -> str:
    """The question with the middle letter of its longest word left out, as a quick hand would."""
    longest = max(re.findall(r"[a-z]+", question), key=len, default="")
    return question.replace(longest, longest[: len(longest) // 2] + longest[len(longest) // 2 + 1 :], 1)


def _outcomes(assistant: Assistant, rows: Sequence[Row], kind: str) -> Iterator[str]:
    for row in rows:
        yield assistant.ask(row[kind]).outcome


def _cites(answer: Answer, row: Row) -> bool:
    return answer.outcome == "answered" and row["id"] in {c.quote.paper.id for c in answer.citations}


def _quotes(answer: Answer, row: Row) -> bool:
    """Whether a quote of the right paper holds most of a sentence that was marked; sentences may be cut otherwise."""
    for citation in answer.citations:
        paper = citation.quote.paper
        if paper.id != row["id"] or answer.outcome != "answered":
            continue
        spans = sentence_spans(paper.abstract)
        marked = [spans[place] for place in row["answer"] if place < len(spans)]
        if any(citation.quote.start < end and start < citation.quote.end for start, end in marked):
            return True
    return False


def _tell(what: str, right: Sequence[bool]) -> None:
    share = sum(right) / len(right)
    low, high = wilson_interval(share, len(right))
    print(f"| {what} | {len(right)} | {share:.2f} [{low:.2f}, {high:.2f}] |", flush=True)


if __name__ == "__main__":
    main()
