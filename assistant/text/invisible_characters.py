"""Leaving out what no reader sees and what would steer a screen, when foreign text is shown.

Control characters (a terminal carries out escape sequences), turns of direction (Trojan Source, CVE-2021-42574),
and invisible characters, which split words or hide them. Joiners and direction marks, which scripts need, stay.
"""

import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def without_unseen(text: str) -> str:
    """The text as it may be shown. Line feeds and tabs stay."""
    return _UNSEEN.sub("", text)


def escaped_unseen(json_text: str) -> str:
    """JSON that says the same with such characters written as \\uXXXX: safe to print, verbatim when it is read."""
    return _UNSEEN.sub(lambda found: _json_escape(found[0]), json_text)


def _json_escape(char: str) -> str:
    """One character as JSON escapes, two beyond the first plane."""
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
