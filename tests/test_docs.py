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

_REPO = Path(__file__).resolve().parent.parent
_DOCS = _REPO / "docs"
_PAGES = [_REPO / "README.md", _REPO / "CONTRIBUTING.md", *sorted(_DOCS.rglob("*.md"))]


def _page(name: str) -> str:
    return (_REPO / name).read_text(encoding="utf-8")


_README, _SETTINGS = _page("README.md"), _page("docs/settings.md")


def _commands() -> dict[str, ArgumentParser]:
    actions = make_parser()._actions  # argparse has no public way to its subparsers
    return next(dict(a.choices) for a in actions if isinstance(a, _SubParsersAction))


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
    tree = _page("docs/architecture.md")
    parts = [p for p in (_REPO / "assistant").rglob("*") if p.parent.name in ("assistant", "index", "judging", "web")]
    parts = [p for p in parts if not p.name.startswith(("_", ".")) and (p.is_dir() or p.parent.name == "assistant")]
    assert {p.name for p in parts if not re.search(rf"^ +{re.escape(p.name)}/? ", tree, re.M)} == set()


def test_every_link_of_the_documents_leads_somewhere() -> None:
    for page in _PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_file_that_the_documents_name_exists() -> None:
    for page in _PAGES:
        for named in re.findall(
            r"`((?:assistant|benchmarks|prompts|tests)/[\w./-]+)`", page.read_text(encoding="utf-8")
        ):
            assert (_REPO / named).exists(), f"{page.name}: {named}"


def test_the_readme_and_the_architecture_stay_short() -> None:
    assert len(_README.splitlines()) <= 200
    assert len(_page("docs/architecture.md").splitlines()) <= 150


def test_the_api_page_is_what_the_docstrings_say() -> None:
    assert _page("docs/api.md") == reference()
