"""Days as papers and pages write them."""

import re
from datetime import date

from assistant.errors import UsageError

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)[0-9]{2}"
_DATE = (
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
    rf"(?:{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?|{_DAY}\s+{_MONTH}(?:,?\s+{_YEAR})?|{_YEAR}-[0-9]{{2}}-[0-9]{{2}})"
)
DATE = rf"(?:{_DATE}(?:\s*[-–—]\s*{_DATE})?|week\s+[0-9]{{1,2}}(?:,?\s+{_YEAR})?|{_MONTH},?\s+{_YEAR})"
"""What the head of a page says of its day, week or month; to be compiled ignoring case."""

_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?", re.DOTALL)

_CLOCK = re.compile(r"(?:T| +)[0-9]{1,2}:[0-9]{2}")
_NUMBERS = re.compile(
    rf"(?P<year>{_YEAR})(?:[-/. ](?P<month>[0-9]{{1,2}})(?:[-/. ](?P<day>[0-9]{{1,2}}))?)?(?:[/ ].*)?"
)
_SPOKEN = re.compile(
    rf"(?P<year>{_YEAR})[-/ ,]+(?P<month>{_MONTH})(?:[-/ ]?{_MONTH})?(?:[-/ ]+(?P<day>[0-9]{{1,2}}))?",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"(?P<month>{_MONTH})[-/ ,]+(?P<year>{_YEAR})", re.IGNORECASE)


def iso_day(text: str) -> str | None:
    """YYYY-MM-DD of "2025-02-26" or "2025-02-26T10:00:00Z"; None for anything else."""
    found = _ISO.fullmatch(text.strip())
    return found[1] if found and _exists(found[1]) else None


def spoken_day(text: str) -> str | None:
    """YYYY-MM-DD of "Aug 13, 2025" or "13 August 2025"; None where year, month or day is missing, and for ranges."""
    months = re.findall(rf"\b{_MONTH}", text, re.IGNORECASE)
    years, days = re.findall(rf"\b{_YEAR}\b", text), re.findall(r"\b([0-3]?[0-9])(?:st|nd|rd|th)?\b", text)
    if not len(months) == len(years) == len(days) == 1:
        return iso_day(text)
    return iso_day(f"{years[0]}-{_MONTHS.index(months[0][:3].lower()) + 1:02}-{int(days[0]):02}")


def iso_part(text: str) -> str | None:
    """As much as is said of a day: "2024-02-01" of "2024 Feb 1" or "2024/02/01", "2025-03" of "2025 mar", "2024"."""
    text = _CLOCK.split(text.strip())[0].strip(" ,;/-.")
    if spoken := _SPOKEN.fullmatch(text) or _MONTH_YEAR.fullmatch(text):
        return _part(spoken["year"], str(_MONTHS.index(spoken["month"][:3].lower()) + 1), spoken.groupdict().get("day"))
    if numbers := _NUMBERS.fullmatch(text):
        return _part(numbers["year"], numbers["month"], numbers["day"])
    return spoken_day(text)


def last_day(date: str) -> str:
    """What sorts after every day of a date that may be only a year or a month, and before the next day."""
    return f"{date}~"


def _part(year: str, month: str | None, day: str | None) -> str | None:
    """What cannot be (a 30th of February, a 13th month) is left off."""
    if not month or not 1 <= int(month) <= 12:
        return year
    if day and (whole := iso_day(f"{year}-{int(month):02}-{int(day):02}")):
        return whole
    return f"{year}-{int(month):02}"


def check_day(text: str | None) -> str | None:
    """The day a caller gave, in ISO form, or None where none was given. Raises `UsageError` for what is no day."""
    if text is None:
        return None
    day = text.strip()
    if iso_day(day) != day:
        raise UsageError(f"{text!r} is not a date", hint="Write the day as YYYY-MM-DD, for example 2025-08-13.")
    return day


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True
