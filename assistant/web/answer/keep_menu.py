"""What a reader can do to keep an answer: save it as a file, and say what it was worth."""

from collections.abc import Iterator

from assistant.exporting import FORMS
from assistant.web.ask.conversation import Turn
from assistant.web.shell.html import button, element, text

# A hand in a square of 24; the other one is the same turned round.
_THUMB = "M7 10v11H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zm0 0 4-7a2 2 0 0 1 3 2l-1 4h6a2 2 0 0 1 2 2l-1 8a2 2 0 0 1-2 2H7"


def save_html(turn: Turn) -> str:
    """A menu of files: this answer and, where there were questions before it, the conversation."""
    if not turn.answer or not turn.record:
        return ""
    record = element("a", "Record, to replay", href=f"record/{turn.record}", download="")
    parts = [_column("This answer", [*links(f"export/answer/{turn.record}"), record])]
    if turn.number > 1:
        parts.append(_column("All answers", list(links(f"export/conversation/{turn.record}"))))
    return menu_html("Save as", parts, "Save this answer as a file")


def _column(head: str, items: list[str]) -> str:
    return element("div", [element("p", head), *items])


def menu_html(words: str, items: list[str], label: str) -> str:
    """A button that opens a menu; keep.js closes it."""
    summary = element("summary", words, aria_label=label, class_="act")
    return element("details", [summary, element("div", items, class_="menu")], class_="saving")


def links(address: str) -> Iterator[str]:
    """To the file in every form; the server names it."""
    yield from (element("a", form.label, href=f"{address}.{form.ending}", download="") for form in FORMS.values())


def thumbs_html(turn: Turn) -> str:
    """Two buttons that stay pressed."""
    if not turn.answer or not turn.record:
        return ""
    good = turn.feedback.good if turn.feedback else None
    return element(
        "span",
        [
            _thumb(turn, "up", "This answer is good", good is True),
            _thumb(turn, "down", "This answer is not good", good is False),
        ],
        class_="thumbs",
    )


def comment_html(turn: Turn) -> str:
    """Below the buttons, once one is pressed: room to say why."""
    if not turn.feedback or not turn.record:
        return ""
    asked = "What was good about it?" if turn.feedback.good else "What is wrong or missing?"
    field = element(
        "textarea", text(turn.feedback.comment), class_="why", rows=2, maxlength=4_000, aria_label=asked,
        placeholder=asked,
    )  # fmt: skip
    words = "Save the changed comment" if turn.feedback.comment else "Save the comment"
    save = button(words, "Save", "plain", data_comment=turn.record, data_good=int(turn.feedback.good))
    kept = element("p", "Kept. Thank you.", class_="kept", role="status") if turn.feedback.comment else ""
    return element("div", [field, save, kept], class_="comment")


def _thumb(turn: Turn, name: str, label: str, pressed: bool) -> str:
    drawn = element(
        "svg",
        element("path", "", d=_THUMB),
        viewBox="0 0 24 24",
        width=16,
        height=16,
        aria_hidden="true",
        class_="icon",
    )
    return button(
        label, drawn, f"act {name}", data_rate=turn.record, data_good=int(name == "up"),
        aria_pressed="true" if pressed else "false",
    )  # fmt: skip
