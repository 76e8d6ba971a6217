"""Gold questions from JSON lines.

A line is one question. `relevant` and `partial` name papers by title or by id:

    {"id", "kind": "list", "question", "relevant": [...], "partial": [...]}          partial counts neither way
    {"id", "kind": "fact" | "compare", "question", "relevant": [...], "must_contain": [...]}
    {"id", "kind": "unanswerable", "question", "reason"}
    {"id", "kind": "conversation", "turns": [{"question", "kind", "relevant": [...]}, ...]}

Other keys are comments and are passed over.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UsageError
from assistant.evaluation.asking.questions import (
    Conversation,
    FactQuestion,
    GoldQuestion,
    ListQuestion,
    Turn,
    UnanswerableQuestion,
)

_TURN_KINDS = ("list", "fact", "compare", "overview", "count", "unanswerable")
_HINT = (
    'Correct that line; one that is right: {"id": "L1", "kind": "list", "question": "Which papers ...?", '
    '"relevant": ["a title or an id"], "partial": []}.'
)


def read_gold(path: Path) -> list[GoldQuestion]:
    """The questions of one file, in its order.

    Raises `UsageError` with file and line for what is no gold question, an id that stands twice,
    and a file that cannot be read or holds no question.
    """
    questions: dict[str, GoldQuestion] = {}
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        row = _Row(f"{path}:{number}", _json_object(line, f"{path}:{number}"))
        question = _question(row)
        if question.id in questions:
            raise row.error(f"the id {question.id!r} stands a second time")
        questions[question.id] = question
    if not questions:
        raise UsageError(f"{path} holds no question", hint="Name a file with one gold question a line.")
    return list(questions.values())


def read_all(paths: Iterable[Path]) -> list[GoldQuestion]:
    """The questions of several files. Raises `UsageError` as `read_gold`, and for an id in two files."""
    home: dict[str, Path] = {}
    questions: list[GoldQuestion] = []
    for path in paths:
        for question in read_gold(path):
            if question.id in home:
                raise UsageError(
                    f"the id {question.id!r} stands in {home[question.id]} and in {path}",
                    hint="Name each file once and give each question its own id.",
                )
            home[question.id] = path
            questions.append(question)
    return questions


def shipped_gold() -> list[Path]:
    """The files of questions over the sample listing that come with the program."""
    folder = Path(__file__).parent.parent / "gold"
    return [folder / f"{name}.jsonl" for name in ("lists", "facts", "unanswerable", "conversations")]


@dataclass(frozen=True, slots=True)
class _Row:
    """A JSON object with its place, asked for values of the right type."""

    place: str
    values: Mapping[str, object]

    def error(self, reason: str) -> UsageError:
        return UsageError(f"{self.place}: {reason}", hint=_HINT)

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str) or not _usable(value):
            raise self.error(f"{key!r} has to be a text that is not empty")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and _usable(value) for value in values):
            raise self.error(f"{key!r} has to be a list of texts, none of them empty")
        return tuple(values)

    def rows(self, key: str) -> list["_Row"]:
        values = self.values.get(key)
        if not isinstance(values, list) or not values or not all(isinstance(value, dict) for value in values):
            raise self.error(f"{key!r} has to be a list of objects")
        return [_Row(f"{self.place}, {key} {number}", value) for number, value in enumerate(values, start=1)]


def _question(row: _Row) -> GoldQuestion:
    makers: dict[str, Callable[[_Row], GoldQuestion]] = {
        "list": lambda r: ListQuestion(r.text("id"), r.text("question"), r.texts("relevant"), r.texts("partial")),
        "fact": _fact,
        "compare": _fact,
        "unanswerable": lambda r: UnanswerableQuestion(r.text("id"), r.text("question"), r.text("reason")),
        "conversation": lambda r: Conversation(r.text("id"), tuple(_turn(turn) for turn in r.rows("turns"))),
    }
    kind = row.text("kind")
    if kind not in makers:
        raise row.error(f"the kind {kind!r} is none of {', '.join(makers)}")
    return makers[kind](row)


def _fact(row: _Row) -> FactQuestion:
    relevant = row.texts("relevant")
    if not relevant:
        raise row.error("'relevant' names no paper, so nothing could show the fact")
    return FactQuestion(
        id=row.text("id"),
        question=row.text("question"),
        relevant=relevant,
        must_contain=row.texts("must_contain"),
        kind="compare" if row.values["kind"] == "compare" else "fact",
    )


def _turn(row: _Row) -> Turn:
    kind = row.text("kind")
    if kind not in _TURN_KINDS:
        raise row.error(f"the kind {kind!r} is none of {', '.join(_TURN_KINDS)}")
    return Turn(row.text("question"), kind, row.texts("relevant"))


def _lines(path: Path) -> list[str]:
    try:
        # only line feeds end a line here: JSON texts may hold U+2028 and its like as they are
        return path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        hint = "Name a file of gold questions, or none for the questions over the sample."
        raise UsageError(f"{path} cannot be read ({error.strerror})", hint=hint) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text", hint="Save it as UTF-8, one JSON object a line.") from error


def _json_object(line: str, place: str) -> dict[str, object]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place}: this is not JSON ({error})", hint=_HINT) from error
    if not isinstance(value, dict):
        raise UsageError(f"{place}: this is not a JSON object", hint=_HINT)
    return value


def _usable(text: str) -> bool:
    """Not blank, and free of NUL and lone surrogates, which JSON lets through and no store takes."""
    return bool(text.strip()) and not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text)
