"""The page of a report: what it holds, and that nothing foreign in it comes alive."""

import re
from collections.abc import Iterable
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ProviderDown
from assistant.evaluation import (
    Asked,
    Evaluation,
    FactQuestion,
    ListQuestion,
    Report,
    Result,
    Score,
    Turn,
    UnanswerableQuestion,
    compare,
    make_report,
)
from assistant.evaluation.comparing import Earlier
from assistant.evaluation.measures.floors import Floor
from assistant.evaluation.page import page
from assistant.evaluation.page.markup import number, signed
from assistant.types import Paper

from .scripted import make_answer, make_paper

_EVIL = "\"><script>alert(1)</script><img src=//evil.example onerror=x>'&"
_TAGS = set(
    """html head meta title style body main header h1 h2 h3 h4 p dl div dt dd section table thead tbody tr th td span
    strong small b i ul ol li details summary a figure figcaption svg line circle rect polygon polyline text""".split()
)


class _Seen(HTMLParser):
    """The tags, attributes and texts of a page."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.texts = set[str](), set[tuple[str, str | None]](), list[str]()
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def _results(words: str = "Owls?", paper: Paper | None = None) -> list[Result]:
    """A question of every kind, none all right, with `words` wherever something foreign can stand."""
    said = replace(make_answer(words, text=words, papers=(paper or make_paper("x", words),)), notes=(words,))
    down = ProviderDown(words or "down", hint=words)
    score = Score("lists.f1", 0.5), Score("lists.precision", 0.5), Score("lists.recall", 0.5)
    return [
        Result(Asked(words, ListQuestion(words, words, (words + " b",), (words + "!",)), said), score),
        Result(
            Asked("F1", FactQuestion("F1", words, (words + " b",), (words + "?",)), said), (Score("facts.answer", 0),)
        ),
        Result(Asked("U1", UnanswerableQuestion("U1", words, words), said), (Score(f"silence.{words}", 0),)),
        Result(Asked("C1#1", Turn(words, "fact", (words,)), said), (Score("conversations.recall", 0),)),
        Result(Asked("C1#2", Turn(words, "unanswerable"), error=down), (Score("conversations.recall", 0),)),
    ]


def _report(results: Iterable[Result], words: str = "mine") -> Report:
    evaluation = Evaluation(tuple(results))
    then = {(r.asked.id, r.asked.gold.question): {name: 1 - value for name, value in r.means.items()} for r in results}
    return make_report(
        evaluation,
        date="2026-01-31",
        index=words,
        gold=(words,),
        floors=(Floor("lists.f1", 0.9), Floor(words, 0.5)),
        comparison=compare(evaluation, Earlier(words, words, then)),
    )


@given(st.text() | st.just(_EVIL))
def test_no_foreign_text_becomes_markup(words: str) -> None:
    seen = _Seen(page(_report(_results(words), words)))

    assert seen.tags <= _TAGS
    assert {name for name, _ in seen.attributes if name.startswith("on")} == set()
    links = {value or "" for name, value in seen.attributes if name in ("href", "src", "action", "data", "style")}
    assert {link for link in links if not re.fullmatch(r"#q\d+", link)} == set()


def test_foreign_text_is_shown_as_it_is() -> None:
    seen = _Seen(page(_report(_results(_EVIL), _EVIL)))

    assert seen.texts.count(_EVIL) > 10
    assert not any("\u202e" in text for text in _Seen(page(_report(_results("a\u202eb")))).texts)


def test_the_page_fetches_and_runs_nothing() -> None:
    document = page(_report(_results()))

    assert '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src' in document
    assert re.findall(r"https?:|//\w|url\(|@import|<script", document) == []


def test_every_link_leads_to_a_place_on_the_page() -> None:
    seen = _Seen(page(_report(_results())))
    links = {str(value)[1:] for name, value in seen.attributes if name == "href"}

    assert links == {"q0", "q1", "q2", "q3", "q4"}
    assert links <= {str(value) for name, value in seen.attributes if name == "id"}


def test_the_page_says_how_each_question_fell_short() -> None:
    texts = _Seen(page(_report(_results()))).texts

    for expected in (
        "Owls? · answered · 1 missing",
        "F1 · answered · 1 missing · does not say Owls??",
        "A refusal: Owls?.",
        "C1#2 · no answer",
        "Nothing: Owls?. Owls?",
        "1 that count neither way",
    ):
        assert any(expected in text for text in texts), expected


def test_the_page_holds_every_figure_with_n_and_interval() -> None:
    report = _report(_results())
    cells = _Seen(page(report)).texts

    for figure in report.figures:
        row = [f"{figure.value:.3f}", str(figure.n), f"{figure.low:.3f} – {figure.high:.3f}"]
        places = [place for place in range(len(cells)) if cells[place : place + 3] == row]
        assert places, figure.name


def test_floors_that_do_not_hold_stand_at_the_top_and_those_that_hold_are_counted() -> None:
    missed = page(_report(_results()))
    held = page(replace(_report(_results()), floors=(Floor("lists.f1", 0.5),)))

    assert missed.index("lists.f1 is 0.5000, below its floor 0.9.") < missed.index("All figures")
    assert "All 1 floors hold." in held
    assert "floor" not in _Seen(page(replace(_report(_results()), floors=()))).texts


def test_without_an_earlier_result_nothing_is_compared() -> None:
    assert "What changed" in page(_report(_results()))
    assert "What changed" not in page(replace(_report(_results()), comparison=None))


def test_an_evaluation_without_a_failure_or_a_question_is_a_page_too() -> None:
    right = Result(Asked("F1", FactQuestion("F1", "How many?", ("a",)), make_answer("?")), (Score("facts.cited", 1),))

    assert "Nowhere: every question is all right." in page(_report([right]))
    assert "0 questions with known answers" in page(_report([]))


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0.00"), (0.001, "0.01"), (0.774, "0.77"), (0.9999, "0.99"), (1 - 1e-12, "1.00"), (1, "1.00")],
)
def test_what_is_not_all_is_not_shown_as_all(value: float, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(0.0, "±0"), (0.004, "±0"), (0.05, "+0.05"), (-0.126, "−0.13")])
def test_a_change_has_its_sign(value: float, shown: str) -> None:
    assert signed(value) == shown
