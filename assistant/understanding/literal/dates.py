"""Points in time as people write them: "May 2024", "Q3 2025", "last week"."""

import re
from calendar import monthrange
from datetime import date, timedelta

_NAMES = (
    ("jan", "january", "janvier"),
    ("feb", "february", "février"),
    ("mar", "march", "mars"),
    ("apr", "april", "avril"),
    ("may", "may", "mai"),
    ("jun", "june", "juin"),
    ("jul", "july", "juillet"),
    ("aug", "august", "août"),
    ("sep", "sept", "september", "septembre"),
    ("oct", "october", "octobre"),
    ("nov", "november", "novembre"),
    ("dec", "december", "décembre"),
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names}
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_YEAR = r"(?:19|20)\d\d"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_COUNTS = dict(zip("one two three four five six seven eight nine ten twelve".split(), (*range(1, 11), 12), strict=True))
COUNT = rf"(?:\d{{1,3}}|{'|'.join(_COUNTS)})"
_UNIT = r"(?:day|week|month|year)s?"

POINT = (
    rf"(?:{_YEAR}-\d\d-\d\d|{_YEAR}-\d\d|{_MONTH}\s+{_DAY},?\s+{_YEAR}|{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}|"
    rf"{_MONTH},?\s+(?:of\s+)?{_YEAR}|q[1-4]\s+{_YEAR}|(?:the\s+year\s+)?{_YEAR}|{_MONTH}|today|yesterday|"
    rf"(?:this|last|the\s+past|past|the\s+current|the\s+last|the\s+previous)\s+(?:week|month|year)|"
    rf"(?:the\s+)?(?:last|past)\s+{COUNT}\s+{_UNIT})(?![\w-])"
)
"""A day, month, quarter, year, or stretch up to today; to be compiled ignoring case."""

Span = tuple[date, date]


def number_of(word: str) -> int:
    """Of "3" or "three"."""
    return int(word) if word.isdigit() else _COUNTS[word.lower()]


def span_of(point: str, *, today: date) -> Span | None:
    """First and last day of what `POINT` matches; None for a day that does not exist, such as 31 June.

    A month without a year is the last one that has begun. The last three months end today.
    """
    text = " ".join(point.lower().split())
    try:
        return _back(text, today) or _named(text, today)
    except ValueError:
        return None


def _named(text: str, today: date) -> Span:
    years = re.findall(_YEAR, text)
    if not years:
        month = _MONTHS[text.rstrip(".")]
        return _month(today.year - (month > today.month), month)
    year = int(years[0])
    digits = [int(part) for part in re.findall(r"\d+", text.replace(years[0], " ", 1))]
    if text.startswith("q"):
        return _month(year, 3 * digits[0] - 2)[0], _month(year, 3 * digits[0])[1]
    month = next((_MONTHS[word] for word in re.findall(r"[^\W\d_]+", text) if word in _MONTHS), 0)
    if not month and digits:
        month, *digits = digits
    if digits:
        return date(year, month, digits[0]), date(year, month, digits[0])
    return _month(year, month) if month else (date(year, 1, 1), date(year, 12, 31))


def _back(text: str, today: date) -> Span | None:
    if text in ("today", "yesterday"):
        day = today - timedelta(days=text == "yesterday")
        return day, day
    counted = re.fullmatch(rf"(?:the )?(?:last|past) ({COUNT}) (day|week|month|year)s?", text)
    if counted:
        return _ago(number_of(counted[1]), counted[2], today), today
    unit = re.search(r"(week|month|year)$", text)
    if unit is None:
        return None
    if "past" in text:
        return _ago(1, unit[1], today), today
    return _whole(unit[1], today, before="last" in text or "previous" in text)


def _ago(count: int, unit: str, today: date) -> date:
    """The day after the same day `count` units before, so that the last 7 days are 7 days."""
    if unit in ("day", "week"):
        return today - timedelta(days=count * (7 if unit == "week" else 1) - 1)
    year, month = divmod(today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1), 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1])) + timedelta(days=1)


def _whole(unit: str, today: date, *, before: bool) -> Span:
    """The calendar week (from Monday), month or year of today, or the one before it."""
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * before)
        return monday, monday + timedelta(days=6)
    if unit == "year":
        return date(today.year - before, 1, 1), date(today.year - before, 12, 31)
    last = today.replace(day=1) - timedelta(days=1) if before else today
    return _month(last.year, last.month)


def _month(year: int, month: int) -> Span:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
