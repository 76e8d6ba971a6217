"""OpenAIEmbedder against a server that follows a script."""

import numpy as np
import pytest

from assistant.errors import ProviderError, ProviderNonsense, ProviderRefused
from assistant.models import tokens
from assistant.models.openai_embeddings import OpenAIEmbedder
from assistant.settings import Secret
from tests.servers.scripted import Raw, Request, ScriptedServer, failure, vectors


def embedder(server: ScriptedServer, *, parallel: int = 2) -> OpenAIEmbedder:
    return OpenAIEmbedder(
        "embed-1", base_url=server.base_url, key=Secret("hidden"), timeout=10, parallel=parallel, retries=0
    )


def test_vectors_are_unit_rows_in_the_order_of_the_texts_whatever_order_they_come_in() -> None:
    mixed = Raw('{"data": [{"index": 1, "embedding": [0, 2]}, {"index": 0, "embedding": [3, 4]}]}')
    with ScriptedServer(mixed) as server:
        found = embedder(server).embed(["first", "second"])
    assert found.dtype == np.float32
    assert found.tolist() == np.array([[0.6, 0.8], [0, 1]], np.float32).tolist()
    asked = {"model": "embed-1", "input": ["first", "second"], "encoding_format": "float"}
    assert [(request.path, request.body) for request in server.requests] == [("/v1/embeddings", asked)]


def test_the_name_tells_the_model_and_the_place_without_what_an_address_may_hide() -> None:
    made = [
        OpenAIEmbedder("e", base_url=url, key=Secret("hidden"), timeout=1, parallel=1)
        for url in (None, "https://user:hidden@host.example:8443/v1?token=hidden")
    ]
    assert [one.name for one in made] == ["openai:e", "openai:e@host.example:8443"]


def test_the_dimension_is_asked_for_once_and_only_where_no_vector_told_it() -> None:
    with ScriptedServer(vectors([[1, 0, 0]]), vectors([[0, 1, 0]])) as server:
        asking, told = embedder(server), embedder(server)
        assert (asking.dim, asking.dim) == (3, 3)
        told.embed(["a text"])
        assert told.dim == 3
        assert told.embed([]).shape == (0, 3)
    assert [request.body["input"] for request in server.requests] == [["dimension"], ["a text"]]


def test_many_texts_go_out_in_batches_and_come_back_in_order() -> None:
    def answer(request: Request) -> Raw:
        return vectors([[1.0, float(text)] for text in request.body["input"]])

    with ScriptedServer(answers=answer) as server:
        found = embedder(server, parallel=3).embed([str(n) for n in range(150)])
    assert np.allclose(found[:, 1] / found[:, 0], np.arange(150), rtol=1e-5)
    assert sorted(len(request.body["input"]) for request in server.requests) == [22, 64, 64]


def test_a_text_past_the_models_limit_is_cut_and_a_blank_one_is_not_sent_blank() -> None:
    with ScriptedServer(vectors([[1, 0], [1, 0]])) as server:
        embedder(server).embed(["long " * 9_000, "  "])
    long, blank = server.requests[0].body["input"]
    assert (tokens.count(long), blank) == (8_191, "-")


NONSENSE = {
    "too few": vectors([[1, 0]]),
    "no vectors": vectors([[], []]),
    "zero": vectors([[0, 0], [1, 0]]),
    "not a number": Raw('{"data": [{"index": 0, "embedding": [NaN]}, {"index": 1, "embedding": [1]}]}'),
    "uneven": vectors([[1, 0], [1, 0, 0]]),
    "words": Raw('{"data": [{"index": 0, "embedding": "x"}, {"index": 1, "embedding": "y"}]}'),
    "a page": Raw("<html>", kind="text/html"),
    "another object": Raw('{"data": 7}'),
    "nothing": Raw('{"data": []}'),
}


@pytest.mark.parametrize("name", NONSENSE)
def test_vectors_of_another_form_are_an_error(name: str) -> None:
    with ScriptedServer(NONSENSE[name]) as server, pytest.raises(ProviderNonsense):
        embedder(server).embed(["first", "second"])


def test_batches_of_different_widths_are_an_error() -> None:
    def answer(request: Request) -> Raw:
        return vectors([[1.0] * (2 + ("0" in request.body["input"]))] * len(request.body["input"]))

    with ScriptedServer(answers=answer) as server, pytest.raises(ProviderNonsense):
        embedder(server).embed([str(n) for n in range(70)])


def test_a_refused_key_is_an_error_that_does_not_show_it() -> None:
    with ScriptedServer(failure(401, "hidden")) as server, pytest.raises(ProviderRefused) as caught:
        embedder(server).embed(["text"])
    assert isinstance(caught.value, ProviderError)
    assert "hidden" not in str(caught.value)
