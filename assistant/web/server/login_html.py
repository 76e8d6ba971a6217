"""The login page as HTML: it stands alone and loads nothing."""

from assistant.web.shell.html import element, text, void
from assistant.web.shell.prebuilt import asset

_DARK = "if (matchMedia('(prefers-color-scheme: dark)').matches) document.documentElement.classList.add('dark')"


def login_html(problem: str = "", name: str = "") -> str:
    """The form, with what went wrong above it and the name that was given still there."""
    told = element("p", text(problem), class_="wrong", role="alert") if problem else ""
    who = element("label", ["Name", void("input", name="name", value=name, autocomplete="username", required="")])
    secret = void("input", name="password", type="password", autocomplete="current-password", required="")
    form = element(
        "form",
        [element("h1", "Ask your papers"), told, who, element("label", ["Password", secret]), _BUTTON],
        method="post",
        action="login",
    )
    head = [
        void("meta", charset="utf-8"),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", "Log in · Ask your papers"),
        element("script", _DARK),
        element("style", asset("page.css").split("/* ---- the frame")[0] + asset("login.css")),
    ]
    body = element("body", element("main", form), class_="login")
    return "<!doctype html>" + element("html", [element("head", head), body], lang="en")


_BUTTON = element("button", "Log in", type="submit")
