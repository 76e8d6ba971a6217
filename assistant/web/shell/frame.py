"""What surrounds the views: the header, the way from view to view, the empty page."""

from collections.abc import Sequence

from assistant.web.shell.html import bdi, button, element, text
from assistant.web.shell.views import View


def header_html(papers: int, mode: str) -> str:
    """The name, the size of the corpus, who answers."""
    size = element("span", f"{papers:,} paper{'s' * (papers != 1)}", class_="size")
    return element("h1", "Ask your papers") + element("p", [size, element("span", text(mode), class_="mode")])


def nav_html(views: Sequence[View]) -> str:
    """A link to each view."""
    links = [element("a", text(view.label), href=f"#{view.name}", data_go=view.name) for view in views]
    return element("nav", links, aria_label="Views")


def welcome_html(examples: Sequence[str]) -> str:
    """The page before the first question."""
    words = element("h2", "What would you like to know?") + element(
        "p", "Every answer is made of sentences that stand in the abstracts. Its numbers open them in their place."
    )
    asks = [button(f"Ask: {example}", bdi(example), "example", data_ask=example) for example in examples]
    return element("section", [words, element("div", asks, class_="examples")], class_="welcome")


def next_html(questions: Sequence[str]) -> str:
    """What could be asked next."""
    asks = [button(f"Ask: {question}", bdi(question), "example", data_ask=question) for question in questions]
    return element("section", asks, aria_label="Ask next") if asks else ""


def edited_html() -> str:
    """Above the question box while a question is edited."""
    words = element("span", "Editing your last question: its answer will be replaced.")
    return words + button("Stop editing", "Cancel", "cancel", data_edit=0)
