"""Text of any accepted form to records of papers, and what could not be read, with its place."""

from assistant.corpus.identity import canonical_id, derived_id, is_global, title_key
from assistant.corpus.registry import check_form, forms, read_bytes
from assistant.corpus.sources import Source, sources, vanished

__all__ = [
    "Source",
    "canonical_id",
    "check_form",
    "derived_id",
    "forms",
    "is_global",
    "read_bytes",
    "sources",
    "title_key",
    "vanished",
]
