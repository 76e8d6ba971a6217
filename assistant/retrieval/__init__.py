"""From a plan to ranked papers."""

from assistant.retrieval.ranking import rank

__all__ = ["rank"]
