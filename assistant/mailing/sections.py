"""A digest as a value: what one reader is told, before it is text or HTML."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from assistant.exploring.trends import Trend
from assistant.text.reasons import why
from assistant.types import PaperId, Quote, Verdict
from assistant.watching.watch import Issue, quotes_of

_AUTHORS = 6  # names of a paper's authors


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper: its quotes, each with its number where the overview cites it, and why it is here."""

    verdict: Verdict
    quotes: tuple[tuple[int | None, Quote], ...]
    why: str

    @property
    def byline(self) -> str:
        """That it is retracted or the like, authors and date, as far as they are known."""
        paper = self.verdict.paper
        names = ", ".join(paper.authors[:_AUTHORS]) + (" and others" if len(paper.authors) > _AUTHORS else "")
        return " · ".join(filter(None, (paper.status.capitalize(), names, paper.date or paper.date_text or "")))


@dataclass(frozen=True, slots=True)
class Section:
    """An issue for one reader; `known`: papers left out, since another watch has shown them to the reader."""

    issue: Issue
    entries: tuple[Entry, ...]
    known: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """The whole digest."""

    day: str
    sections: tuple[Section, ...]
    trends: tuple[Trend, ...] = ()

    @property
    def papers(self) -> int:
        return sum(len(section.entries) for section in self.sections)


def told(day: str, issues: Sequence[Issue], trends: Sequence[Trend], *, had: Set[PaperId] = frozenset()) -> Told:
    """A paper stands once: in the first section that has it, and in none where the reader had it."""
    shown, sections = set(had), []
    for issue in issues:
        new = [verdict for verdict in issue.verdicts if verdict.paper.id not in shown]
        shown.update(verdict.paper.id for verdict in new)
        entries = tuple(_entry(verdict, issue) for verdict in new)
        sections.append(Section(issue, entries, len(issue.verdicts) - len(new)))
    return Told(day, tuple(sections), tuple(trends))


def head_of(section: Section) -> str:
    """How many, in words."""
    issue, n = section.issue, len(section.entries)
    if not n:
        return "Nothing new"
    if issue.first:
        return f"To begin with: the newest {n:,} of {issue.looked.found:,} papers that answer"
    return f"{n:,} new paper{'s' * (n != 1)}"


def account_of(section: Section) -> str:
    """What became of every paper that was looked at."""
    looked = section.issue.looked
    came = "papers in the index" if section.issue.first else f"new paper{'s' * (looked.new != 1)}"
    parts = [f"{looked.new:,} {came} seen", f"{looked.judged:,} judged", f"{looked.found:,} answer"]
    if looked.left_out:
        parts.insert(1, f"{looked.left_out:,} left out for what they say")
    parts.append(f"{len(section.entries):,} shown")
    if section.known:
        parts.append(f"{section.known:,} shown to you under another watch")
    return ", ".join(parts) + "."


def trend_line(trend: Trend) -> str:
    return f"{trend.new:,} new papers, {trend.share:.0%} of all new ones; {trend.before:.0%} before"


def subject_of(digest: Told) -> str:
    """How many papers and where from; no word of a paper, and none of a question."""
    names = list(dict.fromkeys(section.issue.watch.name for section in digest.sections if section.entries))
    if not names:
        return "No new papers"
    first = all(section.issue.first for section in digest.sections if section.entries)
    papers = f"{digest.papers:,} {'papers to begin with' if first else 'new paper' + 's' * (digest.papers != 1)}"
    return f"{papers}: {names[0]}" if len(names) == 1 else f"{papers} for {len(names)} watches"


def _entry(verdict: Verdict, issue: Issue) -> Entry:
    return Entry(verdict, tuple(quotes_of(issue, verdict)), why(verdict, issue.plan))
