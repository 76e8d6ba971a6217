"""What was fetched, on disk: a JSONL file a source, which grows and never shrinks, and where to go on."""

import json
import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from assistant.types import Record

_UNSAFE = re.compile(r"[^\w.-]+")


class Kept:
    """The file of one source in a folder. A killed run leaves whole pages, and where to go on."""

    def __init__(self, folder: Path, source: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        # Two names may be one once the unsafe characters are gone, or the file system folds case.
        name = f"{_UNSAFE.sub('-', source)[:80]}-{sha256(source.encode()).hexdigest()[:8]}"
        self.path, self._mark = folder / f"{name}.jsonl", folder / f"{name}.next.json"
        self.path.touch()
        self._drop_half_a_line()

    def papers(self) -> int:
        return len(self._last_lines())

    def start(self, key: str) -> str | None:
        """Where the same request goes on; None where it was finished, or another one was made."""
        try:
            mark = json.loads(self._mark.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        next = mark.get("next") if isinstance(mark, dict) and mark.get("key") == key else None
        return next if isinstance(next, str) else None

    def add(self, records: Iterable[Record], *, key: str, next: str | None) -> None:
        """A page: first its papers, then where to go on, so that what is cut between comes twice, never not at all."""
        with self.path.open("a", encoding="utf-8") as file:
            file.writelines(_line(record) for record in records)
        if next is None:
            self._mark.unlink(missing_ok=True)
        else:
            _replace(self._mark, [json.dumps({"key": key, "next": next})])

    def tidy(self) -> None:
        """Leaves of each paper what was fetched last, in the order fetched."""
        last = self._last_lines()
        with self.path.open(encoding="utf-8") as file:
            _replace(self.path, (line for number, line in enumerate(file) if last[_id(line)] == number))

    def _last_lines(self) -> dict[str, int]:
        with self.path.open(encoding="utf-8") as file:
            return {_id(line): number for number, line in enumerate(file)}

    def _drop_half_a_line(self) -> None:
        with self.path.open("rb+") as file:
            end = 0
            for line in file:
                end += len(line) if line.endswith(b"\n") else 0
            file.truncate(end)


def _line(record: Record) -> str:
    fields = {
        "id": record.given_id,
        "title": record.title,
        "abstract": record.abstract,
        "authors": list(record.authors),
        "date": record.date or record.date_text,
        "url": record.url,
        "categories": list(record.categories),
        **({"status": record.status} if record.status else {}),
    }
    return json.dumps(fields) + "\n"  # in ASCII: a lone surrogate of a stranger's cannot break the file


def _id(line: str) -> str:
    return str(json.loads(line)["id"])


def _replace(path: Path, lines: Iterable[str]) -> None:
    beside = path.with_suffix(".part")
    with beside.open("w", encoding="utf-8") as file:
        file.writelines(lines)
    beside.replace(path)
