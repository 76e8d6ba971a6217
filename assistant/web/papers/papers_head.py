"""What stands above the papers: the ways to look, the search, the order, what was picked."""

from assistant.web.shell.html import button, element

_PARTS = (("list", "List", "#papers"), ("map", "Map", "#papers/map"), ("time", "Over time", "#papers/time"))
_SORTS = (("relevance", "Best match"), ("newest", "Newest first"), ("oldest", "Oldest first"), ("title", "Title A–Z"))


def shelf_html() -> str:
    """Drawn once; the script keeps what is typed and picked here."""
    parts = [element("a", words, href=address, data_part=part) for part, words, address in _PARTS]
    search = (
        '<input type="search" id="search" placeholder="Search titles, authors and abstracts" '
        'aria-label="Search papers" autocomplete="off" spellcheck="false" maxlength="200">'
    )
    options = [element("option", words, value=value) for value, words in _SORTS]
    sort = element("select", options, id="sort", aria_label="Order")
    tools = element("div", [search, sort], class_="shelf-tools")
    return (
        element("div", [element("nav", parts, class_="shelf-parts", aria_label="Ways to look"), tools], class_="shelf")
        + _picked()
    )


def _picked() -> str:
    """Appears when papers are picked."""
    ask = button("Ask about the picked papers", "Ask about these", "picked-ask", data_scope="{}", data_fill="")
    clear = button("Forget the picked papers", "Clear", "picked-clear")
    return element(
        "div", [element("span", "", class_="picked-count", role="status"), ask, clear], class_="picked", hidden=""
    )
