"""What REST offers, for programs as openapi.json and for people as a page that loads nothing."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse

from assistant.doors.rest.routes import ROOT
from assistant.web.shell.html import element, text

_TITLE = "Ask your papers: REST"
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "code,pre{font-family:ui-monospace,monospace;font-size:.9em}pre{overflow-x:auto}section{margin:2rem 0}"
    "table{border-collapse:collapse;display:block;overflow-x:auto}"
    "td,th{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}"
)


def add_api_page(app: FastAPI) -> None:
    """/api/v1/openapi.json and /api/v1/docs, of the addresses of the app that are not kept out of the schema."""

    @cache
    def described() -> dict[str, Any]:
        whole = get_openapi(title=_TITLE, version=version("paper-assistant"), routes=app.routes)
        whole["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        whole["security"] = [{"token": []}, {}]
        return whole

    @app.get(f"{ROOT}/openapi.json", include_in_schema=False)
    def openapi() -> JSONResponse:
        return JSONResponse(described())

    @app.get(f"{ROOT}/docs", include_in_schema=False)
    def page() -> HTMLResponse:
        return HTMLResponse(api_html(described()))


def api_html(described: Mapping[str, Any]) -> str:
    """The page: every address with its parameters and body, then every shape."""
    calls = [_call(method, path, said) for path, on in described["paths"].items() for method, said in on.items()]
    shapes = [_shape(name, shape) for name, shape in described["components"]["schemas"].items()]
    intro = element("p", text("Send Authorization: Bearer TOKEN where this server asks for it. As JSON: openapi.json"))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">{element("title", text(_TITLE))}'
    body = [element("h1", text(_TITLE)), intro, *calls, element("h2", "Shapes"), *shapes]
    whole = element("html", [element("head", [head, element("style", _STYLE)]), element("body", body)], lang="en")
    return f"<!doctype html>{whole}"


def _call(method: str, path: str, said: Mapping[str, Any]) -> str:
    rows = [
        (p["name"], _kind(p["schema"]), p.get("description", "required" * p["required"]))
        for p in said.get("parameters", [])
    ]
    if "requestBody" in said:
        content = said["requestBody"]["content"]
        rows += [("(body)", _kind(part["schema"]), kind) for kind, part in content.items()]
    rows += [
        (status, ", ".join(_kind(part.get("schema", {})) for part in of.get("content", {}).values()), of["description"])
        for status, of in said["responses"].items()
    ]
    title = element("h2", element("code", text(f"{method.upper()} {path}")))
    return element("section", [title, element("p", text(said.get("description", ""))), _table(rows)])


def _shape(name: str, shape: Mapping[str, Any]) -> str:
    rows = [(key, _kind(of), of.get("description", "")) for key, of in shape.get("properties", {}).items()]
    return element("section", [element("h3", text(name), id=name), _table(rows)])


def _table(rows: list[tuple[str, str, str]]) -> str:
    cells = (
        [element("td", element("code", text(a))), element("td", text(b)), element("td", text(c))] for a, b, c in rows
    )
    return element("table", [element("tr", row) for row in cells])


def _kind(schema: Mapping[str, Any]) -> str:
    """The type in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return str(schema.get("type", "any"))
