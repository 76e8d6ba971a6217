"""The listings that are there: how many papers they make, and that their chunks fit the embedded model."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from assistant.corpus import sources
from assistant.index import Index, IndexWriter
from assistant.index.layout import Chunking
from assistant.index.vectors.chunking import Splitter
from assistant.types import IndexReport, Paper
from tests.fakes import HashedWords
from tests.index.making import counts, quiet

_DATA = Path(__file__).parents[2] / "assistant" / "data"
_LIMIT = 256  # tokens the embedded model reads


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[IndexWriter]:
    with IndexWriter.open(tmp_path / "index", embedder=HashedWords()) as opened:
        yield opened


def read(writer: IndexWriter, path: Path) -> IndexReport:
    (source,) = sources([path])
    return writer.update(source.name, source.entries, progress=quiet)


def test_the_saved_listings_make_278_papers(writer: IndexWriter, shared: Path, tmp_path: Path) -> None:
    flat, dated = (shared / "corpus" / f"daily-papers-{layout}.txt" for layout in ("flat", "dated"))
    first = read(writer, flat)
    second = read(writer, dated)
    assert [counts(first), counts(second)] == [{"new": 213}, {"new": 65, "double": 4}]
    assert second.papers == 278
    again = [read(writer, flat), read(writer, dated)]
    assert [(counts(report), report.embedded) for report in again] == [({"unchanged": 213}, 0), ({"unchanged": 69}, 0)]
    with Index.open(tmp_path / "index", embedder=HashedWords()) as index:
        assert index.counts().chunks <= 3 * 278
        assert over_the_limit(list(index.list_papers())) == 0


def test_the_listing_that_ships_fits_the_embedded_model(writer: IndexWriter, tmp_path: Path) -> None:
    assert counts(read(writer, _DATA / "sample-listing.txt")) == {"new": 278}
    with Index.open(tmp_path / "index", embedder=HashedWords()) as index:
        assert over_the_limit(list(index.list_papers())) == 0


def over_the_limit(papers: list[Paper]) -> int:
    """How many chunks the embedded model would cut."""
    tokenizer = Tokenizer.from_file(str(_DATA / "minilm-tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    splitter = Splitter(Chunking())
    texts = [splitter.text(chunk) for paper in papers for chunk in splitter.chunks(paper)]
    return sum(len(encoding.ids) > _LIMIT for encoding in tokenizer.encode_batch(texts))
