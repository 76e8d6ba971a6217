"""One question at a time: what an answer scores."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.asking.questions import FactQuestion, ListQuestion, Turn, UnanswerableQuestion
from assistant.evaluation.measures.results import Asked, Asking
from assistant.evaluation.measures.scoring import keys, listed, normalise, score
from assistant.types import Answer, Outcome, Paper, Quote

from .scripted import make_answer, make_paper

_A, _B, _C, _D = (make_paper(name) for name in "abcd")
_CORPUS = {paper.id: paper for paper in (_A, _B, _C, _D)}


def _scores(gold: Asking, answer: Answer | None, ranking: Sequence[Paper] = ()) -> dict[str, list[float]]:
    """The scores by name, those of the quotes left out."""
    found: dict[str, list[float]] = {}
    for one in score(Asked("Q", gold, answer, tuple(ranking)), _CORPUS):
        if not one.name.startswith("quotes."):
            found.setdefault(one.name, []).append(one.value)
    return found


def _quote_scores(answer: Answer) -> list[tuple[str, float]]:
    found = score(Asked("Q", Turn("?", "unanswerable"), answer), _CORPUS)
    return [(one.name, one.value) for one in found if one.name.startswith("quotes.")]


def test_a_partial_paper_counts_neither_way() -> None:
    gold = ListQuestion("L1", "?", relevant=(_A.title, _B.title), partial=(_C.title,))
    answer = make_answer("?", papers=(_A, _C, _D))

    assert _scores(gold, answer, ranking=(_C, _A, _D, _B)) == {
        "lists.precision": [1 / 2],
        "lists.recall": [1 / 2],
        "lists.f1": [1 / 2],
        "lists.map": [(1 / 1 + 2 / 3) / 2],
        "silence.answered": [1],
    }


def test_a_list_without_relevant_papers_is_not_scored() -> None:
    assert _scores(ListQuestion("L1", "?", relevant=()), make_answer("?", papers=(_A,))) == {}


def test_papers_are_matched_by_id_and_by_title_however_it_is_written() -> None:
    gold = ListQuestion("L1", "?", relevant=("a", "TITLE  of: b"))

    assert _scores(gold, make_answer("?", papers=(_A, _B)))["lists.f1"] == [1]


@pytest.mark.parametrize("name", ["2401.00001", "arXiv:2401.00001v2", "https://arxiv.org/abs/2401.00001"])
def test_an_id_is_matched_in_every_spelling(name: str) -> None:
    gold = ListQuestion("L1", "?", relevant=(name,), partial=(_A.title,))

    assert _scores(gold, make_answer("?", papers=(_A, make_paper("2401.00001"))))["lists.f1"] == [1]


def test_two_records_of_one_title_count_once() -> None:
    twin = make_paper("other:a", title="title OF a!")
    gold = ListQuestion("L1", "?", relevant=(_A.title,))

    assert _scores(gold, make_answer("?", papers=(_A, twin, twin)), ranking=(_B, twin, _A)) == {
        "lists.precision": [1],
        "lists.recall": [1],
        "lists.f1": [1],
        "lists.map": [1 / 2],
        "silence.answered": [1],
    }


def test_an_answer_that_lists_no_paper_lists_those_it_cites() -> None:
    answer = make_answer("?", quotes=(Quote(_B, 0, 4), Quote(_A, 0, 4), Quote(_B, 3, 6)))

    assert listed(answer) == [_B, _A, _B]
    assert keys(listed(answer), ()) == ["title of b", "title of a"]


def test_a_fact_needs_every_paper_cited_and_every_string_in_the_text() -> None:
    gold = FactQuestion("F1", "?", relevant=(_A.title, _B.title), must_contain=("345", "CLASH"))
    both = (Quote(_A, 0, 4), Quote(_B, 0, 4))
    whole = make_answer("?", text="Clash has 345 [1][2].", quotes=both)
    half = make_answer("?", text="It has 345 [1].", quotes=both[:1], papers=(_A, _B))

    assert _scores(gold, whole) == {"facts.cited": [1], "facts.answer": [1], "silence.answered": [1]}
    assert _scores(gold, half) == {"facts.cited": [0], "facts.answer": [0], "silence.answered": [1]}


@pytest.mark.parametrize(("length", "citations", "value"), [(1_500, 3, 1.0), (1_501, 3, 0.0), (1_500, 4, 0.0)])
def test_a_fact_is_not_stated_by_quoting_everything(length: int, citations: int, value: float) -> None:
    gold = FactQuestion("F1", "?", relevant=(_A.title,), must_contain=("345",))
    answer = make_answer("?", text="345".ljust(length), quotes=[Quote(_A, 0, 4)] * citations)

    assert _scores(gold, answer)["facts.answer"] == [value]


def test_a_fact_that_no_string_can_show_is_judged_by_its_papers_alone() -> None:
    gold = FactQuestion("F1", "?", relevant=(_A.title,))

    assert _scores(gold, make_answer("?", quotes=(Quote(_A, 0, 4),))) == {
        "facts.cited": [1],
        "silence.answered": [1],
    }


@pytest.mark.parametrize(("outcome", "value"), [("answered", 0), ("not_stated", 1), ("not_covered", 1)])
def test_the_unanswerable_is_to_be_refused_in_either_way(outcome: Outcome, value: float) -> None:
    gold = UnanswerableQuestion("U1", "?", reason="false-premise")

    assert _scores(gold, make_answer("?", outcome=outcome)) == {"silence.false-premise": [value]}


def test_a_turn_has_the_recall_and_precision_of_its_papers() -> None:
    turn = Turn("?", "list", relevant=(_A.title, _B.title))

    assert _scores(turn, make_answer("?", papers=(_A, _C, _D))) == {
        "conversations.recall": [1 / 2],
        "conversations.precision": [1 / 3],
    }


def test_the_recall_of_a_turn_without_an_answer_is_its_refusal() -> None:
    turn = Turn("?", "unanswerable", relevant=(_A.title,))

    assert _scores(turn, make_answer("?", outcome="not_stated", papers=(_A,))) == {"conversations.recall": [1]}
    assert _scores(turn, make_answer("?", papers=(_A,))) == {"conversations.recall": [0]}


@pytest.mark.parametrize(
    ("gold", "names"),
    [
        (
            ListQuestion("L1", "?", relevant=("a",)),
            ["lists.precision", "lists.recall", "lists.f1", "lists.map", "silence.answered"],
        ),
        (FactQuestion("F1", "?", ("a",), ("345",)), ["facts.cited", "facts.answer", "silence.answered"]),
        (UnanswerableQuestion("U1", "?", "off-topic"), ["silence.off-topic"]),
        (Turn("?", "unanswerable"), ["conversations.recall"]),
        (Turn("?", "fact", ("a",)), ["conversations.recall", "conversations.precision"]),
    ],
)
def test_no_answer_scores_zero_everywhere(gold: Asking, names: list[str]) -> None:
    assert _scores(gold, None) == {name: [0] for name in names}


def test_citations_that_hold_score_one() -> None:
    answer = make_answer("?", text="It works [1] and is studied [2].", quotes=(Quote(_A, 13, 27), Quote(_B, 0, 12)))

    assert _quote_scores(answer) == [
        ("quotes.verbatim", 1),
        ("quotes.verbatim", 1),
        ("quotes.numbered", 1),
        ("quotes.marked", 1),
    ]


@pytest.mark.parametrize("paper", [make_paper("a", abstract="We doctored it. It works well."), make_paper("unknown")])
def test_a_quote_that_the_index_does_not_hold_is_not_verbatim(paper: Paper) -> None:
    assert ("quotes.verbatim", 0) in _quote_scores(make_answer("?", quotes=(Quote(paper, 0, 12),)))


@pytest.mark.parametrize("numbers", [(2,), (0,)])
def test_numbers_run_from_one(numbers: tuple[int, ...]) -> None:
    answer = make_answer("?", quotes=(Quote(_A, 0, 4),), numbers=numbers)

    assert ("quotes.numbered", 0) in _quote_scores(answer)


@pytest.mark.parametrize("text", ["It works [2].", "It works [1, 2].", "It works [1-1].", "It works [1] [3]."])
def test_a_mark_needs_a_citation_and_stands_alone(text: str) -> None:
    assert ("quotes.marked", 0) in _quote_scores(make_answer("?", text=text, quotes=(Quote(_A, 0, 4),)))


def test_brackets_inside_a_quote_are_not_marks() -> None:
    paper = make_paper("a", abstract="As shown in [34], it works.")
    answer = make_answer("?", text="As shown in [34], it works. [1]", quotes=(Quote(paper, 0, 27),))

    found = score(Asked("Q", Turn("?", "unanswerable"), answer), {"a": paper})

    assert [(one.name, one.value) for one in found][1:] == [
        ("quotes.verbatim", 1),
        ("quotes.numbered", 1),
        ("quotes.marked", 1),
    ]


@given(st.text())
def test_normalising_again_changes_nothing(title: str) -> None:
    assert normalise(normalise(title)) == normalise(title)
