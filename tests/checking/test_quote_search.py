"""A claimed quote is found as the abstract's own characters, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.quote_search import find_quote
from assistant.prompting.fences import as_data
from assistant.types import Paper
from tests.making import WHALES


def paper(abstract: str) -> Paper:
    return Paper("p", "A Title", abstract)


def found(abstract: str, claim: str, *, near: int = 0) -> str | None:
    quote = find_quote(paper(abstract), claim, near=near)
    return quote.text if quote else None


ABSTRACT = (
    "We present “FiNCH‑2”, an e\u00adﬃcient model — it scores 80.5 % [12] on  naïve\ntests <0.05. It ﬂies. So what?"
)

SAME = {
    "quotes and dashes": ('present "FiNCH-2", an', "present “FiNCH‑2”, an"),
    "ligature and soft hyphen": ("an efficient model", "an e\u00adﬃcient model"),
    "long dash": ("model - it scores", "model — it scores"),
    "white space": ("on naïve tests", "on  naïve\ntests"),
    "decomposed letters": ("on nai\u0308ve tests", "on  naïve\ntests"),
    "zero-width": ("it sco\u200bres 80.5 %", "it scores 80.5 %"),
    "brackets put into a prompt": ("80.5 % ⟦12⟧ on", "80.5 % [12] on"),
    "angles put into a prompt": ("tests ‹0.05.", "tests <0.05."),
    "case": ("WE PRESENT “FiNCH‑2”", "We present “FiNCH‑2”"),
    "wrapped in quotes": ("“an efficient model”", "an e\u00adﬃcient model"),
    "ended with a full stop of its own": ("an efficient model.", "an e\u00adﬃcient model"),
    "a short whole sentence": ("It flies.", "It ﬂies."),
    "the last short sentence": ("So what?", "So what?"),
}


@pytest.mark.parametrize("name", SAME)
def test_found_in_spite_of(name: str) -> None:
    claim, text = SAME[name]
    assert found(ABSTRACT, claim) == text


@pytest.mark.parametrize(
    "claim",
    [
        "",
        "  ",
        "...",
        "words it never says",
        "an model",
        "It flies. So it flies.",
        "FiNCH‑2",
        "so what",
        "scores ... tests",
    ],
)
def test_not_found(claim: str) -> None:
    assert found(ABSTRACT, claim) is None


def test_characters_of_a_script_without_spaces_count_as_words() -> None:
    assert found("我们提出了一种新的方法。", "新的方法") == "新的方法"


def test_of_several_places_the_first_from_near_on_is_taken_else_the_first() -> None:
    abstract = "Owls hunt at night. Mice sleep. Owls hunt at night."
    places = [find_quote(paper(abstract), "Owls hunt at night", near=near) for near in (0, 1, 40)]
    assert [quote.start for quote in places if quote] == [0, 32, 0]


def test_a_place_with_the_same_case_is_preferred() -> None:
    abstract = "THE MODEL IS SMALL. Now the model is small."
    quote = find_quote(paper(abstract), "the model is small")
    assert quote is not None
    assert quote.start == 24


def test_a_claim_over_600_characters_is_not_accepted() -> None:
    abstract = " ".join(f"word{n}" for n in range(200))
    assert found(abstract, abstract[:600]) == abstract[:600].rstrip()
    assert found(abstract, abstract[:700]) is None


def test_the_quote_is_of_the_paper_it_was_looked_up_in() -> None:
    quote = find_quote(WHALES, "our model hears 345 whales")
    assert quote is not None
    assert (quote.paper, quote.text) == (WHALES, "Our model hears 345 whales")


_letters = st.characters(codec="utf-8") | st.sampled_from(" .,-–“”‘ﬁ\u00ad\u200b\u0301ß[]<>‹⟦\n")
_words = st.lists(
    st.text(_letters, min_size=1, max_size=8).filter(lambda w: any(c.isalnum() for c in w)), min_size=3, max_size=30
)
_abstracts = st.builds(" ".join, _words)


@given(st.data())
def test_law_any_slice_of_three_words_of_any_abstract_is_found_in_characters_of_the_abstract(
    data: st.DataObject,
) -> None:
    words = data.draw(_words)
    first = data.draw(st.integers(0, len(words) - 3))
    last = data.draw(st.integers(first + 3, len(words)))
    abstract, claim = " ".join(words), " ".join(words[first:last])
    quote = find_quote(paper(abstract), claim)
    assert quote is not None
    assert abstract[quote.start : quote.end] == quote.text
    assert find_quote(paper(quote.text), claim) is not None  # it says the same


@given(_abstracts)
def test_law_what_was_put_into_a_prompt_as_data_is_found_again(abstract: str) -> None:
    shown = as_data(abstract)
    if len([word for word in shown.split() if any(c.isalnum() for c in word)]) >= 3:
        assert find_quote(paper(abstract), shown) is not None


@given(_abstracts, st.text(max_size=60), st.integers(-5, 300))
def test_law_offsets_exist_whatever_is_claimed(abstract: str, claim: str, near: int) -> None:
    quote = find_quote(paper(abstract), claim, near=near)
    assert quote is None or (0 <= quote.start < quote.end <= len(abstract) and quote.text in abstract)


@given(_abstracts, st.lists(st.sampled_from(["zulu", "qqq", "xyzzy"]), min_size=3))
def test_law_words_that_are_not_in_the_abstract_are_not_found(abstract: str, words: list[str]) -> None:
    if not any(word in abstract.casefold() for word in ("zulu", "qqq", "xyzzy")):
        assert find_quote(paper(abstract), " ".join(words)) is None
