"""The events of an answer as Server-Sent Events: step, token, answer; error where it could not be made."""

import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from assistant.answer_json import Json, answer_to_json, citation_to_json
from assistant.doors.problems import sentence
from assistant.errors import AssistantError
from assistant.text.answer_text import shown_title
from assistant.types import Event, Finished, Judged, Planned, Ranked, Token, Verdict

_log = logging.getLogger(__name__)


async def event_stream(events: AsyncGenerator[Event]) -> AsyncIterator[str]:
    async with aclosing(events):
        try:
            async for event in events:
                if told := _told(event):
                    yield server_sent(*told)
        except AssistantError as error:
            yield server_sent("error", {"error": sentence(error)})
        except Exception:  # the edge: the client gets words, the operator the traceback
            _log.exception("an answer broke off")
            yield server_sent("error", {"error": "An error in the program broke the answer off. Ask again."})


def server_sent(name: str, data: Json) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=True)}\n\n"


def _found(verdict: Verdict) -> Json:
    return {"id": verdict.paper.id, "title": shown_title(verdict.paper.title), "quote": verdict.quotes[0].text}


def _told(event: Event) -> tuple[str, Json] | None:
    match event:
        case Planned(plan):
            return "step", {"step": "plan", "kind": plan.kind, "standalone_question": plan.question}
        case Ranked(papers):
            return "step", {"step": "rank", "papers": len(papers)}
        case Judged(done, total, _, found):
            return "step", {"step": "judge", "done": done, "total": total, "found": [*map(_found, found)]}
        case Token(text, citations):
            return "token", {"text": text, "citations": [citation_to_json(c) for c in citations]}
        case Finished(answer):
            return "answer", answer_to_json(answer)
    return None
