"""The saved pages and collections beside the checkout, read whole."""

from pathlib import Path

import pytest

import assistant
from assistant.corpus import is_global, sources, title_key
from assistant.types import Record, Rejection


def _read(path: Path) -> tuple[list[Record], list[Rejection]]:
    (source,) = sources([path])
    entries = list(source.entries)
    return [e for e in entries if isinstance(e, Record)], [e for e in entries if isinstance(e, Rejection)]


def test_the_flat_page_has_213_papers_and_the_dated_one_69_and_together_they_are_278(shared: Path) -> None:
    flat, flat_faults = _read(shared / "corpus/daily-papers-flat.txt")
    dated, dated_faults = _read(shared / "corpus/daily-papers-dated.txt")
    assert (len(flat), len(dated), flat_faults + dated_faults) == (213, 69, [])
    assert len({title_key(record.title) for record in flat + dated}) == 278


def test_every_abstract_of_the_saved_pages_is_a_whole_line_and_stands_under_its_title(shared: Path) -> None:
    for name in ("daily-papers-flat.txt", "daily-papers-dated.txt", "sample-listing.txt"):
        path = shared / "corpus" / name
        lines = path.read_text(encoding="utf-8").split("\n")
        for record in _read(path)[0]:
            below = [line for line in lines[record.line : record.line + 2] if line]
            assert (lines[record.line - 1].removeprefix("Subscribe"), below[0]) == (record.title, record.abstract)


def test_the_day_in_the_head_of_the_dated_page_holds_for_its_papers_alone(shared: Path) -> None:
    days = {name: {r.date_text for r in _read(shared / f"corpus/{name}.txt")[0]} for name in _PAGES}
    assert days == {"daily-papers-flat": {None}, "daily-papers-dated": {"Aug 13"}, "sample-listing": {None}}


_PAGES = ("daily-papers-flat", "daily-papers-dated", "sample-listing")


def test_the_sample_that_ships_has_the_278_papers_of_the_saved_pages(shared: Path) -> None:
    sample = Path(assistant.__file__).parent / "data" / "sample-listing.txt"
    papers, faults = _read(sample)
    saved = [record for name in _PAGES[:2] for record in _read(shared / f"corpus/{name}.txt")[0]]
    assert (len(papers), faults) == (278, [])
    assert {title_key(record.title) for record in papers} == {title_key(record.title) for record in saved}


@pytest.mark.parametrize("page", _PAGES)
def test_any_line_lost_from_a_saved_page_costs_its_own_entry_and_no_other(
    page: str, shared: Path, tmp_path: Path
) -> None:
    path = shared / "corpus" / f"{page}.txt"
    records, lines = _read(path)[0], path.read_text(encoding="utf-8").split("\n")
    cut = tmp_path / "page.txt"
    for record in records[::23]:
        for lost in (record.line, lines.index(record.abstract) + 1):
            cut.write_text("\n".join([*lines[: lost - 1], *lines[lost:]]), encoding="utf-8")
            left, faults = _read(cut)
            assert [r.title for r in left] == [r.title for r in records if r is not record]
            assert len(faults) == 1


@pytest.mark.parametrize(
    ("collection", "papers", "global_ids"),
    [
        ("hf_daily.jsonl.gz", 2_291, 2_291),
        ("scifact/corpus.jsonl.gz", 5_183, 0),
        ("pubmedqa_abstain/corpus.jsonl.gz", 5_933, 0),
        ("scitldr_known_item/corpus.jsonl.gz", 3_229, 0),
    ],
)
def test_the_collections_are_read_without_a_fault(collection: str, papers: int, global_ids: int, shared: Path) -> None:
    records, faults = _read(shared / "collections" / collection)
    assert (len(records), faults) == (papers, [])
    assert sum(is_global(record.given_id or "") for record in records) == global_ids


def test_notes_and_tables_beside_a_collection_are_reported_once_each(shared: Path) -> None:
    for name in ("SOURCE.md", "qrels.tsv"):
        records, faults = _read(shared / "collections/scifact" / name)
        assert (records, [fault.line for fault in faults]) == ([], [1])
