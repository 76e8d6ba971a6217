"""An assistant that answers from a script, and short ways to real answers. Shared by the tests of this folder."""

from collections.abc import Mapping, Sequence

from assistant.errors import AssistantError
from assistant.types import (
    Answer,
    Citation,
    Outcome,
    Paper,
    Plan,
    Provenance,
    Quote,
    RankedPaper,
    Usage,
    Verdict,
)


def make_paper(id: str, title: str = "", abstract: str = "We study it. It works well.") -> Paper:
    return Paper(id=id, title=title or f"Title of {id}", abstract=abstract)


def make_answer(
    question: str,
    *,
    text: str = "",
    outcome: Outcome = "answered",
    papers: Sequence[Paper] = (),
    quotes: Sequence[Quote] = (),
    numbers: Sequence[int] = (),
) -> Answer:
    """An answer that gives `papers` and cites `quotes`, numbered 1..n unless `numbers` says otherwise."""
    return Answer(
        question=question,
        plan=Plan(question=question, kind="list", queries=(question,)),
        outcome=outcome,
        text=text,
        citations=tuple(Citation(n, q) for n, q in zip(numbers or range(1, len(quotes) + 1), quotes, strict=True)),
        verdicts=tuple(Verdict(paper, relevance=2, score=0.9) for paper in papers),
        confidence=0.8,
        completeness=None,
        notes=(),
        provenance=Provenance("small judge", "small writer", "small embedder", {"judge.md": "abc"}),
        usage=Usage(),
        seconds=0.25,
        steps={},
    )


def rank(papers: Sequence[Paper]) -> list[RankedPaper]:
    return [RankedPaper(paper, score=1 / place) for place, paper in enumerate(papers, start=1)]


class ScriptedAsker:
    """Gives the answer, or raises the error, that the script has for a question; keeps what it was asked."""

    def __init__(
        self,
        answers: Mapping[str, Answer | AssistantError],
        rankings: Mapping[str, Sequence[Paper]] | None = None,
    ) -> None:
        self._answers, self._rankings = answers, rankings or {}
        self.asked: list[tuple[str, tuple[Answer, ...]]] = []
        self.searched: list[tuple[str, int]] = []

    def ask(self, question: str, history: Sequence[Answer] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        answer = self._answers[question]
        if isinstance(answer, AssistantError):
            raise answer
        return answer

    def search(self, question: str, k: int) -> list[RankedPaper]:
        self.searched.append((question, k))
        return rank(self._rankings.get(question, ()))[:k]
