"""Counts through the whole program: the same with a chat model, which is not asked, and again from a record."""

from pathlib import Path

import pytest

from assistant.build import open_assistant, replay_record
from assistant.recording import Recording
from assistant.settings import Secret, Settings
from assistant.types import Finished, Planned, Started, Token
from tests.servers.scripted import ScriptedServer

_COUNT = "How many papers mention “neural collapse”?"


def test_a_count_is_streamed_with_its_papers_and_quotes(sample_index: Path) -> None:
    events = list(open_assistant(Settings(index=sample_index)).stream(_COUNT))
    assert [type(event) for event in events[:2]] == [Started, Planned]
    assert {type(event) for event in events[2:-1]} == {Token}
    last = events[-1]
    assert isinstance(last, Finished)
    answer = last.answer
    assert "".join(event.text for event in events if isinstance(event, Token)) == answer.text
    assert answer.text.startswith("5 of 278 papers mention “neural collapse” in title or abstract:\n• ")
    assert (answer.outcome, answer.plan.kind, len(answer.verdicts), len(answer.citations)) == (
        "answered",
        "count",
        5,
        5,
    )
    assert all("collapse" in citation.quote.text.lower() for citation in answer.citations)
    assert (answer.provenance.judge, answer.provenance.writer) == ("counted", "counted")


@pytest.mark.parametrize("question", [_COUNT, "the latest papers", "How many papers since 2024?"])
def test_a_configured_model_is_not_asked_to_count(sample_index: Path, question: str) -> None:
    embedded = open_assistant(Settings(index=sample_index)).ask(question)
    with ScriptedServer() as server:
        settings = Settings(index=sample_index, chat_model="m", base_url=server.base_url, key=Secret("k"))
        answer = open_assistant(settings).ask(question)
        assert server.requests == []
    assert (answer.text, answer.verdicts, answer.notes) == (embedded.text, embedded.verdicts, embedded.notes)


def test_a_number_of_judged_papers_is_called_an_estimate(sample_index: Path) -> None:
    answer = open_assistant(Settings(index=sample_index)).ask("How many papers are about neural collapse?")
    assert answer.text.startswith(
        f"{len(answer.verdicts)} papers, by a judgement of each abstract: an estimate, not an exact count.\n• "
    )
    assert answer.completeness is not None and answer.completeness.level < 1
    assert answer.provenance.writer == "counted"


def test_a_count_with_dates_of_today_is_made_again_from_its_record(sample_index: Path, tmp_path: Path) -> None:
    recording = Recording()
    answer = open_assistant(Settings(index=sample_index)).ask(
        "How many papers since last year mention owls?", recording=recording
    )
    recording.save(tmp_path / "record.json")
    replayed = replay_record(tmp_path / "record.json")
    assert replayed.changes == ()
    assert replayed.answer is not None and replayed.answer.text == answer.text
