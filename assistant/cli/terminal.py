"""What a person sees in a terminal: progress bars and answers. Everything but the answer goes to stderr.

Nothing foreign steers the terminal: control and invisible characters are left out, whatever they stand in.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from shutil import get_terminal_size
from typing import Any, TextIO

from tqdm import tqdm

from assistant.answering.interpretation import understood
from assistant.cli.terminal_table import Columns
from assistant.text.answer_text import completeness_line, estimate_line, shown_title, usage_line
from assistant.text.invisible_characters import without_unseen
from assistant.types import Answer, Event, Finished, IndexReport, Judged, Progress, Token

_WIDTH = 100  # characters, where the terminal does not tell
_REJECTIONS_SHOWN = 20  # the rest is counted: a wrong file would scroll everything else away


class Bar:
    """One progress bar a step; made anew when the step changes."""

    def __init__(self, err: TextIO) -> None:
        self._err, self._step = err, ""
        self._bar: tqdm[Any] = self._new("")

    def __call__(self, progress: Progress) -> None:
        if progress.step != self._step:
            self._bar.close()
            self._step, self._bar = progress.step, self._new(progress.step)
        self._bar.total = progress.total or None
        self._bar.update(progress.done - self._bar.n)

    def _new(self, step: str) -> "tqdm[Any]":  # a bar over numbers, not over a sequence of anything
        return tqdm(desc=step, file=self._err, leave=False, mininterval=0.2, disable=not step)

    def close(self) -> None:
        self._bar.close()


@contextmanager
def progress_bar(err: TextIO) -> Iterator[Bar]:
    bar = Bar(err)
    try:
        yield bar
    finally:
        bar.close()


def show_answer(events: Iterable[Event], out: TextIO, err: TextIO) -> Answer:
    """What it may take, the answer as it comes, then what it cites and what it just leaves out."""
    columns, given = Columns(get_terminal_size((_WIDTH, 24)).columns), ""
    for event in events:
        if isinstance(event, Judged) and event.tokens:
            print(f"judging {estimate_line(event.total, event.tokens)}", file=err, flush=True)
        if isinstance(event, Judged):
            for verdict in event.found:
                print(f"found: {shown_title(verdict.paper.title)}", file=err, flush=True)
        if isinstance(event, Token):
            given += event.text
            out.write(columns.feed(without_unseen(event.text)))
            out.flush()
        if isinstance(event, Finished):
            out.write(columns.end() + "\n" + without_unseen(_marked_since(event.answer, given)))
            out.write(without_unseen(_sources(event.answer) + _near(event.answer)))
            return event.answer
    raise AssertionError("the events of an answer end with Finished")


def _marked_since(answer: Answer, given: str) -> str:
    """The lines that a second look has changed after they were printed."""
    before = given.split("\n")
    changed = [line for line in answer.text.split("\n") if line not in before]
    return "".join(["\nAfter a second look:\n", *(f"{line}\n" for line in changed)] if changed else [])


def show_report(report: IndexReport, err: TextIO, *, tense: str = "holds") -> None:
    for rejection in report.rejected[:_REJECTIONS_SHOWN]:
        print(without_unseen(f"rejected {rejection}"), file=err)
    more = len(report.rejected) - _REJECTIONS_SHOWN
    if more > 0:
        print(f"and {more:,} more; --json lists them all", file=err)
    counts = ("new", "changed", "unchanged", "double", "gone")
    told = ", ".join(f"{getattr(report, name):,} {name}" for name in counts)
    print(f"{told}, {len(report.rejected):,} rejected in {report.seconds:.1f} s", file=err)
    if report.kept:
        stay = "papers stay as they were" if report.kept > 1 else "paper stays as it was"
        whose = "their entries" if report.kept > 1 else "its entry"
        print(f"{report.kept:,} {stay} read last: {whose} cannot be read now", file=err)
    for differing in report.differing[:_REJECTIONS_SHOWN]:
        print(without_unseen(f"not shown {differing}"), file=err)
    if more := max(0, len(report.differing) - _REJECTIONS_SHOWN):
        print(f"and {more:,} more abstracts that are not shown; --json lists them all", file=err)
    for name in report.vanished:
        print(without_unseen(f"its file is gone: {name}"), file=err)
    if report.vanished:
        print("its papers are still in the index; --prune takes them out, as `assistant remove` does", file=err)
    for name in report.pruned:
        print(without_unseen(f"taken out, its file is gone: {name}"), file=err)
    if report.without_abstract:
        print(f"{report.without_abstract:,} entries have no abstract and were left out", file=err)
    undated = f", {report.undated:,} of those just read without a date" if report.undated else ""
    print(f"the index {tense} {report.papers:,} paper{'s' * (report.papers != 1)}{undated}", file=err)


def show_notes(answer: Answer, err: TextIO) -> None:
    if told := understood(answer.question, answer.plan):
        print(f"understood as: {told}", file=err)
    if answer.completeness:
        print(completeness_line(answer.completeness), file=err)
    for note in answer.notes:
        print(without_unseen(note), file=err)
    if answer.usage.calls:
        print(usage_line(answer.usage), file=err)
    who = answer.provenance
    print(f"{answer.outcome}, {answer.seconds:.2f} s, judged by {who.judge}, written by {who.writer}", file=err)


def _sources(answer: Answer) -> str:
    if not answer.citations:
        return ""
    lines = []
    for citation in answer.citations:
        paper = citation.quote.paper
        extra = [text for text in (paper.date or paper.date_text, paper.url) if text]
        extra += [paper.status] if paper.status else []
        lines.append(f"[{citation.number}] {paper.title or paper.id}{''.join(f', {text}' for text in extra)}\n")
    return "\n" + "".join(lines)


def _near(answer: Answer) -> str:
    if not answer.near:
        return ""
    lines = [f"• {shown_title(v.paper.title or v.paper.id)} — {v.reason}\n" for v in answer.near]
    return "\nNot listed, but near:\n" + "".join(lines)
