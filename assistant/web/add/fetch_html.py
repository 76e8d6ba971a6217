"""What readers may have fetched, as HTML: a form for each service, which add.js sends."""

from collections.abc import Collection, Sequence

from assistant.web.shell.html import element, void

_MOST_DAYS = 31


def fetch_html(services: Collection[str]) -> str:
    """Nothing where the operator allows none."""
    forms = [form for service in services for form in _FORMS[service]]
    if not forms:
        return ""
    told = element("p", "The service named is asked, and nothing else. What came before stays.", class_="lead")
    return element("details", [element("summary", "Fetch from a service"), told, *forms], class_="paste fetching")


def _form(service: str, title: str, fields: Sequence[str]) -> str:
    send = void("input", type="submit", value="Fetch", aria_label=f"Fetch: {title}")
    return element(
        "form", [element("strong", title), *fields, send], class_="fetch", data_service=service, autocomplete="off"
    )


def _field(label: str, name: str, **attributes: str) -> str:
    return element("label", [label, void("input", name=name, **attributes)])


def _days(label: str, **attributes: str) -> str:
    return _field(label, "days", type="number", min="1", max=str(_MOST_DAYS), **attributes)


_WORDS = {"type": "text", "required": "", "maxlength": "300"}
_FORMS = {
    "daily-papers": [
        _form("daily-papers", "Daily Papers", [_field("Last day", "date", type="date"), _days("Days", value="1")])
    ],
    "arxiv": [
        _form(
            "arxiv",
            "arXiv, a category",
            [_field("Category", "category", placeholder="cs.LG", **_WORDS), _days("Days", placeholder="latest")],
        ),
        _form("arxiv", "arXiv, a search", [_field("Query", "query", placeholder="ti:owls AND cat:cs.LG", **_WORDS)]),
    ],
    "openalex": [
        _form(
            "openalex",
            "OpenAlex",
            [_field("Words", "query", placeholder="owls at night", **_WORDS), _field("Since", "since", type="date")],
        )
    ],
}
