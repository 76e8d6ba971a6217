"""Replies of a model to the chat writer, and what came of them. Shared by the tests of the writer."""

import json
from collections.abc import Sequence
from dataclasses import replace

from assistant.errors import ProviderError
from assistant.ports import Amended, Written
from assistant.types import Checks, Citation, Kind, Plan
from assistant.writing.chat_writer import ChatWriter
from tests.fakes_chat import FakeChat
from tests.making import OWLS, WHALES, quote, verdict

PLAN = Plan("How many animals are counted?", "fact", ("animals counted",))
QUOTES = (
    Citation(1, quote(WHALES, "Our model hears 345 whales [12].")),
    Citation(2, quote(OWLS, "The data holds 20 owls.")),
)
CODE = Citation(3, quote(WHALES, "Code is free."))
VERDICTS = (verdict(WHALES, "Our model hears 345 whales [12]."), verdict(OWLS, "The data holds 20 owls."))


def told(*sentences: str) -> str:
    """A reply that repairs: the text of sentence 1, 2, ..."""
    return json.dumps({"sentences": [{"number": n, "text": text} for n, text in enumerate(sentences, start=1)]})


def looked(*supported: bool) -> str:
    """A reply to a second look: on statement 1, 2, ..."""
    return json.dumps({"statements": [{"number": n, "supported": yes} for n, yes in enumerate(supported, start=1)]})


def written(
    *said: str | ProviderError, kind: Kind = "fact", quotes: Sequence[Citation] = QUOTES, keep: bool = False
) -> list[Written]:
    plan = replace(PLAN, kind=kind)
    return list(ChatWriter(FakeChat(*said), keep_unsupported=keep).write(plan, VERDICTS, quotes))


def text_of(pieces: Sequence[Written]) -> list[str]:
    """What stands there in the end, piece by piece."""
    texts = [piece for piece in pieces if isinstance(piece, str)]
    for piece in pieces:
        if isinstance(piece, Amended):
            texts[piece.place] = piece.text
    return texts


def checks_of(pieces: Sequence[Written]) -> Checks:
    (checks,) = [piece for piece in pieces if isinstance(piece, Checks)]
    return checks
