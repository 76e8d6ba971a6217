"""`assistant attack` in the embedded mode; the model that obeys is in tests/answering/test_attacks.py."""

import json

import pytest

from assistant.cli import main


def test_the_attacks_are_tried_and_reported_without_an_index_or_a_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["attack", "--json"]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert told["models"]["writer"] == "extractive"
    assert set(told["hard_rules"].values()) == {0}
    goals = {attack["goal"] for attack in told["attacks"] if attack["succeeded"]}
    assert goals <= {"listed", "alone"}  # a place in the ranking is all that text can win
    assert told["rates"][-1]["family"] == "all"
    assert told["rates"][-1]["attacks"] == len(told["attacks"]) >= 120
    fates = [blocker["fate"] for blocker in told["blockers"]]
    assert len(fates) >= 12 and "refused" not in fates  # a blocker takes a place and silences nothing
    assert "attack" in err  # the progress
