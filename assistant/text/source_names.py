"""A source as a reader knows it."""

from pathlib import PurePath


def shown_source(source: str) -> str:
    """The last part of its path or address: a server's folders are not shown."""
    return PurePath(source).name or source
