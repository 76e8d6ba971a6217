"""Whatever the bytes: nothing is raised, nothing unfit comes out, and no more is held than must be."""

import gzip
import io
import tracemalloc
from collections.abc import Iterator
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus import forms, read_bytes
from assistant.errors import UsageError
from assistant.types import Record, Rejection
from tests.corpus.pages import BEES, ROOFS, TIDES, Made, flat, jsonl, papers_of, read, rejected_lines

_SCRAPS = st.one_of(
    st.binary(max_size=40),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(
        [
            *(flat([BEES, TIDES]) + jsonl([ROOFS])).encode().split(b"\n"),
            *(
                b"\0",
                b"\xff",
                b"\r",
                b"{",
                b"[",
                b'{"id":1,"title":"\\ud800"}',
                b"\x1f\x8b\x08",
                b"<html>",
                b"Aug 13",
                b"- x",
                b"TY  - JOUR",
                b"TI  - Bees",
                b"AB  - We count bees.",
                b"ER  - ",
                b"PMID- 1",
                b"PT J",
                b"TI Bees",
                b"@article{bees, title = {Bees},",
                b'abstract = "We count"}',
                b'@string{a = "\\\'e"}',
                b"\\\\",
                b"arXiv:2402.00017",
                b"Title: Bees",
                b'<meta name="citation_title" content="Bees">',
                b"<rss version='2.0'><channel><item><title>Bees</title><description>Hum",
                b'[{"DOI": "10.5555/bees", "title": ["Bees"], "issued": {"date-parts": [[2024, "x"]]}}]',
                b'{"id": "1", "abstract_inverted_index": {"Bees": [0, "a", null]}, "authorships": [null]}',
                b'[{"paper": {"id": 3, "authors": [1]}}, {"paperId": 1, "title": null, "externalIds": []}]',
                b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Bees</title><summary>Hum</summary>',
                b"</entry>",
                b"</entry></feed>",
                b"<![CDATA[",
                b"<!-- <item> -->",
                b'{"message": {"items": [{"title": "Bees", "abstract": "We count."}',
                b"]}}",
                b"9" * 1_100,
                b"Title,Abstract",
                b'Bees,"We count',
            ),
        ]
    ),
)
_pages = st.one_of(st.binary(max_size=300), st.lists(_SCRAPS, max_size=12).map(b"\n".join))


@given(_pages, st.sampled_from([None, *forms()]), st.booleans())
def test_any_bytes_are_survived_and_answered(page: bytes, form: str | None, packed: bool) -> None:
    entries = read(gzip.compress(page) if packed else page, form=form)
    assert entries
    for entry in entries:
        assert entry.source == "page"
        assert 1 <= entry.line <= page.count(b"\n") + 1
        assert _fit(entry)


def _fit(entry: Record | Rejection) -> bool:
    """Whether a store can hold every text of it, within the limits."""
    if isinstance(entry, Rejection):
        return entry.reason.isprintable() and len(entry.reason) < 400
    texts = (entry.title, entry.abstract, entry.given_id or "", entry.date_text or "", entry.url or "", *entry.authors)
    "".join(texts).encode()  # raises for a lone surrogate
    return "\0" not in "".join(texts) and len(entry.title) <= 1_000 and len(entry.abstract) <= 20_000


@given(st.text(max_size=200), st.sampled_from(forms()))
def test_any_text_is_survived_by_every_reader(text: str, form: str) -> None:
    assert read(text.encode("utf-8", "surrogatepass"), form=form)


@given(st.lists(_SCRAPS, max_size=8).map(b"\n".join), st.integers(1, 200))
def test_a_packed_page_that_breaks_off_or_is_damaged_is_survived(page: bytes, place: int) -> None:
    packed = gzip.compress(page)
    at = place % len(packed)
    assert read(packed[:at] + bytes([packed[at] ^ 0xFF]) + packed[at + 1 :])
    assert read(packed[: at + 1])


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n\n\t\n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (gzip.compress(b"", mtime=0), "the file is empty"),
        (bytes(range(256)), "this is binary data, or text in another encoding than UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "this is binary data, or text in another encoding than UTF-8"),
        (
            "Пчёлы и ульи\nМы считаем пчёл.".encode("cp1251"),
            "this is binary data, or text in another encoding than UTF-8",
        ),
        ("Bees\nWe count.".encode("utf-16"), "this is text in UTF-16"),
        ("Bees\nWe count.".encode("utf-16-le"), "this is binary data, or text in another encoding than UTF-8"),
        (b"%PDF-1.7\n1 0 obj", "this is a PDF"),
        (b"{\\rtf1\\ansi Bees", "this is a rich text (RTF) file"),
        (b"PK\x03\x04\x14\0", "this is a ZIP or office file"),
        (b"From: <Saved by Blink>\nSubject: Bees", "this is a web archive (MHTML)"),
        (b"\n <!DOCTYPE html>\n<html><body><h3>Bees</h3>", "this is the HTML of a page"),
        (b"<div class='a'>Bees</div>", "this is the HTML of a page"),
        (b'<?xml version="1.0"?><feed/>', "no paper stands here"),
        (b'[{"id": 1,', "not valid JSON"),
        (b'{"sales": [', "not valid JSON"),
        (
            b"a\tb\tc\n" * 50,
            "this looks like a table",
        ),
        (
            b"# Notes\n\n- one\n- two\n- three\n",
            "this looks like notes or Markdown",
        ),
        (b"Bees\rWe count. They hum.\r", "its lines end as on old Macs, in CR alone"),
        (b"\x1f\x8bno gzip", "the file cannot be read"),
    ],
)
def test_a_file_without_papers_is_one_rejection_at_line_1_that_says_what_it_is(page: bytes, reason: str) -> None:
    (entry,) = read(page)
    assert isinstance(entry, Rejection)
    assert (entry.line, entry.reason[: len(reason)]) == (1, reason)
    assert ";" in entry.reason  # what is wrong; what to do


def test_gzip_is_known_by_its_first_bytes() -> None:
    assert papers_of(read(gzip.compress(flat([BEES, TIDES]).encode()))) == [BEES, TIDES]
    assert papers_of(read(gzip.compress(jsonl([BEES]).encode()) + gzip.compress(jsonl([ROOFS]).encode()))) == [
        BEES,
        ROOFS,
    ]


def test_what_was_unpacked_before_a_break_is_read_and_the_break_is_reported() -> None:
    made = [BEES, TIDES, ROOFS] * 2_000
    packed = gzip.compress(jsonl(made).encode())
    entries = read(packed[: len(packed) // 2])
    papers = papers_of(entries)
    assert papers == made[: len(papers)]
    assert len(papers) > 2_000
    assert [entry.line for entry in entries if isinstance(entry, Rejection)] == [len(papers) + 1]


def test_a_line_of_50_megabytes_is_reported_without_being_held() -> None:
    for form, before, after in (
        ("listing", flat([BEES]) + "Long\n", flat([ROOFS])),
        ("jsonl", jsonl([BEES]), jsonl([ROOFS])),
    ):
        stream = _Stream(before.encode(), b"long " * 10_000, 1_000, b"\n" + after.encode())
        tracemalloc.start()
        entries = list(read_bytes(cast(BinaryIO, stream), source="page", form=form))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert papers_of(entries) == [BEES, ROOFS]
        assert rejected_lines(entries) == [before.count("\n") + 1]
        assert peak < 8_000_000


def test_entries_come_while_the_rest_of_the_file_is_unread() -> None:
    for before in (flat([BEES, TIDES, ROOFS]), jsonl([BEES, TIDES, ROOFS])):
        stream = _Stream(before.encode(), before.encode(), 100_000, b"")
        entries = read_bytes(cast(BinaryIO, stream), source="page")
        assert papers_of([next(entries)]) == [BEES]
        assert stream.given < 200_000


@pytest.mark.parametrize(
    ("head", "piece", "tail"),
    [
        (b"[", b'{"title": "Bees", "abstract": "We count."},\n', b'{"title": "Bees", "abstract": "We count."}]'),
        (b'{"meta": {}, "results": [', b'{"title": "Bees", "abstract": "We count."}, ', b"{}]}"),
        (
            b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Q</title>',
            b"<entry><title>Bees</title><summary>We count.</summary></entry>\n",
            b"</feed>",
        ),
    ],
)
def test_of_a_document_one_part_is_held_and_read_before_the_rest(head: bytes, piece: bytes, tail: bytes) -> None:
    stream = _Stream(head, piece, 8_000, tail)
    entries = read_bytes(cast(BinaryIO, stream), source="page")
    assert papers_of([next(entries)]) == [Made("Bees", "We count.")]
    assert stream.given < 200_000
    tracemalloc.start()
    assert sum(isinstance(entry, Record) for entry in entries) >= 7_999
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000


@pytest.mark.parametrize(
    ("page", "papers", "line", "reason"),
    [
        (
            '[{"title": "Bees", "abstract": "We count."},\n{"title": "Roo',
            1,
            2,
            "not valid JSON (parse error: premature",
        ),
        (
            '{"results": [\n{"title": "Bees", "abstract": "We count."}]}\n]',
            1,
            3,
            "not valid JSON (parse error: trailing",
        ),
        ("[\n" + "9" * 5_000 + "]", 0, 2, "a number is longer than 1,000 digits"),
        ("[" * 1_000, 0, 1, "the JSON is nested too deeply"),
        ("<rss><channel>\n<item><title>Bees</title><description>Hum", 0, 2, "the feed breaks off in the entry"),
        (
            '<rss version="2.0"><channel>\n<item><title>Bees</title><description>Hum</description></item>\n',
            1,
            2,
            "the feed breaks off here",
        ),
    ],
)
def test_a_document_that_breaks_is_told_at_its_line_and_what_was_whole_is_read(
    page: str, papers: int, line: int, reason: str
) -> None:
    *taken, broken = read(page, form="feed" if page.startswith("<") else "json")
    assert len(papers_of(taken)) == len(taken) == papers
    assert isinstance(broken, Rejection)
    assert (broken.line, broken.reason[: len(reason)]) == (line, reason)


def test_entities_that_multiply_are_not_followed() -> None:
    bomb = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    entry_text = "<entry><title>Bees &e9;</title><summary>Hum.</summary></entry>"
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry_text}</feed>'
    (entry,) = read(f'<!DOCTYPE feed [<!ENTITY e0 "e">{bomb}]>\n{feed}', form="feed")
    assert isinstance(entry, Record)
    assert len(entry.title) < 20


class _Stream(io.RawIOBase):
    """A file made as it is read: a head, a piece many times over, a tail. `given` counts its bytes."""

    def __init__(self, head: bytes, piece: bytes, times: int, tail: bytes) -> None:
        self._pieces = self._all(head, piece, times, tail)
        self._rest = b""
        self.given = 0

    @staticmethod
    def _all(head: bytes, piece: bytes, times: int, tail: bytes) -> Iterator[bytes]:
        yield head
        for _ in range(times):
            yield piece
        yield tail

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (piece := next(self._pieces, None)) is not None:
            self._rest += piece
        given, self._rest = self._rest[:size], self._rest[size:]
        self.given += len(given)
        return given


def test_the_forms_are_named_and_another_name_is_a_usage_error_that_names_them() -> None:
    assert forms() == (
        *("ris", "nbib", "wos", "bibtex", "arxiv-mail", "feed", "html", "json", "jsonl", "csv", "listing"),
    )
    with pytest.raises(UsageError) as caught:
        read_bytes(io.BytesIO(), source="page", form="word")
    assert str(caught.value) == f"unknown form 'word'. The forms are {', '.join(forms())}."


@pytest.mark.parametrize("day", ["", "13.8.2025", "2025-13-01", "2025-02-30", "20250813", "2025-08-13T10:00", "Aug 13"])
def test_a_date_that_is_none_is_a_usage_error_at_once(day: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_bytes(io.BytesIO(), source="page", date=day)
    assert str(caught.value) == f"{day!r} is not a date. Write the day as YYYY-MM-DD, for example 2025-08-13."


def test_a_form_that_is_named_is_taken_at_its_word() -> None:
    page = b"\n".join([b"a\tb\tc"] * 10)
    assert rejected_lines(read(page)) == [1]
    assert rejected_lines(read(page, form="listing")) == list(range(1, 11))
    assert rejected_lines(read(page, form="jsonl")) == list(range(1, 11))
