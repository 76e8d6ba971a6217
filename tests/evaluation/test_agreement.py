"""Our figures against those of the programs that score the assistant from outside, over scripted answers.

The answers are drawn at random from the sample's papers and made wrong in every way the scorers look for.
"""

import json
import random
import re
import stat
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assistant.answer_json import answer_to_json, search_to_json
from assistant.errors import AssistantError, ProviderDown
from assistant.evaluation import Conversation, Evaluation, FactQuestion, GoldQuestion, Measure, evaluate, read_all
from assistant.evaluation.measures.metrics import mean, ndcg, recall
from assistant.evaluation.measures.results import Asking
from assistant.types import Answer, Paper, PaperId, Quote

from .sample import sample_papers
from .scripted import ScriptedAsker, make_answer, rank

_FILES = ("lists", "facts", "unanswerable", "conversations")
# every third abstract begins like a paper that cites: brackets in a quote must not be taken for marks
_PAPERS = [replace(p, abstract="[34] " + p.abstract) if n % 3 == 0 else p for n, p in enumerate(sample_papers())]
_CORPUS = {paper.id: paper for paper in _PAPERS}


@dataclass(frozen=True)
class Measured:
    """One evaluation of ours, and the folder of files that the outside scorer needs for its own."""

    ours: Evaluation
    folder: Path

    def value(self, name: str) -> float:
        return self._measure(name).value

    def size(self, name: str) -> int:
        return len(self._measure(name).values)

    def interval(self, name: str) -> str:
        low, high = self._measure(name).interval
        return f"[{low:.3f}, {high:.3f}]"

    def _measure(self, name: str) -> Measure:
        return next(measure for measure in self.ours.measures if measure.name == name)


@pytest.fixture(scope="module", params=[1, 2, 3])
def measured(request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """Three scripts over the development gold, each evaluated by us and written down as section 5's JSON lines."""
    rng = random.Random(request.param)
    gold = read_all([shared / "gold" / f"{name}.jsonl" for name in _FILES])
    asker = ScriptedAsker(
        {asking.question: _scripted(asking, rng) for asking in _askings(gold)},
        {asking.question: _ranking(asking, rng) for asking in _askings(gold)},
    )
    ours = evaluate(gold, asker, lookup=_lookup)
    folder = tmp_path_factory.mktemp("answers")
    _write(
        folder / "answers.jsonl", (answer_to_json(r.asked.answer, r.asked.id) for r in ours.results if r.asked.answer)
    )
    ranked = [result for result in ours.results if result.asked.ranking]
    _write(folder / "search.jsonl", (search_to_json(rank(r.asked.ranking), r.asked.id) for r in ranked))
    _write(folder / "answerable.jsonl", (_line(r.asked.answer) for r in ours.results if _answerable(r.asked.gold)))
    _write(folder / "papers.jsonl", ({"title": p.title, "abstract": p.abstract} for p in _PAPERS))
    return Measured(ours, folder)


def _lookup(ids: Iterable[PaperId]) -> dict[PaperId, Paper]:
    return {id: _CORPUS[id] for id in ids}


def _askings(gold: Sequence[GoldQuestion]) -> Iterator[Asking]:
    for question in gold:
        if isinstance(question, Conversation):
            yield from question.turns
        else:
            yield question


def _answerable(gold: Asking) -> bool:
    return hasattr(gold, "id") and gold.kind != "unanswerable"


def _line(answer: Answer | None) -> dict[str, object]:
    return answer_to_json(answer) if answer else {"error": "no connection"}


def _scripted(gold: Asking, rng: random.Random) -> Answer | AssistantError:
    if rng.random() < 0.08:
        return ProviderDown("no connection", hint="Try later.")
    relevant = [paper for paper in _PAPERS if paper.title in getattr(gold, "relevant", ())]
    partial = [paper for paper in _PAPERS if paper.title in getattr(gold, "partial", ())]
    papers = [paper for paper in relevant if rng.random() < 0.8] + [paper for paper in partial if rng.random() < 0.3]
    papers += rng.sample(_PAPERS, rng.choice((0, 0, 1, 4)))
    rng.shuffle(papers)
    quotes = tuple(_quote(paper, rng) for paper in papers)
    return make_answer(
        gold.question,
        text=_text(gold, quotes, rng),
        outcome=rng.choices(("answered", "not_stated", "not_covered"), (8, 1, 1))[0],
        papers=[replace(paper, title=paper.title.upper()) for paper in papers] if rng.random() < 0.7 else (),
        quotes=quotes,
        numbers=range(2, len(quotes) + 2) if rng.random() < 0.1 else (),
    )


def _ranking(gold: Asking, rng: random.Random) -> list[Paper]:
    """A hundred papers in an order that somewhat prefers the relevant ones."""
    relevant = getattr(gold, "relevant", ())
    return sorted(_PAPERS, key=lambda paper: rng.random() + 0.6 * (paper.title in relevant), reverse=True)[:100]


def _quote(paper: Paper, rng: random.Random) -> Quote:
    """A stretch of the abstract; one in ten from an abstract that the index does not hold."""
    held = replace(paper, abstract="Not " + paper.abstract) if rng.random() < 0.1 else paper
    start = rng.randrange(20)
    return Quote(held, start, start + rng.randrange(10, 80))


def _text(gold: Asking, quotes: Sequence[Quote], rng: random.Random) -> str:
    """The quotes with their marks, most of the strings of a fact, now and then a bad mark or a flood of words."""
    said = " ".join(f"{quote.text} [{number}]" for number, quote in enumerate(quotes, start=1))
    wanted = gold.must_contain if isinstance(gold, FactQuestion) else ()
    told = " ".join(part.upper() for part in wanted if rng.random() < 0.9)
    extra = rng.choices(("", " [99]", " [1, 2]", " word" * rng.randrange(120, 320)), (16, 1, 1, 4))[0]
    return f"{said} {told}{extra}"


def _write(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _outside(shared: Path, what: str, gold: Path, answers: Path, **environ: str) -> str:
    """What the outside scorer prints."""
    command = [sys.executable, str(shared / "tools" / "score.py"), what, str(gold), str(answers)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, env={"PYTHONUTF8": "1", **environ}
    ).stdout


def _figures(line: str) -> dict[str, str]:
    """`a=0.123 b=4 f1 [0.1, 0.2]` as a dict; the interval under its own key."""
    interval = re.search(r"\[\d\.\d+, \d\.\d+\]", line)
    return dict(re.findall(r"(\S+)=(\S+)", line)) | ({"interval": interval[0]} if interval else {})


def test_lists_agree(measured: Measured, shared: Path) -> None:
    line = _outside(shared, "lists", shared / "gold" / "lists.jsonl", measured.folder / "answers.jsonl")

    assert _figures(line) == {
        "n": str(measured.size("lists.f1")),
        "precision": f"{measured.value('lists.precision'):.3f}",
        "recall": f"{measured.value('lists.recall'):.3f}",
        "f1": f"{measured.value('lists.f1'):.3f}",
        "interval": measured.interval("lists.f1"),
    }


def test_facts_agree(measured: Measured, shared: Path) -> None:
    line = _outside(shared, "facts", shared / "gold" / "facts.jsonl", measured.folder / "answers.jsonl")
    size = measured.size("facts.answer")

    assert f"n={measured.size('facts.cited')} " in line
    assert _figures(line) == {
        "n": str(size),  # the second n of the line, of the facts with strings to look for
        "cited": f"{measured.value('facts.cited'):.3f}",
        "answer": f"{measured.value('facts.answer'):.3f}",
        "interval": measured.interval("facts.answer"),
    }


def test_silence_agrees(measured: Measured, shared: Path) -> None:
    gold, answers = shared / "gold" / "unanswerable.jsonl", measured.folder / "answers.jsonl"
    line = _outside(shared, "silence", gold, answers, ANSWERABLE=str(measured.folder / "answerable.jsonl"))
    reasons = ("off-topic", "near-topic", "missing-detail", "false-premise")

    assert _figures(line) == {
        **{reason.replace("-", "_"): f"{measured.value(f'silence.{reason}'):.3f}" for reason in reasons},
        "n": str(sum(measured.size(f"silence.{reason}") for reason in reasons)),
        "answered": f"{measured.value('silence.answered'):.3f}",
    }


def test_the_ranking_agrees(measured: Measured, shared: Path) -> None:
    line = _outside(shared, "ranking", shared / "gold" / "lists.jsonl", measured.folder / "search.jsonl")

    assert _figures(line) == {
        "n": str(measured.size("lists.map")),
        "map": f"{measured.value('lists.map'):.3f}",
        "interval": measured.interval("lists.map"),
    }


def test_conversations_agree(measured: Measured, shared: Path) -> None:
    line = _outside(shared, "conversations", shared / "gold" / "conversations.jsonl", measured.folder / "answers.jsonl")

    assert _figures(line) == {
        "turns": str(measured.size("conversations.recall")),
        "recall": f"{measured.value('conversations.recall'):.3f}",
        "precision": f"{measured.value('conversations.precision'):.3f}",
        "interval": measured.interval("conversations.recall"),
    }


def test_quotes_agree(measured: Measured, shared: Path) -> None:
    line = _outside(shared, "quotes", measured.folder / "papers.jsonl", measured.folder / "answers.jsonl")
    bad = [
        score
        for result in measured.ours.results
        for score in result.scores
        if score.name.startswith("quotes.") and score.value == 0
    ]

    assert {score.name for score in bad} == {"quotes.verbatim", "quotes.numbered", "quotes.marked"}
    assert line == f"{measured.size('quotes.verbatim')} citations, {len(bad)} bad\n"


def test_ndcg_and_recall_agree_on_a_collection(shared: Path, tmp_path: Path) -> None:
    rng = random.Random(4)
    names = [str(number) for number in range(200)]
    gains = {f"q{q}": {name: rng.choice((-1, 0, 1, 2)) for name in rng.sample(names, 30)} for q in range(12)}
    rankings = {query: rng.sample(names, 120) for query in gains}
    _write_collection(tmp_path, names, gains)
    assistant = _canned_assistant(tmp_path, rankings)
    command = [sys.executable, str(shared / "tools" / "retrieval.py"), "made-up", str(tmp_path), str(assistant)]

    done = subprocess.run([*command, str(tmp_path / "work")], capture_output=True, text=True, timeout=60)

    cut = mean([ndcg(rankings[query], gains[query], k=10) for query in gains])
    found = mean([recall(set(rankings[query][:100]), _positive(gains[query])) for query in gains])
    assert done.stdout == f"made-up n=12 nDCG@10 {cut:.4f} R@100 {found:.4f}\n"


def _positive(gains: Mapping[str, int]) -> set[str]:
    return {name for name, gain in gains.items() if gain > 0}


def _write_collection(folder: Path, names: Sequence[str], gains: Mapping[str, Mapping[str, int]]) -> None:
    _write(folder / "corpus.jsonl", ({"id": name, "title": name, "abstract": name} for name in names))
    _write(folder / "queries.jsonl", ({"id": query, "text": query} for query in gains))
    rows = [f"{query}\t{name}\t{gain}\n" for query, graded in gains.items() for name, gain in graded.items()]
    (folder / "qrels.tsv").write_text("".join(rows), encoding="utf-8")


def _canned_assistant(folder: Path, rankings: Mapping[str, Sequence[str]]) -> Path:
    """A command that answers every search with the rankings, whatever it is asked."""
    found = folder / "found.jsonl"
    _write(found, ({"id": q, "results": [{"id": name} for name in ranking]} for q, ranking in rankings.items()))
    script = folder / "assistant"
    script.write_text(f"#!/bin/sh\n[ \"$1\" = search ] && cat '{found}' || true\n", encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return script
