"""What the documents say is what the program does."""

import re
from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path

import pytest

from assistant import new_recording, open_assistant
from assistant.answer_json import answer_to_json
from assistant.cli import make_parser
from assistant.corpus import forms
from assistant.settings import Settings, names
from tests.api_reference import reference
from tests.making import OWLS, answer, verdict
from tests.test_architecture import _MODULES, _imports, _room

_REPO = Path(__file__).resolve().parent.parent
_DOCS = _REPO / "docs"
_PAGES = [_REPO / "README.md", _REPO / "CONTRIBUTING.md", *sorted(_DOCS.rglob("*.md"))]


def _page(name: str) -> str:
    return (_REPO / name).read_text(encoding="utf-8")


_README, _SETTINGS = _page("README.md"), _page("docs/settings.md")


def _commands() -> dict[str, ArgumentParser]:
    """Every command, and "fetch arxiv" and the like."""
    return _below(make_parser())


def _below(parser: ArgumentParser, before: str = "") -> dict[str, ArgumentParser]:
    actions = parser._actions  # argparse has no public way to its subparsers
    found = {before + name: p for a in actions if isinstance(a, _SubParsersAction) for name, p in a.choices.items()}
    return found | {name: p for above, one in found.items() for name, p in _below(one, f"{above} ").items()}


@pytest.mark.parametrize("name", _commands())
def test_every_command_and_option_stands_in_its_page(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    section = _page("docs/cli.md").split("<!-- commands")[1].split("<!-- /commands -->")[0]
    assert _commands()[name].format_help().strip() in section


@pytest.mark.parametrize("name", names())
def test_every_setting_stands_in_the_table(name: str) -> None:
    assert f"| `{name}` |" in _SETTINGS


def test_the_defaults_in_the_table_are_the_programs() -> None:
    defaults = dict(re.findall(r"\| `ASSISTANT_(\w+)` \| (\S+) \|", _SETTINGS))
    fresh = Settings(index=Path())
    assert {name: defaults[name.upper()] for name in ("judge_limit", "parallel", "host", "port")} == {
        "judge_limit": str(fresh.judge_limit),
        "parallel": str(fresh.parallel),
        "host": fresh.host,
        "port": str(fresh.port),
    }
    assert float(defaults["TIMEOUT"]) == fresh.timeout


@pytest.mark.parametrize("form", forms())
def test_every_form_stands_in_the_readme(form: str) -> None:
    assert f"| `{form}` |" in _README


def test_every_key_of_an_answer_stands_in_the_json_page() -> None:
    page = _page("docs/json.md")
    keys = answer_to_json(answer(verdict(OWLS, "Owls hunt at night."))).keys()
    assert list(keys) == re.findall(r"^\| `(\w+)` \|", page, re.M)


def test_every_key_of_a_record_stands_in_the_json_page(sample_index: Path) -> None:
    recording = new_recording()
    open_assistant(str(sample_index)).ask("?!", recording=recording)
    page = _page("docs/json.md")
    section = page.split("## A record")[1].split("`assistant replay --json`")[0]
    assert recording.to_json().keys() <= set(re.findall(r"`(\w+)`", section))


def test_every_part_of_the_package_stands_in_the_tree() -> None:
    package = _REPO / "assistant"
    parts = {path for path in package.rglob("*") if path.is_dir() or path.parent == package}
    shown = {p for p in parts if not any(s.startswith(("_", ".")) for s in p.relative_to(package).parts)}
    with_code = {path for path in shown if path.is_file() or any(path.glob("*.py")) or path.name == "data"}
    assert with_code <= set(_tree())


def test_every_file_of_the_tree_exists() -> None:
    missing = {
        f"{folder.name}/{name}"
        for folder, told in _tree().items()
        for name in re.findall(r"`(\w+\.\w+)`", told)
        if not (folder / name).exists()
    }
    assert missing == set()


def _tree() -> dict[Path, str]:
    """Each line of the tree in the architecture page: its path, and what is told of it."""
    found, above = {}, {0: _REPO}
    lines = _page("docs/architecture.md").split("## The rooms")[1].split("\n## ")[0].splitlines()
    for line in lines:
        if entry := re.fullmatch(r"( {4,})([\w.]+/?) +(.+)", line):
            depth = len(entry[1]) // 2 - 2
            above[depth + 1] = above[depth] / entry[2].rstrip("/")
            found[above[depth + 1]] = entry[3]
    return found


def test_the_picture_of_the_rooms_is_what_they_import() -> None:
    lines = _page("docs/architecture.md").split("flowchart BT")[1].split("```")[0].strip().splitlines()
    drawn = {
        (start.strip(), end.strip())
        for line in lines
        for starts, ends in [line.split(" --> ")]
        for start in starts.split("&")
        for end in ends.split("&")
    }
    frame = {"types", "records", "errors", "ports", "settings", "__init__", "__main__"}
    imports = {(_room(path), other) for path in _MODULES for other in _rooms_of(path)}
    real = {(room, other) for room, other in imports if room != other and not {room, other} & frame}
    assert drawn <= real
    assert real <= _closed(drawn)


def _rooms_of(path: Path) -> set[str]:
    return {name.split(".")[1] for name in _imports(path) if name.startswith("assistant.")}


def _closed(arrows: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """With every way along several arrows."""
    while more := {(a, d) for a, b in arrows for c, d in arrows if b == c} - arrows:
        arrows = arrows | more
    return arrows


def test_every_decision_is_short_and_stands_in_the_table() -> None:
    pages = sorted(path for path in (_DOCS / "decisions").glob("*.md") if path.name != "README.md")
    rows = [f"| [{p.name[:4]}]({p.name}) | {p.read_text(encoding='utf-8').splitlines()[0][2:]} |" for p in pages]
    assert re.findall(r"^\| \[.+", _page("docs/decisions/README.md"), re.M) == rows
    assert {p.name for p in pages if not 10 <= len(p.read_text(encoding="utf-8").splitlines()) <= 40} == set()


def test_every_link_of_the_documents_leads_somewhere() -> None:
    for page in _PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_file_that_the_documents_name_exists() -> None:
    for page in _PAGES:
        for named in re.findall(
            r"`([\w.-]+/[\w./-]+\.(?:py|md|jsonl?|txt|css|js)|(?:assistant|benchmarks|prompts|tests)/[\w./-]+)`",
            page.read_text(encoding="utf-8"),
        ):
            assert any((root / named).exists() for root in (_REPO, _REPO / "assistant")), f"{page.name}: {named}"


def test_the_readme_and_the_architecture_stay_short() -> None:
    assert len(_README.splitlines()) <= 200
    assert len(_page("docs/architecture.md").splitlines()) <= 150


def test_the_api_page_is_what_the_docstrings_say() -> None:
    assert _page("docs/api.md") == reference()
