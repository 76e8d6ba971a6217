"""Gold questions -> metrics -> report: how good the answers are, measured."""

from assistant.evaluation.asking.asking import Asker, Lookup, evaluate
from assistant.evaluation.asking.questions import (
    Conversation,
    FactQuestion,
    GoldQuestion,
    ListQuestion,
    Turn,
    UnanswerableQuestion,
)
from assistant.evaluation.asking.reading import read_all, read_gold, shipped_gold
from assistant.evaluation.command import Wanted, make, run
from assistant.evaluation.comparing import Comparison, compare, read_earlier
from assistant.evaluation.measures.attribution import citation_precision, citation_recall
from assistant.evaluation.measures.figures import Figure, make_figures
from assistant.evaluation.measures.results import Asked, Evaluation, Measure, Result, Score
from assistant.evaluation.record import to_json
from assistant.evaluation.report import Report, make_report
from assistant.evaluation.tables import table

__all__ = [
    "Asked",
    "Asker",
    "Comparison",
    "Conversation",
    "Evaluation",
    "FactQuestion",
    "Figure",
    "GoldQuestion",
    "ListQuestion",
    "Lookup",
    "Measure",
    "Report",
    "Result",
    "Score",
    "Turn",
    "UnanswerableQuestion",
    "Wanted",
    "citation_precision",
    "citation_recall",
    "compare",
    "evaluate",
    "make",
    "make_figures",
    "make_report",
    "read_all",
    "read_earlier",
    "read_gold",
    "run",
    "shipped_gold",
    "table",
    "to_json",
]
