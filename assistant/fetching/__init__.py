"""Papers from the network, only when asked: each service's answers to records, kept in a file that grows.

Why: docs/decisions/0042-fetching-is-asked-for.md
"""

from assistant.fetching.kept import Kept
from assistant.fetching.page import Page, Request
from assistant.fetching.polite import Polite
from assistant.fetching.running import Fetched, fetch, look

__all__ = ["Fetched", "Kept", "Page", "Polite", "Request", "fetch", "look"]
