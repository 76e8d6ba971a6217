"""Takes sources in and out one after the other, in a thread of its own, while questions go on.

Why: docs/decisions/0025-adding-is-a-queue.md
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Lock, Thread

from assistant.errors import AssistantError, Stopped, UsageError
from assistant.types import FetchTerms, Progress
from assistant.web.add.jobs import Job
from assistant.web.add.spool import Spool
from assistant.web.add.stock import Stock, Tick
from assistant.web.ask.conversation import Problem

_KEPT = 8  # jobs that are over and still shown
_WAITING = 50  # jobs that wait, at most
_BROKEN = Problem("an error in the program broke it off", "Nothing indexed is lost; the log says more.")
_log = logging.getLogger(__name__)


class Intake:
    """The jobs of one index, for every page. Used from many threads.

    An upload stays in the spool until it is in the index: one that fails can be tried again, and one that the server's
    end cuts short goes on with the next start.
    """

    def __init__(self, stock: Stock, folder: Path) -> None:
        self._stock, self._spool = stock, Spool(folder)
        self._jobs = {job.number: job for job in self._spool.waiting()}
        self._last = max(self._jobs, default=0)
        self._lock, self._closing = Lock(), Event()
        self._queue: SimpleQueue[int | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="intake", daemon=True)

    def start(self) -> None:
        for number in self._jobs:
            self._queue.put(number)
        self._thread.start()

    def close(self, seconds: float) -> None:
        """Stops the job at work where it next looks up, and waits for that; what is not in yet stays in the spool."""
        self._closing.set()
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join(seconds)

    @property
    def ending(self) -> bool:
        return self._closing.is_set()

    def sources(self) -> Mapping[str, int]:
        return self._stock.sources()

    def jobs(self) -> tuple[Job, ...]:
        """The newest first."""
        with self._lock:
            return tuple(reversed(self._jobs.values()))

    def part(self) -> Path:
        """A new file for an upload that begins."""
        return self._spool.part()

    def check_room(self) -> None:
        """Raises `UsageError` where too many jobs wait already."""
        if sum(job.active for job in self.jobs()) >= _WAITING:
            raise UsageError(f"{_WAITING} uploads wait already", hint="Wait until some of them are in.")

    def add(self, source: str, part: Path, *, date: str | None = None, form: str | None = None) -> Job:
        """Takes over an upload that is whole; `source` "" gives it the next free name of a paste."""
        with self._lock:
            job = Job(self._last + 1, source or self._unused_name(), date=date, form=form)
            self._spool.keep(job, part)
            self._enter(job)
        return job

    def fetch(self, terms: FetchTerms) -> Job:
        """Asks a service as soon as the jobs before are done. It does not outlive the server, but goes on when asked
        for again.
        """
        with self._lock:
            job = Job(self._last + 1, terms.name, terms=terms)
            self._enter(job)
        return job

    def remove(self, source: str) -> Job:
        with self._lock:
            job = Job(self._last + 1, source, removing=True)
            self._enter(job)
        return job

    def retry(self, number: int) -> None:
        """Does a job that failed again; nothing where there is none of that number."""
        with self._lock:
            job = self._jobs.get(number)
            if job is None or job.state != "failed":
                return
            self._jobs[number] = replace(job, state="waiting", problem=None, at=None)
        self._queue.put(number)

    def clear(self) -> None:
        """Forgets the jobs that are over; uploads that failed are given up."""
        with self._lock:
            over = [job for job in self._jobs.values() if not job.active]
            for job in over:
                self._spool.drop(job)
                del self._jobs[job.number]

    def _enter(self, job: Job) -> None:
        self._last, self._jobs[job.number] = job.number, job
        done = [other.number for other in self._jobs.values() if other.state == "done"]
        for number in done[:-_KEPT]:
            del self._jobs[number]
        self._queue.put(job.number)

    def _unused_name(self) -> str:
        taken = {*self._stock.sources(), *(job.source for job in self._jobs.values())}
        return next(name for n in range(1, len(taken) + 2) if (name := f"pasted {n}") not in taken)

    def _work(self) -> None:
        while (number := self._queue.get()) is not None and not self._closing.is_set():
            with self._lock:
                job = self._jobs.get(number)
            if job is not None and job.state == "waiting":
                self._do(self._put(replace(job, state="working")))

    def _do(self, job: Job) -> None:
        def tick(progress: Progress) -> None:
            if self._closing.is_set():
                raise Stopped("the server is ending", hint="It goes on when the server is started again.")
            self._put(replace(job, at=progress))

        try:
            done = self._done(job, tick)
        except Stopped:
            self._put(replace(job, state="waiting"))
        except AssistantError as error:
            self._put(replace(job, state="failed", problem=Problem(error.message, error.hint)))
        except Exception:  # the edge: the reader gets words, the operator the traceback
            _log.exception("%s could not be indexed", job.source)
            self._put(replace(job, state="failed", problem=_BROKEN))
        else:
            self._spool.drop(job)
            self._put(replace(done, state="done"))

    def _done(self, job: Job, tick: Tick) -> Job:
        if job.terms:
            fetched, report = self._stock.fetch(job.terms, progress=tick)
            return replace(job, fetched=fetched, report=report)
        if job.removing:
            return replace(job, report=self._stock.remove(job.source, progress=tick))
        report = self._stock.add(job.source, self._spool.data(job), form=job.form, date=job.date, progress=tick)
        return replace(job, report=report)

    def _put(self, job: Job) -> Job:
        with self._lock:
            self._jobs[job.number] = job
        return job
