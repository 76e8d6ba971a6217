"""What a model is asked about statements once they are written: do the quotes support them, and how to say it better.

Knows no piece and no page. A model that fails costs a note, never the answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.checking.statements import Statement, unmarked
from assistant.errors import ProviderError
from assistant.ports import ChatModel, JsonSchema, Message, Stop, heed
from assistant.prompting.fences import as_data, new_fence
from assistant.prompting.numbered_reply import make_schema, read_numbered
from assistant.prompting.prompts import load_prompt
from assistant.types import Citation, Usage

_AT_ONCE = 20  # statements a call
_CALLS = 3  # at most, for one look: what is left then is told in a note
_REPAIRED = 20  # statements that are repaired at most, all in one call
_LOOK: JsonSchema = make_schema("statements", "supported", bool)
_REPAIR: JsonSchema = make_schema("sentences", "text", str)


@dataclass(frozen=True, slots=True)
class Looked:
    """`doubted`: not supported by their quotes, the model says; `unread`: it said nothing of them, and why."""

    doubted: tuple[Statement, ...] = ()
    unread: int = 0
    reason: str = ""
    usage: Usage = Usage()


class SecondLook:
    """Asks `model`. A look takes at most three calls, a repair one."""

    def __init__(self, model: ChatModel) -> None:
        self._model, self._check, self._repair = model, load_prompt("check"), load_prompt("repair")
        self.prompts: Mapping[str, str] = {prompt.name: prompt.version for prompt in (self._check, self._repair)}

    def look(self, question: str, statements: Sequence[Statement], *, stop: Stop | None) -> Looked:
        """Raises `Stopped`."""
        doubted: list[Statement] = []
        unread, reason, usage = len(statements), "", Usage()
        for start in range(0, min(len(statements), _AT_ONCE * _CALLS), _AT_ONCE):
            batch = statements[start : start + _AT_ONCE]
            heed(stop)
            try:
                reply = self._model.complete(self._looking(question, batch), schema=_LOOK, stop=stop)
                usage += reply.usage
                said = read_numbered(reply.text, "statements", "supported", bool, frozenset(range(1, len(batch) + 1)))
            except ProviderError as error:
                reason = error.message
            except ValueError as error:
                reason = f"{self._model.name} does not keep to the form of a check: {error}"
            else:
                doubted += [batch[number - 1] for number, supported in said.items() if not supported]
                unread -= len(said)
        return Looked(tuple(doubted), unread, reason, usage)

    def rewrite(
        self, question: str, statements: Sequence[Statement], quotes: Sequence[Citation], *, stop: Stop | None
    ) -> tuple[dict[Statement, str], Usage]:
        """What the model makes of statements that have a problem; nothing where it fails. Raises `Stopped`."""
        batch = statements[:_REPAIRED]
        if not batch:
            return {}, Usage()
        heed(stop)
        usage = Usage()
        try:
            reply = self._model.complete(self._repairing(question, batch, quotes), schema=_REPAIR, stop=stop)
            usage = reply.usage
            said = read_numbered(reply.text, "sentences", "text", str, frozenset(range(1, len(batch) + 1)))
        except (ProviderError, ValueError):
            return {}, usage  # they stay unsupported, which is told anyway
        return {batch[number - 1]: text for number, text in said.items() if text.strip()}, usage

    def _looking(self, question: str, statements: Sequence[Statement]) -> tuple[Message, ...]:
        lines = [line for number, one in enumerate(statements, start=1) for line in _with_quotes(number, one)]
        blanks = {"fence": new_fence(), "question": as_data(question), "statements": "\n".join(lines)}
        return self._check.render(blanks)

    def _repairing(
        self, question: str, statements: Sequence[Statement], quotes: Sequence[Citation]
    ) -> tuple[Message, ...]:
        told = [quote_line(citation) for citation in quotes]
        asked = [f"{number}. {_told(one)} (wrong: {_problem(one)})" for number, one in enumerate(statements, start=1)]
        blanks = {"fence": new_fence(), "question": as_data(question), "draft": "\n".join([*told, *asked])}
        return self._repair.render(blanks)


def quote_line(citation: Citation) -> str:
    """A quote as it stands in a prompt, with its number."""
    return f"[{citation.number}] {as_data(citation.quote.paper.title)}: “{as_data(citation.quote.text)}”"


def _with_quotes(number: int, statement: Statement) -> Iterator[str]:
    yield f"{number}. {_told(statement)}"
    yield from (f"- {as_data(c.quote.paper.title)}: “{as_data(c.quote.text)}”" for c in statement.cited)


def _told(statement: Statement) -> str:
    return as_data(statement.subject + unmarked(statement.text))


def _problem(statement: Statement) -> str:
    """For a cell also which quotes it may cite."""
    allowed = ", ".join(f"[{c.number}]" for c in statement.within) if statement.aspect else ""
    return as_data(statement.problem) + (f"; it may cite {allowed} only" if allowed else "")
