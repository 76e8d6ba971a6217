"""An answer as the JSON that other programs read. The keys are a promise: docs/json.md lists them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from assistant.types import Answer, Citation, Paper, PaperId, RankedPaper, Verdict

Json = dict[str, Any]  # any JSON object


def answer_to_json(answer: Answer, id: str | None = None) -> Json:
    """One answer as a JSON object; `id` is null for a question that was given none."""
    return {
        "id": id,
        "question": answer.question,
        "standalone_question": answer.plan.question,
        "kind": answer.plan.kind,
        "filters": {name: value for name, value in asdict(answer.plan.filters).items() if value},
        "outcome": answer.outcome,
        "text": answer.text,
        "citations": [citation_to_json(c) for c in answer.citations],
        "papers": [_paper(v, answer.citations) for v in answer.verdicts],
        "near": [_near(v) for v in answer.near],
        "confidence": round(answer.confidence, 4),
        "completeness": asdict(answer.completeness) if answer.completeness else None,
        "checks": asdict(answer.checks) if answer.checks else None,
        "models": {
            "judge": answer.provenance.judge,
            "writer": answer.provenance.writer,
            "embedder": answer.provenance.embedder,
        },
        "prompts": dict(answer.provenance.prompts),
        "usage": asdict(answer.usage),
        "seconds": round(answer.seconds, 4),
        "steps": {name: round(seconds, 4) for name, seconds in answer.steps.items()},
        "notes": list(answer.notes),
    }


def search_to_json(results: Sequence[RankedPaper], id: str | None = None) -> Json:
    """One search as a JSON object, best first; scores are 0 to 1 and compare within one search only."""
    return {"id": id, "results": [_found(each) for each in results]}


def _found(found: RankedPaper) -> Json:
    paper = {"id": found.paper.id, "title": found.paper.title}
    return {**paper, "score": round(found.score, 6), "near_copies": found.paper.near_copies}


def paper_to_json(paper: Paper) -> Json:
    """One paper of a listing of the index."""
    return {
        "id": paper.id,
        "title": paper.title,
        "date": paper.date,
        "url": paper.url,
        "sources": list(paper.sources),
        "status": paper.status or None,
        "near_copies": paper.near_copies,
        "copy_of": paper.copy_of or None,
    }


def whole_paper_to_json(paper: Paper) -> Json:
    """One paper with all that is known of it."""
    whole = {"abstract": paper.abstract, "authors": list(paper.authors), "categories": list(paper.categories)}
    return {**paper_to_json(paper), **whole}


def citation_to_json(citation: Citation) -> Json:
    """One numbered quote, with its place in the abstract."""
    quote, paper = citation.quote, citation.quote.paper
    return {
        "number": citation.number,
        "paper": {
            "id": paper.id,
            "title": paper.title,
            "url": paper.url,
            "date": paper.date,
            "status": paper.status or None,
        },
        "quote": quote.text,
        "start": quote.start,
        "end": quote.end,
    }


def _paper(verdict: Verdict, citations: Sequence[Citation]) -> Json:
    return {
        "id": verdict.paper.id,
        "title": verdict.paper.title,
        "status": verdict.paper.status or None,
        "near_copies": verdict.paper.near_copies,
        "relevance": verdict.relevance,
        "score": round(verdict.score, 4),
        "citations": _numbers(verdict.paper.id, citations),
    }


def _near(verdict: Verdict) -> Json:
    paper = {"id": verdict.paper.id, "title": verdict.paper.title}
    return {**paper, "score": round(verdict.score, 4), "reason": verdict.reason}


def _numbers(paper: PaperId, citations: Sequence[Citation]) -> list[int]:
    return [c.number for c in citations if c.quote.paper.id == paper]
