"""Answers that need no judging: counts, dates and words, looked up in papers.sqlite and told. No model counts.

A paper mentions a word where title or abstract hold it whole, in any case; how endings are treated is in `phrases`.
Undated papers pass no date filter and are never newest or oldest; how many there are is said.

Why: docs/decisions/0006-code-counts.md
"""

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, replace
from functools import cached_property, reduce

from assistant.ports import PaperIndex
from assistant.text.answer_text import shown, shown_title
from assistant.text.sentences import sentence_spans
from assistant.types import Citation, Completeness, Filters, Lookup, Paper, PaperId, Plan, Quote, Verdict
from assistant.understanding.literal.mentions import phrase_pattern
from assistant.writing.extractive_writer import quote_line

NAME = "counted"  # stands where the judge and the writer are named
_NOTED = 100  # papers written out, with a quote each; the others are in the answer's verdicts
_LOOKED_AT = 400  # papers, to see whether the sources name authors at all
_FIRST = 10  # "the latest papers", where no number is named
_IN_TITLE = "mentioned in the title"
_METHOD = "counted in papers.sqlite: exact"


@dataclass(frozen=True)
class Found:
    """What a lookup finds. `papers`: by date, those it lists; `total`: all it counts; `base`: those it looked among.

    `undated`: papers that pass everything but the date that was asked for; `tied`: of the last day listed, but cut off.
    """

    plan: Plan
    papers: tuple[Paper, ...]
    total: int
    base: int
    undated: int
    tied: int = 0
    nameless: bool = False  # authors are asked for, and no source names any

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        noted = [Verdict(paper, 3, 1.0, *_shows(self.plan, paper)) for paper in self.papers[:_NOTED]]
        return (*noted, *(Verdict(paper, 3, 1.0, reason="counted") for paper in self.papers[_NOTED:]))

    @property
    def quotes(self) -> tuple[Citation, ...]:
        quotes = (verdict.quotes[0] for verdict in self.verdicts if verdict.quotes)
        return tuple(Citation(number, quote) for number, quote in enumerate(quotes, start=1))

    @property
    def completeness(self) -> Completeness:
        n = self.total
        return Completeness(n, self.base, self.base, n, n, n, 1.0, _METHOD)

    def lines(self) -> Iterator[str]:
        """The answer's text: the number, then a line a paper."""
        yield _headline(self)
        marks = {citation.quote.paper.id: citation for citation in self.quotes}
        dated = self.plan.filters.dated or self.plan.order or self.plan.filters.papers
        for verdict in self.verdicts[:_NOTED]:
            paper = verdict.paper
            asides = [paper.date or "no date"] if paper.date or dated else []
            asides += [verdict.reason] if verdict.reason == _IN_TITLE else []
            aside = f" ({', '.join(asides)})" if asides else ""
            quote = f" — {quote_line(marks[paper.id])}" if paper.id in marks else ""
            yield f"\n• {shown_title(paper.title) or paper.id}{aside}{quote}"
        if len(self.papers) > _NOTED:
            yield f"\nand {len(self.papers) - _NOTED:,} more, which the answer's JSON names."

    def notes(self) -> tuple[str, ...]:
        order = self.plan.order
        asked = "a date was asked for" if self.plan.filters.dated else f"the {order} were asked for"
        undated = f"{in_papers(self.undated)} without a date {_are(self.undated)} not among them, though {asked}."
        tied = f"{self.tied:,} more {_are(self.tied)} of the same day as the last one listed."
        return (*([undated] if self.undated else []), *([tied] if self.tied else []))


def look_up(plan: Plan, *, index: PaperIndex) -> Found:
    """The papers that pass the plan's filters and mention its phrases, newest first."""
    filters, lookup = plan.filters, plan.lookup or Lookup()
    among = index.select(replace(filters, since=None, until=None)).ids
    base = index.select(Filters(sources=filters.sources, papers=filters.papers, without=filters.without)).ids
    dates = index.by_date(_mentioning(lookup, among, index))
    undated = sum(date is None for date in dates.values()) if filters.dated or plan.order else 0
    passing = [id for id, date in dates.items() if _passes(date, filters)]
    if plan.order:
        passing = [id for id in passing if dates[id]]
        passing = passing if plan.order == "newest" else sorted(passing, key=lambda id: dates[id] or "")
    listed = passing[: _limit(plan)] if plan.order else passing
    tied = sum(dates[id] == dates[listed[-1]] for id in passing[len(listed) :]) if listed else 0
    papers = tuple(index.papers(listed).values())
    count = index.count() if base is None else len(base)
    nameless = bool(filters.authors) and not papers and not _names_authors(index)
    return Found(plan, papers, len(passing), count, undated, tied, nameless)


def _names_authors(index: PaperIndex) -> bool:
    return any(paper.authors for paper in index.papers([*index.by_date()][:_LOOKED_AT]).values())


def _limit(plan: Plan) -> int | None:
    return plan.limit or (_FIRST if plan.kind != "count" else None)


def _mentioning(lookup: Lookup, among: Set[PaperId] | None, index: PaperIndex) -> Set[PaperId] | None:
    if lookup.without:
        every = among if among is not None else set(index.by_date())
        return every - index.mentioning(_says(lookup.without), among)
    if not lookup.phrases:
        return among
    found = [index.mentioning(_says(phrase), among) for phrase in lookup.phrases]
    return reduce(set.intersection if lookup.every else set.union, found)


def _says(phrase: str) -> Callable[[str], bool]:
    pattern = phrase_pattern(phrase)
    return lambda text: bool(pattern.search(text))


def _passes(date: str | None, filters: Filters) -> bool:
    if not filters.dated:
        return True
    return date is not None and (filters.since or "") <= date <= (filters.until or "9999-12-31")


def _shows(plan: Plan, paper: Paper) -> tuple[tuple[Quote, ...], str]:
    """The sentence that mentions what was asked for, else the first, which says what it is; and why it counts."""
    spans = sentence_spans(paper.abstract)
    patterns = [phrase_pattern(phrase) for phrase in plan.lookup.phrases] if plan.lookup else []
    for start, end in spans:
        if any(pattern.search(paper.abstract[start:end]) for pattern in patterns):
            return (Quote(paper, start, end),), "its abstract says so"
    reason = _IN_TITLE if patterns else "counted"
    return tuple(Quote(paper, *span) for span in spans[:1]), reason


def _headline(found: Found) -> str:
    plan = found.plan
    if found.nameless:
        return "The sources of these papers name no authors."
    said = " and ".join(_conditions(plan))
    among = f"of {found.base:,} papers" + (" of the answer before" if plan.filters.papers else "")
    if plan.order and found.papers and plan.kind != "count":
        which = f"{len(found.papers):,} {plan.order}" if len(found.papers) > 1 else plan.order
        return f"The {which} of {in_papers(found.total)}{' that ' * bool(said)}{said}:"
    if plan.order and not found.papers:
        return f"None {among}{' that ' * bool(said)}{said} has a date."
    end = ":" if found.papers else "."
    if not said:
        return f"{in_papers(found.total)}{end}"
    return f"{found.total:,} {among} {said}{end}"


def _conditions(plan: Plan) -> Iterator[str]:
    filters, lookup = plan.filters, plan.lookup or Lookup()
    if lookup.phrases:
        word = " and " if lookup.every else " or "
        said = word.join(f"“{shown(phrase.strip(chr(34)))}”" for phrase in lookup.phrases)
        yield f"mention {said} in title or abstract"
    if lookup.without:
        yield f"do not say “{shown(lookup.without)}” in title or abstract"
    if filters.dated:
        yield f"have a date {period(filters)}"
    if filters.authors:
        yield "are by " + " or ".join(map(shown, filters.authors))
    if filters.categories:
        yield "are in " + " or ".join(map(shown, filters.categories))
    if filters.sources:
        yield "come from " + " or ".join(map(shown, filters.sources))


def period(filters: Filters) -> str:
    """The dates of a filter in words."""
    if filters.since and filters.until:
        return f"on {filters.since}" if filters.since == filters.until else f"from {filters.since} to {filters.until}"
    return f"from {filters.since} on" if filters.since else f"up to {filters.until}"


def in_papers(count: int) -> str:
    """The count with its noun."""
    return f"{count:,} paper{'s' * (count != 1)}"


def _are(count: int) -> str:
    return "are" if count != 1 else "is"
