"""The records of the last answers, to be saved from the page. Knows no page and no framework."""

import secrets
import zlib
from collections import OrderedDict
from threading import Lock

from assistant.answering.recording import Recording
from assistant.errors import UsageError
from assistant.web.conversation import Conversation

_MOST = 64  # answers: about 5 MB


class Records:
    """Keeps nothing but at most 64 records, each under a name that only its page knows; used from many threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def new_thread(self) -> str:
        return secrets.token_urlsafe(16)

    def new_record(self) -> str:
        return secrets.token_urlsafe(16)

    def opened(self, thread: str, conversation: Conversation, reader: str) -> None:
        """Nothing to keep yet."""

    def answered(self, thread: str, conversation: Conversation, recording: Recording, reader: str) -> None:
        """An answer that broke off has no record."""
        try:
            text = recording.text()
        except UsageError:
            return
        with self._lock:
            self._kept[conversation[-1].record] = zlib.compress(text)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)

    def read(self, name: str) -> bytes | None:
        """The record's file; None for one that was never kept or has made room for others."""
        with self._lock:
            found = self._kept.get(name)
        return None if found is None else zlib.decompress(found)
