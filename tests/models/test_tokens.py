"""Counting and cutting in tokens, without the network."""

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from assistant.models import tokens


@given(st.text(max_size=200), st.integers(1, 30))
def test_what_is_cut_is_a_beginning_of_the_text_within_the_limit(text: str, limit: int) -> None:
    cut = tokens.cut(text, limit)
    assert text.startswith(cut)
    assert tokens.count(cut) <= limit
    assert cut == text or tokens.count(text) > limit


def test_special_tokens_in_a_text_are_text() -> None:
    assert tokens.count("<|endoftext|>") == 7


def test_a_table_folder_of_the_users_that_is_empty_leads_to_no_download(tmp_path: Path) -> None:
    code = (
        "import os, socket; socket.socket.connect = None; from assistant.models import tokens;"
        "print(tokens.count('There are 345.'), os.environ['TIKTOKEN_CACHE_DIR'])"
    )
    env = {**os.environ, "TIKTOKEN_CACHE_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout == f"5 {tmp_path}\n"
