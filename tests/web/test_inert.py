"""The law that no foreign text becomes part of the page's markup."""

from dataclasses import replace
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ProviderBusy
from assistant.types import (
    Citation,
    Paper,
    Quote,
)
from assistant.web.answer.sources import sources_html
from assistant.web.answer.turn import turn_html
from assistant.web.ask.conversation import failed
from assistant.web.shell.html import bdi, text
from tests.making import answer
from tests.web.reading import Seen, whole_turn

_OUR_TAGS = {
    *("article", "h2", "h3", "bdi", "p", "div", "ol", "ul", "li", "span", "button", "figure", "blockquote"),
    *("figcaption", "details", "summary", "strong", "section", "mark", "a"),
    *("table", "thead", "tbody", "tr", "th", "td", "footer"),
}
_OUR_ATTRIBUTES = {
    *("class", "id", "type", "title", "dir", "scope", "role", "tabindex", "href", "target", "rel"),
    *("aria-label", "aria-busy", "aria-hidden", "data-turn", "data-cite", "data-cites", "data-ask"),
    *("data-close", "data-key", "data-none", "data-sort", "data-retry", "data-question", "data-edit", "data-copy"),
    *("data-scope", "data-fill", "data-record", "data-told", "data-head"),
}


@given(st.text())
def test_any_text_stays_text(foreign: str) -> None:
    seen = Seen(bdi(foreign))
    assert seen.tags == {"bdi"}
    assert not set(text(foreign)) & set("<>\"'")


@given(st.text(alphabet="<>&\"'[]123•—“”| \nab/=:", min_size=1), st.text(min_size=1))
def test_no_title_abstract_question_or_answer_adds_a_tag_or_an_attribute(words: str, other: str) -> None:
    paper = Paper(words, words, other, authors=(words,), date=words, url=words, sources=(words,))
    told = replace(answer(question=words), text=words, citations=(Citation(1, Quote(paper, 0, len(other))),))
    failure = failed(whole_turn(replace(told, notes=(words,))), ProviderBusy(words, hint=words))
    seen = Seen(turn_html(failure) + sources_html(failure))
    assert seen.tags <= _OUR_TAGS
    assert seen.attributes.keys() <= _OUR_ATTRIBUTES
    assert seen.attributes.get("href", set()) <= {words} and "src" not in seen.attributes


@given(st.text(alphabet="abc\x00\x1f\u202a\u202e\u2066\u2069\u200b\ufeff\U000e0041\u200f\u200d שלום"))
def test_controls_turns_of_direction_and_hidden_characters_are_dropped_and_all_else_kept(foreign: str) -> None:
    kept = "".join(c for c in foreign if c not in "\x00\x1f\u202a\u202e\u2066\u2069\u200b\ufeff\U000e0041")
    assert unescape(text(foreign)) == kept
