"""What can be seen of an index from outside, and whether all its parts agree."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from chromadb import PersistentClient

from assistant.errors import IndexMissing
from assistant.index import Index, IndexWriter, derived_stores
from assistant.index.layout import COLLECTION, Layout, read_manifest
from assistant.index.words.reading import WordReader
from assistant.types import Filters, Paper, Record
from tests.fakes import HashedWords
from tests.index.copies import misplaced
from tests.index.making import Spoiled, SpoiledEmbedder, quiet

EMBEDDERS = {
    "words": HashedWords(dim=256),
    "grown": HashedWords(dim=320),  # the same model, which now has another dimension
    "other": HashedWords(dim=96, name="other"),
}
Said = Mapping[str, tuple[str, frozenset[str]]]  # of each title the abstract and the sources


@dataclass(frozen=True, slots=True)
class Look:
    """`faults`: what does not agree, of papers that are not pending."""

    papers: Said
    pending: int
    faults: tuple[str, ...]


def record(source: str, n: int, version: int) -> Record:
    """Of every version another text; every third is long, of several chunks, and nearly the same for each `n`."""
    places = range(40 if version % 3 == 2 else 1)
    words = [f"word{n}", *["it"] * 39]
    abstract = " ".join(f"We study {words[at]} with care in the manner{version}, at place{at}." for at in places)
    return Record(source, n + 1, f"On word{n}", abstract)


def expected(records: Iterable[Record]) -> Said:
    """What is said of each paper by records in the order first seen: by the first of them."""
    said: dict[str, tuple[str, frozenset[str]]] = {}
    for each in records:
        abstract, sources = said.get(each.title, (each.abstract, frozenset()))
        said[each.title] = abstract, sources | {each.source}
    return said


def embedder_of(folder: Path) -> str | None:
    """The name in `EMBEDDERS` of the one that an index was made with."""
    try:
        manifest = read_manifest(Layout(folder))
    except IndexMissing:
        return None
    (name,) = (key for key, each in EMBEDDERS.items() if (each.name, each.dim) == (manifest.embedder, manifest.dim))
    return name


class Change(NamedTuple):
    """`kind`: what an `IndexWriter` can do; of `reads` a removal needs the name alone. `good`: how many texts a
    provider embeds before it fails; None: it does not."""

    kind: str
    embedder: str
    reads: Sequence[tuple[str, Sequence[Record]]] = ()
    good: int | None = None


def make(change: Change, folder: Path) -> None:
    """In batches of two papers."""
    derived_stores._BATCH = 2
    embedder = EMBEDDERS[change.embedder]
    if change.good is not None:
        embedder = SpoiledEmbedder(good=change.good, like=embedder)
    with suppress(Spoiled), IndexWriter.open(folder, embedder=embedder) as index:
        if change.kind == "rebuild":
            index.rebuild(progress=quiet)
        elif change.kind == "remove":
            index.remove(change.reads[0][0], progress=quiet)
        else:
            index.update_all(change.reads, progress=quiet)


def look(folder: Path) -> Look | None:
    """None where there is no index."""
    name = embedder_of(folder)
    if name is None:
        with suppress(IndexMissing), Index.open(folder, embedder=EMBEDDERS["words"]):
            raise AssertionError("an index without a manifest is opened")
        return None
    with Index.open(folder, embedder=EMBEDDERS[name]) as index:
        index.select(Filters())
        papers = list(index.list_papers())
        said = {paper.title: (paper.abstract, frozenset(paper.sources)) for paper in papers}
        doubled = ["a paper is listed twice"] * (len(papers) - len(said))
        faults = (*doubled, *_searched(index, papers, EMBEDDERS[name]), *_stored(folder, index.pending()))
        return Look(said, index.pending(), faults)


def _searched(index: Index, papers: list[Paper], embedder: HashedWords) -> Iterator[str]:
    settled = index.searchable()
    for paper in papers if settled else ():
        words = [id for id, _ in index.search_words(paper.title, 99)]
        hits = index.search_vectors(embedder.embed([f"{paper.title}\n{paper.abstract}"])[0], 9_999)
        own = index.search_vectors(embedder.embed([f"{paper.title}\n{paper.abstract}"])[0], 9, within={paper.id})
        if len({(hit.chunk.paper.id, hit.chunk.ordinal) for hit in hits}) != len(hits):
            yield f"vectors find a chunk twice for {paper.title}"
        if paper.id not in settled:
            continue
        if words[:1] != [paper.id]:
            yield f"words find {words[:1]} for {paper.title}"
        if len(own) != len([hit for hit in hits if hit.chunk.paper.id == paper.id]) or not own:
            yield f"vectors do not find {paper.title}"
        said = " ".join(hit.chunk.text for hit in sorted(own, key=lambda hit: hit.chunk.start))
        if said != paper.abstract:
            yield f"the chunks of {paper.title} are not its abstract"


def _stored(folder: Path, pending: int) -> Iterator[str]:
    layout = Layout(folder)
    generation = read_manifest(layout).generation
    client = PersistentClient(f"{layout.chroma(generation)}/.")
    chroma = set(client.get_collection(COLLECTION, embedding_function=None).get(include=[])["ids"])
    words = WordReader(layout.words(generation)).all_ids()
    with closing(sqlite3.connect(layout.papers)) as connection:
        rows = "SELECT paper || '#' || digest || '#' || ordinal FROM chunks WHERE generation = ?"
        chunks = {row for (row,) in connection.execute(rows, (generation,))}
        settled = {
            row for (row,) in connection.execute(
                f"{rows} AND digest = (SELECT digest FROM papers WHERE id = paper) AND NOT "
                "(SELECT stale FROM derived WHERE derived.paper = chunks.paper AND derived.generation = ?)",
                (generation, generation),
            )
        }  # fmt: skip
        papers = {id for (id,) in connection.execute("SELECT id FROM papers")}
        yield from misplaced(connection)
    if not (settled <= chroma <= chunks):
        yield f"chroma/ lacks {sorted(settled - chroma)}, and has {sorted(chroma - chunks)} that are of no paper"
    if pending:
        return
    if not (chroma == chunks == settled):
        yield f"papers.sqlite notes chunks that are not there: {sorted(chunks - settled)}"
    if words != papers:
        yield f"words/ lacks {sorted(papers - words)}, and has {sorted(words - papers)} that are no papers"


def litter(folder: Path) -> list[str]:
    """What an index that is whole and not being written does not need."""
    generation = str(read_manifest(Layout(folder)).generation)
    known = {"papers.sqlite", "papers.sqlite-wal", "papers.sqlite-shm", "manifest.json", "seal.json", "writing.lock"}
    needed = {
        *known,
        "made",
        "chroma",
        "words",
        f"chroma/{generation}",
        f"words/{generation}",
        f"reading-{generation}.lock",
    }
    found = [*folder.glob("*"), *folder.glob("chroma/*"), *folder.glob("words/*")]
    return sorted(name for path in found if (name := str(path.relative_to(folder))) not in needed)
