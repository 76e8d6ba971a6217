"""Filters as JSON of the browser, and in words. Foreign JSON in, values out."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from assistant.types import Filters

Json = Any  # any JSON value
_LISTS = ("sources", "categories", "papers", "authors")
_DAYS = ("since", "until")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST, _LONGEST = 5_000, 1_000  # values of one field, characters of a value
_MONTHS = "January February March April May June July August September October November December".split()


def read_filters(raw: Json) -> Filters:
    """The filters of a JSON object; whatever in it is no filter is left out."""
    if not isinstance(raw, Mapping):
        return Filters()
    sources, categories, papers, authors = (_texts(raw.get(name)) for name in _LISTS)
    since, until = (raw[name] if _is_day(raw.get(name)) else None for name in _DAYS)
    return Filters(since, until, sources, categories, papers, authors)


def filters_to_json(filters: Filters) -> dict[str, Json]:
    """The fields that restrict; `read_filters` makes the same filters of them."""
    return {name: value for name, value in asdict(filters).items() if value}


def month_filters(month: str) -> Filters:
    """The papers of a month, "2025-02"."""
    year, number = int(month[:4]), int(month[5:])
    last = date(year + number // 12, number % 12 + 1, 1).toordinal() - 1
    return Filters(since=f"{month}-01", until=date.fromordinal(last).isoformat())


def month_name(month: str) -> str:
    """ "2025-02" as "February 2025"."""
    return f"{_MONTHS[int(month[5:]) - 1]} {month[:4]}"


def period(filters: Filters) -> str:
    """The dates in words, "" without: a whole month by its name."""
    since, until = filters.since, filters.until
    if since and until:
        month = since[:7]
        whole = (since, until) == (month_filters(month).since, month_filters(month).until)
        return month_name(month) if whole else f"{since} to {until}"
    return f"since {since}" if since else f"until {until}" if until else ""


def _texts(raw: Json) -> tuple[str, ...]:
    values = raw if isinstance(raw, list) else []
    return tuple(v for v in dict.fromkeys(v for v in values if isinstance(v, str)) if 0 < len(v) <= _LONGEST)[:_MOST]


def _is_day(raw: Json) -> bool:
    if not isinstance(raw, str) or not _ISO.fullmatch(raw):
        return False
    try:
        date.fromisoformat(raw)
    except ValueError:
        return False
    return True
