"""What stands on a Daily Papers page and is no paper: banners, buttons, the byline, the date."""

import re
from dataclasses import dataclass

from assistant.corpus.dates import DATE, spoken_day

_BANNER = r"get trending papers in your email inbox(?: once a day)?!?"
_BYLINE = r"by ?ak and the research community"

# The head of the page in its order. Saved in the flat layout, a piece may be glued to what follows it:
# "SubscribeA title", "byAK". Nothing is a piece that is followed by a space or by the rest of its own word.
_HEAD = re.compile(
    rf"(?:new(?=\W*get trending))?(?:{_BANNER})?(?:subscribe(?!(?-i:rs?\b|d\b)))?"
    rf"(?:daily papers(?=by|$|(?-i:[A-Z0-9])))?(?:{_BYLINE})?(?P<date>{DATE}(?=$|(?-i:[A-Z])))?(?=[^\s:;,.!?'’-]|$)",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    "|".join(
        (
            rf"new|subscribe|{_BANNER}|(?:hugging face )?daily papers|{_BYLINE}",
            r"submitted by.{0,40}|published (?:on|at) .{1,20}",
            r"[·•\s]*[0-9]+ (?:authors?|comments?|upvotes?|stars?|likes?)|upvote|[+-]?[0-9][0-9.,]*k?",
            r"(?:trending )?papers|submit(?: (?:a )?paper)?|view (?:pdf|arxiv page|project page)",
            r"load more.{0,20}|show more|previous|next|back to top|log ?in|sign ?up",
            r"hugging face|models|datasets|spaces|buckets|community|docs|enterprise|pricing",
            r"company|tos|privacy|about|careers|website|system theme",
            r"https?://\S+|[\W_]+",
        )
    ),
    re.IGNORECASE,
)
_DATE = re.compile(DATE, re.IGNORECASE)
_TOP = re.compile(rf"(?:new)?{_BANNER}|(?:hugging face )?daily papers(?=by|$|(?-i:[A-Z0-9]))|{_BYLINE}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """The day a page says of the papers below it: as found, and in ISO form where it names the year."""

    text: str
    iso: str | None


def is_furniture(text: str) -> bool:
    """Whether a whole line is of the page. `text` is stripped."""
    return not text or bool(_WHOLE.fullmatch(text) or _DATE.fullmatch(text))


def begins_page(text: str) -> bool:
    """Whether a line stands at the top of a page, where the day of a page before it no longer holds."""
    return bool(_TOP.match(text))


def heading(text: str) -> Heading | None:
    """The day that a line, stripped, consists of."""
    return Heading(text, spoken_day(text)) if _DATE.fullmatch(text) else None


def peel(text: str) -> tuple[Heading | None, str]:
    """A line at the top of a page without the pieces of the head glued to its front, and the day among them."""
    found = _HEAD.match(text)
    if not found:
        return None, text
    return (heading(found["date"]) if found["date"] else None), text[found.end() :]
