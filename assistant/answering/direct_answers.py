"""Answers that need no judge: small talk, what metadata would tell, the whole collection, one named paper.

Why: docs/decisions/0029-questions-are-read-by-what-was-learned.md
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.example_questions import example_questions
from assistant.ports import PaperIndex, Theme
from assistant.text.answer_text import shown, shown_title
from assistant.text.sentences import sentence_spans
from assistant.text.source_names import shown_source
from assistant.types import Citation, Outcome, Paper, Plan, Quote, Verdict
from assistant.understanding.foreign import said_in
from assistant.writing.extractive_writer import quote_line

KINDS = ("talk", "metadata", "collection", "lookup")
NAME = "told"  # stands where the judge and the writer are named
_EXAMPLES, _LOOKED_AT = 3, 400  # questions that are offered; papers whose titles they are made of
_THEMES, _EACH, _AUTHORS = 8, 2, 8  # groups that are told; papers of each; names of a paper's authors
_SOURCES = 8  # files and addresses that are named
_KNOWN = "only titles, abstracts and what their sources say of dates are."
_UNKNOWN = {
    "authors": "The sources of these papers name no authors.",
    "venue": f"Where a paper was published is not known here: {_KNOWN}",
    "citations": f"How often a paper is cited is not known here: {_KNOWN}",
    "fulltext": "Only titles and abstracts are indexed here, not full texts, figures or tables.",
    "quality": "How good or how important a paper is, its abstract cannot tell, and nothing here ranks papers by it.",
    "affiliation": f"Where the authors work is not known here: {_KNOWN}",
}
_AUTHORS_HERE = "Name an author or a paper, as in “papers by Ann Lee”, “show the paper CLASH”."


@dataclass(frozen=True, slots=True)
class Direct:
    """The text line by line, with what it shows."""

    lines: tuple[str, ...]
    verdicts: tuple[Verdict, ...] = ()
    quotes: tuple[Citation, ...] = ()
    outcome: Outcome = "answered"


def answer_directly(plan: Plan, *, index: PaperIndex, themes: Callable[[], Sequence[Theme]]) -> Direct:
    """The answer to a plan of kind "talk", "metadata", "collection" or "lookup"."""
    match plan.kind:
        case "lookup":
            return _paper(plan, [*index.papers(plan.filters.papers).values()])
        case "metadata":
            return _metadata(plan, index)
        case "collection":
            return _collection(index, themes())
        case _ if plan.about:
            return Direct((said_in(plan.about),), outcome="not_stated")
        case _:
            return Direct(tuple(_talk(index)))


def _talk(index: PaperIndex) -> Iterator[str]:
    yield f"I answer questions about the {index.count():,} papers indexed here, from their titles and abstracts,"
    yield " and show the sentences that say so."
    yield "\nAsk for papers on a topic, a detail, a comparison, a single paper, a count, or what is in here."
    examples = example_questions(_some(index), _EXAMPLES)
    if examples:
        yield "\nFor example:"
        yield from (f"\n• {shown(example)}" for example in examples)


def _some(index: PaperIndex) -> list[Paper]:
    dated = [*index.by_date()][:_LOOKED_AT]
    return [*index.papers(dated).values()]


def _metadata(plan: Plan, index: PaperIndex) -> Direct:
    if plan.about == "authors" and any(paper.authors for paper in _some(index)):
        return Direct((_AUTHORS_HERE,), outcome="not_stated")
    return Direct((_UNKNOWN.get(plan.about, _UNKNOWN["quality"]),), outcome="not_stated")


def _collection(index: PaperIndex, themes: Sequence[Theme]) -> Direct:
    if not themes:
        return Direct((_extent(index),))
    chosen = themes[:_THEMES]
    papers = index.papers(id for theme in chosen for id in theme.papers[:_EACH])
    verdicts = tuple(Verdict(p, 2, 1.0, (_first(p),), "in this group") for p in papers.values() if p.abstract)
    quotes = tuple(Citation(number, verdict.quotes[0]) for number, verdict in enumerate(verdicts, start=1))
    by_paper = {citation.quote.paper.id: citation for citation in quotes}
    lines = [f"{_extent(index)} The largest groups, named in the papers' own words:"]
    for theme in chosen:
        lines.append(f"\n\n{shown(', '.join(theme.words))}: {len(theme.papers):,} papers, such as")
        shows = ((papers[id], by_paper[id]) for id in theme.papers[:_EACH] if id in by_paper)
        lines += [f"\n• {shown_title(paper.title) or paper.id} — {quote_line(citation)}" for paper, citation in shows]
    return Direct(tuple(lines), verdicts, quotes)


def _extent(index: PaperIndex) -> str:
    """How many papers there are, where they come from, and of what time."""
    sources = [f"{shown(shown_source(source))} ({count:,})" for source, count in index.sources().items()]
    more = f" and {len(sources) - _SOURCES:,} more" if len(sources) > _SOURCES else ""
    dates = sorted(date for date in index.by_date().values() if date)
    period = f", dated {dates[0]} to {dates[-1]}" if dates else ", none with a date"
    return f"{index.count():,} papers from {', '.join(sources[:_SOURCES])}{more}{period}."


def _paper(plan: Plan, papers: Sequence[Paper]) -> Direct:
    """Its title, what is known of it, and its abstract sentence by sentence."""
    if not papers:
        return Direct((f"No paper with the id {shown(plan.about)} is in this index.",), outcome="not_covered")
    paper = papers[0]
    quotes = tuple(Quote(paper, *span) for span in sentence_spans(paper.abstract))
    citations = tuple(Citation(number, quote) for number, quote in enumerate(quotes, start=1))
    authors = ", ".join(paper.authors[:_AUTHORS]) + (" and others" if len(paper.authors) > _AUTHORS else "")
    asides = [shown(aside) for aside in (authors, paper.date or "") if aside]
    head = " · ".join([shown_title(paper.title) or paper.id, *asides])
    verdict = Verdict(paper, 3, 1.0, quotes, "the paper that was named")
    if not quotes:
        return Direct((head, "\nIts source gives no abstract."), (verdict,))
    return Direct((head, *(f"\n{quote_line(citation)}" for citation in citations)), (verdict,), citations)


def _first(paper: Paper) -> Quote:
    return Quote(paper, *next(iter(sentence_spans(paper.abstract))))
