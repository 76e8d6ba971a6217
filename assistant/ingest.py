"""Takes sources in and out of an index while it is asked: files, and what services have."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.build import add_source, remove_source
from assistant.errors import IndexMismatch, NothingUsable, UsageError
from assistant.index import embedder_of, sources_in
from assistant.models.configured import with_embedder
from assistant.settings import Settings
from assistant.types import Fetched, FetchTerms, IndexReport, Progress

if TYPE_CHECKING:
    from assistant.fetching import Page

_GZIP = b"\x1f\x8b"
_PIECE = 1_048_576  # bytes
_MB = 1_000_000


class IndexStock:
    """The sources of one index. Every call opens it anew: nothing is held between them, and any thread may call.

    What changes papers uses the embedding model that the index has by then: another process may have rebuilt it with
    another one while this program runs. It raises `IndexMismatch` where the settings do not allow that model.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def sources(self) -> dict[str, int]:
        """Each source with the number of its papers, in the order first indexed. Raises `IndexError_`."""
        return sources_in(self._settings.index)

    def add(
        self,
        name: str,
        file: Path,
        *,
        form: str | None = None,
        date: str | None = None,
        progress: Callable[[Progress], None],
    ) -> IndexReport:
        """Takes the papers of a file over as what the source `name` says now.

        Raises `NothingUsable` where it unpacks to more than an upload may have, and the errors of `build.add_source`.
        """
        with file.open("rb") as data:
            _check_size(data, name, self._settings.upload_mb * _MB)
            return add_source(name, data, self._now(), form=form, date=date, progress=progress)

    def fetch(self, terms: FetchTerms, *, progress: Callable[[Progress], None]) -> tuple[Fetched, IndexReport | None]:
        """As `fetch_papers`, from the address that the settings name for the service."""
        base = self._settings.fetch.get(terms.service) or None
        return fetch_papers(replace(terms, base=base), self._now(), progress=progress)

    def remove(self, source: str, *, progress: Callable[[Progress], None]) -> IndexReport:
        """Raises `UsageError` where this is no source, `IndexBusy` and `IndexMismatch`."""
        return remove_source(source, self._now(), progress=progress)

    def _now(self) -> Settings:
        """The settings, with the embedding model of the index."""
        name = embedder_of(self._settings.index)
        settings = with_embedder(self._settings, name) if name else self._settings
        if settings is None:
            raise IndexMismatch(
                f"the index was rebuilt with the embedding model {name}, which is not configured here",
                hint="Start this program again with that model in ASSISTANT_EMBED_MODEL; what was added waits for it.",
            )
        return settings


def fetch_papers(
    terms: FetchTerms,
    settings: Settings,
    *,
    progress: Callable[[Progress], None],
    told: Callable[[Fetched], None] = lambda _: None,
) -> tuple[Fetched, IndexReport | None]:
    """Asks a service, keeps what comes, and indexes all that is kept of it as one source; no report of nothing.

    `told` hears what came before it is indexed. Raises `UsageError`, `FetchFailed`, and what `build.add_source` does.
    """
    with _libraries():
        from assistant.fetching import Kept, fetch, request_of

        request = request_of(terms, settings)
    kept = Kept(settings.data_folder / "fetched", request.source)
    fetched = fetch(request, kept, progress=progress)
    told(fetched)
    if not fetched.kept:
        return fetched, None
    with kept.path.open("rb") as data:
        return fetched, add_source(request.source, data, settings, progress=progress)


def first_page(terms: FetchTerms, settings: Settings) -> tuple[str, "Page"]:
    """The name of the source, and the first page, of which nothing is kept. Raises as `fetch_papers` does."""
    with _libraries():
        from assistant.fetching import look, request_of

        request = request_of(terms, settings)
    return request.source, look(request)


@contextmanager
def _libraries() -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise UsageError(
            f"fetching needs {error.name}, which is not installed", hint="Run: pip install 'paper-assistant[fetch]'"
        ) from error


def _check_size(data: BufferedReader, name: str, limit: int) -> None:
    """Unpacks without keeping anything; what is broken is left to the reader, which says where."""
    if not data.peek(len(_GZIP)).startswith(_GZIP):
        return
    unpacked = 0
    try:
        with gzip.GzipFile(fileobj=data) as plain:
            while piece := plain.read1(_PIECE):
                unpacked += len(piece)
                if unpacked > limit:
                    raise NothingUsable(
                        f"{name} unpacks to more than {limit // _MB:,} MB", hint="Split it into smaller files."
                    )
    except (OSError, EOFError, zlib.error):
        pass
    finally:
        data.seek(0)
