"""A digest as plain text: inert, whatever program shows it."""

from collections.abc import Iterator
from textwrap import fill

from assistant.mailing.sections import Entry, Section, Told, account_of, head_of, trend_line
from assistant.text.answer_text import shown, shown_title
from assistant.text.markup import web_address

_WIDTH = 76


def plain_text(digest: Told) -> str:
    lines = [line for section in digest.sections for line in _section(section)]
    if digest.trends:
        lines += [
            "What grew",
            "---------",
            *(f"* {shown(', '.join(t.words))}: {trend_line(t)}" for t in digest.trends),
            "",
        ]
    return "\n".join([*lines, *footer(digest)]) + "\n"


def footer(digest: Told) -> list[str]:
    names = list(dict.fromkeys(section.issue.watch.name for section in digest.sections))
    return [f"To end it: assistant watch remove {name}" for name in names]


def _section(section: Section) -> Iterator[str]:
    watch = section.issue.watch
    title = shown(watch.question)
    yield from (_wrapped(title), "=" * min(_WIDTH, len(title)), f"{head_of(section)}.", "")
    if section.issue.overview and section.entries:
        yield from (*(_wrapped(shown_line) for shown_line in section.issue.overview.text.splitlines()), "")
    for number, entry in enumerate(section.entries, start=1):
        yield from _entry(number, entry)
    yield from (*map(_wrapped, (account_of(section), *map(shown, section.issue.notes))), "")


def _entry(number: int, entry: Entry) -> Iterator[str]:
    paper = entry.verdict.paper
    yield _wrapped(f"{number}. {shown_title(paper.title) or paper.id}", "   ")
    if entry.byline:
        yield _wrapped(f"   {shown(entry.byline)}", "   ")
    for mark, quote in entry.quotes:
        lead = f"   [{mark}] " if mark else "   "
        yield _wrapped(f"{lead}“{shown(quote.text)}”", "   ")
    yield _wrapped(f"   Why: {shown(entry.why)}", "   ")
    if address := web_address(paper.url):
        yield f"   {shown(address)}"
    yield ""


def _wrapped(text: str, indent: str = "") -> str:
    return fill(text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
