"""How often the code's check of a sentence is right, without a model: on abstracts and on summaries of the same papers.

    python -m benchmarks.sentence_checks ABSTRACTS.txt ... --summaries SUMMARIES.txt

Every sentence is held against quotes of an abstract: a sentence of the abstract against itself has to be backed, one of
the summary of that paper should not be refuted, the same with a number altered should be, and one of another paper
should never be backed.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from assistant.checking.support import Standing, check
from assistant.corpus import sources
from assistant.text.sentences import sentence_spans
from assistant.types import Paper, Quote, Record

_NUMBER = re.compile(r"(?<![\w.,-])\d{2,}(?![\w.,]*\w)")
_ELSEWHERE = 37  # places on in the listing stands "another paper"


def main() -> None:
    parser = argparse.ArgumentParser(description="Check sentences by code alone.")
    parser.add_argument("abstracts", nargs="+", type=Path)
    parser.add_argument("--summaries", type=Path, required=True, help="a listing of the same titles in other words")
    args = parser.parse_args()
    abstracts, summaries = _papers(args.abstracts), _papers([args.summaries])
    draw = random.Random(0)
    same = [(abstracts[title], summaries[title]) for title in abstracts if title in summaries]
    ordered = list(abstracts.values())
    others = [(ordered[(place + _ELSEWHERE) % len(ordered)], paper) for place, paper in enumerate(ordered)]
    _print("itself", (check(q.text, [q]).standing for paper in ordered for q in _quotes(paper)))
    told = [(_quotes(paper), q.text) for paper, summary in same for q in _quotes(summary)]
    _print("summary", (check(text, quotes).standing for quotes, text in told))
    altered = ((quotes, changed) for quotes, text in told if (changed := _altered(text, draw)))
    _print("altered", (check(text, quotes).standing for quotes, text in altered))
    _print("another", (check(q.text, _quotes(other)[:1]).standing for other, paper in others for q in _quotes(paper)))


def _papers(paths: Sequence[Path]) -> dict[str, Paper]:
    entries = (entry for source in sources(paths, form=None, date=None) for entry in source.entries)
    return {e.title.casefold(): Paper(e.title, e.title, e.abstract) for e in entries if isinstance(e, Record)}


def _quotes(paper: Paper) -> list[Quote]:
    return [Quote(paper, start, end) for start, end in sentence_spans(paper.abstract)]


def _altered(text: str, draw: random.Random) -> str:
    found = _NUMBER.search(text)
    return f"{text[: found.start()]}{int(found[0]) + draw.randint(1, 9)}{text[found.end() :]}" if found else ""


def _print(name: str, standings: Iterable[Standing] | Iterator[Standing]) -> None:
    counts = Counter(standings)
    n = counts.total()
    print(f"{name:<8} n {n:>5}", *(f"{kind} {counts[kind] / n:.3f}" for kind in ("backed", "open", "refuted")))


if __name__ == "__main__":
    main()
