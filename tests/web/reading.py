"""What a test sees of a piece of the page's markup."""

from html.parser import HTMLParser

from assistant.types import Answer
from assistant.web.ask.conversation import Turn


class Seen(HTMLParser):
    """The tags, attributes and text of a piece of HTML."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.words = set[str](), dict[str, set[str]](), ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value or "")

    def handle_data(self, data: str) -> None:
        self.words += data


def whole_turn(done: Answer) -> Turn:
    return Turn(1, done.question, "", done.plan, text=done.text, citations=done.citations, answer=done)


def words_of(markup: str) -> str:
    return " ".join(Seen(markup.replace("><", "> <")).words.split())
