"""Answers that can be made again: everything that crosses the ports is recorded, and a record stands in for them."""

from assistant.answering.recording.record import Record, Recording, read_record, record_text

__all__ = ["Record", "Recording", "read_record", "record_text"]
