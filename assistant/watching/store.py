"""Watches, what was found for them, and who still has to get it.

Every change is one transaction, on disk when it returns. Used from several threads, and by several processes at a
time.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.database import Database
from assistant.errors import IndexBusy, UsageError
from assistant.locking import alone
from assistant.recording.codec import Papers, decode, encode
from assistant.types import PaperId
from assistant.watching.tables import SCHEMA
from assistant.watching.watch import Issue, Watch

_LOCK = "digest.lock"
Arrivals = Mapping[PaperId, tuple[str, int]]  # the digest of its text, and the digest that met it first


@dataclass(frozen=True, slots=True)
class Place:
    """How far a watch has come: `upto` and `day` of its last look (None: it has not looked), and its issues."""

    upto: int | None
    day: date | None
    issues: int


@dataclass(frozen=True, slots=True)
class Mail:
    """One that is going out, byte for byte, to one recipient. `id` is that of its Message-ID."""

    id: str
    recipient: str
    message: bytes


class Watches(Database):
    def __init__(self, folder: Path | None) -> None:
        """Without a folder nothing outlives this object. Raises `DataUnusable`."""
        super().__init__(folder, SCHEMA)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Held while a digest is made. Raises `IndexBusy` where another process makes one."""
        busy = IndexBusy("another digest is being made", hint="Wait until it has finished.")
        with ExitStack() as held:
            with self._told():
                held.enter_context(alone(self._folder / _LOCK if self._folder else ":memory:", busy))
            yield

    def add(self, watch: Watch) -> bool:
        """False where just this watch is there already. Raises `UsageError` where its name names another one."""
        body = _to_text(watch)
        with self._changing():
            known = self._run("SELECT body FROM watches WHERE name = ?", (watch.name,)).fetchone()
            if known is None:
                self._run("INSERT INTO watches (name, user, body) VALUES (?, ?, ?)", (watch.name, watch.user, body))
        if known is not None and known[0] != body:
            raise UsageError(
                f"another watch is called {watch.name}",
                hint=f"Choose another --name, or: assistant watch remove {watch.name}",
            )
        return known is None

    def remove(self, name: str) -> None:
        """With what it found and what is owed of it. Raises `UsageError` where there is none of that name."""
        with self._changing():
            gone = self._run("DELETE FROM watches WHERE name = ?", (name,)).rowcount
            self._run("DELETE FROM mails WHERE id NOT IN (SELECT mail FROM owed WHERE mail IS NOT NULL)")
        if not gone:
            names = ", ".join(watch.name for watch in self.all()) or "none"
            raise UsageError(f"no watch is called {name}", hint=f"There are: {names}.")

    def all(self) -> list[Watch]:
        """Everybody's, in the order they were made."""
        return [_watch(row[0]) for row in self._all("SELECT body FROM watches ORDER BY rowid")]

    def get(self, name: str) -> Watch | None:
        rows = self._all("SELECT body FROM watches WHERE name = ?", (name,))
        return _watch(rows[0][0]) if rows else None

    def place(self, name: str) -> Place:
        counted = "(SELECT count(*) FROM issues WHERE watch = name)"
        ((upto, day, issues),) = self._all(f"SELECT upto, last, {counted} FROM watches WHERE name = ?", (name,))
        return Place(upto, date.fromisoformat(day) if day else None, issues)

    def arrivals(self) -> dict[PaperId, tuple[str, int]]:
        return {paper: (digest, run) for paper, digest, run in self._all("SELECT paper, digest, run FROM arrivals")}

    def arrived(self, arrivals: Arrivals) -> None:
        """Adds papers that were met for the first time."""
        rows = [(paper, digest, run) for paper, (digest, run) in arrivals.items()]
        with self._changing():
            self._connection.executemany("INSERT OR IGNORE INTO arrivals VALUES (?, ?, ?)", rows)

    def keep(self, issue: Issue, *, upto: int, owed: Sequence[str]) -> None:
        """What a look found, how far it got, and whom it is owed to: all at once, so that nothing is looked at twice
        and nothing found is lost."""
        name = issue.watch.name
        with self._changing():
            self._run(
                "INSERT INTO issues VALUES (?, ?, ?, ?)", (name, issue.number, len(issue.verdicts), _to_text(issue))
            )
            self._run("UPDATE watches SET upto = ?, last = ? WHERE name = ?", (upto, issue.day, name))
            for recipient in owed:
                self._run("INSERT INTO owed VALUES (?, ?, ?, NULL)", (recipient, name, issue.number))

    def issues(self, name: str, limit: int) -> list[Issue]:
        """Those that found something, the newest first."""
        sql = "SELECT body FROM issues WHERE watch = ? AND found ORDER BY number DESC LIMIT ?"
        return [_issue(body) for (body,) in self._all(sql, (name, limit))]

    def last_look(self, name: str) -> Issue | None:
        rows = self._all("SELECT body FROM issues WHERE watch = ? ORDER BY number DESC LIMIT 1", (name,))
        return _issue(rows[0][0]) if rows else None

    def seen(self, name: str) -> int:
        """The number of the last issue that a reader of the page has seen."""
        ((number,),) = self._all("SELECT seen FROM watches WHERE name = ?", (name,))
        return int(number)

    def mark_seen(self, name: str, number: int) -> None:
        with self._changing():
            self._run("UPDATE watches SET seen = max(seen, ?) WHERE name = ?", (number, name))

    def recipients(self) -> list[str]:
        """Who is owed something that is in no mail yet."""
        return [who for (who,) in self._all("SELECT DISTINCT recipient FROM owed WHERE mail IS NULL ORDER BY 1")]

    def owed(self, recipient: str) -> list[Issue]:
        sql = (
            "SELECT issues.body FROM owed JOIN issues USING (watch, number) JOIN watches ON watches.name = watch "
            "WHERE recipient = ? AND mail IS NULL ORDER BY watches.rowid, number"
        )
        return [_issue(body) for (body,) in self._all(sql, (recipient,))]

    def had(self, recipient: str) -> set[PaperId]:
        return {paper for (paper,) in self._all("SELECT paper FROM had WHERE recipient = ?", (recipient,))}

    def going_out(self) -> list[Mail]:
        """Mails of which nobody knows whether they went: the program, or the connection, ended in between."""
        return [Mail(*row) for row in self._all("SELECT id, recipient, message FROM mails ORDER BY rowid")]

    def pack(self, mail: Mail, issues: Sequence[Issue]) -> None:
        """These issues go out in this mail."""
        with self._changing():
            self._run("INSERT INTO mails VALUES (?, ?, ?)", (mail.id, mail.recipient, mail.message))
            for issue in issues:
                sql = "UPDATE owed SET mail = ? WHERE recipient = ? AND watch = ? AND number = ?"
                self._run(sql, (mail.id, mail.recipient, issue.watch.name, issue.number))

    def went(self, mail: Mail) -> None:
        """The server took it: what is in it is owed no more."""
        sql = "SELECT issues.body FROM owed JOIN issues USING (watch, number) WHERE mail = ?"
        papers = {v.paper.id for (body,) in self._all(sql, (mail.id,)) for v in _issue(body).verdicts}
        with self._changing():
            self._connection.executemany(
                "INSERT OR IGNORE INTO had VALUES (?, ?)", [(mail.recipient, paper) for paper in papers]
            )
            self._run("DELETE FROM owed WHERE mail = ?", (mail.id,))
            self._run("DELETE FROM mails WHERE id = ?", (mail.id,))

    def came_back(self, mail: Mail) -> None:
        """The server refused it: what is in it is owed still, and goes into the next."""
        with self._changing():
            self._run("UPDATE owed SET mail = NULL WHERE mail = ?", (mail.id,))
            self._run("DELETE FROM mails WHERE id = ?", (mail.id,))

    def settle(self, recipient: str, issues: Sequence[Issue]) -> None:
        """Nothing in these issues is to be sent."""
        with self._changing():
            for issue in issues:
                sql = "DELETE FROM owed WHERE recipient = ? AND watch = ? AND number = ?"
                self._run(sql, (recipient, issue.watch.name, issue.number))


def _to_text(value: Watch | Issue) -> str:
    papers = Papers()
    told = encode(value, papers)
    return json.dumps({"told": told, "papers": papers.to_json()})


def _watch(body: str) -> Watch:
    watch: Watch = decode(Watch, json.loads(body)["told"], Papers())
    return watch


def _issue(body: str) -> Issue:
    read = json.loads(body)
    issue: Issue = decode(Issue, read["told"], Papers(read["papers"]))
    return issue
