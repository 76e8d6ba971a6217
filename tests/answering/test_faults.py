"""Every fault of a provider, met by the whole assistant: a typed error, or an answer without the model and a note.

The server follows a script; the sample, the embedded judge and the flow are the real ones.
"""

import json
import socket
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import build
from assistant.answering import Assistant
from assistant.errors import ProviderDown, ProviderError, ProviderRefused
from assistant.settings import Secret, Settings
from assistant.types import Answer
from tests.servers.obliging import Step, but, oblige, step_of
from tests.servers.scripted import NOW, Raw, Request, ScriptedServer, Streamed, chat, failure, vectors
from tests.servers.scripted import Answer as Reply

QUESTION, LATER = "Which papers study neural collapse?", "Which of those look at language models?"
KEY = "sk-nobody-may-see-this-key"
EMBEDDED = "embedded "


def opened(index: Path, base_url: str, **settings: Any) -> Assistant:
    made = Settings(
        index=index, chat_model="m", base_url=base_url, key=Secret(KEY), judge_limit=4, parallel=2, timeout=10
    )
    return build.open_assistant(Settings(**{**_fields(made), **settings}))


def _fields(settings: Settings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in Settings.__dataclass_fields__}


def sound(answer: Answer) -> None:
    """What holds of every answer, whoever made it."""
    assert all(c.quote.text in c.quote.paper.abstract for c in answer.citations)
    assert all(f"[{c.number}]" in answer.text for c in answer.citations)
    assert KEY not in repr(answer)


MENDED_BY_THE_USER = {
    "401": (failure(401, f"bad key {KEY}"), "Check OPENAI_API_KEY"),
    "403": (failure(403, f"no rights for {KEY}"), "Check OPENAI_API_KEY"),
    "404 model": (failure(404, f"no model m, {KEY}"), "Check the model's name and OPENAI_BASE_URL"),
    "no credit": (failure(429, code="insufficient_quota"), "Check the account's plan"),
    "418": (failure(418), "Check the model's name"),
}


@pytest.mark.parametrize("fault", MENDED_BY_THE_USER)
def test_what_the_user_has_to_mend_is_an_error_that_says_how(sample_index: Path, fault: str) -> None:
    reply, hint = MENDED_BY_THE_USER[fault]
    with ScriptedServer(answers=but("judge", lambda _: reply)) as server:
        with pytest.raises(ProviderRefused, match=hint) as caught:
            opened(sample_index, server.base_url).ask(QUESTION)
        assert KEY not in "".join(traceback.format_exception(caught.value))


HUGE = json.dumps({"papers": [{"number": 1, "quotes": ["word " * 100_000], "relevance": 3, "reason": "long"}]})
STOOD_IN_FOR = {
    "408": (failure(408), "was silent for too long"),
    "409": (failure(409), "is busy with a conflicting request"),
    "413": (failure(413), "cannot take a request this long"),
    "429 without Retry-After": (failure(429, headers={}), "limits the rate of requests"),
    "429 with Retry-After": (failure(429, headers={"retry-after": "0.01"}), "limits the rate of requests"),
    "500": (failure(500), "has an internal error"),
    "502": (Raw("<html>bad gateway", 502, NOW, kind="text/html"), "has an internal error"),
    "503": (failure(503), "has an internal error"),
    "a secret in its words": (failure(500, f"Bearer {KEY} failed in {KEY}"), "has an internal error"),
    "invalid JSON": (Raw('{"choices": [{'), "sent a reply that cannot be read"),
    "JSON of another shape": (Raw('{"choices": "yes"}'), "sent a reply of another form"),
    "a page": (Raw("<html>welcome", kind="text/html"), "sent a reply of another form"),
    "empty content": (chat(""), "sent an empty reply"),
    "a refusal": (chat(None, refusal="I cannot."), "declined to answer"),
    "no JSON inside": (chat("Gladly! Here it is."), "does not keep to the judge's form"),
    "another JSON inside": (chat('{"papers": [7]}'), "does not keep to the judge's form"),
    "wrong ids": (
        chat('{"papers": [{"number": 77, "quotes": [], "relevance": 3, "reason": "x"}]}'),
        "does not keep to the judge's form",
    ),
    "100,000 tokens": (chat(HUGE), "does not end its reply"),
    "context length": (failure(400, "too long", code="context_length_exceeded"), "cannot take a request this long"),
}


@pytest.mark.parametrize("fault", STOOD_IN_FOR)
def test_a_judging_model_that_fails_is_stood_in_for_with_a_note(sample_index: Path, fault: str) -> None:
    reply, words = STOOD_IN_FOR[fault]
    with ScriptedServer(answers=but("judge", lambda _: reply)) as server:
        answer = opened(sample_index, server.base_url).ask(QUESTION)
    assert_stood_in_for(answer, words)
    judging = [request for request in server.requests if step_of(request) == "judge"]
    assert 1 <= len(judging) <= 24  # four papers: halved and asked again, and each of that tried three times at most
    assert "write" not in map(step_of, server.requests)


def assert_stood_in_for(answer: Answer, words: str) -> None:
    (note,) = (note for note in answer.notes if "judging model failed" in note)
    assert words in note and "Judged and written without it." in note
    assert (answer.outcome, answer.provenance.writer) == ("answered", "extractive")
    assert answer.provenance.judge.startswith(EMBEDDED)
    assert "Perturbation Analysis of Neural Collapse" in answer.text
    sound(answer)


def _closed_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/v1"


@pytest.mark.parametrize("url", [_closed_port, lambda: "http://nowhere.invalid/v1"], ids=["refused", "no such name"])
def test_a_server_that_cannot_be_reached_is_stood_in_for(sample_index: Path, url: Callable[[], str]) -> None:
    assert_stood_in_for(opened(sample_index, url()).ask(QUESTION), "cannot be reached")


def test_a_silent_server_is_stood_in_for(sample_index: Path) -> None:
    with ScriptedServer(answers=but("judge", lambda _: Raw(silence=True))) as server:
        answer = opened(sample_index, server.base_url, timeout=0.2).ask(QUESTION)
    assert_stood_in_for(answer, "was silent for too long")


def test_a_slow_first_byte_is_waited_for(sample_index: Path) -> None:
    def slow(request: Request) -> Reply:
        time.sleep(0.3)
        return oblige(request)

    with ScriptedServer(answers=slow) as server:
        answer = opened(sample_index, server.base_url, timeout=5).ask(QUESTION)
    assert answer.provenance.judge.startswith("openai:m") and answer.outcome == "answered"


WRITING = {
    "500": failure(500),
    "401": failure(401, f"bad key {KEY}"),
    "cut inside a piece": Streamed(["Neural coll"], then="cut"),
    "ended without its end": Streamed(["Neural coll"], then="vanish"),
    "stalled": Streamed(["Neural coll"], then="stall"),
    "an error in its midst": Streamed(["Neural coll"], extra=['{"error": {"message": "out of memory"}}']),
    "broken JSON in its midst": Streamed(["Neural coll"], extra=['{"choices": [']),
    "another shape": Streamed([], extra=['{"choices": 7}']),
    "nothing": Streamed([]),
    "without end": Streamed(["word " * 10_000] * 5),
    "100,000 words, none with a mark": Streamed(["It is so. " * 1_000] * 10),
    "a page": Raw("<html>welcome", kind="text/html"),
    "unknown marks": Streamed(["Neural collapse is found [77]. It is everywhere [1234567]."]),
}


@pytest.mark.parametrize("fault", WRITING)
def test_a_writing_model_that_fails_leaves_quotes_and_none_of_its_unchecked_words(
    sample_index: Path, fault: str
) -> None:
    with ScriptedServer(answers=but("write", lambda _: WRITING[fault])) as server:
        answer = opened(sample_index, server.base_url, timeout=1).ask(QUESTION)
    sound(answer)
    assert answer.outcome == "answered" and answer.citations
    assert all(words not in answer.text for words in ("coll\n", "[77]", "1234567", "It is so", "word word"))
    assert {v.paper.id for v in answer.verdicts} == {c.quote.paper.id for c in answer.citations}


def test_an_embedding_model_that_fails_is_an_error_and_the_next_question_is_answered(tmp_path: Path) -> None:
    fault: list[Reply] = []

    def answers(request: Request) -> Reply:
        return fault[0] if fault else vectors([[float(len(text)), 1.0] for text in request.body["input"]])

    file = tmp_path / "papers.jsonl"
    file.write_text('{"id": "1", "title": "Owls", "abstract": "Owls hunt at night in the wood."}')
    with ScriptedServer(answers=answers) as server:
        settings = Settings(index=tmp_path / "index", embed_model="e", base_url=server.base_url, key=Secret(KEY))
        build.build_index([file], settings, progress=lambda _: None)
        papers = build.open_assistant(settings)
        for kind, reply in ((ProviderDown, failure(503)), (ProviderRefused, failure(401, KEY)), (None, None)):
            fault[:] = [reply] if reply else []
            if kind is None:
                assert "Owls hunt at night" in papers.ask("Which papers study owls?").text
                continue
            with pytest.raises(kind, match="openai:e@") as caught:
                papers.ask("Which papers study owls?")
            assert KEY not in "".join(traceback.format_exception(caught.value))


OPTIONAL = {"response_format": "judge", "stream_options": "write", "temperature": "judge"}


@pytest.mark.parametrize("part", OPTIONAL)
def test_a_server_that_does_not_know_a_part_of_the_request_serves_without_it(sample_index: Path, part: str) -> None:
    def picky(request: Request) -> Reply:
        return failure(400, f"unknown field {part}") if part in request.body else oblige(request)

    with ScriptedServer(answers=picky) as server:
        answer = opened(sample_index, server.base_url).ask(QUESTION)
    assert answer.outcome == "answered"
    assert answer.provenance.judge.startswith("openai:m") and answer.provenance.writer.startswith("openai:m")
    assert not any("failed" in note for note in answer.notes)


STEPS: tuple[Step, ...] = ("judge", "write", "check", "repair", "plan", "premise")


@pytest.mark.parametrize("step", STEPS)
def test_after_a_failure_the_conversation_goes_on_where_it_was(sample_index: Path, step: Step) -> None:
    broken = [False]

    def answers(request: Request) -> Reply:
        return failure(401, "no") if broken[0] and step_of(request) == step else oblige(request)

    with ScriptedServer(answers=answers) as server:
        papers = opened(sample_index, server.base_url)
        first = papers.ask(QUESTION)
        broken[0] = True
        try:
            papers.ask(LATER, [first])
        except ProviderError:
            assert step == "judge"  # the others cost a note, no more
        broken[0] = False
        later = papers.ask(LATER, [first])
    assert {v.paper.id for v in later.verdicts} <= {v.paper.id for v in first.verdicts}
    assert not any("failed" in note for note in later.notes)
