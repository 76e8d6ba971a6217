"""The writer made by a chat model: its sentences, as far as their marks hold. Knows no provider."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.answering.fencing import as_data, new_fence
from assistant.answering.marks import clean_marks, plain_text
from assistant.answering.prompts import load_prompt
from assistant.answering.reply_sentences import ReplySentences
from assistant.ports import ChatModel, Message, Stop
from assistant.types import Citation, Plan, Usage, Verdict

_LONGEST = 2_000  # characters of a sentence: what is longer is no sentence


class ChatWriter:
    """Satisfies `Writer`. Sentences without a mark of a given quote are dropped; nothing of them is live Markdown."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model
        self._prompt = load_prompt("write")
        self.name = model.name
        self.prompts: Mapping[str, str] = {self._prompt.name: self._prompt.version}

    def write(
        self, plan: Plan, verdicts: Sequence[Verdict], quotes: Sequence[Citation], *, stop: Stop | None = None
    ) -> Iterator[str | Usage]:
        parts = self._model.stream(self._messages(plan, quotes), stop=stop)
        lead, first = "", True
        for part in _sentences(parts):
            if isinstance(part, Usage):
                yield part
                continue
            lead = "\n" if "\n" in (lead, part[0]) else part[0]
            if sentence := _backed(part[1], quotes):
                yield sentence if first else lead + sentence
                lead, first = "", False

    def _messages(self, plan: Plan, quotes: Sequence[Citation]) -> tuple[Message, ...]:
        lines = [f"[{c.number}] {as_data(c.quote.paper.title)}: “{as_data(c.quote.text)}”" for c in quotes]
        blanks = {"fence": new_fence(), "question": as_data(plan.question), "kind": plan.kind}
        return self._prompt.render({**blanks, "quotes": "\n".join(lines)})


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


def _backed(sentence: str, quotes: Sequence[Citation]) -> str | None:
    """The sentence as it may be shown; None where no quote backs it."""
    if len(sentence) > _LONGEST:
        return None
    plain = plain_text(sentence, quoted=[citation.quote.text for citation in quotes])
    return clean_marks(" ".join(plain.split()), {citation.number for citation in quotes})
