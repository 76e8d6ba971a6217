"""Points in time as people write them, and which of them restrict papers."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.literal.date_filters import Days, read_days
from assistant.understanding.literal.dates import POINT, span_of

_TODAY = date(2025, 11, 22)  # a Saturday


@pytest.mark.parametrize(
    ("point", "first", "last"),
    [
        ("2025-08-13", "2025-08-13", "2025-08-13"),
        ("Aug 13, 2025", "2025-08-13", "2025-08-13"),
        ("13th of August 2025", "2025-08-13", "2025-08-13"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("May 2024", "2024-05-01", "2024-05-31"),
        ("Sept. 2024", "2024-09-01", "2024-09-30"),
        ("mai 2024", "2024-05-01", "2024-05-31"),
        ("Q4 2024", "2024-10-01", "2024-12-31"),
        ("the year 2024", "2024-01-01", "2024-12-31"),
        ("August", "2025-08-01", "2025-08-31"),
        ("December", "2024-12-01", "2024-12-31"),
        ("today", "2025-11-22", "2025-11-22"),
        ("yesterday", "2025-11-21", "2025-11-21"),
        ("this week", "2025-11-17", "2025-11-23"),
        ("last week", "2025-11-10", "2025-11-16"),
        ("last month", "2025-10-01", "2025-10-31"),
        ("this year", "2025-01-01", "2025-12-31"),
        ("the past month", "2025-10-23", "2025-11-22"),
        ("the last 7 days", "2025-11-16", "2025-11-22"),
        ("last three months", "2025-08-23", "2025-11-22"),
        ("past two years", "2023-11-23", "2025-11-22"),
    ],
)
def test_a_point_in_time_has_a_first_and_a_last_day(point: str, first: str, last: str) -> None:
    assert re.fullmatch(POINT, point, re.I)
    assert span_of(point, today=_TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_day_that_does_not_exist_is_none() -> None:
    assert span_of("31 June 2025", today=_TODAY) is None
    assert read_days("papers from 31 June 2025", today=_TODAY).since is None


@pytest.mark.parametrize(
    ("question", "since", "until", "rest"),
    [
        ("papers since May 2024 about owls", "2024-05-01", None, "papers about owls"),
        ("Which papers about owls are from 2024?", "2024-01-01", "2024-12-31", "Which papers about owls?"),
        ("papers on owls after 1 June 2025", "2025-06-02", None, "papers on owls"),
        ("papers published before 2025-08-13 on owls", None, "2025-08-12", "papers on owls"),
        ("Which papers on owls appeared until March 2025?", None, "2025-03-31", "Which papers on owls?"),
        ("papers between May 2024 and July 2025", "2024-05-01", "2025-07-31", "papers"),
        ("papers from March to May 2025 on owls", "2025-03-01", "2025-05-31", "papers on owls"),
        ("papers from May 2024 on about owls", "2024-05-01", None, "papers about owls"),
        ("papers from 13 August 2025 on owls", "2025-08-13", "2025-08-13", "papers on owls"),
        ("August 2025 papers on owls", "2025-08-01", "2025-08-31", "papers on owls"),
        ("last week's papers about owls", "2025-11-10", "2025-11-16", "papers about owls"),
        ("papers since 2024 until 2025-06", "2024-01-01", "2025-06-30", "papers"),
        ("In 2024, which papers studied owls?", "2024-01-01", "2024-12-31", "which papers studied owls?"),
        ("Which of those were published after June 2025?", "2025-07-01", None, "Which of those?"),
        ("What's new since yesterday", "2025-11-21", None, "What's new"),
        ("papers dated 2025-06", "2025-06-01", "2025-06-30", "papers"),
        ("articles depuis mai 2024 sur les hiboux", "2024-05-01", None, "articles sur les hiboux"),
    ],
)
def test_dates_of_papers_restrict_them(question: str, since: str | None, until: str | None, rest: str) -> None:
    assert read_days(question, today=_TODAY) == Days(since, until, rest)


@pytest.mark.parametrize(
    "question",
    [
        "What accuracy was reached in 2019?",
        "Which papers use data from 2019?",
        "Which papers use recordings collected between 2010 and 2020?",
        "papers on elections in 2020",
        "owl sightings since 1990",
        "How many papers may use owls?",
    ],
)
def test_dates_of_what_papers_are_about_restrict_nothing(question: str) -> None:
    assert read_days(question, today=_TODAY) == Days(None, None, question)


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    days = read_days(f"papers {text}", today=_TODAY)
    assert not (days.since and days.until) or len(days.since) == len(days.until) == 10
