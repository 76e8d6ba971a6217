"""The JSON of an answer: its keys are a promise to other programs."""

import json

from assistant.answer_json import Json, answer_to_json, paper_to_json, search_to_json
from assistant.types import RankedPaper
from tests.making import OWLS, WHALES, answer, verdict


def _as_listed(id: str, title: str) -> Json:
    return {"id": id, "title": title, "status": None, "near_copies": 0, "relevance": 2}


def test_an_answer_as_json_has_exactly_the_promised_keys_and_values() -> None:
    given = answer(verdict(OWLS, "Owls hunt at night.", score=0.87654), verdict(WHALES, "We count whales by ear."))
    made = json.loads(json.dumps(answer_to_json(given, "L1")))
    assert made == {
        "id": "L1",
        "question": "Which papers count animals?",
        "standalone_question": "Which papers count animals?",
        "kind": "list",
        "filters": {},
        "outcome": "answered",
        "text": "“Owls hunt at night.” [1] “We count whales by ear.” [2]",
        "citations": [
            {
                "number": 1,
                "paper": {
                    "id": "o",
                    "title": "Owls at Night",
                    "url": "https://example.org/o",
                    "date": "2025-02-03",
                    "status": None,
                },
                "quote": "Owls hunt at night.",
                "start": 0,
                "end": 19,
            },
            {
                "number": 2,
                "paper": {"id": "w", "title": "Counting Whales", "url": None, "date": None, "status": None},
                "quote": "We count whales by ear.",
                "start": 0,
                "end": 23,
            },
        ],
        "papers": [
            {**_as_listed("o", "Owls at Night"), "score": 0.8765, "citations": [1]},
            {**_as_listed("w", "Counting Whales"), "score": 0.8, "citations": [2]},
        ],
        "near": [],
        "confidence": 0.9,
        "completeness": None,
        "checks": None,
        "models": {"judge": "judge", "writer": "writer", "embedder": "embedder"},
        "prompts": {"judge": "abc"},
        "usage": {"calls": 0, "prompt_tokens": 0, "completion_tokens": 0, "cost_usd": None},
        "seconds": 0.25,
        "steps": {"plan": 0.05, "judge": 0.2},
        "notes": [],
    }


def test_a_search_and_a_paper_as_json() -> None:
    assert search_to_json([RankedPaper(OWLS, 0.5)], "q") == {
        "id": "q",
        "results": [{"id": "o", "title": "Owls at Night", "score": 0.5, "near_copies": 0}],
    }
    assert paper_to_json(OWLS) == {
        "id": "o",
        "title": "Owls at Night",
        "date": "2025-02-03",
        "url": "https://example.org/o",
        "sources": [],
        "status": None,
        "near_copies": 0,
        "copy_of": None,
    }
