"""From a question to an answer whose every statement is a verbatim quote, or to an honest refusal."""

from assistant.answering.assistant import Assistant
from assistant.understanding.planner import QUESTION_LIMIT

__all__ = ["QUESTION_LIMIT", "Assistant"]
