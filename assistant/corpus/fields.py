"""What a form says of one paper, in the form's own words, to the record that is kept."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.corpus.dates import iso_part
from assistant.corpus.identity import canonical_id, is_arxiv, is_global
from assistant.corpus.limits import fault_of, snippet
from assistant.corpus.standing import standing
from assistant.types import Record, Rejection

_NO_TITLE = "the entry has no title; add one, or leave the entry out"
_NO_ABSTRACT = "{} has no abstract; export it with abstracts to have it answer questions"


@dataclass(frozen=True, slots=True)
class Fields:
    """As written, but for people's names: given name first. `ids`: whatever may be a DOI or an arXiv id, best first."""

    title: str = ""
    abstract: str = ""
    ids: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    date: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    comment: str = ""  # what authors or the service say beside the paper
    status: str = ""  # as in `Record`, where the form has a field for it


def entry_of(fields: Fields, *, source: str, line: int) -> Record | Rejection:
    """The record; or why there is none. Of ids only those are kept that name the same paper everywhere."""
    title, abstract = " ".join(fields.title.split()), fields.abstract.strip()
    if not title:
        return Rejection(source, line, _NO_TITLE)
    if fault := _fault(fields, title, abstract):
        return Rejection(source, line, fault)
    if not abstract:
        return Rejection(source, line, _NO_ABSTRACT.format(snippet(title)), no_abstract=True)
    given_id = next((id for text in (*fields.ids, fields.url) if is_global(id := canonical_id(text))), None)
    day = iso_part(fields.date)
    return Record(
        source=source,
        line=line,
        title=title,
        abstract=" ".join(abstract.split()),
        given_id=given_id,
        authors=_distinct(fields.authors),
        date=day,
        date_text=fields.date.strip() or None if not day else None,
        url=_link(fields.url, given_id),
        categories=_distinct(fields.categories),
        status=fields.status or standing(title, abstract, fields.comment),
    )


def web_link(text: str) -> str | None:
    """The link, if it is one that a browser may be given: http or https, with a host and without white space."""
    try:
        parts = urlsplit(text)
    except ValueError:  # brackets that are no address
        return None
    sound = parts.scheme in ("http", "https") and parts.netloc and text.isprintable() and " " not in text
    return text if sound else None


def _fault(fields: Fields, title: str, abstract: str) -> str | None:
    parts = [("title", title), ("abstract", abstract), ("date", fields.date), ("url", fields.url)]
    parts += [("id", text) for text in fields.ids]
    parts += [("authors", name) for name in fields.authors] + [("categories", name) for name in fields.categories]
    return next((fault for part, text in parts if (fault := fault_of(part, text))), None)


def _link(given: str, id: str | None) -> str | None:
    """The link that is given, one to arXiv without version; else the place that the id names."""
    link = web_link(given.strip())
    if id and (not link or is_arxiv(canonical_id(link))):
        return f"https://arxiv.org/abs/{id}" if is_arxiv(id) else link or f"https://doi.org/{id}"
    return link


def _distinct(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for raw in texts if (text := " ".join(raw.split()))))
