"""Looking around in the papers: lists, similar papers, months, a map. Asks no question and judges nothing."""

from assistant.exploring.explorer import Explorer

__all__ = ["Explorer"]
