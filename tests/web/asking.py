"""Assistants for what the real one cannot show: slow answers, failures, hostile papers. And steps of a reader."""

import threading
from collections.abc import Collection, Iterator, Sequence

from playwright.sync_api import Locator, Page, expect

from assistant.errors import AssistantError, Stopped
from assistant.ports import Stop
from assistant.recording import Recording
from assistant.types import (
    Answer,
    Citation,
    Event,
    Filters,
    Finished,
    Judged,
    Paper,
    PaperId,
    Plan,
    Planned,
    Provenance,
    Quote,
    Ranked,
    RankedPaper,
    Started,
    Token,
    Usage,
    Verdict,
)


class Scripted:
    """An assistant that quotes the whole abstract of each of its papers; waits, or fails, where it is told to."""

    mode = "A script."

    def __init__(
        self, papers: Sequence[Paper], *, wait: threading.Event | None = None, error: AssistantError | None = None
    ) -> None:
        self._papers, self._wait, self._error = papers, wait, error

    def count(self) -> int:
        return len(self._papers)

    def some_papers(self, limit: int) -> Sequence[Paper]:
        return self._papers[:limit]

    def answerable(self, question: str, about: Collection[PaperId] = ()) -> bool:
        return True

    def stream(
        self,
        question: str,
        history: Sequence[Answer] = (),
        *,
        filters: Filters | None = None,
        stop: Stop | None = None,
        recording: Recording | None = None,
    ) -> Iterator[Event]:
        plan = Plan(question, "list", (question,))
        yield Started(question)
        yield Planned(plan)
        yield Ranked(tuple(RankedPaper(paper, 1.0) for paper in self._papers))
        if self._error:
            raise self._error
        yield Judged(len(self._papers), len(self._papers))
        text, citations = f"Answer {len(history) + 1}:", []
        yield Token(text)
        for number, paper in enumerate(self._papers, start=1):
            citations.append(Citation(number, Quote(paper, 0, len(paper.abstract))))
            if self._wait is not None:
                self._wait.wait(0.15)  # a model's pace: pieces that follow faster are drawn together
            line = f"\n• {paper.title} — “{paper.abstract}” [{number}]"
            text += line
            yield Token(line, (citations[-1],))
            while self._wait is not None and not self._wait.wait(0.02):
                if stop is not None and stop.is_set():
                    raise Stopped("the answer was stopped", hint="Ask again to go on.")
        verdicts = tuple(Verdict(c.quote.paper, 3, 0.9, (c.quote,)) for c in citations)
        yield Finished(
            Answer(
                question=question,
                plan=plan,
                outcome="answered",
                text=text,
                citations=tuple(citations),
                verdicts=verdicts,
                confidence=0.9,
                completeness=None,
                notes=(),
                provenance=Provenance("script", "script", "script"),
                usage=Usage(),
                seconds=0.1,
                steps={},
            )
        )


def ask(page: Page, question: str) -> Locator:
    """Types a question, sends it, and waits until its answer is whole; gives its turn."""
    turns = page.locator(".turn").count()
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    turn = page.locator(".turn").nth(turns)
    expect(turn.locator(".foot, .problem").first).to_be_visible(timeout=30_000)
    expect(page.locator("#send")).to_be_visible()  # before that the page takes no other question
    return turn


def shown_card(page: Page) -> Locator:
    return page.locator("#sources .card:visible")
