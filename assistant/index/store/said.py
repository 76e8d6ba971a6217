"""What is said of each paper: by the record it shows, and where that one is silent by the first that is not.

Why: docs/decisions/0057-what-was-said-first-stays.md
"""


def _filled(column: str, empty: str = "''") -> str:
    others = f"SELECT own.{column} FROM records AS own WHERE own.paper = papers.id AND own.{column} <> {empty}"
    first = f"NULLIF(records.{column}, {empty})"
    return f"coalesce({first}, ({others} ORDER BY own.id LIMIT 1), records.{column}) AS {column}"


_COLUMNS = (
    *(_filled(column) for column in ("date", "date_text", "url")),
    *(_filled(column, "'[]'") for column in ("authors", "categories")),
)
# To select from: a row a paper; `place`: in the order they came.
SAID = f"""(
    SELECT papers.id AS id, papers.rowid AS place, shown, digest, title, abstract, {", ".join(_COLUMNS)}
    FROM papers JOIN records ON records.id = papers.shown
)"""
