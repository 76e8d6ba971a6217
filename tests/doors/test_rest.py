"""REST over plain HTTP."""

import json
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import pytest

from assistant import open_assistant
from assistant.answer_json import answer_to_json, search_to_json
from assistant.answering import Assistant
from assistant.build import SAMPLE
from assistant.doors.rest.schema import AnswerJson, SearchJson, WholePaperJson
from assistant.ingest import IndexStock
from assistant.settings import Settings
from assistant.types import Filters
from assistant.web.server.serving import Serving
from tests.doors.calling import QUESTIONS, Watched, lasting, post
from tests.web.served import request, served

_ASK = "/api/v1/ask"


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_the_engines_and_fits_its_schema(doors: str, engine: Assistant, question: str) -> None:
    told = post(doors, _ASK, {"question": question})
    assert told.status == 200
    assert lasting(told.json) == lasting(answer_to_json(engine.ask(question)))
    AnswerJson.model_validate(told.json)


def test_earlier_questions_are_the_history_whether_the_server_remembers_them_or_not(
    doors: str, engine: Assistant
) -> None:
    first, then = "Which papers study neural collapse?", "Which of those look at unbalanced classes?"
    expected = lasting(answer_to_json(engine.ask(then, [engine.ask(first)])))
    for _ in range(2):
        assert lasting(post(doors, _ASK, {"question": then, "history": [first]}).json) == expected


def test_filters_restrict_what_is_asked(doors: str, engine: Assistant) -> None:
    question, since = "Which papers address few-shot learning?", "2025-01-01"
    told = post(doors, _ASK, {"question": question, "filters": {"since": since}}).json
    assert lasting(told) == lasting(answer_to_json(engine.ask(question, filters=Filters(since=since))))


def test_a_stream_gives_steps_then_tokens_then_the_same_answer(doors: str, engine: Assistant) -> None:
    question = QUESTIONS[0]
    told = post(doors, _ASK, {"question": question, "stream": True})
    assert told.headers["content-type"].startswith("text/event-stream")
    events = _events(told.text)
    names = [name for name, _ in events]
    assert list(dict.fromkeys(names)) == ["step", "token", "answer"]
    answer = events[-1][1]
    assert lasting(answer) == lasting(answer_to_json(engine.ask(question)))
    assert "".join(data["text"] for name, data in events if name == "token") == answer["text"]


def _events(text: str) -> list[tuple[str, Any]]:
    parts = [part.split("\ndata: ") for part in text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data)) for name, data in parts]


def test_a_search_is_the_engines(doors: str, engine: Assistant) -> None:
    told = request(doors, "/api/v1/search?q=neural+collapse&k=5")
    assert told.json == search_to_json(engine.search("neural collapse", 5))
    assert len(SearchJson.model_validate(told.json).results) == 5


def test_the_pages_of_papers_give_each_paper_once_the_newest_first(doors: str) -> None:
    papers, cursor = list[dict[str, Any]](), ""
    while cursor is not None:
        page = request(doors, f"/api/v1/papers?limit=100&cursor={cursor}").json
        papers, cursor = [*papers, *page["papers"]], page["next"]
    dates = [paper["date"] or "" for paper in papers]
    assert (len({paper["id"] for paper in papers}), dates) == (278, sorted(dates, reverse=True))
    whole = request(doors, f"/api/v1/papers/{papers[0]['id']}").json
    assert WholePaperJson.model_validate(whole).abstract
    assert papers[0].items() <= whole.items()


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/v1/papers/none", 404, "No paper has the id none"),
        ("/api/v1/papers?cursor=none", 400, "The cursor names no paper"),
        ("/api/v1/papers?limit=0", 400, "limit"),
        ("/api/v1/search?q=", 400, "The question is empty"),
        ("/api/v1/search?q=owls&since=soon", 400, "'soon' is not a date"),
        ("/api/v1/search?q=owls&source=none", 400, "No source is called none. The index holds /"),
    ],
)
def test_what_cannot_be_carried_out_is_told_in_a_sentence(doors: str, path: str, status: int, words: str) -> None:
    told = request(doors, path)
    assert (told.status, words in told.json["error"]) == (status, True)


def test_a_source_that_is_unknown_is_refused_and_a_known_one_is_asked(doors: str) -> None:
    def ask(source: str) -> Any:
        return post(doors, _ASK, {"question": QUESTIONS[2], "filters": {"sources": [source]}})

    refused, known = ask("none"), str(SAMPLE)
    assert (refused.status, refused.json["error"]) == (
        400,
        f"No source is called none. The index holds {known}.",
    )
    assert ask(known).json["outcome"] == "answered"


def test_an_unknown_field_is_refused_and_a_body_is_bounded(doors: str) -> None:
    assert post(doors, _ASK, {"question": "owls?", "surprise": 1}).status == 400
    assert post(doors, _ASK, {"question": "o" * 1_100_000}).status == 413


def test_openapi_describes_every_address_and_the_page_loads_nothing(doors: str) -> None:
    told = request(doors, "/api/v1/openapi.json").json
    assert set(told["paths"]) == {f"/api/v1/{name}" for name in ("ask", "search", "papers", "papers/{id}")}
    assert set(told["components"]["schemas"]["AnswerJson"]["properties"]) == set(AnswerJson.model_fields)
    _is_typed(told)
    page = request(doors, "/api/v1/docs").text
    assert all(path in page for path in told["paths"])
    assert not any(loading in page for loading in ("<script", "<link", "src=", "@import"))


def test_fifty_clients_at_once_get_the_same_answer(doors: str) -> None:
    with ThreadPoolExecutor(50) as clients:
        answers = list(clients.map(lambda _: post(doors, _ASK, {"question": QUESTIONS[1]}), range(50)))
    assert {told.status for told in answers} == {200}
    assert len({json.dumps(lasting(told.json)) for told in answers}) == 1


@pytest.mark.parametrize("stream", [True, False])
def test_the_work_stops_when_the_client_leaves(stream: bool) -> None:
    watched = Watched()
    with served(watched) as url:
        connection = HTTPConnection(urlsplit(url).netloc)
        body = json.dumps({"question": "owls?", "stream": stream})
        connection.request("POST", _ASK, body, {"Content-Type": "application/json"})
        if stream:
            with connection.getresponse() as response:
                response.readline()
        assert watched.asked.wait(5)
        connection.close()
        assert watched.stopped.wait(5)


def test_a_source_is_added_and_removed(own_index: Path, tmp_path: Path) -> None:
    settings = Settings(index=own_index)
    serving = Serving(data=tmp_path / "data")
    line = json.dumps({"id": "x1", "title": "Owls", "abstract": "Owls hunt at night."}).encode()
    with served(open_assistant(str(own_index)), stock=IndexStock(settings), serving=serving) as url:
        added = request(url, "/api/v1/sources?name=owls.jsonl", method="POST", body=line)
        assert (added.status, added.json) == (202, {"job": 1, "source": "owls.jsonl"})
        assert _done(url)["sources"]["owls.jsonl"] == 1
        assert request(url, "/api/v1/sources/owls.jsonl", method="DELETE").status == 202
        assert "owls.jsonl" not in _done(url)["sources"]
        assert request(url, "/api/v1/sources/owls.jsonl", method="DELETE").status == 404
        _is_typed(request(url, "/api/v1/openapi.json").json)


def _is_typed(described: dict[str, Any]) -> None:
    """Every address tells the shape of what it gives and of what it refuses."""
    for call in (call for path in described["paths"].values() for call in path.values()):
        assert "422" not in call["responses"]
        for told in call["responses"].values():
            assert "$ref" in told["content"]["application/json"]["schema"]


def _done(url: str) -> dict[str, Any]:
    until = monotonic() + 30
    while monotonic() < until:
        told: dict[str, Any] = request(url, "/api/v1/sources").json
        if told["jobs"][0]["state"] in ("done", "failed"):
            return told
        sleep(0.05)
    raise AssertionError("the job never ended")
