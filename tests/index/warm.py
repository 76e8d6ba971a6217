"""Processes that start in milliseconds: forked from one that has imported everything and opened nothing, and so has no
threads. Killing one costs as little.
"""

import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import NamedTuple, TypeVar

import sentencex  # noqa: F401

import assistant.index.reader
import assistant.index.writer
from assistant.index import probe
from assistant.index.layout import Chunking, Layout
from assistant.index.vectors.chunking import Splitter
from assistant.index.words.spelling import american

T = TypeVar("T")

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["__main__", "pytest", "hypothesis", "tests.index.warm"])
Splitter(Chunking())  # reads its tables, once
american("colour")


class Killed(Exception):
    """The process was killed before it was done."""


class Failed(Exception):
    """What went wrong in the process, with its place."""


class Point(NamedTuple):
    """A moment in a run: before or after the n-th call of a function, a generator's turns counted as calls."""

    side: str
    function: str
    nth: int = 1

    def __str__(self) -> str:
        return f"{self.side} {self.function.removeprefix('assistant.')}{f' ({self.nth})' if self.nth > 1 else ''}"


def run(function: Callable[..., T], *args: object, kill: Point | None = None) -> T:
    """What `function` returns in a process of its own. Raises `Failed` where that raises, `Killed` at `kill`."""
    receiver, sender = _SERVER.Pipe(duplex=False)
    process = _SERVER.Process(target=_work, args=(sender, kill, function, args))
    process.start()
    sender.close()
    with receiver:
        try:
            value, error = receiver.recv()
        except EOFError:
            value, error = None, ""
    process.join()
    if process.exitcode == -signal.SIGKILL:
        raise Killed
    assert process.exitcode == 0, f"the process ended with {process.exitcode}"
    if error:
        raise Failed(error)
    return value  # type: ignore[no-any-return]


def _work(sender: Connection, kill: Point | None, function: Callable[..., T], args: tuple[object, ...]) -> None:
    for module in (assistant.index.reader, assistant.index.writer):
        module.damage = _damage  # type: ignore[attr-defined]
    if kill:
        _kill_at(kill)
    try:
        told: tuple[T | None, str] = (function(*args), "")
    except BaseException:
        told = (None, traceback.format_exc())
    sys.setprofile(None)
    sender.send(told)
    sender.close()
    os._exit(0)


def _kill_at(point: Point) -> None:
    module, _, name = point.function.rpartition(":")
    event = {"before": "call", "after": "return"}[point.side]
    left = point.nth

    def look(frame: FrameType, what: str, _: object) -> None:
        nonlocal left
        code = frame.f_code
        if what == event and code.co_qualname == name and frame.f_globals.get("__name__") == module:
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(look)


def _damage(folder: Path, generation: int) -> str | None:
    """As `probe.damage`, in a process that is forked instead of started: it has nothing to import. Forked before this
    one opens Chroma, whose threads a fork would not have."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    if not (child := os.fork()):
        sys.setprofile(None)
        try:
            sender.send(next(probe._faults(Layout(folder), generation), None))
        except BaseException as error:
            sender.send(str(error) or "it cannot be looked through")
        os._exit(0)
    sender.close()
    with receiver:
        try:
            found: str | None = receiver.recv()
        except EOFError:
            found = "the process that looked through it was ended"
    os.waitpid(child, 0)
    return found
