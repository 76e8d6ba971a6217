"""Making a chat model's sentence safe to show: its marks, and its Markdown.

Why: docs/decisions/0024-text-of-strangers.md
"""

import html
import re
from collections.abc import Callable, Iterable, Set
from functools import cache

_NUMBERS = r"\d+(?:\s*(?:,|;|&|and|[-–—])\s*\d+)*"
_LEAD = r"(?:\^|#|(?:quotes?|sources?|refs?\.?|citations?|papers?)\s+)?"
# [1] [1, 2] [1-3] [^1] [[1]] [quote 1] 【1】 【1†source】
_MARKS = re.compile(rf"\s*(?:\[+\s*{_LEAD}({_NUMBERS})\s*\]+|【\s*{_LEAD}({_NUMBERS})[^】\n]{{0,40}}】)", re.IGNORECASE)
_LAST_IN_PARENTHESES = re.compile(rf"\(({_NUMBERS})\)(?=[.!?]*\s*$)")
_RANGE = re.compile(r"(\d+)\s*[-–—]\s*(\d+)")
_REPEATED = re.compile(r"(\[\d+\])(?:\s*\1)+")
_MARK = re.compile(r"\[\d+\]")
_DEFINITION = re.compile(r"^(\W*\[[^\[\]]*\])\s*:")  # at the start of a line, what makes every [1] a link

_IMAGE = re.compile(r"!\[[^\[\]]*\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
_TAG = re.compile(r"</?[A-Za-z!?|][^<>]*>")
ADDRESS = re.compile(  # also in wide letters, which some pages narrow
    r"(?:[^\W\d_][\w+.-]*[:：][/／]{2}|\bwww[.．]|\b(?:mailto|javascript|vbscript):|\bdata:\w+/)[^\s<>\"”)\]]+"
    r"|\b[\w-]+(?:\.[a-z]{2,})+/[^\s<>\"”)\]]+",
    re.IGNORECASE,
)
# Surrogates and controls can be neither shown nor stored; bidi and invisible characters disguise what is shown.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
_CODE_BLOCK = re.compile(r"`{3,}|~{3,}")  # would swallow everything after it


def clean_marks(sentence: str, known: Set[int]) -> str | None:
    """The sentence with its marks as single [n] of `known`; None where no mark is left, so that nothing backs it."""
    text = _until_stable(lambda text: _MARKS.sub(lambda m: _single(m[1] or m[2], known, m[0]), text), sentence)
    if not _MARK.search(text):  # "(1)" is also how lists are numbered: a mark only at the end, and without others
        text = _LAST_IN_PARENTHESES.sub(lambda m: _single(m[1], known, ""), text)
    text = _DEFINITION.sub(r"\1", _REPEATED.sub(r"\1", text).replace("](", "] (")).strip()
    return text if _MARK.search(text) else None


def unknown_marks(sentence: str, known: Set[int]) -> int:
    """How many numbers in its marks are of no quote in `known`."""
    numbers = [_number(n) for m in _MARKS.finditer(sentence) for n in re.findall(r"\d+", m[1] or m[2])]
    return sum(number not in known for number in numbers)


def plain_text(sentence: str, *, quoted: Iterable[str] = ()) -> str:
    """The sentence with nothing a page could make live: links keep their words, images, tags and addresses go.

    An address that stands in one of the `quoted` texts stays, as text.
    """
    kept = cache(lambda: {_bare(url) for text in quoted for url in ADDRESS.findall(text)})  # few sentences have any
    # Until stable: taking one thing out may put another together.
    return _until_stable(lambda text: _plainer(text, kept), sentence)


def _plainer(text: str, kept: Callable[[], Set[str]]) -> str:
    text = _HIDDEN.sub("", _until_stable(html.unescape, text)).translate({ord("‹"): "<", ord("›"): ">"})
    text = _TAG.sub("", _LINK.sub(_words_of_link, _IMAGE.sub("", _CODE_BLOCK.sub("", text))))
    text = ADDRESS.sub(lambda url: url[0] if _bare(url[0]) in kept() else "(link removed)", text)
    return re.sub(r"<(?=[A-Za-z/!?])", "‹", text.replace("](", "] (").replace("![", "["))


def _single(numbers: str, known: Set[int], found: str) -> str:
    """The marks for "1, 3-5", in order; a space before them where there was one."""
    wanted = {_number(n) for n in re.findall(r"\d+", numbers)}
    for low, high in _RANGE.findall(numbers):
        wanted |= {n for n in known if _number(low) <= n <= _number(high)}
    marks = "".join(f"[{n}]" for n in sorted(wanted & known))
    return f" {marks}" if marks and found[:1].isspace() else marks


def _number(digits: str) -> int:
    return int(digits) if len(digits) < 6 else -1  # int() refuses thousands of digits


def _words_of_link(link: re.Match[str]) -> str:
    return f"[{link[1]}]" if re.fullmatch(rf"\s*\^?{_NUMBERS}\s*", link[1]) else link[1]


def _bare(url: str) -> str:
    return url.rstrip(".,;:!?'")


def _until_stable(step: Callable[[str], str], text: str) -> str:
    while (after := step(text)) != text:
        text = after
    return text
