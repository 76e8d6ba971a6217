"""Papers from the network, only when asked: each service's answers to records, kept in a file that grows.

Why: docs/decisions/0042-fetching-is-asked-for.md
"""

from assistant.fetching.asking import request_of
from assistant.fetching.kept import Kept
from assistant.fetching.page import Page, Request
from assistant.fetching.polite import Polite
from assistant.fetching.running import fetch, look

__all__ = ["Kept", "Page", "Polite", "Request", "fetch", "look", "request_of"]
