"""The addresses that clients of OpenAI's chat ask: the models, of which there is one, and completions."""

import json
import logging
import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import ValidationError

from assistant.answer_json import Json
from assistant.doors.engine import Answering
from assistant.doors.leaving import unless_gone
from assistant.doors.openai.content import annotations, closing
from assistant.doors.openai.schema import Completion
from assistant.doors.problems import sentence, status_of
from assistant.errors import AssistantError
from assistant.types import Answer, Event, Finished, Token
from assistant.understanding.planner import check_question

MODEL = "paper-assistant"
_log = logging.getLogger(__name__)


def add_openai(app: FastAPI, answering: Answering, reader: Callable[[Request], str]) -> None:
    """`reader`: whose request it is."""

    @app.get("/v1/models", include_in_schema=False)
    def models() -> JSONResponse:
        return JSONResponse({"object": "list", "data": [_model()]})

    @app.get("/v1/models/{name}", include_in_schema=False)
    def model(name: str) -> JSONResponse:
        return JSONResponse(_model()) if name == MODEL else _no_model(name)

    @app.post("/v1/chat/completions", include_in_schema=False)
    async def complete(request: Request) -> Response:
        try:
            asked = Completion.model_validate_json(await request.body())
            question, earlier = asked.asked()
            check_question(question)
        except ValidationError as error:
            first = error.errors()[0]
            return _problem(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", 400)
        except AssistantError as error:
            return _problem(sentence(error), status_of(error))
        if asked.model != MODEL:
            return _no_model(asked.model)
        if asked.stream:
            usage = asked.stream_options is not None and asked.stream_options.include_usage
            events = answering.events(question, earlier, reader=reader(request))
            return StreamingResponse(_chunks(events, usage), media_type="text/event-stream")
        try:
            answer = await unless_gone(request, answering.ask(question, earlier, reader=reader(request)))
        except AssistantError as error:
            return _problem(sentence(error), status_of(error))
        return JSONResponse(_whole(answer)) if answer else Response(status_code=499)


def _whole(answer: Answer) -> Json:
    content = answer.text + closing(answer, answer.text)
    message = {
        "role": "assistant",
        "content": content,
        "refusal": None,
        "annotations": annotations(content, answer.citations),
    }
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return {**_head("chat.completion"), "choices": [choice], "usage": _usage(answer)}


async def _chunks(events: AsyncGenerator[Event], usage: bool) -> AsyncIterator[str]:
    """Text as it is checked, then the sources and where the citations stand."""
    head, content = _head("chat.completion.chunk"), ""

    def chunk(delta: Json, end: str | None = None) -> str:
        more = {"usage": None} if usage else {}
        return _data({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": end}], **more})

    async with aclosing(events):
        try:
            yield chunk({"role": "assistant", "content": ""})
            async for event in events:
                if isinstance(event, Token):
                    content += event.text
                    yield chunk({"content": event.text})
                if isinstance(event, Finished):
                    end = closing(event.answer, content)
                    marked = annotations(content + end, event.answer.citations)
                    yield chunk({"content": end, "annotations": marked})
                    yield chunk({}, "stop")
                    if usage:
                        yield _data({**head, "choices": [], "usage": _usage(event.answer)})
            yield "data: [DONE]\n\n"
        except AssistantError as error:
            yield _data(_error(sentence(error), status_of(error)))
        except Exception:  # the edge: the client gets words, the operator the traceback
            _log.exception("an answer broke off")
            yield _data(_error("An error in the program broke the answer off. Ask again.", 500))


def _head(kind: str) -> Json:
    return {"id": f"chatcmpl-{secrets.token_hex(12)}", "object": kind, "created": int(time.time()), "model": MODEL}


def _usage(answer: Answer) -> Json:
    """What a configured model took; nothing where none was asked."""
    asked, written = answer.usage.prompt_tokens, answer.usage.completion_tokens
    return {"prompt_tokens": asked, "completion_tokens": written, "total_tokens": asked + written}


def _model() -> Json:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}


def _no_model(name: str) -> JSONResponse:
    return _problem(f"No model is called {name}. There is one: {MODEL}.", 404)


def _problem(words: str, status: int) -> JSONResponse:
    return JSONResponse(_error(words, status), status)


def _error(words: str, status: int) -> Json:
    kind = "invalid_request_error" if status < 500 else "server_error"
    return {
        "error": {"message": words, "type": kind, "param": None, "code": "model_not_found" if status == 404 else None}
    }


def _data(value: Json) -> str:
    return f"data: {json.dumps(value, ensure_ascii=True)}\n\n"
