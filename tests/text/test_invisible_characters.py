"""What no reader sees and what steers a screen is not shown; JSON keeps it, in escapes."""

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from assistant.text.answer_text import shown, shown_title
from assistant.text.invisible_characters import escaped_unseen, without_unseen

_FOREIGN = st.text() | st.text(alphabet='ab\n\t\x1b\x07\x9b\x7f\u00ad\u200b\u202e\u2066\ufeff\U000e0041\u200d"\\')


def test_escape_sequences_turns_and_hidden_words_go_and_scripts_keep_their_joiners() -> None:
    assert without_unseen("\x1b[31mred\x1b[0m \x9b2J \u202edesrever\u202c ze\u200bro \U000e0041") == (
        "[31mred[0m 2J desrever zero "
    )
    assert without_unseen("می\u200cخواهم 👩\u200d🔬\tשלום\u200f\n") == "می\u200cخواهم 👩\u200d🔬\tשלום\u200f\n"


@given(_FOREIGN)
def test_law_no_control_character_is_left(text: str) -> None:
    assert {c for c in without_unseen(text) if unicodedata.category(c) == "Cc"} <= {"\n", "\t"}


@given(_FOREIGN)
def test_law_printed_json_says_the_same_and_holds_nothing_unseen(text: str) -> None:
    printed = escaped_unseen(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(printed) == {"text": text}
    assert without_unseen(printed) == printed


def test_a_quote_in_an_answer_is_no_markdown_no_markup_and_no_mark() -> None:
    hostile = "See ![x](https://e.example/p) and [y](z) <img src=x> \x1b[2J[7] at p < 0.05."
    assert shown(hostile) == "See ! [x] (https://e.example/p) and [y] (z) ‹img src=x> [2J⟦7⟧ at p < 0.05."


def test_a_title_in_an_answer_has_no_address() -> None:
    assert (
        shown_title("Owls, see https://e.example/p?q=1 or www.e.example")
        == "Owls, see (link removed) or (link removed)"
    )
    assert shown_title("Data: A Survey of http and WWW") == "Data: A Survey of http and WWW"
