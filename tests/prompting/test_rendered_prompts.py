"""What the judge and the writer really send, as it stands in `rendered/`; a changed prompt is a changed file there.

After a change that is meant, UPDATE_RENDERED=1 pytest tests/prompting/test_rendered_prompts.py; then read the diff.
"""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from assistant.judging.chat.requests import JudgeCall
from assistant.models import tokens
from assistant.ports import Message
from assistant.prompting.prompts import load_prompt
from assistant.writing.chat_writer import ChatWriter
from tests.fakes_chat import FakeChat
from tests.making import OWLS, WHALES
from tests.writing.making import CODE, PLAN, QUOTES, VERDICTS, looked, told

_FOLDER = Path(__file__).parent / "rendered"


def _judge() -> tuple[Message, ...]:
    model = FakeChat(*['{"papers": [{"number": 1, "quotes": [], "relevance": 0, "reason": ""}]}'] * 2)
    JudgeCall(model, load_prompt("judge"), tokens).ask(PLAN, (WHALES, OWLS), Event())
    return model.asked[0]


def _write() -> tuple[Message, ...]:
    model = FakeChat("345 whales [1].")
    list(ChatWriter(model).write(PLAN, VERDICTS, (*QUOTES, CODE)))
    return model.asked[0]


def _check() -> tuple[Message, ...]:
    model = FakeChat("| Mood | the authors love the sea [1] | 20 owls [2] |\nThey sing along [1].", looked())
    list(ChatWriter(model).write(replace(PLAN, kind="compare"), VERDICTS, (*QUOTES, CODE)))
    return model.asked[1]


def _repair() -> tuple[Message, ...]:
    model = FakeChat("| Animals | 346 whales [1] | 20 owls [2] |\nGPT-9 hears 345 whales [1]. 20 owls.", told())
    list(ChatWriter(model).write(replace(PLAN, kind="compare"), VERDICTS, (*QUOTES, CODE)))
    return model.asked[1]


def _premise() -> tuple[Message, ...]:
    model = FakeChat("NONE")
    list(ChatWriter(model).premise(PLAN, QUOTES))
    return model.asked[0]


_CALLS: dict[str, Callable[[], tuple[Message, ...]]] = {
    "judge": _judge,
    "write": _write,
    "check": _check,
    "repair": _repair,
    "premise": _premise,
}


@pytest.mark.parametrize("name", _CALLS)
def test_the_call_sends_what_stands_in_its_file(name: str) -> None:
    messages = _CALLS[name]()
    (fence,) = {found for message in messages for found in re.findall(r"</?\w+ ([0-9a-f]+)>", message.content)}
    rendered = "".join(f"# {m.role}\n{m.content.replace(fence, 'FENCE')}\n\n" for m in messages)
    file = _FOLDER / f"{name}.md"
    if os.environ.get("UPDATE_RENDERED"):
        file.write_text(rendered, encoding="utf-8")
    assert rendered == file.read_text(encoding="utf-8")
