"""What the chat judge's stop rule finds and costs, with a judge that is always right, beside other rules.

    python -m benchmarks.stopping INDEX GOLD_FOLDER

INDEX: an index of the papers the gold is about. GOLD_FOLDER: lists.jsonl, facts.jsonl, unanswerable.jsonl. The judge
is the program's own `ChatJudge` with its defaults; its model is a script that knows the gold. No provider is called.
"""

import json
import math
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from assistant.index import Index
from assistant.judging.chat.judge import ChatJudge
from assistant.judging.embedded.prior_relevance import expect
from assistant.judging.embedded.relevance_models import load_models
from assistant.models import tokens
from assistant.models.minilm import MiniLM
from assistant.ports import JsonSchema, Judgement, Message, Reply, Stop
from assistant.retrieval import rank
from assistant.settings import Settings
from assistant.text.sentences import sentence_spans
from assistant.types import Paper, Plan, RankedPaper, Usage
from assistant.understanding.planner import make_plan
from benchmarks.reading import READER

_BATCH = 5
_GOLD: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("lists", ("relevant",)),
    ("lists", ("relevant", "partial")),
    ("facts", ("relevant",)),
    ("unanswerable", ()),
)
Found = Sequence[bool]  # of each candidate, in the order in which they are judged
Rule = Callable[[Found, int], bool]  # whether to stop after so many candidates


@dataclass(frozen=True)
class Oracle:
    """A chat model that is always right: relevance 3 and a first sentence for gold papers, 1 for near ones, else 0."""

    gold: frozenset[str]
    near: frozenset[str]
    papers: dict[str, Paper]
    name: str = "oracle"

    def complete(
        self, messages: Sequence[Message], *, schema: JsonSchema | None = None, stop: Stop | None = None
    ) -> Reply:
        titles = re.findall(r"^(\d+)\. (.*)$", messages[1].content, re.MULTILINE)
        text = json.dumps({"papers": [self._claim(int(number), _plain(title)) for number, title in titles]})
        return Reply(text, Usage(1, sum(tokens.count(m.content) for m in messages), tokens.count(text)))

    def stream(self, messages: Sequence[Message], *, stop: Stop | None = None) -> Iterator[str | Usage]:
        raise NotImplementedError("the judge asks for whole replies")

    def _claim(self, number: int, title: str) -> dict[str, Any]:
        relevance = 3 if title in self.gold else int(title in self.near)
        if not relevance:
            return {"number": number, "quotes": [], "relevance": 0, "reason": ""}
        start, end = sentence_spans(self.papers[title].abstract)[0]
        quote = self.papers[title].abstract[start:end]
        return {"number": number, "quotes": [quote], "relevance": relevance, "reason": "It is about this."}


@dataclass(frozen=True)
class Outcome:
    recall: float
    read: int  # papers
    tokens: int = 0
    calls: int = 0
    prompt: int = 0  # tokens
    held: bool = True  # whether the interval of the completeness holds the number of gold papers


def main(index_folder: str, gold_folder: str) -> None:
    embedder = MiniLM()
    index = Index.open(Path(index_folder), embedder=embedder)
    for name, fields in _GOLD:
        lines = Path(gold_folder, f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        print(f"\n{name}, gold: {' and '.join(fields) or 'none'}")
        walked, found = [], []
        for question in map(json.loads, lines):
            plan = make_plan(question["question"], READER.read(question["question"]), today=date.today())
            gold = frozenset(_plain(title) for field in fields for title in question.get(field, ()))
            ranked, _ = rank(plan, index=index, embedder=embedder)
            near = frozenset(map(_plain, question.get("near", ())))
            walked.append(_walk(index, plan, ranked, gold, near))
            order = expect(plan, ranked, models=load_models(), index=index).papers
            found.append([_plain(paper.title) in gold for paper in order])
        _print("the program's", walked)
        for told, rule in _RULES.items():
            _print(told, [_stopped(each, rule) for each in found])


def _walk(
    index: Index, plan: Plan, ranked: Sequence[RankedPaper], gold: frozenset[str], near: frozenset[str]
) -> Outcome:
    settings = Settings(index=Path())
    papers = {_plain(r.paper.title): r.paper for r in ranked}
    judge = ChatJudge(
        Oracle(gold, near, papers),
        expect=partial(expect, models=load_models(), index=index),
        tokens=tokens,
        limit=settings.judge_limit,
        budget=settings.token_budget,
        parallel=settings.parallel,
    )
    *_, made = judge.judge(plan, ranked)
    assert isinstance(made, Judgement)
    found, told = sum(v.relevance >= 2 for v in made.verdicts), made.completeness
    held = told is None or told.low <= len(gold) <= told.high
    taken = made.usage.prompt_tokens + made.usage.completion_tokens
    return Outcome(
        found / len(gold) if gold else 1.0, len(made.verdicts), taken, made.usage.calls, made.usage.prompt_tokens, held
    )


def _plain(title: str) -> str:
    return "".join(c for c in title.lower() if c.isalnum())


def _stopped(found: Found, rule: Rule) -> Outcome:
    read = next((k for k in range(_BATCH, len(found), _BATCH) if rule(found, k)), len(found))
    return Outcome(sum(found[:read]) / sum(found) if any(found) else 1.0, read)


def _barren(batches: int, found: Found, k: int) -> bool:
    return k >= batches * _BATCH and not any(found[k - batches * _BATCH : k])


def _tested(target: float, found: Found, k: int) -> bool:
    """Callaghan and Müller-Hansen (2020): from some place on, what was read refutes a recall under the target."""
    n, all_found = len(found), sum(found[:k])
    return all_found > 0 and any(_chance(found, n, start, k, target) < 0.05 for start in range(0, k, _BATCH))


def _chance(found: Found, n: int, start: int, k: int, target: float) -> float:
    seen, before = sum(found[start:k]), sum(found[:start])
    missed = math.floor((seen + before) / target) + 1 - before
    left, drawn = n - start, k - start
    if missed > left:
        return 1.0
    ways = (math.comb(missed, x) * math.comb(left - missed, drawn - x) for x in range(min(seen, missed) + 1))
    return sum(ways) / math.comb(left, drawn)


_RULES: dict[str, Rule] = {
    "the first 20": lambda found, k: k >= 20,
    "the first 40": lambda found, k: k >= 40,
    "two batches without a find": partial(_barren, 2),
    "four batches without a find": partial(_barren, 4),
    "hypergeometric test, recall 0.8": partial(_tested, 0.8),
}


def _print(rule: str, outcomes: Sequence[Outcome]) -> None:
    n, read, taken = len(outcomes), [o.read for o in outcomes], [o.tokens for o in outcomes]
    recall, whole = sum(o.recall for o in outcomes) / n, sum(o.recall == 1 for o in outcomes)
    line = f"{rule:32} recall {recall:.3f}, all found {whole} of {n}, papers {sum(read) / n:.0f}, most {max(read)}"
    if any(taken):
        line += (
            f"; calls {sum(o.calls for o in outcomes) / n:.1f}"
            f", prompt tokens {sum(o.prompt for o in outcomes) / n:,.0f}"
            f", all tokens {sum(taken) / n:,.0f}, most {max(taken):,}"
            f"; intervals that held {sum(o.held for o in outcomes)}"
        )
    print(line)


if __name__ == "__main__":
    main(*sys.argv[1:3])
