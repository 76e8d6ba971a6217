"""A capable provider, graded by a file, for `ScriptedServer(answers=Graded(FILE))`.

The file says of each question how it is to be planned, how each paper is graded and by which quotes, and what is to be
written: "{words of a quote}" in a line becomes that quote's number, and a line whose quote the writer was not given
does not come. Papers that a question does not name are graded 0. `doubted`: words of statements that a second look
does not believe; `repairs`: what it makes of statements with these words.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.servers.obliging import _PAPER, Step, step_of
from tests.servers.scripted import Answer, Request, Streamed, chat

_QUOTE = re.compile(r"^\[(\d+)\] .*?: “(.+)”$", re.MULTILINE)
_TITLED = re.compile(r"^(\d+)\. (.*)$", re.MULTILINE)
_STATEMENT = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
_PLAN = {"papers": [], "since": "", "until": "", "authors": [], "categories": [], "sources": []}


class Graded:
    """`asked`: the steps in the order in which they came, each with what the user's message said; `systems`: the
    instructions that each step was last given.
    """

    def __init__(self, file: Path) -> None:
        self._questions: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["questions"]
        self.asked: list[tuple[Step, str]] = []
        self.systems: dict[Step, str] = {}

    def __call__(self, request: Request) -> Answer:
        user, step = request.body["messages"][1]["content"], step_of(request)
        self.asked.append((step, user))
        self.systems[step] = request.body["messages"][0]["content"]
        said = self._said(user.split("\n")[0].removeprefix("Question: "))
        match step:
            case "plan":
                return _json(**{**_PLAN, **said["plan"]})
            case "judge":
                titles = [title for _, title in _TITLED.findall("\n".join(_heads(user)))]
                grades = said.get("grades", {})
                return _json(papers=[_claim(n, grades.get(title)) for n, title in enumerate(titles, start=1)])
            case "write":
                return Streamed([f"{line}\n" for line in _marked(said.get("write", []), user)])
            case "premise":
                return chat(" ".join(_marked([said["premise"]], user)) if "premise" in said else "NONE")
            case "check":
                return _json(statements=[_looked(n, text, said) for n, text in _STATEMENT.findall(user)])
            case "repair":
                return _json(sentences=_repaired(user, said))

    def count(self, step: Step) -> int:
        return sum(asked == step for asked, _ in self.asked)

    def _said(self, question: str) -> Mapping[str, Any]:
        for asked, said in self._questions.items():
            if question in (asked, said["plan"]["question"]):
                return dict(said)
        raise AssertionError(f"the file has no {question!r}")


def _heads(user: str) -> list[str]:
    """The first lines of the papers of a request."""
    return [f"{number}. {found}" for number, found in _TITLED.findall(user) if _PAPER.search(user)]


def _claim(number: int, grade: Mapping[str, Any] | None) -> dict[str, Any]:
    return {"number": number, "quotes": [], "relevance": 0, "reason": "", **(grade or {})}


def _marked(lines: list[str], user: str) -> list[str]:
    """The lines with the numbers of their quotes."""
    quotes = _QUOTE.findall(user)

    def number(found: re.Match[str]) -> str:
        return next((f"[{n}]" for n, quote in quotes if found[1] in quote), "")

    made = [re.sub(r"\{([^{}]+)\}", number, line) for line in lines]
    return [done for line, done in zip(lines, made, strict=True) if ("{" in line) == bool(re.search(r"\[\d", done))]


def _looked(number: str, text: str, said: Mapping[str, Any]) -> dict[str, Any]:
    return {"number": int(number), "supported": not any(words in text for words in said.get("doubted", []))}


def _repaired(user: str, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    repairs: Mapping[str, str] = said.get("repairs", {})
    texts = [
        (int(n), _marked([better for words, better in repairs.items() if words in text], user))
        for n, text in _STATEMENT.findall(user)
    ]
    return [{"number": n, "text": " ".join(found)} for n, found in texts]


def _json(**reply: Any) -> Answer:
    return chat(json.dumps(reply))
