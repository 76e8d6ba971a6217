"""Kept conversations as a list, and the dialogs that ask before they change one."""

from collections.abc import Sequence
from datetime import UTC, datetime

from assistant.errors import AssistantError
from assistant.keeping import Kept
from assistant.web.answer.keep_menu import links, menu_html
from assistant.web.shell.html import bdi, button, element, text


def list_html(found: Sequence[Kept], words: str, total: int) -> list[str]:
    """The rows, or why there is none."""
    if not total:
        return [_empty("No conversations yet", "What you ask is kept here, until you delete it.")]
    if not found:
        return [_empty("Nothing found", f"No conversation holds “{' '.join(words.split())}”.")]
    rows = [_row(kept) for kept in found]
    if not words.split() and len(found) < total:
        rows.append(element("p", f"The newest {len(found):,} of {total:,}. Search for the others.", class_="more"))
    return rows


def trouble_html(error: AssistantError) -> str:
    told = [element("strong", bdi(f"{error.message}.")), " ", bdi(error.hint)]
    return element("div", element("p", told), class_="problem", role="alert")


def dialogs_html() -> str:
    """Two dialogs that history.js fills and opens: a new name, and whether to delete."""
    name = element("label", ["Name", element("input", "", type="text", maxlength=200, autocomplete="off")])
    rename = [element("h3", "Rename conversation", id="rename-title"), name, _choices("Save")]
    warned = element("p", [element("bdi", "", class_="which"), " and all its answers will be gone for good."])
    delete = [element("h3", "Delete conversation?", id="delete-title"), warned, _choices("Delete")]
    return _dialog("rename", rename) + _dialog("delete", delete)


def _dialog(name: str, inner: list[str]) -> str:
    form = element("form", inner, method="dialog")
    return element("dialog", form, id=f"{name}-dialog", class_="ask-first", aria_labelledby=f"{name}-title")


def _choices(yes: str) -> str:
    cancel = element("button", "Cancel", type="button", class_="plain", data_cancel="")
    return element("div", [cancel, element("button", yes, type="submit", class_="yes")], class_="choices")


def _row(kept: Kept) -> str:
    name = element("button", bdi(kept.title), type="button", class_="open", data_open=kept.id)
    asked = element("span", f"{kept.turns:,} question{'s' * (kept.turns != 1)}")
    about = element("p", [element("span", _when(kept.changed)), asked], class_="about")
    acts = [
        button(f"Rename: {kept.title}", "Rename", "act", data_rename=kept.id, data_title=kept.title),
        menu_html("Save as", list(links(f"export/conversation/{kept.id}")), f"Save as a file: {kept.title}"),
        button(f"Delete: {kept.title}", "Delete", "act", data_delete=kept.id, data_title=kept.title),
    ]
    does = element("div", acts, class_="does")
    return element("article", [element("div", [name, about], class_="what"), does], class_="thread")


def _when(seconds: float) -> str:
    """In UTC; the page shows it in the reader's own time."""
    at = datetime.fromtimestamp(seconds, UTC)
    return element("time", text(f"{at:%d %b %Y, %H:%M} UTC"), datetime=at.isoformat(timespec="seconds"))


def _empty(head: str, words: str) -> str:
    go = button("Ask a question", "Ask a question", "plain", data_go="ask")
    return element("section", [element("h2", head), element("p", bdi(words)), go], class_="nothing")
