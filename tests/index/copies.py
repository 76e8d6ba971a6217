"""Whether papers.sqlite says of the right papers that they are near-copies, and of which: every pair is compared."""

from collections.abc import Iterator
from itertools import combinations
from sqlite3 import Connection

from assistant.index.store.resemblance import ALIKE, bands, resemblance, signature, triples

_SURELY = 0.75  # bands miss one pair in 60,000 that is as much alike, and one in 130 of those just alike

_ROWS = """SELECT papers.id, title, abstract, since, signature, original FROM papers
JOIN records ON records.id = shown LEFT JOIN texts ON texts.paper = papers.id ORDER BY since"""


def misplaced(connection: Connection) -> Iterator[str]:
    rows = connection.execute(_ROWS).fetchall()
    texts = {since: (id, triples(title, abstract), original) for id, title, abstract, since, _, original in rows}
    if len(texts) != len(rows) or connection.execute("SELECT count(*) FROM texts").fetchone() != (len(rows),):
        yield "not each paper has its place among the texts"
        return
    for id, title, abstract, _, content, _ in rows:
        if signature(triples(title, abstract)).tobytes() != content:
            yield f"the signature of {id} is not of its text"
    for since, (id, own, original) in texts.items():
        if original is not None:
            first, text, above = texts[original]
            if above is not None or original >= since or resemblance(own, text) < ALIKE:
                yield f"{id} is no near-copy of {first}"
    standing = {since: text for since, text in texts.items() if text[2] is None}
    for one, other in combinations(standing.values(), 2):
        if resemblance(one[1], other[1]) >= _SURELY:
            yield f"{other[0]} is a near-copy of {one[0]}"
    marks = {(band, since) for since, (_, own, _) in standing.items() for band in bands(signature(own))}
    if set(connection.execute("SELECT hash, since FROM bands")) != marks:
        yield "the bands are not those of the papers that stand for themselves"
