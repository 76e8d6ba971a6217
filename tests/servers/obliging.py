"""A provider at its best, for `ScriptedServer(answers=oblige)`: does what each prompt asks, and quotes truly.

Knows the prompts by the form that they ask a reply to have. `but` puts a fault in front of it.
"""

import json
import re
from collections.abc import Callable
from typing import Any, Literal

from tests.servers.scripted import Answer, Request, Streamed, chat

Step = Literal["judge", "write", "check", "repair", "plan", "premise"]
_PAPER = re.compile(r"^(\d+)\. .*\n(.+)$", re.MULTILINE)
_QUOTE = re.compile(r"^\[(\d+)\] .*?: “(.+)”$", re.MULTILINE)
_NUMBER = re.compile(r"^\[?(\d+)[\].)]", re.MULTILINE)
_FORMS: tuple[tuple[str, Step], ...] = (
    ('{"papers"', "judge"),
    ('{"statements"', "check"),
    ('{"sentences"', "repair"),
    ('"queries"', "plan"),
    ("wrongly takes for given", "premise"),
)


def step_of(request: Request) -> Step:
    """Which step of an answer asks."""
    system = request.body["messages"][0]["content"]
    return next((step for form, step in _FORMS if form in system), "write")


def oblige(request: Request) -> Answer:
    user = request.body["messages"][1]["content"]
    match step_of(request):
        case "judge":
            return _json(papers=[_judged(int(number), abstract) for number, abstract in _PAPER.findall(user)])
        case "check":
            return _json(statements=[{"number": int(n), "supported": True} for n in _NUMBER.findall(user)])
        case "write":
            return Streamed([f"{quote} [{number}].\n" for number, quote in _QUOTE.findall(user)])
        case "premise":
            return Streamed(["NONE"]) if request.body.get("stream") else chat("NONE")
        case "plan":
            return _json(**_planned(user.split("\n")[0].removeprefix("Question: ")))
        case _:
            return chat("{}")  # nothing that is usable: the program does without


def but(step: Step, fault: Callable[[Request], Answer]) -> Callable[[Request], Answer]:
    """As `oblige`, with a fault in place of one step's replies."""
    return lambda request: fault(request) if step_of(request) == step else oblige(request)


def _planned(question: str) -> dict[str, Any]:
    """The question as it stands, searched by its own words."""
    kind = "compare" if "differ" in question else "fact" if question.startswith("How many") else "list"
    none: dict[str, Any] = {name: [] for name in ("papers", "authors", "categories", "sources")}
    return {"question": question, "kind": kind, "queries": [question], "since": "", "until": "", **none}


def _judged(number: int, abstract: str) -> dict[str, Any]:
    quote = abstract.split(". ")[0].rstrip(".")
    return {"number": number, "quotes": [quote], "relevance": 2, "reason": "It says so."}


def _json(**reply: Any) -> Answer:
    return chat(json.dumps(reply))
