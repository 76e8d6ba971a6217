"""Cutting a reply into whole sentences while it is still being written."""

import re
from collections.abc import Iterator

from assistant.text.sentences import sentence_spans

_ONE = r"(?:\[[^\[\]]{1,20}\]|【[^】]{1,20}】|\(\d{1,3}\))"
_MARKS = re.compile(rf"{_ONE}(?:\s*{_ONE})*[.,;]?")
_AFTER_STOP = re.compile(rf"[.!?][\"”’)]*(\s+{_ONE}(?:\s*{_ONE})*)$")
_MARK = re.compile(r"\[\^?\d|【\d")
_UNCLOSED = re.compile(r"[\[【(][^\]】)]*")
_WHOLE_LINE = re.compile(r"\s*(?:[-*•|>#]|\d{1,3}[.)](?:\s|$))")  # a bullet or a row is one statement


class ReplySentences:
    """Fed with pieces of text, gives (lead, sentence); `lead` is what parts it from the one before: "", " ", "\\n"."""

    def __init__(self) -> None:
        self._line, self._lead = "", ""

    def feed(self, piece: str) -> Iterator[tuple[str, str]]:
        """The sentences that are whole now: those of whole lines, and of the last line all but the last."""
        *lines, rest = (self._line + piece).split("\n")
        for line in lines:
            yield from self._led(line, _spans(line))
            self._lead = "\n"
        spans = _spans(rest)
        yield from self._led(rest, spans[:-1])
        self._line = rest[spans[-1][0] :] if spans else rest

    def end(self) -> Iterator[tuple[str, str]]:
        """What is left when the reply is over."""
        line, self._line = self._line, ""
        yield from self._led(line, _spans(line))

    def _led(self, line: str, spans: list[tuple[int, int]]) -> Iterator[tuple[str, str]]:
        for start, end in spans:
            yield self._lead, line[start:end]
            self._lead = " "


def _spans(line: str) -> list[tuple[int, int]]:
    """The sentences of a line. Marks behind a full stop belong to the sentence before it, unless that has its own."""
    if _WHOLE_LINE.match(line):
        return [(0, len(line))]
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(line):
        if spans:
            stop = _end_of_last(line, *spans[-1], start, end)
            spans[-1], start = (spans[-1][0], stop), stop
        start += len(line[start:end]) - len(line[start:end].lstrip())
        if start < end:
            spans.append((start, end))
    return spans


def _end_of_last(line: str, first: int, last: int, start: int, end: int) -> int:
    """Where the sentence at first:last ends, the next piece being at start:end."""
    own = _AFTER_STOP.search(line[first:last])
    if own and _MARK.search(line, first, first + own.start()):
        return first + own.start(1)
    marks = _MARKS.match(line, start, end)
    if marks and (start == last or not _MARK.search(line, first, last)):
        return marks.end()
    unclosed = _UNCLOSED.fullmatch(line, start, end)  # may become a mark
    return unclosed.end() if unclosed else last
