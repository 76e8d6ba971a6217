"""A model's sentence is shown with marks of quotes that exist, and with nothing live in it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.marks import clean_marks, plain_text

KNOWN = {1, 2, 3}
FORMS = {
    "Owls hunt [1].": "Owls hunt [1].",
    "Owls hunt[1].": "Owls hunt[1].",
    "Owls [1, 2].": "Owls [1][2].",
    "Owls [1; 3].": "Owls [1][3].",
    "Owls [1 and 2].": "Owls [1][2].",
    "Owls [1-3].": "Owls [1][2][3].",
    "Owls [2–9].": "Owls [2][3].",
    "Owls [1][1] hunt.": "Owls [1] hunt.",
    "Owls 【1】.": "Owls [1].",
    "Owls 【2†source】.": "Owls [2].",
    "Owls [^1].": "Owls [1].",
    "Owls [[1]].": "Owls [1].",
    "Owls [Quote 1].": "Owls [1].",
    "Owls [source 1, 2].": "Owls [1][2].",
    "Owls hunt (1).": "Owls hunt [1].",
    "(1) owls, (2) mice [1].": "(1) owls, (2) mice [1].",
    "Owls [1][9] hunt [7].": "Owls [1] hunt.",
    "Owls of [2019] hunt ⟦34⟧ [1].": "Owls of hunt ⟦34⟧ [1].",
    "[MASK] is a token [1].": "[MASK] is a token [1].",
    "[1]: Owls hunt.": "[1] Owls hunt.",
    "【1】(//evil.example/x) owls": "[1] (//evil.example/x) owls",
    "[9【7】] owls [1]": "owls [1]",
    "Owls hunt.": None,
    "Owls hunt [9].": None,
    "Owls hunt (9).": None,
    "Owls hunt [99999999999999999999].": None,
    "": None,
}


@pytest.mark.parametrize("sentence", FORMS)
def test_marks_become_single_and_known(sentence: str) -> None:
    assert clean_marks(sentence, KNOWN) == FORMS[sentence]


PLAIN = {
    "[a link](https://evil.example/x_(y)) stays text": "a link stays text",
    "[1](https://evil.example) is a mark": "[1] is a mark",
    "![pixel](https://evil.example/p.png?q=secret) gone": " gone",
    "![pixel][ref] gone": " gone",
    "see https://evil.example/x.": "see (link removed)",
    "see www.evil.example now": "see (link removed) now",
    "see evil.example/path now": "see (link removed) now",
    "see <https://evil.example> now": "see  now",
    "mail mailto:a@evil.example now": "mail (link removed) now",
    "code at https://good.example/code.": "code at https://good.example/code.",
    "<img src=x onerror=alert(1)>text<script>x</script>": "textx",
    "an open <img src=x": "an open ‹img src=x",
    "&lt;b&gt;bold&lt;/b&gt; &#104;ttps://evil.example": "bold (link removed)",
    "&amp;#104;ttps://evil.example": "(link removed)",
    "h\u200bttps://evil.example \u202eabc\ud800\x00": "(link removed) abc",
    "<<b>script>alert": "alert",
    "p ‹ 0.05 and 3 > 2": "p < 0.05 and 3 > 2",
    "```python": "python",
    "**bold** and `code` stay, AT&T too": "**bold** and `code` stay, AT&T too",
    "and/or, e.g. 1.5/2.5": "and/or, e.g. 1.5/2.5",
}


@pytest.mark.parametrize("sentence", PLAIN)
def test_nothing_live_is_left(sentence: str) -> None:
    assert plain_text(sentence, quoted=["Code is at https://good.example/code, free."]) == PLAIN[sentence]


def test_an_address_that_only_begins_like_a_quoted_one_goes() -> None:
    quoted = ["Code is at https://good.example/code."]
    assert plain_text("https://good.exam [1]", quoted=quoted) == "(link removed) [1]"


_PARTS = [
    "[",
    "]",
    "(",
    ")",
    "1",
    "2",
    "9",
    "[1]",
    "[9]",
    "【",
    "】",
    ",",
    "-",
    " ",
    "!",
    "<",
    ">",
    "a",
    "b:",
    "://",
    "//e.example",
]
_PARTS += ["http", "www.", "&lt;", "&#91;", "&", "#91;", "lt;", "‹", "›", "\u200b", "```", "](", "]:", "^", "/", "img "]
_drafts = st.lists(st.sampled_from(_PARTS) | st.text(max_size=3), max_size=14).map("".join)


@given(_drafts)
def test_law_every_mark_of_a_cleaned_sentence_is_known_and_one_is_there(draft: str) -> None:
    cleaned = clean_marks(plain_text(draft), KNOWN)
    marks = re.findall(r"\[(\d+)\]", cleaned or "")
    assert cleaned is None or (marks and {int(mark) for mark in marks} <= KNOWN)


@given(_drafts)
def test_law_a_cleaned_sentence_holds_no_link_image_tag_or_definition(draft: str) -> None:
    cleaned = clean_marks(plain_text(draft), KNOWN) or ""
    assert not re.search(r"\]\(|<[A-Za-z/!?]|[a-z]://\w|www\.\w|^\W*\[[^\[\]]*\]:", cleaned)
    assert plain_text(cleaned) == cleaned
