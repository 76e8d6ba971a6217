"""Uploads that wait on disk until they are indexed, so that none is lost when the server ends.

Why: docs/decisions/0025-adding-is-a-queue.md
"""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from assistant.web.add.jobs import Job


class Spool:
    """Two files an upload: NUMBER.json, what is to be done with it, is written last and makes it one."""

    def __init__(self, folder: Path) -> None:
        """What an upload that never became whole has left is taken away."""
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = {job.number for job in self.waiting()}
        for file in folder.iterdir():
            if file.suffix in (".part", ".new") or (file.suffix == ".data" and file.stem not in map(str, kept)):
                file.unlink(missing_ok=True)

    def part(self) -> Path:
        """A new file for bytes that are still coming."""
        return self._folder / f"{uuid4().hex}.part"

    def keep(self, job: Job, part: Path) -> None:
        part.replace(self.data(job))
        new = self._note(job).with_suffix(".new")
        new.write_text(json.dumps({"source": job.source, "date": job.date, "form": job.form}), encoding="utf-8")
        new.replace(self._note(job))

    def data(self, job: Job) -> Path:
        return self._folder / f"{job.number}.data"

    def drop(self, job: Job) -> None:
        for file in (self._note(job), self.data(job)):
            file.unlink(missing_ok=True)

    def waiting(self) -> Iterator[Job]:
        """The uploads of a server that ended before they were in, first come first."""
        for note in sorted(self._folder.glob("*.json"), key=lambda file: (len(file.stem), file.stem)):
            try:
                found = json.loads(note.read_text(encoding="utf-8"))
                yield Job(int(note.stem), str(found["source"]), date=found["date"], form=found.get("form"))
            except (ValueError, KeyError, TypeError):
                note.unlink(missing_ok=True)

    def _note(self, job: Job) -> Path:
        return self._folder / f"{job.number}.json"
