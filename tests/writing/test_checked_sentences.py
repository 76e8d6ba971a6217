"""What becomes of a model's sentences that the code refutes, and of those it cannot settle."""

import json

import pytest

from assistant.errors import ProviderDown, ProviderError
from assistant.ports import Amended, Note
from assistant.types import Checks, Usage
from assistant.writing.chat_writer import ChatWriter
from tests.fakes_chat import FakeChat
from tests.writing.making import PLAN, QUOTES, VERDICTS, checks_of, looked, text_of, told, written


def test_a_wrong_number_is_repaired_in_its_place_and_what_follows_waits_for_it() -> None:
    pieces = written("346 whales are heard [1]. The data holds 20 owls [2].", told("Our model hears 345 whales [1]."))
    assert pieces == [
        Usage(1, 7, 5),
        "Our model hears 345 whales [1].",
        " The data holds 20 owls [2].",
        Usage(1, 7, 5),
        Note("2 sentences checked against the quotes: 1 repaired, 0 unsupported."),
        Checks(2, 1, 0, 0),
    ]


BAD_REPAIRS = {
    "still wrong": told("It hears 347 whales [1]."),
    "without a mark": told("Our model hears 345 whales."),
    "with a mark of no quote": told("Our model hears 345 whales [9]."),
    "empty": told(""),
    "of another sentence": json.dumps({"sentences": [{"number": 4, "text": "345 whales [1]."}]}),
    "no JSON": "Sorry.",
    "of another form": json.dumps({"sentences": [{"number": "1", "text": 7}]}),
    "failed": ProviderDown("no connection", hint="Check it."),
}


@pytest.mark.parametrize("repair", BAD_REPAIRS)
def test_what_a_repair_does_not_mend_is_left_out_or_marked(repair: str) -> None:
    said = "346 whales are heard [1]. The data holds 20 owls [2]."
    dropped, kept = written(said, BAD_REPAIRS[repair]), written(said, BAD_REPAIRS[repair], keep=True)
    assert text_of(dropped) == ["The data holds 20 owls [2]."]
    assert text_of(kept) == ["346 whales are heard [1]. (unsupported)", " The data holds 20 owls [2]."]
    assert checks_of(dropped) == checks_of(kept) == Checks(2, 0, 1, 0)


def test_a_claim_without_a_mark_is_repaired_too_and_invented_marks_are_counted() -> None:
    pieces = written("345 whales are heard. Owls number 20 [7][8].", told("345 whales are heard [1].", ""))
    assert text_of(pieces) == ["345 whales are heard [1]."]
    assert checks_of(pieces) == Checks(2, 1, 1, 2)


def test_what_the_code_cannot_settle_is_shown_and_marked_after_a_second_look() -> None:
    pieces = written("The authors love the sea [1]. They like birds too [2]. 345 whales [1].", looked(True, False))
    assert pieces[:5] == [
        "The authors love the sea [1].",
        " They like birds too [2].",
        " 345 whales [1].",
        Usage(1, 7, 5),
        Amended(1, " They like birds too [2]. (unsupported)"),
    ]
    assert checks_of(pieces) == Checks(3, 0, 1, 0)


def test_what_a_second_look_doubts_before_it_is_shown_is_repaired() -> None:
    said = "346 whales are heard [1]. They like birds too [2]."
    repair = told("345 whales are heard [1].", "The data holds 20 owls [2].")
    pieces = written(said, looked(False), repair)
    assert text_of(pieces) == ["345 whales are heard [1].", " The data holds 20 owls [2]."]
    assert checks_of(pieces) == Checks(2, 2, 0, 0)


def test_a_repair_in_other_words_is_looked_at_as_well() -> None:
    pieces = written("346 whales [1].", told("Hundreds of animals sing below [1]."), looked(False))
    assert text_of(pieces) == []
    assert checks_of(pieces) == Checks(1, 0, 1, 0)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (ProviderDown("no connection", hint="Check it."), " (no connection)"),
        ("Yes.", " (fake-chat does not keep to the form of a check: it is not JSON of the form)"),
        (looked(), ""),
    ],
)
def test_a_second_look_that_fails_leaves_the_sentences_with_a_note(reply: str | ProviderError, reason: str) -> None:
    pieces = written("The authors love the sea [1].", reply)
    assert text_of(pieces) == ["The authors love the sea [1]."]
    assert Note(f"1 of the sentences could not be checked a second time{reason} and stand as written.") in pieces


def test_the_calls_of_a_second_look_are_bounded() -> None:
    model = FakeChat(" ".join(["The authors love the sea [1]."] * 90), looked(), looked(), looked())
    pieces = list(ChatWriter(model).write(PLAN, VERDICTS, QUOTES))
    assert [message[0].content[:9] for message in model.asked] == ["You answe", *["You check"] * 3]
    assert Note("90 of the sentences could not be checked a second time and stand as written.") in pieces
