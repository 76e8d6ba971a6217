"""JSONL: the fields, the lines that are refused, and what is kept of untidy ones."""

import json

import pytest
from hypothesis import given

from assistant.types import Record, Rejection
from tests.corpus.pages import Made, jsonl, read, rejected_lines, some_papers

GOOD = json.dumps({"id": "a-1", "title": "Bees", "abstract": "They hum."})


def _one(**fields: object) -> Record | Rejection:
    (entry,) = read(json.dumps({"id": "a-1", "title": "Bees", **fields}))
    return entry


@given(some_papers)
def test_jsonl_gives_back_what_was_written(papers: list[Made]) -> None:
    assert read(jsonl(papers)) == [
        Record("page", number + 1, paper.title, paper.abstract, given_id=str(number))
        for number, paper in enumerate(papers)
    ]


def test_every_field_is_read_and_unknown_ones_are_ignored() -> None:
    line = {
        "id": "arXiv:2502.17092v3",
        "title": " Counting\n  Bees ",
        "abstract": " We count.\nThey hum. ",
        "authors": ["Ada Bee", "Bo Hive"],
        "date": "2025-02-26",
        "url": "https://arxiv.org/abs/2502.17092",
        "categories": ["cs.LG", "cs.CL"],
        "upvotes": 12,
        "listed_authors": [{"handle": "ada"}],
    }
    assert read(json.dumps(line)) == [
        Record(
            "page",
            1,
            "Counting Bees",
            "We count.\nThey hum.",
            given_id="2502.17092",
            authors=("Ada Bee", "Bo Hive"),
            date="2025-02-26",
            url="https://arxiv.org/abs/2502.17092",
            categories=("cs.LG", "cs.CL"),
        )
    ]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("4983", "4983"),
        ("0", "0"),
        ("2502.17090", "2502.17090"),
        ('" 10.1000/ABC "', "10.1000/abc"),
        ("9" * 5_000, None),
    ],
)
def test_an_id_that_is_a_number_keeps_the_digits_it_is_written_with(written: str, read_as: str | None) -> None:
    (entry,) = read(f'{{"id": {written}, "title": "Bees"}}')
    assert (entry.given_id if isinstance(entry, Record) else None) == read_as


@pytest.mark.parametrize(("title", "abstract"), [("", "They hum."), ("Bees", ""), ("Bees", None)])
def test_one_of_title_and_abstract_may_be_empty(title: str, abstract: str | None) -> None:
    assert _one(title=title, abstract=abstract) == Record("page", 1, title, abstract or "", given_id="a-1")


@pytest.mark.parametrize(
    ("date", "iso", "text"),
    [
        ("2025-02-26", "2025-02-26", None),
        ("2025-02-26T10:00:00Z", "2025-02-26", None),
        ("2025-02-30", None, "2025-02-30"),
        ("20250226", None, "20250226"),
        ("2025-W09-3", None, "2025-W09-3"),
        ("Aug 13", None, "Aug 13"),
        (2025, None, "2025"),
        ("", None, None),
        (None, None, None),
        (["2025-02-26"], None, None),
    ],
)
def test_a_date_is_iso_or_kept_as_found(date: object, iso: str | None, text: str | None) -> None:
    assert _one(date=date) == Record("page", 1, "Bees", "", given_id="a-1", date=iso, date_text=text)


def test_the_date_of_the_call_is_for_entries_without_one() -> None:
    entries = read(f'{GOOD}\n{{"id": 2, "title": "Ants", "date": "2024-01-31"}}', date="2025-08-13")
    assert [entry.date for entry in entries if isinstance(entry, Record)] == ["2025-08-13", "2024-01-31"]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://arxiv.org/abs/2502.17092", True),
        ("http://[::1]/x?a=b#c", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/hosts", False),
        ("//arxiv.org/abs/1", False),
        ("https://", False),
        ("https://bees.example/a b", False),
        ("https://bees.example/\x01", False),
        ("http://[", False),
        ("2502.17092", False),
        ({"href": "https://bees.example"}, False),
    ],
)
def test_only_links_that_a_browser_may_be_given_are_kept(url: object, kept: bool) -> None:
    assert _one(url=url) == Record("page", 1, "Bees", "", given_id="a-1", url=str(url) if kept else None)


@pytest.mark.parametrize(
    ("authors", "read_as"),
    [
        ("Ada Bee", ("Ada Bee",)),
        ([{"name": "Ada Bee"}, " Bo Hive ", "", None, 3, ["x"]], ("Ada Bee", "Bo Hive", "3")),
        (None, ()),
        ({"name": "Ada Bee"}, ("Ada Bee",)),
        (True, ()),
    ],
)
def test_authors_are_taken_in_the_forms_they_come_in(authors: object, read_as: tuple[str, ...]) -> None:
    assert _one(authors=authors) == Record("page", 1, "Bees", "", given_id="a-1", authors=read_as)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": 1, "title": ', "not valid JSON (Expecting value, column 20); write one whole object a line"),
        (
            "{'id': 1}",
            "not valid JSON (Expecting property name enclosed in double quotes, column 2); "
            "write one whole object a line",
        ),
        ("[" * 100_000, "the JSON is nested too deeply; write one flat object a line"),
        ("null", 'the line is null; write one object a line, {"id": …, "title": …, "abstract": …}'),
        ("[1]", 'the line is a list; write one object a line, {"id": …, "title": …, "abstract": …}'),
        ('"bees"', 'the line is a text; write one object a line, {"id": …, "title": …, "abstract": …}'),
        ('{"title": "Bees"}', 'the entry has no id; add "id"'),
        ('{"id": " ", "title": "Bees"}', 'the entry has no id; add "id"'),
        ('{"id": 1}', 'the entry has neither a title nor an abstract; add "title" or "abstract"'),
        ('{"id": true, "title": "Bees"}', '"id" is true or false; write it as text in quotes'),
        ('{"id": NaN, "title": "Bees"}', '"id" is not a number; write it as text in quotes'),
        ('{"id": 1, "title": ["Bees"]}', '"title" is a list; write it as text in quotes'),
        ('{"id": 1, "abstract": {"en": "x"}}', '"abstract" is an object; write it as text in quotes'),
        (
            '{"id": 1, "title": "B\\ud800"}',
            "in the title stands half a character (surrogate U+D800); delete it, or save as UTF-8",
        ),
        (
            '{"id": 1, "title": "B\\u0000"}',
            "in the title stands a NUL character; delete it, or save as UTF-8",
        ),
        (
            '{"id": "\\udfff", "title": "B"}',
            "in the id stands half a character (surrogate U+DFFF); delete it, or save as UTF-8",
        ),
        (
            '{"id": 1, "title": "B", "authors": ["\\ud800"]}',
            "in the authors stands half a character (surrogate U+D800); delete it, or save as UTF-8",
        ),
        ('{"id": 1, "title": "B\0"}', "the line holds a NUL character; delete it"),
        (
            f'{{"id": 1, "title": "{"x" * 1_001}"}}',
            "the title has 1,001 characters and at most 1,000 are taken; "
            "shorten it (is it an abstract that lost its title?)",
        ),
        (
            f'{{"id": 1, "abstract": "{"x" * 20_001}"}}',
            "the abstract has 20,001 characters and at most 20,000 are taken; shorten it",
        ),
        (f'{{"id": "{"x" * 301}", "title": "B"}}', "the id has 301 characters and at most 300 are taken; shorten it"),
    ],
)
def test_a_bad_line_is_reported_with_its_number_and_reason_and_the_others_are_read(line: str, reason: str) -> None:
    good = Record("page", 1, "Bees", "They hum.", given_id="a-1")
    entries = read(f"{GOOD}\n\n{line}\n{GOOD}\n", form="jsonl")
    assert entries == [good, Rejection("page", 3, reason), Record("page", 4, "Bees", "They hum.", given_id="a-1")]


def test_broken_json_on_line_17_is_reported_as_line_17() -> None:
    lines = [json.dumps({"id": number, "title": f"Bees {number}"}) for number in range(30)]
    lines[16] = lines[16][:-3]
    entries = read("\n".join(lines))
    assert (len(entries), rejected_lines(entries)) == (30, [17])


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert _one(title="Bees \U0001f41d") == Record("page", 1, "Bees \U0001f41d", "", given_id="a-1")
