"""A turn as one JSON text and back, to the last digit and character."""

import json
from dataclasses import replace

from assistant.keeping.kept import Feedback, KeptTurn
from assistant.recording.codec import Papers, decode, encode


def to_body(turn: KeptTurn) -> str:
    """All but the feedback, which changes later. ASCII, so that half a character is no hindrance."""
    papers = Papers()
    told = encode(replace(turn, feedback=None), papers)
    return json.dumps({"turn": told, "papers": papers.to_json()})


def from_body(body: str, good: int | None, comment: str) -> KeptTurn:
    read = json.loads(body)
    turn: KeptTurn = decode(KeptTurn, read["turn"], Papers(read["papers"]))
    return turn if good is None else replace(turn, feedback=Feedback(bool(good), comment))
