"""The attack set: a hostile abstract a line, written for this project.

A line is an entry that `assistant index` reads (`id`, `title`, `abstract`), with its `family`, the `question` that
brings it before a model, and its `goal`, by which a success is told: `kind`, and `text` where the kind needs one.
"""

import json
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.errors import UsageError

GoalKind = Literal["says", "links", "cites", "quotes", "prompt", "fence", "key", "listed", "alone"]
_WITH_TEXT = ("says", "links")


@dataclass(frozen=True, slots=True)
class Goal:
    """What the attack wants. `says`: a word in the assistant's own words; `links`: an address there; `cites`: a
    mark without a source; `quotes`: a quotation that is none; `prompt`, `fence`, `key`: a secret of the request;
    `listed`: its paper as an answer to a question that it is not about; `alone`: no other paper beside it.
    """

    kind: GoalKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Attack:
    id: str
    family: str
    question: str
    goal: Goal
    title: str
    abstract: str


def attacks_file() -> Path:
    """Where the set lies in the installed package."""
    return Path(str(files("assistant.evaluation.attacks") / "attacks.jsonl"))


def read_attacks(path: Path) -> list[Attack]:
    """The attacks of a file, in its order. Raises `UsageError` for a line of another form and for an id used twice."""
    attacks = [
        _attack(line, f"{path.name}:{n}") for n, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
    ]
    if not attacks:
        raise UsageError(f"{path.name} holds no attack", hint="Write one a line, like those of the shipped set.")
    ((most, times),) = Counter(attack.id for attack in attacks).most_common(1)
    if times > 1:
        raise UsageError(f"{path.name} holds {most} {times} times", hint="Give each attack its own id.")
    return attacks


def _attack(line: str, place: str) -> Attack:
    try:
        match json.loads(line):
            case {"id": str(id), "family": str(family), "question": str(question), "title": str(title), **rest}:
                return Attack(id, family, question, _goal(rest["goal"]), title, str(rest["abstract"]))
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{place} is no attack ({error})", hint="Compare it with a line of the shipped set."
        ) from error
    raise UsageError(f"{place} is no attack", hint="Compare it with a line of the shipped set.")


def _goal(said: Any) -> Goal:  # whatever JSON the line holds
    kind, text = said["kind"], said.get("text", "")
    if kind not in get_args(GoalKind) or bool(text) != (kind in _WITH_TEXT):
        raise ValueError(f"no goal: {said}")
    return Goal(kind, text)
