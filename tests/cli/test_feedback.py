"""`assistant feedback`: from a thumb on the page's store to a line that `assistant eval` scores."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import open_assistant
from assistant.cli import main
from assistant.keeping import Conversations, Feedback, KeptTurn

Run = Callable[..., tuple[int, str, str]]
_QUESTION = "Which papers study neural collapse?"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return run


@pytest.fixture
def rated(sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with a good and a bad answer."""
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path / "data"))
    papers, store = open_assistant(str(sample_index)), Conversations(tmp_path / "data", clock=lambda: 0.0)
    for number, (question, feedback) in enumerate(
        [(_QUESTION, Feedback(True)), ("Who won?", Feedback(False, "It\nknows\x1b[31m")), ("And then?", None)],
        1,
    ):
        store.asked("c", KeptTurn(f"t{number}", number, question), "ann")
        store.answered(KeptTurn(f"t{number}", number, question, papers.ask(question)), None, "ann")
        store.rate(f"t{number}", feedback, "ann")
    store.close()
    return sample_index


def test_the_good_answers_become_gold_that_eval_scores_in_full(run: Run, rated: Path, tmp_path: Path) -> None:
    gold, drafts = tmp_path / "gold.jsonl", tmp_path / "drafts.jsonl"
    code, out, err = run("feedback", "--gold", gold, "--drafts", drafts, "--index", rated)
    assert (code, out, err) == (0, "", f"{gold}: 1 question\n{drafts}: 1 question\n")
    code, out, _ = run("eval", gold, "--index", rated, "--floor", "lists.f1=1")
    assert (code, "lists" in out) == (0, True)


def test_without_a_file_they_are_shown(run: Run, rated: Path) -> None:
    assert run("feedback", "--index", rated) == (0, f"up\t{_QUESTION}\ndown\tWho won? (It knows[31m)\n", "")


def test_a_file_that_cannot_be_written_is_told(run: Run, rated: Path, tmp_path: Path) -> None:
    code, _, err = run("feedback", "--gold", tmp_path / "none" / "gold.jsonl", "--index", rated)
    assert (code, "cannot be written" in err) == (2, True)
