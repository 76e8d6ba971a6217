"""`assistant ask --record` and `assistant replay`; a batch whose provider fails now and then."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.cli import main
from tests.servers.obliging import oblige, step_of
from tests.servers.scripted import Answer, Request, ScriptedServer, failure

Run = Callable[..., tuple[int, str, str]]
QUESTION = "How many dilemmas does CLASH contain?"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return run


def test_a_recorded_answer_is_printed_again_without_the_index(run: Run, sample_index: Path, tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    code, out, _ = run("ask", QUESTION, "--record", file, "--index", sample_index)
    assert (code, run("replay", file)) == (0, (0, out, f"{file}: the same answer, byte for byte\n"))


def test_an_answer_that_changed_is_shown_with_its_changes_and_exit_code_1(
    run: Run, sample_index: Path, tmp_path: Path
) -> None:
    file = tmp_path / "answer.json"
    run("ask", "A recipe for bread?", "--record", file, "--index", sample_index)
    record = json.loads(file.read_bytes())
    record["answer"]["text"] = "Take flour."
    file.write_text(json.dumps(record))
    said = "text:\n  -Take flour.\n  +Nothing in these papers is about this."
    assert run("replay", file) == (1, "Nothing in these papers is about this.\n", f"{file}: changed\n{said}\n")
    code, out, err = run("replay", file, "--json")
    replayed = json.loads(out)
    assert (code, err, replayed["record"], replayed["same"], replayed["changes"]) == (1, "", str(file), False, [said])
    assert replayed["answer"]["text"] == "Nothing in these papers is about this."


def test_a_batch_records_each_answer_into_a_folder_that_replays_as_a_whole(
    run: Run, sample_index: Path, tmp_path: Path
) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(
        '{"id": "a/b", "question": "neural collapse"}\n'
        '{"id": "c", "turns": [{"question": "Who studies neural collapse?"}, {"question": "Which of those use text?"}]}'
    )
    code, out, _ = run("ask", "--batch", batch, "--json", "--record", tmp_path / "records", "--index", sample_index)
    assert code == 0
    names = [file.name for file in sorted((tmp_path / "records").iterdir())]
    assert names == ["0001-a_b.json", "0002-c_1.json", "0003-c_2.json"]
    code, replayed, _ = run("replay", tmp_path / "records", "--json")
    lines = [json.loads(line) for line in replayed.splitlines()]
    assert (code, [line["same"] for line in lines]) == (0, [True] * 3)
    assert [{**line["answer"], "id": 0} for line in lines] == [{**json.loads(one), "id": 0} for one in out.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "owls", "--record", "{tmp}/none/r.json"], "cannot be written"),
        (["ask", "owls", "--record", "{tmp}"], "cannot be written"),
        (["ask", "--batch", "{tmp}/file", "--record", "{tmp}/file"], "is no folder for records"),
        (["replay", "{tmp}"], "no record in"),
        (["replay", "{tmp}/none.json"], "cannot be read"),
        (["replay", "{tmp}/file"], "is no record that can be read"),
    ],
)
def test_what_cannot_be_recorded_or_replayed_says_why_in_one_line(
    run: Run, sample_index: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "file").write_text("[]")
    named = [argument.replace("{tmp}", str(tmp_path)) for argument in arguments]
    code, out, err = run(*named, *(["--index", sample_index] if arguments[0] == "ask" else []))
    assert (code, out) == (2, "")
    assert err.startswith("assistant: ") and said in err and len(err.splitlines()) == 1


def test_a_turn_that_fails_leaves_the_conversation_of_a_batch_as_it_was(
    run: Run, sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider does not take the key while the second question is asked."""

    def answers(request: Request) -> Answer:
        second = "tight frame" in request.body["messages"][1]["content"].splitlines()[0]
        return failure(401) if second and step_of(request) == "judge" else oblige(request)

    turns = ["Which papers study neural collapse?", "What is a tight frame?", "Which of those look at language models?"]
    batch = tmp_path / "batch.jsonl"
    batch.write_text(json.dumps({"id": "c", "turns": [{"question": turn} for turn in turns]}))
    with ScriptedServer(answers=answers) as server:
        place = {"OPENAI_API_KEY": "sk-nobody-may-see", "OPENAI_BASE_URL": server.base_url}
        for name, value in {"ASSISTANT_CHAT_MODEL": "m", "ASSISTANT_JUDGE_LIMIT": "4", **place}.items():
            monkeypatch.setenv(name, value)
        code, out, err = run("ask", "--batch", batch, "--json", "--index", sample_index)
    first, second, third = map(json.loads, out.splitlines())
    assert (code, [first["id"], second["id"], third["id"]]) == (3, ["c#1", "c#2", "c#3"])
    assert set(second) == {"id", "error"} and "Check OPENAI_API_KEY" in second["error"]
    assert {paper["id"] for paper in third["papers"]} <= {paper["id"] for paper in first["papers"]}
    assert "sk-nobody" not in out + err
