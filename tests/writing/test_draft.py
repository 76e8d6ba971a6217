"""From what a writer yields to the text that is shown."""

import re
from collections.abc import Iterator, Mapping, Sequence
from threading import Event

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.errors import ProviderDown, Stopped
from assistant.ports import Amended, Note, Stop, Written
from assistant.text.answer_text import Numbering, shown
from assistant.types import Checks, Citation, Kind, Plan, Quote, Token, Usage, Verdict
from assistant.writing.draft import Draft
from assistant.writing.extractive_writer import ExtractiveWriter
from tests.making import MICE, OWLS, WHALES, quote, verdict

_VERDICTS = [
    verdict(WHALES, "Our model hears 345 whales [12]."),
    verdict(OWLS, "Owls hunt at night."),
    verdict(MICE, "Mice are small animals."),
]
_QUOTES = [Citation(number, v.quotes[0]) for number, v in enumerate(_VERDICTS, start=1)]


class Script:
    """A Writer that yields what it is told to, and fails where it is told an error."""

    name = "script"
    prompts: Mapping[str, str] = {}

    def __init__(self, *pieces: Written | Exception) -> None:
        self._pieces = pieces

    def write(
        self,
        plan: Plan,
        verdicts: Sequence[Verdict],
        quotes: Sequence[Citation],
        *,
        stop: Stop | None = None,
        whole: bool = False,
    ) -> Iterator[Written]:
        for piece in self._pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    def premise(self, plan: Plan, quotes: Sequence[Citation], *, stop: Stop | None = None) -> Iterator[Written]:
        return self.write(plan, (), quotes, stop=stop)


def _draft(kind: Kind = "list") -> Draft:
    return Draft(Plan("q", kind, ("q",)), _VERDICTS, _QUOTES)


def _said(draft: Draft) -> str:
    """The text without the papers that follow because the writer left them out."""
    return draft.text.partition("\n\nAlso relevant")[0]


def _write(draft: Draft, *pieces: Written | Exception) -> list[Token]:
    return list(draft.answer(Script(*pieces), None))


def test_marks_are_numbered_by_first_use() -> None:
    draft = _draft("fact")
    tokens = _write(draft, "Owls [2].", " Whales [1] and owls [2].")
    assert _said(draft) == "Owls [1]. Whales [2] and owls [1]."
    assert [(t.text, [c.number for c in t.citations]) for t in tokens[:2]] == [
        ("Owls [1].", [1]),
        (" Whales [2] and owls [1].", [2]),
    ]
    assert [(c.number, c.quote.paper.id) for c in draft.citations] == [(1, "o"), (2, "w"), (3, "m")]


def test_a_mark_that_stands_for_nothing_goes() -> None:
    draft = _draft("fact")
    _write(draft, "Owls [2], cats [7].")
    assert _said(draft) == "Owls [1], cats."


def test_papers_that_a_writer_left_out_of_a_list_follow_as_quotes() -> None:
    draft = _draft()
    _write(draft, "Owls [2].")
    assert draft.text == (
        "Owls [1].\n\nAlso relevant (2):"
        "\n• Counting Whales — “Our model hears 345 whales ⟦12⟧.” [2]"
        "\n• Of Mice — “Mice are small animals.” [3]"
    )


def test_a_writer_that_fails_leaves_the_quotes_and_a_note() -> None:
    draft = _draft()
    _write(draft, ProviderDown("no connection", hint="Check it."))
    assert draft.text.startswith("3 papers:\n• Counting Whales — “Our model")
    assert draft.notes == ["The writing model failed (no connection); quotes are shown instead."]


def test_a_writer_that_breaks_off_keeps_what_it_said() -> None:
    draft = _draft()
    _write(draft, "Owls [2].", ProviderDown("cut", hint="Again."))
    assert draft.text.startswith("Owls [1].\n\nAlso relevant (2):\n• Counting Whales")


def test_a_draft_without_one_citation_is_followed_by_the_quotes() -> None:
    draft = _draft("fact")
    _write(draft, "I do not know.")
    assert draft.text.startswith("I do not know.\n\n“Our model hears 345 whales ⟦12⟧.” [1]\n“Owls")


def test_usage_is_added_up_and_not_shown() -> None:
    draft = _draft("fact")
    _write(draft, Usage(1, 10, 5), "Owls [2].", Usage(1, 1, 1))
    assert (_said(draft), draft.usage) == ("Owls [1].", Usage(2, 11, 6))


def test_a_stop_ends_the_draft() -> None:
    stop = Event()
    tokens = _draft().answer(Script("Owls [2].", " Mice [3]."), stop)
    next(tokens)
    stop.set()
    with pytest.raises(Stopped):
        next(tokens)


def test_what_a_second_look_marks_changes_the_text_and_neither_numbers_nor_tokens() -> None:
    draft = _draft("fact")
    tokens = _write(
        draft, "Owls [2].", " Whales [1] and owls [2].", Amended(1, " Whales [1] and owls [2]. (unsupported)")
    )
    assert [token.text for token in tokens[:2]] == ["Owls [1].", " Whales [2] and owls [1]."]
    assert _said(draft) == "Owls [1]. Whales [2] and owls [1]. (unsupported)"


def test_notes_and_checks_are_kept_and_not_shown() -> None:
    draft = _draft("fact")
    _write(draft, "Owls [2].", Note("1 sentence checked."), Checks(1, 0, 0, 0))
    assert (_said(draft), draft.notes, draft.checks) == ("Owls [1].", ["1 sentence checked."], Checks(1, 0, 0, 0))


def test_for_any_writer_the_tokens_are_the_text() -> None:
    for pieces in (["Owls [2]."], ["I do not know."], [], ["Owls [2].", ProviderDown("cut", hint="Again.")]):
        draft = _draft()
        assert "".join(token.text for token in _write(draft, *pieces)) == draft.text


def _refusal(*premise: Written | Exception) -> Draft:
    near = Draft(Plan("q", "fact", ("q",)), _VERDICTS[:2], _QUOTES[:2])
    list(near.refuse("not_stated", Script(*premise), None))
    return near


def test_not_stated_says_what_the_nearest_do_say_and_not_covered_says_nothing_more() -> None:
    nothing = Draft(Plan("q", "fact", ("q",)), [], [])
    list(nothing.refuse("not_covered", Script("Owls [2]."), None))
    assert _refusal().text == (
        "The abstracts do not state this.\nWhat the nearest ones do say:"
        "\n• Counting Whales — “Our model hears 345 whales ⟦12⟧.” [1]\n• Owls at Night — “Owls hunt at night.” [2]"
    )
    assert (nothing.text, nothing.citations) == ("Nothing in these papers is about this.", ())


def test_a_wrong_premise_is_named_first_and_its_quote_is_not_repeated() -> None:
    near = _refusal(Usage(1, 7, 5), "The question assumes day, but owls hunt at night [2].")
    assert near.text.splitlines() == [
        "The question assumes day, but owls hunt at night [1].",
        "The abstracts do not state this.",
        "What the nearest ones do say:",
        "• Counting Whales — “Our model hears 345 whales ⟦12⟧.” [2]",
    ]
    assert (near.citations[0].quote.paper.id, near.usage) == ("o", Usage(1, 7, 5))


@pytest.mark.parametrize("language", ["", "German", "French", "Spanish", "Italian", "Portuguese", "Dutch", "Korean"])
def test_each_language_has_its_fixed_words_and_else_english(language: str) -> None:
    nothing = Draft(Plan("q", "list", ("q",), language=language), [], [])
    list(nothing.refuse("not_covered", Script(), None))
    assert (nothing.text == "Nothing in these papers is about this.") is (language in ("", "Korean"))


def test_a_premise_that_cannot_be_checked_changes_nothing_but_the_notes() -> None:
    near = _refusal(ProviderDown("no connection", hint="Check it."))
    assert near.text == _refusal().text
    assert near.notes == ["Whether the question takes something wrong for given is not checked (no connection)."]


def test_the_embedded_writer_gives_a_fact_its_quotes_alone() -> None:
    draft = Draft(Plan("q", "fact", ("q",)), _VERDICTS, _QUOTES[1:])
    list(draft.answer(ExtractiveWriter(), None))
    assert draft.text == "“Owls hunt at night.” [1]\n“Mice are small animals.” [2]"


def _compared(*quotes: Quote) -> list[str]:
    citations = [Citation(number, found) for number, found in enumerate(quotes, start=1)]
    draft = Draft(Plan("q", "compare", ("q",)), _VERDICTS[:2], citations)
    list(draft.answer(ExtractiveWriter(), None))
    return draft.text.splitlines()


def test_the_embedded_writer_compares_in_a_table_with_a_row_for_each_aspect() -> None:
    data, code = quote(WHALES, "Our model hears 345 whales [12]."), quote(WHALES, "Code is free.")
    assert _compared(data, quote(OWLS, "Owls hunt at night."), code, quote(OWLS, "The data holds 20 owls.")) == [
        "| | Counting Whales | Owls at Night |",
        "|---|---|---|",
        "| Approach | “Our model hears 345 whales ⟦12⟧.” [1] "
        "| “Owls hunt at night.” [2] “The data holds 20 owls.” [3] |",
        "| Code | “Code is free.” [4] | not stated |",
    ]


def test_without_an_aspect_in_common_the_table_has_one_row() -> None:
    assert _compared(quote(WHALES, "Code is free."), quote(OWLS, "Owls hunt at night.")) == [
        "| | Counting Whales | Owls at Night |",
        "|---|---|---|",
        "| Quotes | “Code is free.” [1] | “Owls hunt at night.” [2] |",
    ]


def test_one_paper_alone_is_no_table() -> None:
    assert _compared(quote(WHALES, "We count whales by ear."), quote(WHALES, "Code is free.")) == [
        "1 paper:",
        "• Counting Whales — “We count whales by ear.” [1] “Code is free.” [2]",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("as [34] says", "as ⟦34⟧ says"),
        ("in [0, 1]", "in ⟦0, 1⟧"),
        ("[see]", "[see]"),
        ("a\n b", "a b"),
        ("[[1]]", "[⟦1⟧]"),
    ],
)
def test_a_text_shows_its_own_brackets_otherwise(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(st.text(max_size=60))
def test_no_text_of_a_paper_can_look_like_a_mark(text: str) -> None:
    assert not re.search(r"\[\s*\d+(\s*[,;-]\s*\d+)*\s*\]", shown(text))


@example(["[0[0]]"])
@given(st.lists(st.text(alphabet="ab [](),;1234567890", max_size=30), max_size=6))
def test_for_any_draft_the_marks_are_those_of_the_citations_numbered_from_1(pieces: list[str]) -> None:
    quotes: dict[int, Quote] = {1: quote(MICE, "Mice"), 2: quote(OWLS, "Owls"), 12: quote(WHALES, "We")}
    numbering = Numbering(quotes)
    text = "".join(numbering.apply(piece)[0] for piece in pieces)
    numbers = [c.number for c in numbering.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    marks = {int(found) for piece in pieces for found in re.findall(r"\[(\d+)\]", Numbering(quotes).apply(piece)[0])}
    assert marks <= {1, 2, 3}
    assert text.count("[") <= "".join(pieces).count("[")
