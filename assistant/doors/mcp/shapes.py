"""What the tools give. `search` and `fetch` have the shapes that deep-research connectors require."""

from pydantic import BaseModel, Field


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
    papers: list[Listed]
    next: str | None = Field(description="the cursor of the next page; null after the last")
