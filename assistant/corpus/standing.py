"""Whether a paper still stands: what is said of its being withdrawn, retracted or replaced."""

import re

_TITLE = re.compile(r"\W*(retracted|withdrawn)(?: article| paper| chapter)?\s*(?:[:\])—–]|- )", re.IGNORECASE)
_ITSELF = re.compile(
    r"\W*(?:this|the) (?:paper|article|submission|manuscript|work|preprint) (?:has been|was|is(?: being)?) "
    r"(?:temporarily )?(withdrawn|retracted|superseded|replaced)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(
    r"\W*(withdrawn|retracted|superseded|replaced)(?: (?:by|as|because|due)\b|\W*$)",
    re.IGNORECASE,
)
_STATUS = {
    "withdrawn": "withdrawn",
    "retracted": "retracted",
    "superseded": "replaced",
    "replaced": "replaced",
}


def standing(title: str, abstract: str, comment: str = "") -> str:
    """ "withdrawn", "retracted" or "replaced", where the paper says so of itself; else "".

    Read where it is said, at the beginning: a paper about retracted papers is not retracted.
    """
    parts = re.split(r"[.;,]\s+", comment)
    found = _TITLE.match(title) or _ITSELF.match(abstract) or _ITSELF.search(comment)
    found = found or next(filter(None, map(_COMMENT.match, parts)), None)
    return _STATUS[found[1].casefold()] if found else ""


def known(status: str) -> str:
    """The status of a file of ours, "" for any other word."""
    return status if status in _STATUS.values() else ""
