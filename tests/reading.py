"""The reader of questions as it ships, loaded once for all tests of a process."""

from functools import cache

from assistant.models.minilm import MiniLM
from assistant.understanding.reader import QuestionReader, Reading


@cache
def reader() -> QuestionReader:
    return QuestionReader(MiniLM().embed)


def read(question: str) -> Reading:
    return reader().read(question)
