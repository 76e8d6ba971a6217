"""Draft gold, made of phrases."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation import FactQuestion, ListQuestion, read_gold
from assistant.evaluation.asking.drafts import draft_gold
from assistant.evaluation.asking.phrases import find_phrases
from assistant.types import Paper

from .sample import sample_papers

_FILLER = [Paper(f"f{n}", f"Filler {n}", "Nothing here.") for n in range(20)]  # makes the words of the others rare
_WORDS = st.sampled_from(["alpha", "beta", "gamma", "of", "the", "Delta", "eps-zeta", "eta.", "1", "é", "—"])
_texts = st.lists(_WORDS, max_size=12).map(" ".join)


def _papers(*texts: tuple[str, str]) -> list[Paper]:
    return [*(Paper(f"p{n}", title, abstract) for n, (title, abstract) in enumerate(texts)), *_FILLER]


def test_a_phrase_is_found_whatever_its_case_hyphen_and_plural() -> None:
    papers = _papers(
        ("Long-tailed classifiers", "We train."),
        ("Owls", "They need a long-tailed classifier. Such long-tailed classifiers are rare."),
        ("Mice", "A Long Tailed Classifier."),
        ("Bats", "A long, tailed classifier is no such thing."),
    )

    found = {phrase.key: (sorted(phrase.places), phrase.said) for phrase in find_phrases(papers)}

    assert found["long", "tailed", "classifier"] == ([0, 1, 2], 4)


def test_a_phrase_is_spelt_as_it_is_most() -> None:
    papers = _papers(("Neural Collapse", "On neural collapse."), ("Owls", "A neural collapse."), ("Mice", "None."))

    assert [phrase.words for phrase in find_phrases(papers)] == ["neural collapse"]


def test_only_what_a_title_says_is_a_topic() -> None:
    papers = _papers(*[("Owl calls", "Extensive experiments show owl calls.")] * 3)

    assert [phrase.words for phrase in find_phrases(papers)] == ["owl calls"]


def test_a_phrase_that_is_nearly_always_part_of_a_longer_one_is_left_out() -> None:
    papers = _papers(*[("Monte Carlo tree search", "We do Monte Carlo tree search.")] * 3)

    assert [phrase.words for phrase in find_phrases(papers)] == ["Monte Carlo tree search"]


def test_a_phrase_holds_hyphened_words_whole() -> None:
    papers = _papers(("Zero-shot transfer learning-free", ""), ("Owls", "Zero-shot transfer."))

    assert "Zero-shot transfer" in {phrase.words for phrase in find_phrases(papers)}
    assert all("learning" not in phrase.key[-1] for phrase in find_phrases(papers))


def test_a_list_question_asks_for_a_phrase_that_three_to_twelve_papers_share() -> None:
    papers = _papers(
        ("Neural collapse", ""),
        ("Owls", "On neural collapse."),
        ("Mice", "Again of neural collapse."),
        ("Owl calls", ""),
        ("Bats", "Owl calls."),
    )

    (line,) = draft_gold(papers, 1)

    assert (line["id"], line["kind"], line["draft"]) == ("DL001", "list", True)
    assert line["question"] == "Which papers deal with neural collapse?"
    assert line["relevant"] == ["Neural collapse", "Owls", "Mice"]
    assert str(line["note"]).startswith("Draft: ")


def test_a_known_item_is_asked_for_by_phrases_that_it_alone_has_together() -> None:
    papers = _papers(
        ("Owl calls", "We hear owl calls at forest edges."),
        ("Forest edges", "We walk along forest edges."),
        ("Field mice", "The owl calls frighten field mice, and field mice run."),
    )

    lines = [line for line in draft_gold(papers, 9) if line["kind"] == "fact"]

    found = {str(line["question"]): line["relevant"] for line in lines}
    assert found["Which paper speaks of forest edges and owl calls?"] == ["Owl calls"]
    assert found["Which paper speaks of owl calls and field mice?"] == ["Field mice"]
    assert len(found) == 2


def test_drafts_of_the_sample_are_read_as_gold_and_are_true_of_it(tmp_path: Path) -> None:
    path = tmp_path / "drafts.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in draft_gold(sample_papers(), 40)), encoding="utf-8")
    said = {paper.title: _folded(f"{paper.title} {paper.abstract}") for paper in sample_papers()}

    gold = read_gold(path)

    assert [type(question) for question in gold] == [ListQuestion, FactQuestion] * 20
    for question in gold:
        assert isinstance(question, ListQuestion | FactQuestion)
        phrases = re.split(r", | and ", re.split(r"deal with |speaks of ", question.question.rstrip("?"))[1])
        if isinstance(question, ListQuestion) and len(phrases) == 1:
            assert {title for title in said if _folded(phrases[0]) in said[title]} == set(question.relevant)
            assert 3 <= len(question.relevant) <= 12
        assert all(_folded(phrase) in said[title] for title in question.relevant for phrase in phrases)


def _folded(text: str) -> str:
    """The words of a text without case and plural, between spaces."""
    words = re.findall(r"[^\W_]+", text.lower())
    return f" {' '.join(word.rstrip('s') for word in words)} "


def test_no_two_list_questions_ask_for_much_the_same_papers() -> None:
    lists = [set(line["relevant"]) for line in draft_gold(sample_papers(), 60) if line["kind"] == "list"]  # type: ignore[call-overload]

    assert all(len(a & b) < len(a | b) / 2 for a in lists for b in lists if a is not b)


def test_more_questions_begin_with_those_of_fewer() -> None:
    assert draft_gold(sample_papers(), 30)[:10] == draft_gold(sample_papers(), 10)
    assert len({line["id"] for line in draft_gold(sample_papers(), 30)}) == 30


def test_the_order_of_the_papers_does_not_choose_the_known_items() -> None:
    ahead, back = draft_gold(sample_papers(), 30), draft_gold(sample_papers()[::-1], 30)

    assert [line["question"] for line in ahead] == [line["question"] for line in back]


@given(st.lists(st.tuples(_texts, _texts), max_size=8))
def test_any_papers_make_questions_that_name_some_of_them(texts: list[tuple[str, str]]) -> None:
    papers = [Paper(f"p{n}", title, abstract) for n, (title, abstract) in enumerate(texts)]
    names = {paper.title or paper.id for paper in papers}

    for line in draft_gold(papers, 10):
        relevant = line["relevant"]
        assert isinstance(relevant, list)
        assert relevant and set(relevant) <= names


@pytest.mark.parametrize("papers", [[], [Paper("a", "", "")]])
def test_of_papers_without_words_nothing_is_made(papers: list[Paper]) -> None:
    assert draft_gold(papers, 5) == []
