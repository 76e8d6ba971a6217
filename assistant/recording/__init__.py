"""Answers that can be made again: everything that crosses the ports is recorded, and a record stands in for them."""

from assistant.recording.record import Recording
from assistant.recording.record_reader import Record, read_record

__all__ = ["Record", "Recording", "read_record"]
