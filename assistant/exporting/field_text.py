"""Foreign text made fit for a field of a file: one line, nothing unseen; and the one kind of address let out."""

from urllib.parse import quote, urlsplit

from assistant.text.invisible_characters import without_unseen

_ADDRESS = ":/?#@!$&'()*+,;=-._~%"  # RFC 3986, and the sign of what is encoded already; no brace, quote or angle


def one_line(foreign: str) -> str:
    """The text on one line, without control, direction and invisible characters; half characters become U+FFFD."""
    whole = without_unseen(" ".join(foreign.split())).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(whole.split())


def address(url: str | None) -> str:
    """The address of a page of the web, all that could end a field percent-encoded; "" for any other address."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return ""
    if url is None or parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return quote(url.strip(), safe=_ADDRESS, errors="replace")
