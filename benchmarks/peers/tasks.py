"""What is searched, what is asked, and how a ranking is scored: claims and lists."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

from assistant.corpus import sources
from assistant.evaluation.measures.metrics import average_precision, ndcg, recall
from assistant.types import Record
from assistant.understanding.topic import topic_of
from benchmarks.examples import normal
from benchmarks.pairs import judged_questions

Rankings = Sequence[Sequence[str]]  # ids, best first
Scores = dict[str, list[float]]  # a figure's value for each question


class Claims:
    """SciFact: the claims and the abstracts that decide them."""

    def __init__(self, folder: Path) -> None:
        self._asked = judged_questions(folder)
        with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        self.texts = [(str(row["id"]), row["title"], row["abstract"]) for row in rows]
        self.questions = [question.text for question in self._asked]

    def scores(self, rankings: Rankings) -> Scores:
        pairs = list(zip(rankings, (question.papers for question in self._asked), strict=True))
        return {
            "nDCG@10": [ndcg(ranking, dict.fromkeys(right, 1.0)) for ranking, right in pairs],
            "recall@100": [recall(set(ranking[:100]), right) for ranking, right in pairs],
        }


class Lists:
    """List questions over saved listings, as they are asked and as bare topics. A paper that both hold is one."""

    def __init__(self, listings: Sequence[Path], gold: Path) -> None:
        entries = (entry for source in sources(listings) for entry in source.entries)
        papers = {normal(e.title): e for e in entries if isinstance(e, Record)}
        self.texts = [(name, paper.title, paper.abstract) for name, paper in papers.items()]
        self._gold = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
        asked = [one["question"] for one in self._gold]
        self.questions = [*asked, *map(topic_of, asked)]

    def scores(self, rankings: Rankings) -> Scores:
        asked, topics = self._kept(rankings[: len(self._gold)]), self._kept(rankings[len(self._gold) :])
        return {
            "MAP": [average_precision(ranking, right) for ranking, right in asked],
            "recall@20": [recall(set(ranking[:20]), right) for ranking, right in asked],
            "MAP of bare topics": [average_precision(ranking, right) for ranking, right in topics],
        }

    def _kept(self, rankings: Rankings) -> list[tuple[list[str], set[str]]]:
        """Of each question the ranking without the papers that may be listed, and those that must."""
        partial = [set(map(normal, one["partial"])) for one in self._gold]
        return [
            ([id for id in ranking if id not in may], set(map(normal, one["relevant"])))
            for ranking, may, one in zip(rankings, partial, self._gold, strict=True)
        ]
