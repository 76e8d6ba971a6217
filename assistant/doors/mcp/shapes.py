"""What the tools give. `search` and `fetch` have the shapes that deep-research connectors require."""

from pydantic import BaseModel


class Hit(BaseModel):
    id: str
    title: str
    url: str


class Hits(BaseModel):
    results: list[Hit]


class Document(BaseModel):
    id: str
    title: str
    text: str
    url: str
    metadata: dict[str, str]


class Listed(Hit):
    date: str | None


class Listing(BaseModel):
    """`more`: there are others, which a narrower question would list."""

    papers: list[Listed]
    more: bool
