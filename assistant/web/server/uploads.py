"""Receives uploads: the bytes of a request into a file, within bounds.

Why: docs/decisions/0025-adding-is-a-queue.md
"""

from datetime import date as day
from pathlib import Path, PurePosixPath

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from assistant.corpus import check_form
from assistant.doors.rest.routes import PROBLEMS
from assistant.doors.rest.schema import JobJson
from assistant.errors import AssistantError, UsageError
from assistant.text.invisible_characters import without_unseen
from assistant.web.add.intake import Intake

_NAME = 200  # characters
_MB = 1_000_000
_BYTES = {"requestBody": {"required": True, "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}


def add_uploads(app: FastAPI, intake: Intake, limit: int) -> None:
    """POST /add?name=owls.jsonl&date=2025-08-13&form=jsonl with the bytes as the body; 202 with the job's number.
    For other programs the same stands at /api/v1/sources.

    Without a name it is a paste. 413 for more than `limit` bytes; a refusal is {"error": a sentence, what to do}.
    """

    @app.post("/add", include_in_schema=False)
    @app.post("/api/v1/sources", status_code=202, response_model=JobJson, responses=PROBLEMS, openapi_extra=_BYTES)
    async def add(request: Request, name: str = "", date: str = "", form: str = "") -> Response:
        """Takes in the papers of the body. `form`: recognised where it is not given; `date`: of entries without one."""
        part = intake.part()
        try:
            day = _day(date)
            check_form(form or None)
            intake.check_room()
            await _receive(request, part, limit)
            job = await run_in_threadpool(intake.add, source_name(name), part, date=day, form=form or None)
        except _TooLarge:
            told = f"This is more than {limit // _MB:,} MB. Split it into smaller files."
            return JSONResponse({"error": told}, 413, headers={"connection": "close"})
        except AssistantError as error:
            return JSONResponse({"error": _sentence(error)}, 400 if isinstance(error, UsageError) else 503)
        except OSError as error:
            told = f"The upload could not be kept ({error.strerror}). See that the disk has room, then try again."
            return JSONResponse({"error": told}, 507)
        except ClientDisconnect:
            return Response(status_code=400)
        finally:
            part.unlink(missing_ok=True)
        return JSONResponse({"job": job.number, "source": job.source}, 202)


def source_name(name: str) -> str:
    """The name of an upload as a source: its file name alone, short, with nothing in it that no reader sees."""
    last = PurePosixPath(without_unseen(name).replace("\\", "/")).name
    return " ".join(last.encode("utf-8", "replace").decode().split())[:_NAME].strip()


class _TooLarge(Exception):
    """More bytes than an upload may have."""


async def _receive(request: Request, part: Path, limit: int) -> None:
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise _TooLarge
    received = 0
    with part.open("wb") as file:
        async for piece in request.stream():
            received += len(piece)
            if received > limit:
                raise _TooLarge
            file.write(piece)


def _day(date: str) -> str | None:
    if not date:
        return None
    try:
        return day.fromisoformat(date).isoformat()
    except ValueError as error:
        raise UsageError(f"{date!r} is not a date", hint="Write it as YYYY-MM-DD, such as 2025-08-13.") from error


def _sentence(error: AssistantError) -> str:
    told = str(error)
    return told[:1].upper() + told[1:]
