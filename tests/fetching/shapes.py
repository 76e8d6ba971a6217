"""Answers in the shapes of the services, over papers numbered from 0."""

import json
from collections.abc import Callable, Sequence

from tests.servers.services import Asked, Said


def id_of(n: int) -> str:
    return f"2501.{n:05}"


def arxiv(total: int) -> Callable[[Asked], Said]:
    def answer(asked: Asked) -> Said:
        if ids := asked.query.get("id_list"):
            numbers: Sequence[int] = [int(id.partition(".")[2]) for id in ids.split(",")]
        else:
            start = int(asked.query["start"])
            numbers = range(start, min(total, start + int(asked.query["max_results"])))
        return Said(atom("".join(map(_api_entry, numbers)), total))

    return answer


def atom(entries: str, total: int = 0) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom">'
        f"<opensearch:totalResults>{total}</opensearch:totalResults><title>papers</title>{entries}</feed>"
    ).encode()


def _api_entry(n: int) -> str:
    return (
        f"<entry><id>http://arxiv.org/abs/{id_of(n)}v2</id><updated>2025-03-01T00:00:00Z</updated>"
        f"<published>2025-01-02T00:00:00Z</published><title>Owls\n  number {n}</title>"
        f"<summary>  Owls hunt\nat night {n}. </summary><author><name>Ida Näf</name></author>"
        '<arxiv:primary_category term="cs.LG"/><category term="cs.LG"/></entry>'
    )


def announced(numbers: Sequence[int]) -> bytes:
    return atom(
        "".join(
            f"<entry><id>oai:arXiv.org:{id_of(n)}v1</id><title>Owls number {n}</title>"
            f'<link href="https://arxiv.org/abs/{id_of(n)}" rel="alternate" type="text/html"/>'
            f"<summary>arXiv:{id_of(n)}v1 Announce Type: new \nAbstract: Owls hunt &lt;$k$&gt; {n}.</summary>"
            '<category term="cs.LG"/><published>2025-01-06T00:00:00-05:00</published>'
            '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Ida Näf, Bo Li</dc:creator></entry>'
            for n in numbers
        )
    )


def daily(of_day: Callable[[str], Sequence[int]]) -> Callable[[Asked], Said]:
    def answer(asked: Asked) -> Said:
        size, page = int(asked.query["limit"]), int(asked.query["p"])
        papers = [_daily_entry(n) for n in of_day(asked.query["date"])[page * size : (page + 1) * size]]
        return Said(json.dumps(papers).encode(), headers={"Content-Type": "application/json"})

    return answer


def _daily_entry(n: int) -> dict[str, object]:
    paper = {
        "id": id_of(n),
        "title": f"Owls number {n}",
        "summary": f"Owls hunt at night {n}.",
        "authors": [{"_id": "a", "name": "Ida Näf", "hidden": False}],
        "publishedAt": "2025-01-02T00:00:00.000Z",
        "upvotes": 3,
    }
    return {"paper": paper, "title": f"Owls number {n}", "publishedAt": "2025-01-06T01:00:00.000Z", "numComments": 0}


def works(total: int) -> Callable[[Asked], Said]:
    def answer(asked: Asked) -> Said:
        cursor, size = asked.query["cursor"], int(asked.query["per-page"])
        start = 0 if cursor == "*" else int(cursor)
        end = min(total, start + size)
        meta = {"count": total, "next_cursor": str(end) if end < total else None}
        return Said(json.dumps({"meta": meta, "results": [work(n) for n in range(start, end)]}).encode())

    return answer


def work(n: int) -> dict[str, object]:
    return {
        "id": f"https://openalex.org/W{n}",
        "doi": f"https://doi.org/10.1000/OWL.{n}",
        "title": f"Owls number {n}",
        "publication_date": "2025-01-02",
        "authorships": [{"author": {"display_name": "Ida Näf"}}],
        "primary_topic": {"display_name": "Birds"},
        "abstract_inverted_index": {"Owls": [0], "night.": [3], "hunt": [1], "at": [2]},
    }


def library(total: int) -> Callable[[Asked], Said]:
    def answer(asked: Asked) -> Said:
        start = int(asked.query["start"])
        items = [item(n) for n in range(start, min(total, start + int(asked.query["limit"])))]
        headers = {"Content-Type": "application/json", "Total-Results": str(total)}
        return Said(json.dumps(items).encode(), headers=headers)

    return answer


def item(n: int) -> dict[str, object]:
    data = {
        "key": f"KEY{n}",
        "itemType": "note" if n == 1 else "journalArticle",
        "title": f"Owls number {n}",
        "abstractNote": "Owls hunt at night.",
        "creators": [
            {"creatorType": "author", "firstName": "Ida", "lastName": "Näf"},
            {"creatorType": "editor", "name": "Nobody"},
        ],
        "date": "2025-01-02",
        "DOI": f"10.1000/OWL.{n}",
    }
    return {"key": f"KEY{n}", "version": 1, "data": data}
