"""Records saved from the page, and a conversation that goes on after a failure."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Page, expect

from assistant import new_recording, open_assistant, replay
from assistant.answering.recording import Recording
from assistant.errors import ProviderDown
from assistant.ports import Stop
from assistant.types import Answer, Event, Filters
from assistant.web.conversation import Turn
from assistant.web.records import Records
from tests.making import OWLS
from tests.web.asking import Scripted, ask
from tests.web.conftest import Serve

Visit = Callable[..., Page]


def test_a_record_saved_from_the_page_is_made_again(visit: Visit, address: str, tmp_path: Path) -> None:
    page = visit(address)
    ask(page, "Which papers study neural collapse?")
    turn = ask(page, "Which of those look at language models?")
    turn.locator(".foot summary").click()
    with page.expect_download() as download:
        turn.get_by_text("Save the record of this answer").click()
    assert download.value.suggested_filename == "answer-2.json"
    download.value.save_as(tmp_path / "record.json")
    again = replay(tmp_path / "record.json")
    assert again.changes == ()
    assert again.answer is not None
    assert again.answer.question == "Which of those look at language models?"


class _Failing(Scripted):
    """As its kind, but that its provider is down for one question."""

    def stream(
        self,
        question: str,
        history: Sequence[Answer] = (),
        *,
        filters: Filters | None = None,
        stop: Stop | None = None,
        recording: Recording | None = None,
    ) -> Iterator[Event]:
        if question == "And now?":
            raise ProviderDown("no connection to the model", hint="Check OPENAI_BASE_URL.")
        yield from super().stream(question, history, filters=filters, stop=stop, recording=recording)


def test_after_a_failure_question_and_conversation_are_still_there(visit: Visit, serve: Serve) -> None:
    page = visit(serve(_Failing([OWLS])))
    first = ask(page, "Who hunts?")
    failed = ask(page, "And now?")
    last = ask(page, "And later?")
    expect(first.locator(".answer")).to_contain_text("Answer 1:")
    expect(failed.locator(".question")).to_have_text("And now?")
    expect(failed.locator(".problem")).to_contain_text("No connection to the model. Check OPENAI_BASE_URL.")
    expect(last.locator(".answer")).to_contain_text("Answer 2:")


def test_only_the_last_records_are_kept_and_none_of_an_answer_that_broke_off(sample_index: Path) -> None:
    records, recording = Records(), new_recording()
    open_assistant(str(sample_index)).ask("?!", recording=recording)
    records.answered("", (Turn(1, "?!", record="broken"),), new_recording(), "")
    for number in range(65):
        records.answered("", (Turn(1, "?!", record=str(number)),), recording, "")
    assert [records.read(name) for name in ("broken", "0")] == [None, None]
    assert records.read("1") == records.read("64") == recording.text()
    assert len({records.new_record() for _ in range(100)}) == 100
