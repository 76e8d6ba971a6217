"""LaTeX in the fields of papers to the characters it stands for, through pylatexenc. Formulas stay as written."""

import re

_BARE_PERCENT = re.compile(r"(?<!\\)%")  # many programs write it so, and would have it begin a comment
_ACCENT = re.compile(
    r"""\{?\\(?:["'`^~=.]\s*|[cvuHkrbd](?=\{|\s))\s*(?:\{\\?[A-Za-z]\}|\\?[A-Za-z])\}?|\{\\(?:ss|ae|AE|oe|OE|aa|AA|[oOlLij])\}"""
)


def plain(text: str) -> str:
    """The text of a BibTeX field: accents and symbols as characters, braces gone."""
    return _decoded(_BARE_PERCENT.sub(r"\\%", text)) if re.search(r"[\\{}~%]|--|``|''", text) else text


def accented(text: str) -> str:
    """Only the accented letters as characters, for fields that are LaTeX where they must be (arXiv)."""
    return _ACCENT.sub(lambda found: _decoded(found[0]), text) if "\\" in text else text


def _decoded(text: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text  # late: no question needs it

    try:
        return str(LatexNodes2Text(math_mode="verbatim", strict_latex_spaces=False).latex_to_text(text))
    except (ValueError, RecursionError, IndexError, TypeError):  # what no LaTeX would take either
        return text
