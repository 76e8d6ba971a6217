"""/healthz: whether questions can be answered now."""

import logging
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from assistant.errors import AssistantError
from assistant.web.ask.asker import Asker

_log = logging.getLogger(__name__)


def add_health(app: FastAPI, assistant: Asker) -> None:
    """200 with the number of papers and the version; 503 with the reason where the index cannot be used."""
    made = version("paper-assistant")

    @app.api_route("/healthz", methods=["GET", "HEAD"], include_in_schema=False)
    def healthz() -> JSONResponse:
        try:
            return JSONResponse({"status": "ok", "papers": assistant.count(), "version": made})
        except AssistantError as error:
            _log.warning("the index cannot be used: %s", error)  # its folder is nobody else's business
            reason = type(error).__name__
        except Exception as error:  # the edge: the store under it may fail in any way
            _log.exception("the index cannot be used")
            reason = type(error).__name__
        return JSONResponse({"status": "unusable", "reason": reason, "version": made}, 503)
