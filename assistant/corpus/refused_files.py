"""Files that hold no papers in any form: binary data and what has to be unpacked."""

import re

_SAVE = "save the page's text as a plain text file in UTF-8"
_BEGINNINGS = (
    (b"%PDF-", "a PDF", "copy its text into a plain text file"),
    (b"{\\rtf", "a rich text (RTF) file", "save it as plain text in UTF-8"),
    (b"PK\x03\x04", "a ZIP or office file", "unpack it, or save it as plain text in UTF-8"),
    (b"\xff\xfe", "text in UTF-16", "save it with the encoding UTF-8"),
    (b"\xfe\xff", "text in UTF-16", "save it with the encoding UTF-8"),
    (b"From: <Saved by", "a web archive (MHTML)", _SAVE),
)
_CONTROL = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f\N{REPLACEMENT CHARACTER}]")
_MOST = 0.2  # share of characters that are none; in French saved as Latin-1 it is 0.05


def why_unusable(head: bytes) -> str | None:
    """The reason, with what to do, why nothing can be read from a file that begins so; None where something may be."""
    for beginning, what, advice in _BEGINNINGS:
        if head.startswith(beginning):
            return f"this is {what}; {advice}"
    text = head.decode("utf-8", "replace").removeprefix("\ufeff")
    if not text.strip():
        return f"the file is empty; {_SAVE}, or leave it out"
    if len(_CONTROL.findall(text)) > _MOST * len(text):
        return "this is binary data, or text in another encoding than UTF-8; save it as plain text in UTF-8"
    if "\r" in text.strip() and "\n" not in text:
        return "its lines end as on old Macs, in CR alone; save it with line ends of Unix or Windows"
    return None
