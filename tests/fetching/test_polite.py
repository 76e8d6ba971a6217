"""The faults of a network: each is tried again or told in one sentence, and none loses what came before."""

import time
from pathlib import Path

import pytest

from assistant.errors import FetchFailed
from assistant.fetching import Kept, Polite, fetch
from assistant.fetching.arxiv_papers import atom_body, of_query
from assistant.fetching.openalex import openalex
from assistant.fetching.polite import json_body
from tests.fetching import shapes
from tests.servers.services import Asked, Said, Service

_GOOD = Said(b"[]")


def _polite() -> Polite:
    return Polite(pause=0, wait=0.01, check=json_body)


@pytest.mark.parametrize(
    "fault", [Said(status=429), Said(status=503), Said(b"[1, 2", cut=True), Said(b"[1, 2"), Said(b"")]
)
def test_a_passing_fault_is_tried_again(fault: Said) -> None:
    with Service(lambda _: _GOOD, fault, fault) as server:
        assert _polite().get(server.url).body == b"[]"
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Said(status=429), "127.0.0.1 is busy or broken (429), 4 times."),
        (Said(status=503), "127.0.0.1 is busy or broken (503), 4 times."),
        (Said(b"[1", cut=True), "127.0.0.1 breaks off before all is sent, 4 times."),
        (Said(b"<oops>"), "127.0.0.1 answers with something that is not of the expected form, 4 times."),
    ],
)
def test_a_lasting_fault_is_one_sentence(fault: Said, told: str) -> None:
    with Service(lambda _: fault) as server, pytest.raises(FetchFailed) as raised:
        _polite().get(server.url)
    assert str(raised.value) == f"{told} What came before it is kept; run the same command again to go on."
    assert (len(server.asked), raised.value.exit_code) == (4, 5)


def test_a_server_that_asks_for_time_gets_it() -> None:
    with Service(lambda _: _GOOD, Said(status=429, headers={"Retry-After": "1"})) as server:
        started = time.monotonic()
        _polite().get(server.url)
    assert time.monotonic() - started >= 1


def test_between_two_requests_there_is_a_pause() -> None:
    polite = Polite(pause=0.3)
    with Service(lambda _: _GOOD) as server:
        started = time.monotonic()
        polite.get(server.url)
        polite.get(server.url)
    assert time.monotonic() - started >= 0.3


def test_no_network_is_one_sentence_at_once() -> None:
    with Service(lambda _: _GOOD) as server:
        gone = server.url
    with pytest.raises(FetchFailed) as raised:
        Polite(pause=0, wait=100).get(gone)
    assert str(raised.value) == ("127.0.0.1 cannot be reached. Check the network, then run the same command again.")


def test_a_redirect_on_the_same_host_is_followed_and_one_to_another_host_refused() -> None:
    with Service(lambda _: Said(b"[3]")) as other:
        with Service(lambda _: _GOOD, Said(status=302, headers={"Location": "/there"})) as server:
            assert _polite().get(f"{server.url}/here").body == b"[]"
            assert [asked.path for asked in server.asked] == ["/here", "/there"]
        for there in (other.url, other.url.replace("127.0.0.1", "localhost")):
            away = Said(status=302, headers={"Location": there})
            with Service(lambda _: _GOOD, away) as server, pytest.raises(FetchFailed, match="was not asked for"):
                _polite().get(server.url)
    assert other.asked == []


def test_a_redirect_in_a_circle_ends() -> None:
    with (
        Service(lambda _: Said(status=302, headers={"Location": "/"})) as server,
        pytest.raises(FetchFailed, match="from one address to the next"),
    ):
        _polite().get(server.url)


@pytest.mark.parametrize("packed", [False, True])
def test_a_body_over_fifty_megabytes_is_refused_packed_or_not(packed: bool) -> None:
    with (
        Service(lambda _: Said(b" " * 50_000_001, packed=packed)) as server,
        pytest.raises(FetchFailed, match="more than 50 MB"),
    ):
        _polite().get(server.url)
    assert len(server.asked) == 1


@pytest.mark.parametrize("address", ["owls", "ftp://127.0.0.1/", "http://[", "file:///etc/passwd"])
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(FetchFailed, match="is no address"):
        Polite(pause=0).get(address)


def test_an_error_shows_no_query_in_which_a_key_may_stand() -> None:
    with Service(lambda _: Said(status=404)) as server, pytest.raises(FetchFailed) as raised:
        _polite().get(f"{server.url}/?key=secret")
    assert "secret" not in str(raised.value)


def test_a_request_that_was_cut_off_goes_on_where_it_stopped_and_a_finished_one_begins_anew(tmp_path: Path) -> None:
    broken = [True]

    def answer(asked: Asked) -> Said:
        late = asked.query["start"] == "4"
        return Said(status=503) if late and broken[0] else shapes.arxiv(6)(asked)

    with Service(answer) as server:

        def run() -> tuple[int, int, int, bool]:
            polite = Polite(pause=0, wait=0.01, check=atom_body)
            request = of_query("owls", polite, source="arxiv:owls", base=server.url, page=2)
            done = fetch(request, Kept(tmp_path, request.source), progress=lambda _: None)
            return done.came, done.new, done.kept, done.resumed

        with pytest.raises(FetchFailed):
            run()
        assert Kept(tmp_path, "arxiv:owls").papers() == 4
        broken[0] = False
        assert run() == (2, 2, 6, True)
        assert run() == (6, 0, 6, False)


def test_a_broken_atom_answer_is_not_taken_for_the_end(tmp_path: Path) -> None:
    with Service(lambda _: Said(b"<feed><entry>")) as server, pytest.raises(FetchFailed, match="expected form"):
        polite = Polite(pause=0, wait=0.01, check=atom_body)
        list(of_query("owls", polite, source="arxiv:owls", base=server.url).pages(None))


@pytest.mark.parametrize("body", [b"[]", b"3", b'{"results": [3], "meta": {}}', b'{"meta": {}}'])
def test_json_of_another_shape_is_one_sentence(body: bytes) -> None:
    with Service(lambda _: Said(body)) as server, pytest.raises(FetchFailed, match="no list of works"):
        list(openalex("owls", _polite(), base=server.url).pages(None))


def test_a_service_with_nothing_brings_nothing(tmp_path: Path) -> None:
    with Service(shapes.works(0)) as server:
        request = openalex("owls", _polite(), base=server.url)
        assert fetch(request, Kept(tmp_path, request.source), progress=lambda _: None).kept == 0
