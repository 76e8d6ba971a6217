"""Answers as Markdown. All foreign text is escaped: no tag, link, picture or formula of a paper becomes one.

The marks [n] of an answer stay as they are; the sources below it carry the same numbers.

Why: docs/decisions/0021-exports-are-escaped.md
"""

import re
from collections.abc import Iterator, Sequence

from assistant.answering.interpretation import understood
from assistant.exporting.field_text import address, one_line
from assistant.text.answer_text import completeness_line, usage_line
from assistant.text.table import is_rule, read_row
from assistant.types import Answer, Citation, Outcome, Paper

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#~|$^@&!]")
_STARTS_BLOCK = re.compile(r"^([-+=:]|\d+(?=[.)]))")
_MARK = re.compile(r"\\\[(\d+)\\\](?![(:])")  # one that no reader of Markdown could take for the start of a link
_BULLET = re.compile(r"^[•*-] +")
_LABELS: dict[Outcome, str] = {"not_stated": "Not stated", "not_covered": "Not covered"}


def to_markdown(title: str, answers: Sequence[Answer]) -> str:
    """A heading each for the title and, where there are several answers, for each question."""
    alone = len(answers) == 1 and one_line(answers[0].question) == one_line(title)
    parts = [f"# {escape(title)}"]
    for answer in answers:
        parts += [] if alone else [f"## {escape(answer.question)}"]
        parts += _answer(answer)
    return "\n\n".join(parts) + "\n"


def escape(foreign: str) -> str:
    """One line of text that Markdown shows as it is, also at the beginning of a line."""
    text = _SPECIAL.sub(lambda found: "\\" + found[0], one_line(foreign))
    start = _STARTS_BLOCK.match(text)
    if not start:
        return text
    return f"{start[1]}\\{text[start.end() :]}" if start[1].isdigit() else f"\\{text}"


def _answer(answer: Answer) -> Iterator[str]:
    if told := understood(answer.question, answer.plan):
        yield f"Understood as: {escape(told)}"
    if answer.outcome in _LABELS:
        yield f"**{_LABELS[answer.outcome]}**"
    yield from _blocks(answer)
    if notes := _notes(answer):
        yield "\n".join(f"- {escape(note)}" for note in notes)
    if answer.citations:
        yield "**Sources**"
        yield "\n".join(_source(citation) for citation in answer.citations)
    if answer.near:
        yield "**Not listed, but near**"
        yield "\n".join(f"- {_named(v.paper)}: {escape(v.reason)}" for v in answer.near)
    yield f"*{escape(_made_by(answer))}*"


def _notes(answer: Answer) -> list[str]:
    return [*([completeness_line(answer.completeness)] if answer.completeness else []), *answer.notes]


def _made_by(answer: Answer) -> str:
    made = answer.provenance
    used = [usage_line(answer.usage)] if answer.usage.calls else []
    return " · ".join([f"Judged by {made.judge}, written by {made.writer}, {answer.seconds:.1f} s", *used])


def _blocks(answer: Answer) -> Iterator[str]:
    """The lines of the text; neighbouring bullets, and the rows of a table, stay together."""
    numbers = {citation.number for citation in answer.citations}
    block, kind = list[str](), ""
    for line in filter(str.strip, answer.text.split("\n")):
        now, written = _line(line, numbers)
        if block and (now != kind or now == "text"):
            yield "\n".join(block)
            block = []
        block.append(written)
        kind = now
    if block:
        yield "\n".join(block)


def _line(line: str, numbers: set[int]) -> tuple[str, str]:
    cells = read_row(line)
    if cells is not None:
        rule = is_rule(cells)
        return "row", "|" + "|".join("---" if rule else f" {_inline(cell, numbers)} " for cell in cells) + "|"
    if _BULLET.match(line):
        return "item", f"- {_inline(_BULLET.sub('', line), numbers)}"
    return "text", _inline(line, numbers)


def _inline(text: str, numbers: set[int]) -> str:
    """Escaped, but for the marks that stand for a citation."""
    return _MARK.sub(lambda found: f"[{found[1]}]" if int(found[1]) in numbers else found[0], escape(text))


def _source(citation: Citation) -> str:
    paper = citation.quote.paper
    said = [paper.status, ", ".join(paper.authors), paper.date or paper.date_text or ""]
    about = "".join(f", {escape(word)}" for word in said if one_line(word))
    return f"{citation.number}. {_named(paper)}{about}\n   > “{escape(citation.quote.text)}”"


def _named(paper: Paper) -> str:
    """The title, a link where the paper has an address."""
    title, url = escape(paper.title) or escape(paper.id), address(paper.url)
    return f"[{title}](<{url}>)" if url else title
