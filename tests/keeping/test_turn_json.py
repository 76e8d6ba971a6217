"""Turns as JSON: any comes back as it was, to the last digit and character."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.keeping import Broken, KeptTurn
from assistant.keeping.conversations import from_body, to_body
from assistant.types import (
    Answer,
    Checks,
    Citation,
    Completeness,
    Filters,
    Lookup,
    Paper,
    Plan,
    Provenance,
    Quote,
    Usage,
    Verdict,
)  # fmt: skip

_text = st.text(max_size=20)
_number = st.floats(allow_nan=False)
_count = st.integers(0, 10**9)


@st.composite
def _papers(draw: st.DrawFn) -> Paper:
    some = st.lists(_text, max_size=2).map(tuple)
    maybe = st.one_of(st.none(), _text)
    return Paper(draw(_text), draw(_text), draw(st.text(min_size=1, max_size=40)), draw(some), draw(maybe),
                 draw(maybe), draw(maybe), draw(some), draw(some))  # fmt: skip


@st.composite
def _quotes(draw: st.DrawFn) -> Quote:
    paper = draw(_papers())
    start = draw(st.integers(0, len(paper.abstract) - 1))
    return Quote(paper, start, draw(st.integers(start + 1, len(paper.abstract))))


_texts = st.lists(_text, max_size=2).map(tuple)
_maybe = st.one_of(st.none(), _text)
_citations = st.lists(st.builds(Citation, _count, _quotes()), max_size=3).map(tuple)
_verdicts = st.lists(
    st.builds(Verdict, _papers(), st.integers(0, 3), _number, st.lists(_quotes(), max_size=2).map(tuple), _text),
    max_size=2,
).map(tuple)
_filters = st.builds(Filters, _maybe, _maybe, _texts, _texts, _texts, _texts, _texts)
_plans = st.builds(
    Plan, _text, st.sampled_from(["list", "fact", "compare", "overview", "count"]), _texts, _filters,
    st.one_of(st.none(), st.builds(Lookup, _texts, st.booleans())),
    st.sampled_from([None, "newest", "oldest"]), st.one_of(st.none(), _count),
)  # fmt: skip
_answers = st.builds(
    Answer, _text, _plans, st.sampled_from(["answered", "not_stated", "not_covered"]), _text, _citations, _verdicts,
    _number, st.one_of(st.none(), st.builds(Completeness, _count, _count, _count, *[_number] * 4, _text)),
    _texts, st.builds(Provenance, _text, _text, _text, st.dictionaries(_text, _text, max_size=2)),
    st.builds(Usage, _count, _count, _count, st.one_of(st.none(), _number)), _number,
    st.dictionaries(_text, _number, max_size=2), _verdicts,
    st.one_of(st.none(), st.builds(Checks, _count, _count, _count, _count)),
)  # fmt: skip
_turns = st.builds(
    KeptTurn, _text, _count, st.text(st.characters(), max_size=20), st.one_of(st.none(), _answers),
    st.one_of(st.none(), st.builds(Broken, _text, _text, st.booleans(), _text, _citations)),
)  # fmt: skip


@given(_turns)
def test_any_turn_comes_back_as_it_was(turn: KeptTurn) -> None:
    assert from_body(to_body(turn), None, "") == turn
