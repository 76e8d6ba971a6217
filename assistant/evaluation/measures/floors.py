"""Floors under figures: what `--floor lists.f1=0.79` asks for, and whether it holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.errors import UsageError
from assistant.evaluation.asking.questions import Conversation, GoldQuestion, UnanswerableQuestion
from assistant.evaluation.measures.figures import AUROC, Figure
from assistant.evaluation.measures.results import Asked
from assistant.evaluation.measures.scoring import QUOTES, SENTENCES, score

_SLACK = 1e-9  # a mean that is the floor but for the last digits of its sum is not below it


@dataclass(frozen=True, slots=True)
class Floor:
    """The figure of this name has to be `value` or more."""

    name: str
    value: float


def read_floors(texts: Iterable[str], gold: Sequence[GoldQuestion]) -> tuple[Floor, ...]:
    """Floors from "NAME=VALUE". Raises `UsageError` for another form, and for a figure that this gold has not."""
    known = figure_names(gold)
    return tuple(_floor(text, known) for text in texts)


def figure_names(gold: Sequence[GoldQuestion]) -> list[str]:
    """The names of the figures that questions like these get, in the order of the table."""
    askings = [turn for one in gold for turn in (one.turns if isinstance(one, Conversation) else (one,))]
    names = dict.fromkeys(part.name for asking in askings for part in score(Asked("", asking), {}))
    told_apart = {isinstance(one, UnanswerableQuestion) for one in gold if not isinstance(one, Conversation)}
    return [*names, *QUOTES, *SENTENCES, *([AUROC] if len(told_apart) == 2 else [])]


def below(floors: Iterable[Floor], figures: Iterable[Figure]) -> list[str]:
    """One sentence for each floor that does not hold. A figure that came without a value does not hold."""
    values = {figure.name: figure.value for figure in figures}
    return [
        f"{floor.name} is {values[floor.name]:.4f}, below its floor {floor.value:g}."
        if floor.name in values
        else f"{floor.name} has no value in this evaluation; its floor is {floor.value:g}."
        for floor in floors
        if values.get(floor.name, float("-inf")) < floor.value - _SLACK
    ]


def _floor(text: str, known: Sequence[str]) -> Floor:
    name, _, number = (part.strip() for part in text.partition("="))
    value = _number(number)
    if value is None:
        raise UsageError(f"{text!r} is no floor", hint="A floor is NAME=VALUE with a value from 0 to 1: lists.f1=0.79.")
    if name not in known:
        raise UsageError(f"no figure is called {name!r}", hint=f"With this gold they are {', '.join(known)}.")
    return Floor(name, value)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None
