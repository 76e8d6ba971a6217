"""Answers end to end by a real server with a real small model, which keeps to nothing.

Only what must hold whatever it says is asserted.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from assistant import build, new_recording, replay
from assistant.answering import Assistant
from assistant.errors import ProviderError, ProviderRefused, Stopped
from assistant.models.openai_chat import OpenAIChat
from assistant.ports import Message
from assistant.settings import Settings
from assistant.types import Answer, Checks, Citation, Plan, Usage
from assistant.writing.chat_writer import ChatWriter
from tests.making import MICE, OWLS, WHALES, verdict
from tests.servers import small

PAPERS = {
    "Counting Whales by Ear": "We count whales by song. SONGS-345 holds 345 hours of humpback song. Code is free.",
    "Whales and Ships": "Ships drown the songs of whales. We record 12 harbours and find fewer calls by day.",
    "Fin Whales from Above": "FinCount finds fin whales in satellite pictures. It misses whales that dive.",
    "Owls at Night": "Owls hunt by ear. We measure how barn owls place a sound to within two degrees.",
    "Owls in the City": "City owls hunt near lamps. Their hearing is masked by traffic, and they catch fewer mice.",
    "A Survey of Owl Hearing": "We review 80 studies of hearing in owls, from ear shape to the maps in their brains.",
}
QUESTIONS = (  # the compound one is planned by the model
    "Which papers count whales?",
    "Compare SONGS-345 and FinCount, and which of them releases code?",
)
LONGEST, MOST_WRITTEN = 1_200, 96  # tokens of a request and of a reply


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    server = small.start()
    yield f"{server.listening_address}/v1"
    del server


@pytest.fixture(scope="session")
def model(address: str) -> Iterator[OpenAIChat]:
    chat_model = OpenAIChat("smollm2", base_url=address, key=None, timeout=60)
    yield chat_model
    chat_model.close()


@pytest.fixture(scope="session")
def papers(address: str, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("small")
    rows = [{"id": str(n), "title": title, "abstract": text} for n, (title, text) in enumerate(PAPERS.items())]
    (folder / "papers.jsonl").write_text("\n".join(map(json.dumps, rows)))
    settings = Settings(index=folder / "index", chat_model="smollm2", base_url=address, judge_limit=2, parallel=1)
    build.build_index([folder / "papers.jsonl"], settings, progress=lambda _: None)
    return build.open_assistant(settings)


def test_questions_end_to_end_give_verbatim_quotes_and_known_marks_and_replay(
    papers: Assistant, tmp_path: Path
) -> None:
    file, said, asked = tmp_path / "record.json", list[Answer](), set[str]()
    for question in QUESTIONS:
        recording = new_recording()
        said.append(papers.ask(question, said[-1:], recording=recording))
        recording.save(file)
        assert_sound(said[-1])
        for call in json.loads(file.read_bytes())["replies"]:
            asked.add(re.findall(r"You (\w+)", call["messages"][0]["content"])[0])
            if call["usage"]:
                assert call["usage"]["prompt_tokens"] < LONGEST
                assert call["usage"]["completion_tokens"] <= MOST_WRITTEN
        assert replay(file).changes == ()
    assert {"turn", "judge"} <= asked  # planning and judging; what is written depends on the judgement


def assert_sound(answer: Answer) -> None:
    known = set(PAPERS.values())
    assert all(c.quote.paper.abstract in known for c in answer.citations)
    assert all(c.quote.text in c.quote.paper.abstract for c in answer.citations)
    marks = {int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)}
    assert marks == {c.number for c in answer.citations} == set(range(1, len(answer.citations) + 1))


@pytest.mark.parametrize("kind", ["list", "compare"])
def test_whatever_it_writes_marks_are_known_and_a_draft_streams(model: OpenAIChat, kind: str) -> None:
    verdicts = [
        verdict(WHALES, "We count whales by ear."),
        verdict(OWLS, "Owls hunt at night."),
        verdict(MICE, "Mice are small animals."),
    ]
    quotes = [Citation(number, v.quotes[0]) for number, v in enumerate(verdicts, start=1)]
    plan = Plan("What do whales, owls and mice do?", "list" if kind == "list" else "compare", ("animals",))
    *pieces, checks = ChatWriter(model).write(plan, verdicts, quotes)
    usages = [piece for piece in pieces if isinstance(piece, Usage)]
    assert usages[0].prompt_tokens < LONGEST and usages[0].completion_tokens <= MOST_WRITTEN
    assert isinstance(checks, Checks)
    written = "".join(piece for piece in pieces if isinstance(piece, str))
    assert {int(mark) for mark in re.findall(r"\[(\d+)\]", written)} <= {1, 2, 3}


def test_the_server_keeps_to_a_schema(model: OpenAIChat) -> None:
    schema = {
        "type": "object",
        "properties": {"yes": {"type": "boolean"}},
        "required": ["yes"],
        "additionalProperties": False,
    }
    reply = model.complete([Message("user", "Is water wet?")], schema=schema)
    assert re.fullmatch(r'\s*\{\s*"yes"\s*:\s*(true|false)\s*\}\s*', reply.text)


def test_a_stop_cuts_a_real_stream_and_the_next_call_is_served(model: OpenAIChat) -> None:
    stop = Event()
    pieces = iter(model.stream([Message("user", "Count from one to a hundred in words.")], stop=stop))
    next(pieces)
    stop.set()
    with pytest.raises(Stopped):
        list(pieces)
    assert model.complete([Message("user", "Say a word.")]).usage.calls == 1


def test_a_request_past_the_context_is_refused_with_a_reason(model: OpenAIChat) -> None:
    with pytest.raises(ProviderRefused, match="cannot take a request this long") as caught:
        model.complete([Message("user", "word " * 3_000)])
    assert isinstance(caught.value, ProviderError)
