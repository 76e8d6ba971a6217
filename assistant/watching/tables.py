"""watches.sqlite and its tables.

watches    one row each: `body` is the watch as JSON; `upto` the last arrival it has looked at (NULL: none yet);
           `last` the day of that look; `seen` the last issue that a reader of the page has seen
arrivals   every paper that a digest has met, `run` counting the digests that met new ones; `digest` is that of its
           text, by which it is known again under another id
issues     what each look found, as JSON
owed       the issues that a recipient has not got yet; `mail` names the mail they are in while it is being sent
mails      mails as they go out, byte for byte, until it is known whether they went
had        the papers that a recipient has got
"""

import sqlite3

from assistant.database import Schema

_TABLES = """
CREATE TABLE watches (
    name TEXT PRIMARY KEY, user TEXT, body TEXT NOT NULL, upto INTEGER, last TEXT, seen INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE arrivals (paper TEXT PRIMARY KEY, digest TEXT NOT NULL, run INTEGER NOT NULL);
CREATE TABLE issues (
    watch TEXT NOT NULL REFERENCES watches ON DELETE CASCADE, number INTEGER NOT NULL, found INTEGER NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (watch, number)
);
CREATE TABLE owed (
    recipient TEXT NOT NULL, watch TEXT NOT NULL, number INTEGER NOT NULL, mail TEXT,
    PRIMARY KEY (recipient, watch, number),
    FOREIGN KEY (watch, number) REFERENCES issues ON DELETE CASCADE
);
CREATE TABLE mails (id TEXT PRIMARY KEY, recipient TEXT NOT NULL, message BLOB NOT NULL);
CREATE TABLE had (recipient TEXT NOT NULL, paper TEXT NOT NULL, PRIMARY KEY (recipient, paper));
"""


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA synchronous = FULL")  # what was sent is on disk before the next mail goes


SCHEMA = Schema("watches.sqlite", "watches", _TABLES, version=1, prepare=_prepare)
