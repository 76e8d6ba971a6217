"""conversations.sqlite and its tables.

conversations   one row each, with the user it belongs to (NULL where nobody logs in)
turns           one row a question: `body` is the turn as JSON, `said` its words folded for searching, `record` the
                compressed record of the answer, `good` and `comment` what the reader thought of it
"""

import sqlite3

from assistant.database import Schema
from assistant.keeping.search_text import folded

_TABLES = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY, user TEXT, title TEXT NOT NULL, changed REAL NOT NULL
);
CREATE INDEX conversations_by_user ON conversations (user, changed);
CREATE TABLE turns (
    name TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    number INTEGER NOT NULL,
    body TEXT NOT NULL, said TEXT NOT NULL, record BLOB,
    good INTEGER, comment TEXT NOT NULL DEFAULT '',
    UNIQUE (conversation, number)
);
CREATE INDEX turns_with_record ON turns (record IS NOT NULL);
CREATE INDEX turns_rated ON turns (good) WHERE good IS NOT NULL;
"""


def _prepare(connection: sqlite3.Connection) -> None:
    connection.create_function("folded", 1, folded, deterministic=True)
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten


SCHEMA = Schema("conversations.sqlite", "conversations", _TABLES, version=1, prepare=_prepare)
