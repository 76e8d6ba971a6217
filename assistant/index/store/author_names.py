"""Authors' names as people write them: without accents and case, an initial for its name."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W\d_]+")


def is_by(authors: Iterable[str], asked: Iterable[str]) -> bool:
    """Whether one of the authors is one of those asked for, by the whole name or a part of it."""
    names = [plain_words(author) for author in authors]
    return any(_holds(name, words) for words in map(plain_words, asked) if words for name in names)


def _holds(name: Sequence[str], asked: Sequence[str]) -> bool:
    """Each word asked for has its word in the name, one of them in full."""
    return any(len(word) > 1 and word in name for word in asked) and all(
        any(own == word or (1 in (len(own), len(word)) and own[0] == word[0]) for own in name) for word in asked
    )


def plain_words(name: str) -> list[str]:
    """The words of a name, in small letters without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _WORD.findall(plain.casefold())
