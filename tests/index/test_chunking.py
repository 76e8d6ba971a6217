"""Chunks cover an abstract in order, whatever it says, and their text carries the title."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import tiktoken
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.index.layout import Chunking
from assistant.index.vectors.chunking import Splitter
from assistant.types import Chunk, Paper

# Small chunks, so that short texts have many; enough tokens for any one character.
_SMALL = Splitter(Chunking(tokens=12, title=4))
_WHOLE = Splitter(Chunking())
_WORDS = st.sampled_from(
    ["We", "count", "whales.", "We", "hear", "them!", "e.g.", "[3]", "(a", "鯨の歌。", "🐋", "\n\n\n", "  ", "\x1c"]
)
_TEXTS = st.one_of(st.lists(_WORDS, max_size=80).map(" ".join), st.text(max_size=300))


@settings(max_examples=150)
@given(text=_TEXTS)
def test_spans_are_ordered_and_disjoint_and_leave_out_only_white_space(text: str) -> None:
    chunks = _SMALL.chunks(Paper("p", "Whales", text))
    ends = [0, *(chunk.end for chunk in chunks)]
    starts = [*(chunk.start for chunk in chunks), len(text)]
    assert all(end <= start for end, start in zip(ends, starts, strict=True))
    assert "".join(text[end:start] for end, start in zip(ends, starts, strict=True)).strip() == ""
    assert [chunk.ordinal for chunk in chunks] == list(range(len(chunks)))


def test_repeated_sentences_get_the_places_they_stand_in() -> None:
    text = " ".join(["We count the whales in the sea."] * 4)
    assert [(chunk.start, chunk.end) for chunk in _SMALL.chunks(Paper("p", "", text))] == [
        (0, 31),
        (32, 63),
        (64, 95),
        (96, 127),
    ]


def test_a_chunk_is_embedded_with_its_title_in_front() -> None:
    paper = Paper("p", "Whales", "We count them.")
    assert [_WHOLE.text(chunk) for chunk in _WHOLE.chunks(paper)] == ["Whales\nWe count them."]


def test_a_paper_without_abstract_is_embedded_by_its_title() -> None:
    paper = Paper("p", "Whales", "")
    assert _WHOLE.chunks(paper) == [Chunk(paper, 0, 0, 0)]
    assert _WHOLE.text(Chunk(paper, 0, 0, 0)) == "Whales"


def test_a_paper_without_title_is_embedded_by_its_abstract() -> None:
    assert _WHOLE.text(Chunk(Paper("p", "", "We count."), 0, 0, 9)) == "We count."


@pytest.mark.parametrize("title", ["whale " * 300, "鯨" * 300, "🐋" * 100])
def test_a_long_title_is_cut_between_characters(title: str) -> None:
    paper = Paper("p", title, "We count.")
    (chunk,) = _WHOLE.chunks(paper)
    head, text = _WHOLE.text(chunk).split("\n")
    assert (title.startswith(head), "\ufffd" in head, text) == (True, False, "We count.")
    assert 48 <= len(tiktoken.get_encoding("cl100k_base").encode(head)) <= 64


def test_a_text_that_looks_like_a_control_token_is_text() -> None:
    paper = Paper("p", "<|endoftext|>", "We say <|endoftext|> often.")
    assert [_WHOLE.text(chunk) for chunk in _WHOLE.chunks(paper)] == ["<|endoftext|>\nWe say <|endoftext|> often."]


def test_the_tables_need_no_network_and_the_users_own_setting_stays(tmp_path: Path) -> None:
    code = (
        "import os, socket\n"
        "def refuse(*_): raise AssertionError('network')\n"
        "socket.socket.connect = refuse\n"
        "from assistant.index.vectors.chunking import Splitter\n"
        "from assistant.index.layout import Chunking\n"
        "Splitter(Chunking())\n"
        "print(os.environ.get('TIKTOKEN_CACHE_DIR'))\n"
    )
    without = {name: value for name, value in os.environ.items() if name != "TIKTOKEN_CACHE_DIR"}
    for environment, kept in ((without, "None"), ({**without, "TIKTOKEN_CACHE_DIR": str(tmp_path)}, str(tmp_path))):
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == kept
