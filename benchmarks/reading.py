"""The reader of questions as it ships, for every measurement."""

from assistant.models.minilm import MiniLM
from assistant.understanding.reader import QuestionReader

READER = QuestionReader(MiniLM().embed)
