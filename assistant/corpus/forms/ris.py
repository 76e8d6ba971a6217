"""RIS, as reference managers and publishers write it: TI or T1, AB or N2, DA or PY or Y1."""

import re

from assistant.corpus.fields import Fields
from assistant.corpus.forms.tagged import Dialect, Tags, first, texts
from assistant.corpus.names import given_first


def _fields(tags: Tags) -> Fields:
    return Fields(
        title=first(tags, "TI", "T1", "CT", "BT"),
        abstract=first(tags, "AB", "N2"),
        ids=(*texts(tags, "DO", "UR", "L1", "M3", "AN", "ID"),),
        authors=tuple(given_first(name) for name in texts(tags, "AU", "A1")),
        date=first(tags, "DA", "PY", "Y1"),
        url=first(tags, "UR"),
        categories=texts(tags, "KW"),
    )


DIALECT = Dialect(
    start="TY",
    line=re.compile(r"\s*(?P<tag>[A-Z][A-Z0-9]) {1,2}-(?P<text>(?: .*)?)$"),
    single=frozenset("TI T1 CT BT AB N2 DO M3 AN ID DA PY Y1".split()),
    several=frozenset("AU A1 KW UR L1".split()),
    fields=_fields,
)
