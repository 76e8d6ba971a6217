"""The tagged export of Web of Science: two letters and a space, a further author or line of text indented."""

import re

from assistant.corpus.fields import Fields
from assistant.corpus.forms.tagged import Dialect, Tags, first, texts
from assistant.corpus.names import given_first


def _fields(tags: Tags) -> Fields:
    year = first(tags, "PY")
    return Fields(
        title=first(tags, "TI"),
        abstract=first(tags, "AB"),
        ids=texts(tags, "DI"),
        authors=tuple(given_first(name) for name in texts(tags, "AF") or texts(tags, "AU")),
        date=f"{year} {first(tags, 'PD')}".strip(),
        categories=tuple(part for text in texts(tags, "DE") for part in text.split(";")),
        status="retracted" if "retracted publication" in first(tags, "DT").casefold() else "",
    )


DIALECT = Dialect(
    start="PT",
    line=re.compile(r"(?P<tag>PT(?= [A-Z]$)|(?!PT)[A-Z][A-Z0-9])(?: (?P<text>.*)|$)"),
    single=frozenset("TI AB DI PY PD DE DT".split()),
    several=frozenset("AU AF".split()),
    fields=_fields,
)
