"""References as BibTeX. Every text is escaped: a title can neither end its field nor give LaTeX an order.

Why: docs/decisions/0021-exports-are-escaped.md
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from assistant.exporting.field_text import address, one_line
from assistant.exporting.references import Reference, references
from assistant.types import Answer

# Braces count in BibTeX even where LaTeX would take them as escaped, so they are written by name. The marks that
# fonts join or take for other ones ("--", "''", "<") stand for themselves.
_ESCAPES = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}", "`": r"{\textasciigrave}", "<": r"{\textless}", ">": r"{\textgreater}",
    "|": r"{\textbar}", "%": r"\%", "&": r"\&", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
_JOINED = re.compile(r"([-',])(?=\1)")
_AND = re.compile(r"\b(and|others)\b", re.IGNORECASE)
_PLAIN_WORDS = frozenset("a an the on of in for to and with from by is are at".split())


def to_bibtex(title: str, answers: Sequence[Answer]) -> str:
    """One entry a paper, UTF-8; the answers' title is no part of it."""
    keys = _Keys()
    return "\n".join(_entry(keys.give(reference), reference) for reference in references(answers))


def escape(text: str) -> str:
    """Text that LaTeX sets as it is, and whose braces balance."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], _JOINED.sub("\\1\0", text)).replace("\0", "{}")


def _entry(key: str, reference: Reference) -> str:
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(reference) if value)
    return f"@misc{{{key},\n{fields}}}\n"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    paper = reference.paper
    yield "title", "{" + escape(reference.title) + "}"  # the inner braces keep its capitals
    yield "author", " and ".join(_author(name) for name in reference.authors)
    yield "year", escape(reference.year)
    yield "date", escape(paper.date or "")
    yield "eprint", escape(reference.arxiv)
    yield "eprinttype", "arxiv" if reference.arxiv else ""
    yield "doi", escape(reference.doi)
    yield "url", address(paper.url)
    yield "keywords", escape(", ".join(map(one_line, paper.categories)))
    yield "abstract", escape(one_line(paper.abstract))
    yield "note", escape(reference.status)
    yield "annote", escape(" ".join(f"“{quote}”" for quote in reference.quotes))


def _author(name: str) -> str:
    """Braced where BibTeX would see several names in it, or none, or a parser a command between two names."""
    several = _AND.search(name) or name.count(",") > 1 or not any(map(str.isalnum, name)) or not name[:1].isalnum()
    return "{" + escape(name) + "}" if several else escape(name)


class _Keys:
    """Keys such as lee2025owls, each given once."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, reference: Reference) -> str:
        base = key = _key(reference)
        number = 1
        while key in self._given:
            number += 1
            key = f"{base}-{number}"
        self._given.add(key)
        return key


def _key(reference: Reference) -> str:
    """Of the first author's last name, the year and the first word of the title that says something."""
    names = _letters(reference.authors[0].split(",")[0]).split() if reference.authors else []
    words = [word for word in _letters(reference.title).split() if word not in _PLAIN_WORDS]
    return "".join([*names[-1:], _letters(reference.year), *words[:1]]) or "paper"


def _letters(text: str) -> str:
    """Lower case without accents; what is no ASCII letter or digit becomes a space."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()
