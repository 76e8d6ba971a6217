"""What stops a writer, said as every error of an index is."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.errors import IndexError_
from assistant.index.layout import Layout
from assistant.index.vectors.reading import VectorsUnreadable
from assistant.index.words.reading import WordsUnreadable


@contextmanager
def as_index_errors(layout: Layout) -> Iterator[None]:
    """Errors of the disk and the stores as ours."""
    try:
        yield
    except (OSError, sqlite3.Error, VectorsUnreadable, WordsUnreadable) as error:
        raise IndexError_(
            f"the index in {layout.folder} could not be written: {error}",
            hint="Nothing that is in it is lost. See that the disk has room and may be written, then run it again; "
            f"where that does not help: {layout.command('--rebuild')}",
        ) from error
