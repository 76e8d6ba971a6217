"""Gold questions -> metrics -> report: how good the answers are, measured. Knows the assistant by two methods."""

from assistant.evaluation.asking import Asker, Lookup, evaluate
from assistant.evaluation.command import run
from assistant.evaluation.questions import (
    Conversation,
    FactQuestion,
    GoldQuestion,
    ListQuestion,
    Turn,
    UnanswerableQuestion,
)
from assistant.evaluation.reading import read_all, read_gold, shipped_gold
from assistant.evaluation.report import table, to_json
from assistant.evaluation.results import Asked, Evaluation, Measure, Result, Score

__all__ = [
    "Asked",
    "Asker",
    "Conversation",
    "Evaluation",
    "FactQuestion",
    "GoldQuestion",
    "ListQuestion",
    "Lookup",
    "Measure",
    "Result",
    "Score",
    "Turn",
    "UnanswerableQuestion",
    "evaluate",
    "read_all",
    "read_gold",
    "run",
    "shipped_gold",
    "table",
    "to_json",
]
