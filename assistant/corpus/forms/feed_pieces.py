"""A feed cut into small feeds of the same head, so that feedparser never holds it whole. Looks only for where entries
begin and end; what stands in them, and all care with entities and broken marks, is feedparser's.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.corpus.forms.whole import ENTRY, Unreadable, pieces

_AT_ONCE = 50  # entries given to feedparser together
# What begins to hide tags, or a tag of an entry.
_PARTS = re.compile(
    rb"(?P<hides><!\[CDATA\[|<!--)|(?P<begin><(?:[\w.-]+:)?(?:entry|item)(?=[\s/>]))"
    rb"|(?P<end></(?:[\w.-]+:)?(?:entry|item)\s*>)"
)
_SHOWS = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
_CUT = 100  # bytes of a tag that may wait for its end
_ROOT = re.compile(rb"<((?:[\w.-]+:)?(?:feed|rss|RDF))[\s/>]")


@dataclass(slots=True)
class Cut:
    """A feed of the entries that begin at `lines`."""

    data: bytes
    lines: list[int]


@dataclass(slots=True)
class _Cutter:
    """What was read and not given out yet: the head, whole entries, and `rest` from where nothing is decided."""

    rest: bytearray = field(default_factory=bytearray)
    head: bytes | None = None
    entries: list[bytes] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    begun: int | None = None  # where in `rest` the entry begins that is not at its end yet
    begun_at: int = 1  # its line
    seen: int = 0  # up to where `rest` is looked through
    until: bytes = b""  # what ends a hidden part that has begun

    def take(self, line: int, piece: bytes) -> None:
        """Looks through one more piece of a line."""
        self.rest += piece
        while self._shown() and (found := _PARTS.search(self.rest, self.seen)):
            self.seen = found.end()
            if found["hides"] is not None:
                self.until = _SHOWS[found["hides"]]
            elif found["begin"] is not None and self.begun is None:
                self.begun, self.begun_at = found.start(), line
            elif found["end"] is not None and self.begun is not None:
                self._keep()
        if not self.until:
            self.seen = self._cut_tag()
        if self.head is not None and self.begun is None:
            self._forget(self.seen)

    def _shown(self) -> bool:
        """Whether tags count here: nothing is hidden, or not any more."""
        if self.until:
            end = self.rest.find(self.until, self.seen)
            self.seen = end + len(self.until) if end >= 0 else max(self.seen, len(self.rest) - len(self.until))
            self.until = b"" if end >= 0 else self.until
        return not self.until

    def _cut_tag(self) -> int:
        """Where the last tag begins, if its end may not have come."""
        begun = self.rest.rfind(b"<", max(self.seen, len(self.rest) - _CUT))
        return begun if begun >= 0 and b">" not in self.rest[begun:] else len(self.rest)

    def cut(self) -> Cut:
        head = self.head if self.head is not None else bytes(self.rest)
        made = Cut(head + b"\n".join(self.entries) + (_tail(head) if self.head is not None else b""), self.lines)
        self.entries, self.lines = [], []
        return made

    def _keep(self) -> None:
        begun = self.begun or 0
        if self.head is None:
            self.head = bytes(self.rest[:begun])
        self.entries.append(bytes(self.rest[begun : self.seen]))
        self.lines.append(self.begun_at)
        self.begun = None
        self._forget(self.seen)

    def _forget(self, end: int) -> None:
        del self.rest[:end]
        self.seen = 0


def cuts(data: io.BufferedReader) -> Iterator[Cut]:
    """Small feeds with all whole entries; one without entries where there are none.

    Raises `Unreadable` where the feed breaks off, or an entry is too long.
    """
    cutter, line, closed = _Cutter(), 1, b""
    try:
        for line, piece in pieces(data):
            cutter.take(line, piece)
            closed = (closed + piece)[-1_000:]
            if len(cutter.rest) > ENTRY:
                raise Unreadable(cutter.begun_at, f"an entry is longer than {ENTRY // 1_000_000} MB; take it out")
            if len(cutter.entries) >= _AT_ONCE:
                yield cutter.cut()
    except Unreadable:
        if cutter.entries:
            yield cutter.cut()
        raise
    if cutter.entries or (cutter.head is None and cutter.begun is None):
        yield cutter.cut()
    if cutter.begun is not None:
        raise Unreadable(cutter.begun_at, "the feed breaks off in the entry that begins here; get it again")
    if cutter.head is not None and not _closed(cutter.head, closed):
        raise Unreadable(line, "the feed breaks off here; get it again")


def _closed(head: bytes, end: bytes) -> bool:
    root = _ROOT.search(head)
    return root is None or b"</" + root[1] in end


def _tail(head: bytes) -> bytes:
    """What closes what the head left open."""
    root = _ROOT.search(head)
    channel = b"</channel>" if b"<channel" in head and b"</channel" not in head else b""
    return b"\n" + channel + (b"</" + root[1] + b">" if root else b"")
