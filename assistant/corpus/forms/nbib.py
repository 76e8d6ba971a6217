"""PubMed's .nbib: tags of up to four letters, texts that go on in indented lines."""

import re

from assistant.corpus.fields import Fields
from assistant.corpus.forms.tagged import Dialect, Tags, first, texts
from assistant.corpus.names import given_first

_DOI = re.compile(r"(\S+) \[doi\]")


def _fields(tags: Tags) -> Fields:
    dois = tuple(found[1] for text in texts(tags, "LID", "AID", "SO") if (found := _DOI.fullmatch(text.strip())))
    pubmed = first(tags, "PMID")
    return Fields(
        title=first(tags, "TI", "BTI"),
        abstract=first(tags, "AB"),
        ids=dois,
        authors=tuple(given_first(name) for name in texts(tags, "FAU") or texts(tags, "AU")),
        date=first(tags, "DP", "DEP"),
        url="" if dois else f"https://pubmed.ncbi.nlm.nih.gov/{pubmed}/" if pubmed.isdigit() else "",
        categories=texts(tags, "OT"),
        status="retracted" if "Retracted Publication" in texts(tags, "PT") else "",
    )


DIALECT = Dialect(
    start="PMID",
    line=re.compile(r"(?P<tag>[A-Z]{2,4}) *- (?P<text>.*)"),
    single=frozenset("PMID TI BTI AB DP DEP".split()),
    several=frozenset("LID AID FAU AU OT PT".split()),
    fields=_fields,
)
