"""Watched questions: what is new of them, found once each, and kept until it was delivered. Sends nothing itself.

Why: docs/decisions/0050-what-is-owed-is-on-disk.md
"""

from assistant.watching.store import Mail, Watches
from assistant.watching.watch import Issue, Looked, Watch

__all__ = ["Issue", "Looked", "Mail", "Watch", "Watches"]
