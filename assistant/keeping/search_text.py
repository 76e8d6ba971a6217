"""Text as it is searched, and the title of a conversation."""

import re
import unicodedata

from assistant.keeping.kept import KeptTurn
from assistant.text.invisible_characters import without_unseen

_LONGEST = 80  # characters of a title
_HALF = re.compile("[\ud800-\udfff\0]")  # no text column takes these


def folded(text: str) -> str:
    """Without regard to case and compatibility forms, on one line."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", storable(text)).casefold())
    return " ".join(plain.split())


def storable(text: str) -> str:
    return _HALF.sub("\ufffd", text)


def said(turn: KeptTurn) -> str:
    """The words by which a turn is found: the question, the answer, the titles it speaks of."""
    answer = turn.answer
    titles = [verdict.paper.title for verdict in answer.verdicts] if answer else []
    return folded("\n".join([turn.question, answer.text if answer else "", *titles]))


def titled(text: str) -> str:
    """One line that fits into a list; cut at a word where there is one."""
    line = " ".join(storable(without_unseen(text)).split())
    if len(line) <= _LONGEST:
        return line or "Untitled"
    cut = line[:_LONGEST].rpartition(" ")[0] or line[:_LONGEST]
    return f"{cut} …"
