"""A paper as the services write it in JSON: told by its keys which service it is of."""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from assistant.corpus.fields import Fields
from assistant.corpus.identity import is_arxiv
from assistant.corpus.latex import accented
from assistant.corpus.names import given_first

Json = Mapping[str, Any]
_UPDATES = {
    "retraction": "retracted",
    "withdrawal": "withdrawn",
    "removal": "withdrawn",
    "new_version": "replaced",
    "new_edition": "replaced",
}
_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(r"<(jats:)?title>\s*abstract\s*</(jats:)?title>|^\s*abstract:?\s+(?=[A-Z])", re.IGNORECASE)


def fields_of(paper: Json) -> Fields | None:
    """None where it is of no service known."""
    for keys, read in _SERVICES:
        if keys <= paper.keys():
            return read(paper)
    return None


def _daily(entry: Json) -> Fields:
    """The day is that of the listing, not of the submission."""
    paper = entry["paper"] if isinstance(entry["paper"], Mapping) else {}
    id = _text(paper, "id")
    return Fields(
        title=_text(paper, "title") or _text(entry, "title"),
        abstract=_text(paper, "summary") or _text(entry, "summary"),
        ids=(id,),
        authors=tuple(_named(paper, "authors")),
        date=_text(entry, "publishedAt") or _text(paper, "publishedAt"),
        url=f"https://huggingface.co/papers/{id}" if is_arxiv(id) else "",
    )


def _openalex(work: Json) -> Fields:
    topic = work.get("primary_topic") or {}
    authors = (_inner(item, "author") for item in _list(work, "authorships"))
    return Fields(
        title=_marked(_text(work, "title") or _text(work, "display_name")),
        abstract=_uninverted(work.get("abstract_inverted_index")),
        ids=(_text(work, "doi"),),
        authors=tuple(_text(author, "display_name") for author in authors),
        date=_text(work, "publication_date") or _text(work, "publication_year"),
        url=_text(work, "doi") or _text(work, "id"),
        categories=(_text(topic, "display_name"),) if isinstance(topic, Mapping) else (),
        status="retracted" if work.get("is_retracted") is True else "",
    )


def _semantic_scholar(paper: Json) -> Fields:
    ids = _inner(paper, "externalIds")
    return Fields(
        title=_text(paper, "title"),
        abstract=_text(paper, "abstract"),
        ids=(_text(ids, "DOI"), _text(ids, "ArXiv")),
        authors=tuple(_named(paper, "authors")),
        date=_text(paper, "publicationDate") or _text(paper, "year"),
        url=_text(paper, "url"),
        categories=tuple(text for text in _list(paper, "fieldsOfStudy") if isinstance(text, str)),
    )


def _crossref(work: Json) -> Fields:
    """Also CSL-JSON, which is made from it: there title is a text."""
    title = work.get("title")
    dates = (_date_parts(work, name) for name in ("issued", "published", "published-online", "published-print"))
    return Fields(
        title=_marked(": ".join(str(text) for text in title[:1]) if isinstance(title, list) else _text(work, "title")),
        abstract=_marked(_text(work, "abstract")),
        ids=(_text(work, "DOI"), _text(work, "number"), _text(work, "URL")),
        authors=tuple(filter(None, (_person(item) for item in _list(work, "author")))),
        date=next(filter(None, dates), ""),
        url=_text(work, "URL"),
        categories=tuple(text for text in _list(work, "subject") if isinstance(text, str)),
        status=next(filter(None, (_UPDATES.get(kind, "") for kind in _updates(work))), ""),
    )


def _updates(work: Json) -> Iterator[str]:
    """What became of the work; `update-to` is said of the notice, which itself stands."""
    for update in _list(work, "updated-by"):
        if isinstance(update, Mapping):
            yield _text(update, "type").replace("-", "_").casefold()


def _snapshot(paper: Json) -> Fields:
    """arXiv's own snapshot. The day is that of the first version."""
    versions = [item for item in _list(paper, "versions") if isinstance(item, Mapping)]
    parsed = [item for item in _list(paper, "authors_parsed") if isinstance(item, list)]
    names = [" ".join(str(part) for part in (*item[1:2], *item[:1], *item[2:3]) if part) for item in parsed]
    id = _text(paper, "id")
    return Fields(
        title=accented(_text(paper, "title")),
        abstract=accented(_text(paper, "abstract")),
        ids=(id, _text(paper, "doi")),
        authors=tuple(accented(name) for name in names) or people(_text(paper, "authors")),
        date=_text(versions[0], "created") if versions else _text(paper, "update_date"),
        url=f"https://arxiv.org/abs/{id}" if is_arxiv(id) else "",
        categories=tuple(_text(paper, "categories").split()),
        comment=_text(paper, "comments"),
    )


def people(text: str) -> tuple[str, ...]:
    """The authors as arXiv writes them: with commas and "and", institutions in brackets."""
    bare = re.sub(r"\s*\([^()]*\)", "", " ".join(accented(text).split()))
    return tuple(name for name in re.split(r",\s*(?:and\s+)?|\s+and\s+", bare) if name)


_SERVICES: tuple[tuple[set[str], Callable[[Json], Fields]], ...] = (
    ({"paper"}, _daily),
    ({"abstract_inverted_index"}, _openalex),
    ({"authorships"}, _openalex),
    ({"paperId", "title"}, _semantic_scholar),
    ({"id", "title", "abstract", "versions"}, _snapshot),
    ({"id", "title", "abstract", "authors_parsed"}, _snapshot),
    ({"id", "title", "abstract", "update_date"}, _snapshot),
    ({"DOI", "title"}, _crossref),
    ({"type", "title", "author"}, _crossref),
    ({"type", "title", "issued"}, _crossref),
)


def _text(paper: Json, name: str) -> str:
    value = paper.get(name)
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _list(paper: Json, name: str) -> list[Any]:
    value = paper.get(name)
    return value if isinstance(value, list) else []


def _inner(paper: object, name: str) -> Json:
    value = paper.get(name) if isinstance(paper, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _named(paper: Json, name: str) -> Iterator[str]:
    yield from (_text(item, "name") for item in _list(paper, name) if isinstance(item, Mapping))


def _person(author: object) -> str:
    if not isinstance(author, Mapping):
        return ""
    particle = _text(author, "non-dropping-particle") or _text(author, "dropping-particle")
    parts = (_text(author, "given"), particle, _text(author, "family"), _text(author, "suffix"))
    return " ".join(filter(None, parts)) or _text(author, "name") or given_first(_text(author, "literal"))


def _date_parts(work: Json, name: str) -> str:
    date = _inner(work, name)
    parts = next((item for item in _list(date, "date-parts") if isinstance(item, list)), [])
    said = "-".join(f"{int(part):02}" for part in parts[:3] if str(part).isascii() and str(part).isdigit())
    return said or _text(date, "raw") or _text(date, "literal")


def _marked(text: str) -> str:
    """Without JATS or HTML marks, and without the heading "Abstract"."""
    return " ".join(html.unescape(_TAG.sub("", _HEADING.sub("", text))).split()) if "<" in text or "&" in text else text


def _uninverted(index: object) -> str:
    if not isinstance(index, Mapping):
        return ""
    placed = [(at, str(word)) for word, places in index.items() if isinstance(places, list) for at in places]
    return " ".join(
        word for _, word in sorted((int(at), word) for at, word in placed if str(at).isascii() and str(at).isdigit())
    )
