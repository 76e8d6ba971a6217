"""A whole answer over a chat model that does as it is told: what the checks found reaches note and answer."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answer_json import answer_to_json
from assistant.build import open_assistant
from assistant.settings import Settings, Unsupported
from assistant.types import Answer, Checks, Finished
from tests.servers.obliging import but, step_of
from tests.servers.scripted import Answer as Reply
from tests.servers.scripted import Request, ScriptedServer, Streamed, chat

QUESTION = "Which papers study neural collapse?"


def _asked(index: Path, answers: Callable[[Request], Reply], unsupported: Unsupported = "drop") -> Answer:
    with ScriptedServer(answers=answers) as server:
        settings = Settings(
            index=index, chat_model="m", base_url=server.base_url, judge_limit=5, unsupported=unsupported
        )
        return open_assistant(settings).ask(QUESTION)


def _first_sentences(request: Request) -> Reply:
    quotes = re.findall(r"^\[(\d+)\] .*?: “(.+)”$", request.body["messages"][1]["content"], re.MULTILINE)
    return Streamed([f"- {quote.split('. ')[0].rstrip('.')} [{number}]\n" for number, quote in quotes])


def test_an_answer_tells_what_its_checks_found(sample_index: Path) -> None:
    answer = _asked(sample_index, but("write", _first_sentences))
    count = len(answer.citations)
    assert answer.checks == Checks(count, 0, 0, 0)
    assert f"{count} sentences checked against the quotes: 0 repaired, 0 unsupported." in answer.notes
    assert answer_to_json(answer)["checks"] == {"sentences": count, "repaired": 0, "unsupported": 0, "invented": 0}
    assert set(answer.provenance.prompts) == {"plan", "judge", "write", "premise", "check", "repair"}


@pytest.mark.parametrize("unsupported", ["drop", "mark"])
def test_the_setting_says_what_becomes_of_an_invented_number(unsupported: Unsupported, sample_index: Path) -> None:
    wrong = but("write", lambda _: Streamed(["It collapses 98765 times [1][99]."]))
    answer = _asked(sample_index, wrong, unsupported)
    assert answer.checks == Checks(1, 0, 1, 1)
    assert answer.text.startswith("It collapses 98765 times [1]. (unsupported)") is (unsupported == "mark")
    assert ("98765" in answer.text) is (unsupported == "mark")
    assert {v.paper.id for v in answer.verdicts} == {c.quote.paper.id for c in answer.citations}


def _doubted(request: Request) -> Reply:
    doubt = but("check", lambda _: chat('{"statements": [{"number": 1, "supported": false}]}'))
    written = Streamed(["Many wonder why this happens at all [1]."])
    return written if step_of(request) == "write" else doubt(request)


@pytest.mark.parametrize("unsupported", ["drop", "mark"])
def test_law_a_whole_answer_holds_nothing_doubted_but_where_the_setting_marks_it(
    unsupported: Unsupported, sample_index: Path
) -> None:
    answer = _asked(sample_index, _doubted, unsupported)
    assert ("Many wonder why this happens at all [1]. (unsupported)" in answer.text) is (unsupported == "mark")
    assert ("Many wonder" in answer.text) is (unsupported == "mark")
    assert answer.checks == Checks(1, 0, 1, 0)
    assert {v.paper.id for v in answer.verdicts} == {c.quote.paper.id for c in answer.citations}


def test_what_a_reader_saw_before_it_was_doubted_is_marked(sample_index: Path) -> None:
    with ScriptedServer(answers=_doubted) as server:
        settings = Settings(index=sample_index, chat_model="m", base_url=server.base_url, judge_limit=5)
        *_, last = open_assistant(settings).stream(QUESTION)
    assert isinstance(last, Finished)
    assert last.answer.text.startswith("Many wonder why this happens at all [1]. (unsupported)\n\nAlso relevant (")
    assert last.answer.checks == Checks(1, 0, 1, 0)


def test_a_doubted_sentence_of_a_whole_answer_is_repaired_where_it_can_be(sample_index: Path) -> None:
    def repaired(request: Request) -> Reply:
        if step_of(request) == "repair":
            quote = re.search(r"^\[1\] .*?: “(.+)”$", request.body["messages"][1]["content"], re.MULTILINE)
            assert quote
            return chat(json.dumps({"sentences": [{"number": 1, "text": f"{quote[1]} [1]."}]}))
        return _doubted(request)

    answer = _asked(sample_index, repaired)
    assert answer.checks == Checks(1, 1, 0, 0)
    assert "Many wonder" not in answer.text
