"""What a chat client sends, as far as it matters here; whatever else it sends is passed over."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from assistant.errors import UsageError


class Message(BaseModel):
    role: str
    content: str | list[dict[str, Any]] | None = None

    def text(self) -> str:
        """The text of the message, of its parts where it has several; pictures and files are not read."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(str(part.get("text", "")) for part in self.content or () if part.get("type") == "text")


class StreamOptions(BaseModel):
    include_usage: bool = False


class Completion(BaseModel):
    model: str
    messages: Annotated[list[Message], Field(min_length=1, max_length=500)]
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: Literal[1, None] = None

    @property
    def questions(self) -> list[str]:
        """What the user said, oldest first; our own answers and instructions to a model are passed over."""
        return [text for message in self.messages if message.role == "user" and (text := message.text()).strip()]

    def asked(self) -> tuple[str, list[str]]:
        """The question, and those before it. Raises `UsageError` where the last word is not the user's."""
        if self.messages[-1].role != "user" or not self.questions:
            raise UsageError("the last message is no question", hint='Send it as {"role": "user", "content": "..."}.')
        *earlier, question = self.questions
        return question, earlier
