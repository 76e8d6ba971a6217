"""What code counts: by date, by words, by author, in the order asked for; and what is said of the undated."""

import gzip
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.answering.counting import Found, look_up
from assistant.answering.interpretation import understood
from assistant.answering.judged_counts import in_order
from assistant.corpus import sources
from assistant.index import Index, IndexWriter
from assistant.ports import Judgement
from assistant.types import Completeness, Filters, Lookup, Plan, Record
from assistant.understanding.planner import make_plan
from tests.fakes import HashedWords
from tests.making import MICE, OWLS, WHALES, verdict
from tests.reading import read

_TODAY = date(2025, 11, 22)
_RECORDS = (
    Record("a", 1, "Owls at Night", "We track them. An owl hunts mice.", date="2024-05-01", authors=("Ann Lee",)),
    Record("a", 2, "Of Mice", "Mice are small. Owls eat mice.", date="2025-01-31", authors=("Bo Li", "Ann Lee")),
    Record("a", 3, "Cranes", "Cranes fly far.", date="2025-01-31", categories=("cs.SD",)),
    Record("b", 1, "Old Owls", "Nobody knows when.", given_id="old"),
    Record("b", 2, "Empty", "A note of the day.", date="2025-03-01"),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("counting")
    with IndexWriter.open(folder, embedder=HashedWords()) as writer:
        for source in ("a", "b"):
            writer.update(source, [r for r in _RECORDS if r.source == source], progress=lambda _: None)
    with Index.open(folder, embedder=HashedWords()) as opened:
        yield opened


def found(question: str, index: Index) -> Found:
    return look_up(make_plan(question, read(question), today=_TODAY, sources=index.sources()), index=index)


def titles(found: Found) -> list[str]:
    return [paper.title for paper in found.papers]


@pytest.mark.parametrize(
    ("question", "headline", "papers"),
    [
        (
            "How many papers mention owls?",
            "3 of 5 papers mention “owls” in title or abstract:",
            ["Of Mice", "Owls at Night", "Old Owls"],
        ),
        (
            "How many papers since 2025 mention owls or cranes?",
            "2 of 5 papers mention “owls” or “cranes” in title or abstract and have a date from 2025-01-01 on:",
            ["Of Mice", "Cranes"],
        ),
        (
            "Which papers mention owls and mice?",
            "2 of 5 papers mention “owls” and “mice” in title or abstract:",
            ["Of Mice", "Owls at Night"],
        ),
        (
            "How many papers from January 2025?",
            "2 of 5 papers have a date from 2025-01-01 to 2025-01-31:",
            ["Of Mice", "Cranes"],
        ),
        ("How many papers from 2023?", "0 of 5 papers have a date from 2023-01-01 to 2023-12-31.", []),
        ("papers by Ann Lee", "2 of 5 papers are by Ann Lee:", ["Of Mice", "Owls at Night"]),
        ("How many cs.SD papers are there?", "1 of 5 papers are in cs.SD:", ["Cranes"]),
        ("How many papers are there?", "5 papers:", ["Empty", "Of Mice", "Cranes", "Owls at Night", "Old Owls"]),
        ("What is the newest paper?", "The newest of 4 papers:", ["Empty"]),
        ("the two oldest papers", "The 2 oldest of 4 papers:", ["Owls at Night", "Of Mice"]),
        (
            "What is the oldest paper mentioning mice?",
            "The oldest of 2 papers that mention “mice” in title or abstract:",
            ["Owls at Night"],
        ),
        (
            "the latest papers from 2020",
            "None of 5 papers that have a date from 2020-01-01 to 2020-12-31 has a date.",
            [],
        ),
    ],
)
def test_the_number_and_the_papers_behind_it(index: Index, question: str, headline: str, papers: list[str]) -> None:
    result = found(question, index)
    assert (next(result.lines()), titles(result)) == (headline, papers)


def test_each_paper_is_shown_with_its_date_and_the_sentence_that_mentions_it(index: Index) -> None:
    assert list(found("How many papers mention owls?", index).lines())[1:] == [
        "\n• Of Mice (2025-01-31) — “Owls eat mice.” [1]",
        "\n• Owls at Night (2024-05-01) — “An owl hunts mice.” [2]",
        "\n• Old Owls (mentioned in the title) — “Nobody knows when.” [3]",
    ]


def test_undated_papers_are_counted_and_said(index: Index) -> None:
    assert found("How many papers from January 2025?", index).notes() == (
        "1 paper without a date is not among them, though a date was asked for.",
    )
    assert found("How many papers since 2024 mention cranes?", index).notes() == ()
    assert found("How many papers mention owls?", index).notes() == ()


def test_papers_of_the_same_day_that_are_cut_off_are_said(index: Index) -> None:
    assert found("the two newest papers", index).notes() == (
        "1 paper without a date is not among them, though the newest were asked for.",
        "1 more is of the same day as the last one listed.",
    )


def test_a_count_is_complete(index: Index) -> None:
    assert found("How many papers mention owls?", index).completeness == Completeness(
        3, 5, 5, 3, 3, 3, 1.0, "counted in papers.sqlite: exact"
    )


def test_within_the_papers_of_an_answer_only_these_count(index: Index) -> None:
    owls = next(id for id, paper in index.papers(index.by_date()).items() if paper.title == "Owls at Night")
    plan = Plan("q", "count", ("q",), Filters(papers=(owls,)), Lookup(("mice",)))
    assert next(look_up(plan, index=index).lines()) == (
        "1 of 1 papers of the answer before mention “mice” in title or abstract:"
    )


def test_the_newest_of_judged_papers_are_those_with_the_last_dates() -> None:
    whales = verdict(WHALES, "We count whales by ear.")
    owls, near = verdict(OWLS, "Owls hunt at night."), verdict(MICE, "Mice are small animals.", relevance=1)
    judged = Judgement((whales, owls, near), 0.9, stated=True)
    every = Plan("q", "list", ("q",), order="newest")
    assert in_order(judged, Plan("q", "list", ("q",))) == judged
    assert in_order(judged, every).verdicts == (owls, whales, near)
    one = in_order(judged, Plan("q", "list", ("q",), order="newest", limit=1))
    assert one.verdicts == (owls, near)
    assert one.notes == (
        "The newest among 2 papers judged to be about this.",
        "1 paper of them has no date and could not be compared.",
    )
    undated = in_order(Judgement((whales,), 0.9, stated=True), every)
    assert undated.verdicts == (whales,)
    assert undated.notes == ("None of these papers has a date: their order says nothing.",)


def test_a_reader_sees_how_the_question_was_understood() -> None:
    asked = "the 2 latest cs.LG papers by Ann Lee since May 2024 on owls"
    plan = make_plan(asked, read(asked), today=_TODAY)
    assert understood("the 2 latest cs.LG papers by Ann Lee since May 2024 on owls", plan) == (
        "papers on owls · dated from 2024-05-01 on · by Ann Lee · in cs.LG · newest first"
    )
    assert understood("Which  owls?", make_plan("Which owls?", read("Which owls?"), today=_TODAY)) == ""


@pytest.fixture(scope="module")
def daily(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Real papers of 2025, with vectors that no test here asks."""
    listing = shared / "collections" / "hf_daily.jsonl.gz"
    if not listing.is_file():
        pytest.skip("the collection of daily papers is not among the measuring data")
    folder = tmp_path_factory.mktemp("daily")
    with IndexWriter.open(folder, embedder=HashedWords()) as writer:
        read = sources([listing], form=None, date=None, stdin=None)
        writer.update_all(((source.name, source.entries) for source in read), progress=lambda _: None)
    with Index.open(folder, embedder=HashedWords()) as opened:
        yield opened


def test_counts_over_real_papers_are_those_of_the_file_itself(daily: Index, shared: Path) -> None:
    with gzip.open(shared / "collections" / "hf_daily.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    days = [row["date"] for row in rows]
    texts = [f"{row['title']}\n{row['abstract']}" for row in rows]
    expected = {
        "How many papers are there?": len(rows),
        "How many papers from August 2025?": sum(day.startswith("2025-08") for day in days),
        "How many papers are there since September 2025?": sum(day >= "2025-09-01" for day in days),
        "How many papers appeared between 2025-05-01 and 2025-05-07?": sum(
            "2025-05-01" <= d <= "2025-05-07" for d in days
        ),
        "How many papers before April 2025?": sum(day < "2025-04-01" for day in days),
        'How many papers mention "diffusion"?': sum(bool(re.search(r"(?i)\bdiffusion\b", text)) for text in texts),
        'How many papers from June 2025 mention "reinforcement learning"?': sum(
            day.startswith("2025-06") and bool(re.search(r"(?i)\breinforcement[\W_]+learning\b", text))
            for day, text in zip(days, texts, strict=True)
        ),
        "How many cs.CV papers are there?": sum("cs.CV" in row["categories"] for row in rows),
    }
    assert {question: found(question, daily).total for question in expected} == expected
    assert {paper.date for paper in found("What is the newest paper?", daily).papers} == {max(days)}
    assert {paper.date for paper in found("What is the oldest paper?", daily).papers} == {min(days)}
