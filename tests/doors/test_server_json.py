"""server.json, by which a registry of MCP tells clients how to start this program, tells them right."""

import tomllib
from pathlib import Path
from typing import Any

from assistant.cli import make_parser
from assistant.settings import names
from tests.doors.calling import manifest, manifest_arguments

_REPO = Path(__file__).resolve().parents[2]
_TOLD = manifest()
(_PACKAGE,) = _TOLD["packages"]
_PROJECT: dict[str, Any] = tomllib.loads((_REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_it_names_this_package_in_this_version() -> None:
    assert (_PACKAGE["registryType"], _PACKAGE["identifier"]) == ("pypi", _PROJECT["name"])
    assert {_TOLD["version"], _PACKAGE["version"]} == {_PROJECT["version"]}


def test_the_readme_shows_the_registry_that_the_package_is_the_servers() -> None:
    assert f"mcp-name: {_TOLD['name']} " in (_REPO / "README.md").read_text(encoding="utf-8")


def test_its_description_is_no_longer_than_the_registry_takes() -> None:
    assert len(_TOLD["description"]) <= 100


def test_its_command_is_one_of_the_package_and_its_settings_are_known() -> None:
    """uvx runs the command that is called as the package is."""
    assert _PROJECT["scripts"][_PACKAGE["identifier"]] == _PROJECT["scripts"]["assistant"]
    assert make_parser().parse_args(manifest_arguments()).command.__name__ == "mcp"
    assert {variable["name"] for variable in _PACKAGE["environmentVariables"]} <= set(names())
