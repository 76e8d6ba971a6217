"""The file of a source: what is killed loses nothing whole, what comes again stands once, as it came last."""

import json
from dataclasses import replace
from pathlib import Path

from assistant.fetching import Kept
from assistant.types import Record

_OWLS = Record("s", 1, "Owls", "Owls hunt.", "1", ("Ida Näf",), "2025-01-02")
_BATS = replace(_OWLS, given_id="2", title="Bats \ud800")


def _titles(kept: Kept) -> list[str]:
    return [json.loads(line)["title"] for line in kept.path.read_text(encoding="utf-8").splitlines()]


def test_a_paper_that_comes_again_stands_once_as_it_came_last(tmp_path: Path) -> None:
    kept = Kept(tmp_path, "s")
    kept.add([_OWLS, _BATS], key="k", next="1")
    kept.add([replace(_OWLS, title="Owls, again")], key="k", next=None)
    kept.tidy()
    assert _titles(kept) == ["Bats \ud800", "Owls, again"]


def test_half_a_line_of_a_killed_run_is_dropped(tmp_path: Path) -> None:
    kept = Kept(tmp_path, "s")
    kept.add([_OWLS], key="k", next="1")
    with kept.path.open("a", encoding="utf-8") as file:
        file.write('{"id": "2", "ti')
    assert _titles(Kept(tmp_path, "s")) == ["Owls"]


def test_only_the_same_request_goes_on(tmp_path: Path) -> None:
    Kept(tmp_path, "s").add([_OWLS], key="k", next="7")
    assert (Kept(tmp_path, "s").start("k"), Kept(tmp_path, "s").start("other")) == ("7", None)


def test_two_names_that_differ_in_unsafe_characters_or_case_are_two_files(tmp_path: Path) -> None:
    paths = {Kept(tmp_path, name).path.name.lower() for name in ("a/b", "a:b", "A:b", "../a")}
    assert len(paths) == 4
    assert {path.parent for path in tmp_path.rglob("*.jsonl")} == {tmp_path}
