"""The recipes of docs/watch.md: what they run is there, and they say what they mean to whoever reads them."""

import configparser
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.cli import make_parser
from assistant.settings import names

_PAGE = (Path(__file__).parent.parent / "docs/watch.md").read_text(encoding="utf-8")


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", _PAGE, re.DOTALL)


def _workflow() -> dict[str, Any]:
    (text,) = _blocks("yaml")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def _commands() -> list[str]:
    steps = [step["run"] for step in _workflow()["jobs"]["digest"]["steps"] if "run" in step]
    lines = [line.strip() for line in re.findall(r"^    (assistant .+)$", _PAGE, re.M)]
    whole = [*lines, *steps, *_blocks("crontab"), *_blocks("ini")]
    return [found for text in whole for found in re.findall(r"assistant (?:watch|digest|fetch) .+", text)]


@pytest.mark.parametrize("command", _commands())
def test_every_command_is_one_of_the_programs(command: str) -> None:
    make_parser().parse_args(shlex.split(command, comments=True)[1:])


def test_the_workflow_keeps_its_state_whatever_happens_and_knows_no_secret() -> None:
    read = _workflow()
    job = read["jobs"]["digest"]
    assert {name for name in job["env"] if name.startswith("ASSISTANT_")} <= set(names())
    assert [value for name, value in job["env"].items() if "secrets." not in value] == ["state/index", "state/data"]
    restore, save = (step for step in job["steps"] if "actions/cache/" in step.get("uses", ""))
    assert restore["with"]["path"] == save["with"]["path"] == "state"
    assert save["if"] == "always()"
    assert read["concurrency"] == "digest"
    assert read[True]["schedule"] == [{"cron": "0 7 * * 1-5"}]  # YAML takes "on" for a truth


def test_the_timer_starts_the_service() -> None:
    service, timer = _blocks("ini")
    parsed = configparser.ConfigParser(interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment, method-assign]
    parsed.read_string(service)
    parsed.read_string(timer)
    assert parsed["Timer"]["OnCalendar"] == "Mon..Fri 07:00"
    assert parsed["Service"]["Type"] == "oneshot"
    assert "# papers.service" in service and "# papers.timer" in timer


def test_the_line_of_cron_has_five_times_and_a_command() -> None:
    (line,) = _blocks("crontab")
    assert re.match(r"(\S+ ){5} ?\S", line)
