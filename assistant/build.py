"""Puts the parts together: settings in, an assistant or an index out. The one place where makers are chosen."""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from assistant.answering import Assistant
from assistant.answering.answerable import gate
from assistant.answering.looking import Lookout
from assistant.corpus import read_bytes, sources, vanished
from assistant.errors import IndexError_
from assistant.exploring import Explorer
from assistant.index import ChromaServer, Index, IndexTrial, IndexWriter
from assistant.index.derived_files import FileShelf
from assistant.index.derived_stores import Engine
from assistant.judging.embedded.judge import EmbeddedJudge
from assistant.judging.embedded.relevance_models import RelevanceModels, load_models
from assistant.keeping import Conversations
from assistant.models import built_in
from assistant.models.configured import open_chat, open_embedder
from assistant.ports import Embedder, Judge, Planner, Theme, Writer
from assistant.recording import Recording, read_record
from assistant.recording.recording_ports import Ports
from assistant.recording.replay import Replay, replay
from assistant.retrieval import rank
from assistant.settings import Settings
from assistant.types import IndexReport, Progress
from assistant.understanding.planner import EmbeddedPlanner
from assistant.understanding.reader import QuestionReader
from assistant.watching import Watches
from assistant.watching.digest import Digests
from assistant.writing.extractive_writer import ExtractiveWriter

_BESIDE = 30  # papers that the embedded judge compares new ones with; a chat model needs none


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found wrong with an index, as the error that says so, and the report of its repair."""

    damage: IndexError_ | None
    repaired: IndexReport | None


SAMPLE = Path(str(files("assistant"))) / "data" / "sample-listing.txt"


def open_assistant(settings: Settings, *, models: RelevanceModels | None = None) -> Assistant:
    """The assistant over the index of the settings. `models`: of the embedded judge, by default those that ship.

    Raises `IndexMissing` and `IndexMismatch`.
    """
    return _assemble(_open_ports(settings)[1], settings, models or load_models())


def open_explored(settings: Settings) -> tuple[Assistant, Explorer]:
    """The assistant, and what looks around in the same index. Raises `IndexMissing` and `IndexMismatch`."""
    index, ports = _open_ports(settings)
    return _assemble(ports, settings, load_models()), Explorer(index, FileShelf(settings.index))


def open_lookout(settings: Settings) -> tuple[Index, Lookout]:
    """What finds new papers for watched questions, and the index it looks into. Raises as `open_assistant` does."""
    index, ports = _open_ports(settings)
    judge, writer = _choose_makers(settings, ports, load_models())
    return index, Lookout(
        index=index,
        planner=_choose_planner(ports, _reader()),
        judge=judge,
        writer=writer if ports.chat else None,
        rank=ports.rank,
        beside=0 if ports.chat else _BESIDE,
    )


def open_digests(settings: Settings, watches: Watches) -> Digests:
    """What looks for watches when a reader of the page wants it. Raises as `open_assistant` does."""
    return Digests(watches, *open_lookout(settings), today=date.today)


def open_watches(settings: Settings) -> Watches:
    """The watched questions of the settings. Raises `DataUnusable`."""
    return Watches(settings.data_folder)


def _open_ports(settings: Settings) -> tuple[Index, Ports]:
    embedder = _choose_embedder(settings)
    index = Index.open(settings.index, embedder=embedder, server=_server(settings))
    ranker = partial(rank, index=index, embedder=embedder)
    return index, Ports(
        index, embedder, open_chat(settings), ranker, partial(_themes, index), time.perf_counter, date.today
    )


def _themes(index: Index) -> Sequence[Theme]:
    from assistant.exploring.themes import themes  # scikit-learn takes a while to import

    return themes(index)


def replay_record(path: str | Path) -> Replay:
    """Makes a recorded answer again, without index, model and network. Raises `UsageError` for what is no record."""
    return replay(read_record(path), lambda record: _assemble(record.ports, record.settings, load_models()))


def _assemble(
    ports: Ports, settings: Settings, models: RelevanceModels, recording: Recording | None = None
) -> Assistant:
    """The assistant over these ports; a recording hears all that crosses them."""
    heard = recording.heard(ports, settings) if recording else ports
    reader = _reader()
    judge, writer = _choose_makers(settings, heard, models)
    embedded = _embedded_judge(ports, models)
    return Assistant(
        index=heard.index,
        embedder=heard.embedder,
        planner=_choose_planner(heard, reader),
        judge=recording.watched(judge) if recording else judge,
        writer=writer,
        rank=heard.rank,
        mode=_mode(settings),
        recorded=partial(_assemble, ports, settings, models),
        clock=heard.clock,
        gate=gate(ports.rank, embedded, reader),
        reader=reader,
        themes=heard.themes,
    )


def open_conversations(settings: Settings) -> Conversations:
    """The conversations of the settings. Raises `DataUnusable`."""
    return Conversations(settings.data_folder, clock=time.time)


def open_index(settings: Settings) -> Index:
    """The index of the settings, for reading. Raises `IndexMissing` and `IndexMismatch`."""
    return Index.open(settings.index, embedder=_choose_embedder(settings), server=_server(settings))


def _server(settings: Settings) -> ChromaServer | None:
    """Where the vectors are, if and only if an address is configured."""
    url, token, database = settings.chroma_url, settings.chroma_token, settings.chroma_database or ""
    return ChromaServer(url, token, database, timeout=settings.timeout) if url else None


def _writer(
    settings: Settings, *, engine: Engine | None = None, trial: bool = False, create: bool = True
) -> IndexWriter:
    embedder, server = _choose_embedder(settings), _server(settings)
    if trial:
        return IndexTrial.over(settings.index, embedder=embedder, create=create)
    return IndexWriter.open(settings.index, embedder=embedder, engine=engine, server=server, create=create)


def _choose_embedder(settings: Settings) -> Embedder:
    """The configured embedding model, else the embedded one."""
    return open_embedder(settings) or built_in.embedder()


@cache
def _reader() -> QuestionReader:
    return QuestionReader(built_in.embedder().embed)


def _choose_planner(ports: Ports, reader: QuestionReader) -> Planner:
    """Over the chat model if and only if one is configured; it keeps the rules in reserve."""
    if ports.chat is None:
        return EmbeddedPlanner(ports.index, reader=reader, today=ports.today)
    from assistant.understanding.chat_planner import ChatPlanner

    return ChatPlanner(ports.chat, index=ports.index, reader=reader, today=ports.today)


def _choose_makers(settings: Settings, ports: Ports, models: RelevanceModels) -> tuple[Judge, Writer]:
    """Those of the chat model if and only if one is configured, with the embedded ones in reserve; else these alone."""
    embedded = _embedded_judge(ports, models)
    chat = ports.chat
    if chat is None:
        return embedded, ExtractiveWriter()
    from assistant.judging.chat.judge import ChatJudge
    from assistant.judging.embedded.prior_relevance import expect
    from assistant.judging.fallback import FallingBackJudge
    from assistant.models import tokens
    from assistant.writing.chat_writer import ChatWriter

    judge = ChatJudge(
        chat,
        expect=partial(expect, models=models, index=ports.index),
        tokens=tokens,
        limit=settings.judge_limit,
        budget=settings.token_budget,
        parallel=settings.parallel,
    )
    return FallingBackJudge(judge, embedded), ChatWriter(chat, keep_unsupported=settings.unsupported == "mark")


def _embedded_judge(ports: Ports, models: RelevanceModels) -> EmbeddedJudge:
    return EmbeddedJudge(index=ports.index, embedder=ports.embedder, cross=built_in.cross_encoder(), models=models)


def _mode(settings: Settings) -> str:
    made = {"Answers": settings.chat_model, "vectors": settings.embed_model}
    called = " and ".join(f"{what} by {model}" for what, model in made.items() if model)
    kept = f"Vectors and texts are kept at {urlsplit(settings.chroma_url).hostname}." if settings.chroma_url else ""
    if not called:
        return f"Embedded models only. {kept}" if kept else "Embedded models only: nothing leaves this machine."
    host = urlsplit(settings.base_url).hostname if settings.base_url else "OpenAI"  # an address may hold a password
    return f"{called[0].upper()}{called[1:]}, at {host}. {kept}".rstrip()


def build_index(
    paths: Sequence[str | Path],
    settings: Settings,
    *,
    form: str | None = None,
    date: str | None = None,
    rebuild: bool = False,
    prune: bool = False,
    spread: bool = False,
    dry_run: bool = False,
    stdin: BinaryIO | None = None,
    progress: Callable[[Progress], None],
) -> IndexReport:
    """Indexes the papers of files, folders and standard input; with `spread`, Ray's workers embed them.

    With `rebuild` the vectors and words are made anew first, which is also what changes the embedding model.
    Of a folder, sources whose file is gone are named in the report, and with `prune` taken out. With `dry_run` the
    report is of what would be done: nothing is written, embedded or called.
    Raises `NothingUsable` for a path that is none, `IndexBusy`, `IndexMismatch` without `rebuild`, and as `RayEngine`.
    """
    read = sources(paths, form=form, date=date, stdin=stdin)
    with ExitStack() as held:
        engine = _engine(settings, held) if spread and not dry_run else None
        writer = held.enter_context(_writer(settings, engine=engine, trial=dry_run, create=bool(paths)))
        rebuilt = writer.rebuild(progress=progress) if rebuild else None
        if rebuilt and not paths:
            return rebuilt
        report = writer.update_all(((source.name, source.entries) for source in read), progress=progress)
        gone = vanished(paths, writer.sources())
        return _pruned(report, gone, writer, progress) if prune else replace(report, vanished=gone)


def _engine(settings: Settings, held: ExitStack) -> Engine:
    from assistant.models.ray_engine import RayEngine

    engine = RayEngine(address=settings.ray_address, instead_of=settings.embed_model)
    return held.enter_context(closing(engine)).embed_each


def _pruned(
    report: IndexReport, gone: Sequence[str], writer: IndexWriter, progress: Callable[[Progress], None]
) -> IndexReport:
    for name in gone:
        removed = writer.remove(name, progress=progress)
        report = replace(report, gone=report.gone + removed.gone, papers=removed.papers)
    return replace(report, pruned=tuple(gone))


def examine_index(settings: Settings, *, repair: bool, progress: Callable[[Progress], None]) -> Examination:
    """Looks through the whole index; with `repair` what is damaged is made again from papers.sqlite.

    Raises `IndexMissing`, `IndexBusy`, `ChromaFailed`, and `IndexMismatch` where papers.sqlite itself cannot be used.
    """
    with _writer(settings, create=False) as writer:
        found = writer.examine()
        return Examination(found, writer.rebuild(progress=progress) if found and repair else None)


def add_source(
    name: str,
    data: BinaryIO,
    settings: Settings,
    *,
    form: str | None = None,
    date: str | None = None,
    progress: Callable[[Progress], None],
) -> IndexReport:
    """Takes the papers in `data`, plain or gzip, over as what the source `name` says now; `form` and `date` as for
    `read_bytes`.

    Raises `IndexBusy`, `IndexMismatch`, and whatever the embedding model raises: the papers are kept then.
    """
    entries = read_bytes(data, source=name, form=form, date=date)
    with _writer(settings) as writer:
        return writer.update(name, entries, progress=progress)


def remove_source(source: str, settings: Settings, *, progress: Callable[[Progress], None]) -> IndexReport:
    """Takes a source out of the index. Raises `UsageError` naming the sources where this is none."""
    with _writer(settings, create=False) as writer:
        return writer.remove(source, progress=progress)
