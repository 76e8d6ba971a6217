"""Who is logged in, in the header of the page, with the way out."""

import gradio as gr

from assistant.web.shell.html import bdi, element
from assistant.web.shell.prebuilt import prebuilt


class Account:
    """Made inside the header; filled when a page is opened, for only then it is known who opens it."""

    def __init__(self) -> None:
        self._shown = prebuilt("", "account", script="account.js")

    def show_at(self, blocks: gr.Blocks) -> None:
        blocks.load(_account_html, outputs=self._shown, queue=False, show_progress="hidden", api_visibility="private")


def _account_html(request: gr.Request) -> str:
    out = element("button", "Log out", type="submit")
    who = element("span", bdi(request.username or ""), class_="who")
    return element("form", [who, out], method="post", action="logout")
