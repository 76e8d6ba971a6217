"""A Zotero library or a collection of it, through pyzotero."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
from pyzotero.zotero import Zotero
from pyzotero.zotero_errors import PyZoteroError

from assistant.corpus import canonical_id, is_global
from assistant.errors import FetchFailed, UsageError
from assistant.fetching.page import Page, Request
from assistant.fetching.polite import Polite
from assistant.fetching.riding import OverHttpx
from assistant.settings import Secret
from assistant.types import Record

ADDRESS = "https://api.zotero.org"
_KEY = "Set ZOTERO_API_KEY to a key that may read this library (zotero.org, Settings, Security)."
HINTS = {401: _KEY, 403: _KEY, 404: "See that the library and the collection exist."}
_PAGE = 100
_NO_PAPERS = frozenset({"note", "attachment", "annotation"})
_LIBRARY = re.compile(r"(?:(?P<kind>user|group)s?[/:])?(?P<number>[0-9]+)")


def zotero(
    library: str, polite: Polite, *, collection: str | None = None, key: Secret | None = None, base: str = ADDRESS
) -> Request:
    """The items at the top, without notes and attachments. `library`: a user's number, or groups/NUMBER.

    Raises `UsageError` for what is no library. `next` counts items.
    """
    named = _LIBRARY.fullmatch(library.strip())
    if not named:
        raise UsageError(
            f"{library!r} is no Zotero library", hint="Give a user's number, or groups/NUMBER for a group."
        )
    kind = named["kind"] or "user"
    source = f"zotero:{kind}s/{named['number']}" + (f"/{collection}" if collection else "")

    def pages(start: str | None) -> Iterator[Page]:
        client = _client(named["number"], kind, key, base, polite)
        done, total = int(start or 0), 1
        while done < total:
            items, total = _items(client, collection, done)
            done = done + _PAGE if items else total
            records = tuple(_record(item, source) for item in items if item["data"]["itemType"] not in _NO_PAPERS)
            yield Page(records, str(done) if done < total else None, total)

    return Request(source, f"{base} {source}", pages)


def _client(number: str, kind: str, key: Secret | None, base: str, polite: Polite) -> Zotero:
    client = Zotero(number, kind, key.reveal() if key else None)
    client.client.close()
    client.client, client.endpoint = httpx.Client(transport=OverHttpx(polite)), base.rstrip("/")
    return client


def _items(client: Zotero, collection: str | None, start: int) -> tuple[list[dict[str, Any]], int]:
    """A page, and how many there are in all. The order is fixed, so that a change meanwhile shifts nothing."""
    asked = {"start": start, "limit": _PAGE, "sort": "dateAdded", "direction": "asc"}
    try:
        items = client.collection_items_top(collection, **asked) if collection else client.top(**asked)
        if not all(isinstance(item["data"]["itemType"], str) for item in items):
            raise ValueError(items)
        return items, int(client.request.headers["total-results"])
    except (PyZoteroError, KeyError, TypeError, ValueError) as error:
        raise FetchFailed("Zotero answers with something that is no list of items", hint="Try later.") from error


def _record(item: Mapping[str, Any], source: str) -> Record:
    data = item["data"]
    ids = [canonical_id(text) for name in ("DOI", "archiveID", "url") if (text := data.get(name) or "")]
    id = next((text for text in ids if is_global(text)), item["key"])
    return Record(
        source=source,
        line=1,
        title=" ".join((data.get("title") or "").split()),
        abstract=(data.get("abstractNote") or "").strip(),
        given_id=id,
        authors=tuple(name for creator in data.get("creators") or () if (name := _name(creator))),
        date=data.get("date") or None,
        url=data.get("url") or (f"https://doi.org/{data['DOI']}" if data.get("DOI") else None),
    )


def _name(creator: Mapping[str, str]) -> str:
    if creator.get("creatorType") != "author":
        return ""
    return creator.get("name") or " ".join(filter(None, (creator.get("firstName"), creator.get("lastName"))))
