"""Markdown, read by a real parser: what it makes of an export holds nothing a paper brought."""

from dataclasses import replace

from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.exporting.field_text import one_line
from assistant.exporting.markdown import escape, to_markdown
from assistant.types import Paper, Plan, Verdict
from tests.exporting.hostile import HOSTILE, over, papers, words
from tests.making import MICE, OWLS, WHALES, answer, verdict

_OURS = {"text", "softbreak", "strong_open", "strong_close", "em_open", "em_close", "link_open", "link_close"}


def _inline(text: str) -> list[Token]:
    blocks = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return [token for block in blocks for token in block.children or []]


def _blocks(text: str) -> list[str]:
    blocks = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return [block.tag for block in blocks if block.nesting >= 0 and block.tag]


def test_a_conversation_has_a_heading_for_each_question() -> None:
    first = replace(answer(verdict(OWLS, "Owls hunt at night.")), notes=("Not *all* were read.",))
    refused = replace(answer(question="And mice?", outcome="not_stated"), text="These abstracts do not say.",
                      near=(Verdict(MICE, 1, 0.2, reason="no count"),),
                      plan=Plan("How many mice are there?", "fact", ()))  # fmt: skip
    assert to_markdown("Owls, counted", [first, refused]) == (
        "# Owls, counted\n\n## Which papers count animals?\n\n“Owls hunt at night.” [1]\n\n"
        "- Not \\*all\\* were read.\n\n**Sources**\n\n"
        "1. [Owls at Night](<https://example.org/o>), 2025-02-03\n   > “Owls hunt at night.”\n\n"
        "*Judged by judge, written by writer, 0.2 s*\n\n"
        "## And mice?\n\nUnderstood as: How many mice are there?\n\n**Not stated**\n\nThese abstracts do not say.\n\n"
        "**Not listed, but near**\n\n- Of Mice: no count\n\n*Judged by judge, written by writer, 0.2 s*\n"
    )


def test_lists_and_tables_stay_lists_and_tables() -> None:
    text = "2 papers:\n• Owls at Night — “Owls hunt at night.” [1]\n• Of Mice\n| | a_b |\n|---|---|\n| Data | 20 [1] |"
    told = replace(answer(verdict(OWLS, "Owls hunt at night.")), text=text)
    written = to_markdown(told.question, [told])
    assert _blocks(written)[:5] == ["h1", "p", "ul", "li", "p"]
    assert [tag for tag in _blocks(written) if tag in ("table", "th", "td")] == ["table", "th", "th", "td", "td"]


def test_a_hostile_paper_stays_text() -> None:
    text = to_markdown(HOSTILE.title, [over(HOSTILE)])
    inline = _inline(text)
    assert {token.type for token in inline} <= _OURS
    assert [token.attrs["href"] for token in inline if token.type == "link_open"] == [
        "https://example.org/a_b?x=%7B1%7D&y=%20#f%7D"
    ]
    assert "h2" not in _blocks(text)


@given(words)
def test_any_text_is_shown_as_it_is(foreign: str) -> None:
    escaped = escape(foreign)
    assert "".join(token.content for token in _inline(escaped)) == one_line(foreign)
    assert _blocks(escaped) == (["p"] if escaped else [])


@given(papers(), words)
def test_no_paper_and_no_text_of_a_model_adds_a_block_a_link_or_a_picture(paper: Paper, said: str) -> None:
    told = replace(over(paper), text=said)
    inline = _inline(to_markdown("Owls", [told]))
    links = [str(token.attrs["href"]) for token in inline if token.type == "link_open"]
    assert {token.type for token in inline} <= _OURS
    assert [link for link in links if not link.startswith(("http://", "https://"))] == []
    assert len(links) <= 1
    assert _blocks(to_markdown("Owls", [told])).count("h1") == 1


def test_a_mark_that_could_begin_a_link_is_none() -> None:
    told = replace(
        answer(verdict(WHALES, "Code is free.")), text="See [1](http://evil.example).\n[1]: http://e.example"
    )
    assert [token for token in _inline(to_markdown("Q", [told])) if token.type == "link_open"] == []
