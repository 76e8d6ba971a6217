"""What the steps ask of the makers and stores they are given. Satisfied by shape; imports no framework."""

from assistant.ports.models import (
    ChatModel,
    CrossEncoder,
    CrossReading,
    Embedder,
    JsonSchema,
    Message,
    Reply,
    Tokens,
    Vectors,
)
from assistant.ports.near_chunks import NearChunk, NearChunks
from assistant.ports.steps import Amended, Judge, Judgement, Note, Planner, Planning, Writer, Written
from assistant.ports.stopping import Stop, heed
from assistant.ports.stores import Entry, Library, PaperIndex, Selection, Theme

__all__ = [
    "Amended", "ChatModel", "CrossEncoder", "CrossReading", "Embedder", "Entry", "JsonSchema", "Judge", "Judgement",
    "Library", "Message", "NearChunk", "NearChunks", "Note", "PaperIndex", "Planner", "Planning", "Reply", "Selection",
    "Stop", "Theme", "Tokens", "Vectors", "Writer", "Written", "heed",
]  # fmt: skip
