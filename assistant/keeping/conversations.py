"""The store of conversations: what is asked and answered goes in as it happens, and comes out as it was.

Used from several threads, and by several processes at a time. Every change is one transaction, on disk when it returns.

Why: docs/decisions/0020-conversations-apart.md
"""

import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from assistant.database import Database, Row
from assistant.keeping.kept import Feedback, Kept, KeptTurn, Rated, User
from assistant.keeping.search_text import folded, said, storable, titled
from assistant.keeping.tables import SCHEMA
from assistant.recording.codec import Papers, decode, encode

_RECORDS = 1_000  # the newest that are kept: some 80 kB each
_OWN = "conversation IN (SELECT id FROM conversations WHERE user IS :user)"
_DROP_OLD_RECORDS = (
    "UPDATE turns SET record = NULL WHERE record IS NOT NULL AND rowid <= "
    "(SELECT rowid FROM turns WHERE record IS NOT NULL ORDER BY rowid DESC LIMIT 1 OFFSET ?)"
)


class Conversations(Database):
    """Each method that takes a user sees that user's conversations alone; None is whoever need not log in."""

    def __init__(self, folder: Path | None, *, clock: Callable[[], float]) -> None:
        """Without a folder nothing outlives this object. `clock`: seconds since 1970.

        Raises `DataUnusable` where nothing can be kept in the folder.
        """
        super().__init__(folder, SCHEMA)
        self._clock = clock

    def asked(self, id: str, turn: KeptTurn, user: User) -> None:
        """A question was put; the turns of that number and later ones, if there are any, give way to it.

        The conversation is made if it is new, and called after this question. Another user's is left as it is.
        """
        named = {"id": id, "user": user, "title": titled(turn.question), "now": self._clock()}
        with self._changing():
            self._run("INSERT OR IGNORE INTO conversations VALUES (:id, :user, :title, :now)", named)
            if self._run("UPDATE conversations SET changed = :now WHERE id = :id AND user IS :user", named).rowcount:
                self._run("DELETE FROM turns WHERE conversation = ? AND number >= ?", (id, turn.number))
                row = (turn.name, id, turn.number, to_body(turn), said(turn))
                self._run("INSERT INTO turns (name, conversation, number, body, said) VALUES (?, ?, ?, ?, ?)", row)

    def answered(self, turn: KeptTurn, record: bytes | None, user: User) -> None:
        """The turn of this name came to its end. Nothing happens where it was deleted in the meantime."""
        packed = zlib.compress(record) if record else None
        row = {"body": to_body(turn), "said": said(turn), "record": packed, "name": turn.name, "user": user}
        with self._changing():
            sql = f"UPDATE turns SET body = :body, said = :said, record = :record WHERE name = :name AND {_OWN}"
            if self._run(sql, row).rowcount:
                sql = "UPDATE conversations SET changed = ? WHERE id = (SELECT conversation FROM turns WHERE name = ?)"
                self._run(sql, (self._clock(), turn.name))
                self._run(_DROP_OLD_RECORDS, (_RECORDS,))

    def find(self, words: str, user: User, *, limit: int = 100) -> list[Kept]:
        """Those that hold every one of the words, the last changed first; without words all of them.

        A word, or a part of one, stands in title, question, answer, or the title of a paper of the answer.
        """
        wanted = folded(words).split()
        holds = "".join(
            f" AND (instr(folded(title), :w{n}) OR id IN (SELECT conversation FROM turns WHERE instr(said, :w{n})))"
            for n in range(len(wanted))
        )
        counted = "(SELECT count(*) FROM turns WHERE conversation = id)"
        sql = f"SELECT id, title, {counted}, changed FROM conversations WHERE user IS :user{holds}"
        named = {"user": user, "limit": limit, **{f"w{n}": word for n, word in enumerate(wanted)}}
        return [Kept(*row) for row in self._all(f"{sql} ORDER BY changed DESC, id LIMIT :limit", named)]

    def count(self, user: User) -> int:
        ((n,),) = self._all("SELECT count(*) FROM conversations WHERE user IS ?", (user,))
        return int(n)

    def title(self, id: str, user: User) -> str | None:
        """None where this user has no such conversation."""
        found = self._all("SELECT title FROM conversations WHERE id = ? AND user IS ?", (id, user))
        return str(found[0][0]) if found else None

    def turns(self, id: str, user: User) -> tuple[KeptTurn, ...]:
        """In order; none where this user has no such conversation."""
        sql = f"SELECT body, good, comment FROM turns WHERE conversation = :id AND {_OWN} ORDER BY number"
        return tuple(from_body(*row) for row in self._all(sql, {"id": id, "user": user}))

    def conversation_of(self, turn: str, user: User) -> str | None:
        """The id of the conversation that a turn of this name stands in."""
        found = self._all(f"SELECT conversation FROM turns WHERE name = :name AND {_OWN}", {"name": turn, "user": user})
        return str(found[0][0]) if found else None

    def turn(self, name: str, user: User) -> KeptTurn | None:
        sql = f"SELECT body, good, comment FROM turns WHERE name = :name AND {_OWN}"
        found = self._all(sql, {"name": name, "user": user})
        return from_body(*found[0]) if found else None

    def record(self, name: str, user: User) -> bytes | None:
        """The record of the answer of this turn; None where it broke off or has made room for newer ones."""
        sql = f"SELECT record FROM turns WHERE name = :name AND record IS NOT NULL AND {_OWN}"
        found = self._all(sql, {"name": name, "user": user})
        return zlib.decompress(found[0][0]) if found else None

    def rename(self, id: str, title: str, user: User) -> None:
        self._change("UPDATE conversations SET title = ? WHERE id = ? AND user IS ?", (titled(title), id, user))

    def delete(self, id: str, user: User) -> None:
        """With all its turns; nothing of them stays in the file."""
        self._change("DELETE FROM conversations WHERE id = ? AND user IS ?", (id, user))
        with self._held():
            self._run("PRAGMA wal_checkpoint(TRUNCATE)", ()).fetchall()

    def rate(self, name: str, feedback: Feedback | None, user: User) -> None:
        """Keeps what the reader thinks of an answer, in place of what was thought before; None takes it back."""
        good, comment = (feedback.good, storable(feedback.comment)) if feedback else (None, "")
        named = {"good": good, "comment": comment, "name": name, "user": user}
        self._change(f"UPDATE turns SET good = :good, comment = :comment WHERE name = :name AND {_OWN}", named)

    def rated(self) -> list[Rated]:
        """Every user's answers that have a thumb, in the order they were asked, each with the turns before it."""
        sql = (
            "SELECT conversation, body, good, comment FROM turns JOIN conversations ON conversation = id "
            "WHERE conversation IN (SELECT conversation FROM turns WHERE good IS NOT NULL) "
            "ORDER BY conversations.rowid, number"
        )
        return list(_rated(self._all(sql, ())))


def _rated(rows: list[Row]) -> Iterator[Rated]:
    for id, group in groupby(rows, key=lambda row: str(row[0])):
        turns = tuple(from_body(*row[1:]) for row in group)
        yield from (Rated(id, turns[:n]) for n, turn in enumerate(turns, start=1) if turn.feedback)


def to_body(turn: KeptTurn) -> str:
    """All but the feedback, which changes later. ASCII, so that half a character is no hindrance."""
    papers = Papers()
    told = encode(replace(turn, feedback=None), papers)
    return json.dumps({"turn": told, "papers": papers.to_json()})


def from_body(body: str, good: int | None, comment: str) -> KeptTurn:
    read = json.loads(body)
    turn: KeptTurn = decode(KeptTurn, read["turn"], Papers(read["papers"]))
    return turn if good is None else replace(turn, feedback=Feedback(bool(good), comment))
