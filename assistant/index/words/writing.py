"""Papers into words/ (tantivy)."""

import stat
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import tantivy

from assistant.index.words.reading import ANALYZER, analyzer
from assistant.index.words.spelling import american
from assistant.types import Paper, PaperId

_HEAP = 64_000_000  # bytes gathered before a segment is written


class WordWriter:
    """Replaces papers; what is written is on disk, whole, when `commit` returns."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        index = tantivy.Index(_schema(), path=str(folder))
        index.register_tokenizer(ANALYZER, analyzer())
        self._writer = index.writer(_HEAP, 1)
        self._writer.commit()  # an empty index can be opened too

    def __enter__(self) -> "WordWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._writer.wait_merging_threads()
        self._open_to_readers()

    def replace(self, gone: Iterable[PaperId], papers: Iterable[Paper]) -> None:
        """Takes out the papers of these ids and puts in `papers`, in one step."""
        for id in gone:
            self._writer.delete_documents_by_term("id", id)
        for paper in papers:
            self._writer.add_document(
                tantivy.Document(id=paper.id, title=american(paper.title), abstract=american(paper.abstract))
            )
        self._writer.commit()
        self._open_to_readers()

    def _open_to_readers(self) -> None:
        """tantivy lets nobody else read these two files, whatever may be read beside them."""
        mode = stat.S_IMODE((self._folder / ".tantivy-writer.lock").stat().st_mode)
        for name in ("meta.json", ".managed.json"):
            (self._folder / name).chmod(mode)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")  # else deleting does nothing
    builder.add_text_field("title", tokenizer_name=ANALYZER, index_option="freq")
    builder.add_text_field("abstract", tokenizer_name=ANALYZER, index_option="freq")
    return builder.build()
