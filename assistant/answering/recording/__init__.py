"""Answers that can be made again: everything that crosses the ports is recorded, and a record stands in for them."""

from assistant.answering.recording.reading import Record, read_record
from assistant.answering.recording.record import Recording

__all__ = ["Record", "Recording", "read_record"]
