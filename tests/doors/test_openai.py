"""The door of OpenAI's protocol, by OpenAI's own client."""

from collections.abc import Iterator

import openai
import pytest

from assistant.answering import Assistant
from tests.doors.calling import QUESTIONS, Watched, begin
from tests.making import OWLS
from tests.web.asking import Scripted
from tests.web.served import served


@pytest.fixture(scope="module")
def client(doors: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{doors}v1", api_key="unused", max_retries=0) as made:
        yield made


def test_there_is_one_model(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["paper-assistant"]
    assert client.models.retrieve("paper-assistant").owned_by == "paper-assistant"


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_completion_is_the_answers_text_then_its_sources(
    client: openai.OpenAI, engine: Assistant, question: str
) -> None:
    made = client.chat.completions.create(model="paper-assistant", messages=[{"role": "user", "content": question}])
    content, answer = made.choices[0].message.content or "", engine.ask(question)
    text, _, sources = content.partition("\n\nSources:\n\n")
    assert (text, made.choices[0].finish_reason) == (answer.text, "stop")
    assert len(sources.splitlines()) == len(answer.citations)
    assert made.usage and made.usage.total_tokens == 0


def test_annotations_stand_where_the_marks_stand_in_a_stream_too() -> None:
    with served(Scripted([OWLS])) as url, openai.OpenAI(base_url=f"{url}v1", api_key="unused") as client:
        asked = [{"role": "user", "content": "owls?"}]
        message = client.chat.completions.create(model="paper-assistant", messages=asked).choices[0].message
        chunks = list(client.chat.completions.create(model="paper-assistant", messages=asked, stream=True))
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    content = "".join(delta.content or "" for delta in deltas)
    streamed = [given for delta in deltas for given in (delta.model_extra or {}).get("annotations", ())]
    whole = [annotation.model_dump() for annotation in message.annotations or ()]
    assert (content, streamed) == (message.content, whole)
    assert [
        (cited["url"], cited["title"], content[cited["start_index"] : cited["end_index"]])
        for cited in (annotation["url_citation"] for annotation in whole)
    ] == [(OWLS.url, OWLS.title, "[1]")]


def test_a_stream_gives_the_same_text_and_its_usage(client: openai.OpenAI, engine: Assistant) -> None:
    said = [{"role": "user", "content": QUESTIONS[0]}]
    whole = client.chat.completions.create(model="paper-assistant", messages=said).choices[0].message.content
    chunks = list(
        client.chat.completions.create(
            model="paper-assistant", messages=said, stream=True, stream_options={"include_usage": True}
        )
    )
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == whole
    assert len(chunks) > 4
    assert chunks[-1].usage and chunks[-1].usage.total_tokens == 0  # no model was called


def test_earlier_turns_are_the_history(client: openai.OpenAI, engine: Assistant) -> None:
    first, then = "Which papers study neural collapse?", "Which of those look at unbalanced classes?"
    before = engine.ask(first)
    said = [
        {"role": "system", "content": "You are a pirate."},
        {"role": "user", "content": first},
        {"role": "assistant", "content": before.text},
        {"role": "user", "content": [{"type": "text", "text": then}]},
    ]
    made = client.chat.completions.create(model="paper-assistant", messages=said)
    assert (made.choices[0].message.content or "").startswith(engine.ask(then, [before]).text)


def test_what_cannot_be_carried_out_is_an_error_of_the_client(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="There is one: paper-assistant"):
        client.chat.completions.create(model="gpt-5", messages=[{"role": "user", "content": "owls?"}])
    with pytest.raises(openai.BadRequestError, match="no question"):
        client.chat.completions.create(model="paper-assistant", messages=[{"role": "assistant", "content": "Yes."}])
    with pytest.raises(openai.BadRequestError, match="n"):
        client.chat.completions.create(model="paper-assistant", messages=[{"role": "user", "content": "owls?"}], n=2)


def test_the_work_stops_when_the_client_leaves() -> None:
    watched = Watched()
    body = {"model": "paper-assistant", "messages": [{"role": "user", "content": "owls?"}], "stream": True}
    with served(watched) as url:
        connection, response = begin(url, "/v1/chat/completions", body)
        response.readline()
        response.close()
        connection.close()
        assert watched.stopped.wait(5)
