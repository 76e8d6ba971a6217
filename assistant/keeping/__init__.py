"""Conversations kept on disk, readable without index and models."""

from assistant.keeping.conversations import Conversations
from assistant.keeping.kept import Broken, Feedback, Kept, KeptTurn, Rated

__all__ = ["Broken", "Conversations", "Feedback", "Kept", "KeptTurn", "Rated"]
