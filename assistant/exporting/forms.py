"""The forms an answer or a conversation is exported in."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer_json import answer_to_json
from assistant.errors import UsageError
from assistant.exporting.bibtex import to_bibtex
from assistant.exporting.csv_table import to_csv
from assistant.exporting.field_text import one_line
from assistant.exporting.markdown import to_markdown
from assistant.exporting.ris import to_ris
from assistant.types import Answer

_BOM = "\ufeff"  # without it a spreadsheet takes UTF-8 for the machine's old code page
_UNFIT = re.compile(r"[^\w-]+")


@dataclass(frozen=True, slots=True)
class Form:
    """`ending`: of a file, without the dot. `write`: from the title of the whole and its answers to text."""

    ending: str
    label: str
    media_type: str
    write: Callable[[str, Sequence[Answer]], str]


def _to_json(title: str, answers: Sequence[Answer]) -> str:
    """As `assistant ask --json` prints them, indented."""
    told = {"title": title, "answers": [answer_to_json(answer) for answer in answers]}
    return json.dumps(told, indent=1) + "\n"  # ASCII: nothing in it steers a terminal, half characters stay


FORMS = {
    form.ending: form
    for form in (
        Form("md", "Markdown", "text/markdown; charset=utf-8", to_markdown),
        Form("bib", "BibTeX", "application/x-bibtex; charset=utf-8", to_bibtex),
        Form("ris", "RIS", "application/x-research-info-systems; charset=utf-8", to_ris),
        Form("csv", "CSV", "text/csv; charset=utf-8", to_csv),
        Form("json", "JSON", "application/json", _to_json),
    )
}


def export(answers: Sequence[Answer], form: Form, *, title: str | None = None) -> bytes:
    """The content of a file; `title` is that of the conversation, the first question without one."""
    text = form.write(title or (answers[0].question if answers else ""), answers)
    return ((_BOM if form.ending == "csv" else "") + text).encode("utf-8")


def form_of(name: str) -> Form:
    """The form of a file by its ending. Raises `UsageError` naming the known ones."""
    ending = name.rpartition(".")[2].lower()
    if "." not in name or ending not in FORMS:
        known = ", ".join(f".{known}" for known in FORMS)
        raise UsageError(f"{name} has no ending that tells how to export", hint=f"Name a file ending with {known}.")
    return FORMS[ending]


def file_name(title: str, form: Form) -> str:
    """What a saved file may be called on any system: letters, digits, hyphens, of the title's beginning."""
    stem = _UNFIT.sub("-", one_line(title))[:60].strip("-").lower()
    return f"{stem or 'answer'}.{form.ending}"
