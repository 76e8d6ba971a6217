"""The writer made by a chat model: its sentences, as far as their quotes support them.

A sentence is shown as soon as the code has checked its marks, numbers and names. From the first that fails on all wait
for the end of the reply: what failed is repaired in one call, and the order stays. What the code cannot settle is shown
and looked at again by the model at the end. Where nobody reads along, all wait: what is doubted is repaired too.

Why: docs/decisions/0011-unsupported-is-dropped.md
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.checking.review import Review, review
from assistant.checking.second_look import SecondLook, quote_line
from assistant.checking.statements import Composer, Piece
from assistant.errors import ProviderError
from assistant.ports import ChatModel, Message, Note, Stop, Written
from assistant.prompting.fences import as_data, new_fence
from assistant.prompting.prompts import Prompt, load_prompt
from assistant.text.answer_text import reason_of
from assistant.text.reply_sentences import ReplySentences
from assistant.types import Checks, Citation, Plan, Usage, Verdict
from assistant.writing.streamed_text import Sheet


class ChatWriter:
    """Satisfies `Writer`. `keep_unsupported`: sentences that no quote supports are marked, not left out."""

    def __init__(self, model: ChatModel, *, keep_unsupported: bool = False) -> None:
        self._model, self._keep, self._second = model, keep_unsupported, SecondLook(model)
        self._write, self._premise = load_prompt("write"), load_prompt("premise")
        self.name = model.name
        own = {prompt.name: prompt.version for prompt in (self._write, self._premise)}
        self.prompts: Mapping[str, str] = {**own, **self._second.prompts}

    def write(
        self,
        plan: Plan,
        verdicts: Sequence[Verdict],
        quotes: Sequence[Citation],
        *,
        stop: Stop | None = None,
        whole: bool = False,
    ) -> Iterator[Written]:
        """Where the stream breaks off, what was written is checked by code alone, and the error raised at the end."""
        composer, messages = self._begun(self._write, plan, quotes, claims=[*_claims(verdicts, quotes)])
        sheet, held = Sheet(composer.table, keep_unsupported=self._keep), list[Piece]()
        broken: ProviderError | None = None
        try:
            for part in _sentences(self._model.stream(messages, stop=stop)):
                if isinstance(part, Usage):
                    yield part
                elif piece := composer.compose(*part):
                    if whole or held or any(one.problem for one in piece.statements):
                        held.append(piece)
                    else:
                        yield from sheet.show(piece)
        except ProviderError as error:
            broken = error
        shown = tuple(sheet.pieces)
        second = None if broken else self._second
        yield from _concluded(sheet, review(shown, held, composer, second, stop=stop))
        if broken:
            raise broken

    def premise(self, plan: Plan, quotes: Sequence[Citation], *, stop: Stop | None = None) -> Iterator[Written]:
        """One sentence, and only if a second look confirms it: a refusal is no place for a model's guess."""
        composer, messages = self._begun(self._premise, plan, quotes, also=plan.question)
        reply = self._model.complete(messages, stop=stop)
        yield reply.usage
        first = next((part for part in _sentences([reply.text]) if not isinstance(part, Usage)), ("", ""))
        piece = composer.compose(*first)
        for one in piece.statements if piece else ():
            looked = self._second.look(plan.question, [one], stop=stop) if not one.problem else None
            if looked:
                yield looked.usage
            if looked and not looked.doubted and not looked.unread:
                yield one.text

    def _begun(
        self, prompt: Prompt, plan: Plan, quotes: Sequence[Citation], *, also: str = "", claims: Sequence[str] = ()
    ) -> tuple[Composer, tuple[Message, ...]]:
        blanks = {
            "fence": new_fence(),
            "question": as_data(plan.question),
            "language": plan.language or "the language of the question",
            "quotes": "\n".join([*map(quote_line, quotes), *claims]),
        }
        messages = prompt.render({**blanks, "kind": plan.kind} if "kind" in prompt.blanks else blanks)
        return Composer(plan, quotes, also=also), messages


def _claims(verdicts: Sequence[Verdict], quotes: Sequence[Citation]) -> Iterator[str]:
    """Why the judge took each of the quoted papers, as a claim that its quotes have to bear out."""
    quoted = {citation.quote.paper.id for citation in quotes}
    for verdict in verdicts:
        if verdict.paper.id in quoted and (reason := reason_of(verdict)):
            yield f"Claim on {as_data(verdict.paper.title)}: {as_data(reason)}"


def _concluded(sheet: Sheet, after: Review) -> Iterator[Written]:
    for place, piece in enumerate(after.shown):
        yield from sheet.amend(place, piece)
    for piece in after.held:
        yield from sheet.show(piece)
    if after.usage.calls:
        yield after.usage
    yield from map(Note, (*_told(after.checks), *after.notes))
    yield after.checks


def _told(checks: Checks) -> Iterator[str]:
    if checks.sentences:
        yield (
            f"{checks.sentences} sentence{'s' * (checks.sentences > 1)} checked against the quotes: "
            f"{checks.repaired} repaired, {checks.unsupported} unsupported."
        )


def _sentences(parts: Iterable[str | Usage]) -> Iterator[tuple[str, str] | Usage]:
    """(lead, sentence) as they become whole, and the usage where it comes."""
    sentences, usages = ReplySentences(), list[Usage]()
    for part in parts:
        if isinstance(part, Usage):
            usages.append(part)
        else:
            yield from sentences.feed(part)
    yield from sentences.end()
    yield from usages
