"""Made-up papers and the pages they stand on. Shared by the tests of this folder."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from assistant.corpus import read_bytes
from assistant.types import Record, Rejection

FLAT_HEAD = (
    "Get trending papers in your email inbox once a day!",
    "Get trending papers in your email inbox!",
    "Subscribe",
)
DATED_HEAD = (
    "new",
    "Get trending papers in your email inbox!",
    "Subscribe",
    "Daily Papers",
    "byAK and the research community",
)


@dataclass(frozen=True, slots=True)
class Made:
    """A paper of the tests' own."""

    title: str
    abstract: str


BEES = Made("Counting Bees with Cheap Microphones", "We count bees by their hum. One microphone per hive is enough.")
TIDES = Made(
    "Are Tides Predictable by Children?", "Tides were guessed by forty children. Their mean was off by an hour"
)
ROOFS = Made(
    "Green Roofs: A Survey",
    "This survey reads ninety studies of planted roofs. Most are about sedum. Few say what it costs.",
)

_WORDS = st.sampled_from(
    "robust grün épars научный 论文 learning of for without under $\\alpha$-stable \\emph{sparse} Self-Supervised "
    "3D (weak) “quoted” prior & GPT-4o, noise μ-scaled vs. data; à λ".split()
)
_CAPITALISED = st.sampled_from("Learning Étude Über Graphs Научный Towards Sampling Revisiting LLMs".split())


@st.composite
def _phrases(draw: st.DrawFn, *, least: int, most: int) -> str:
    return " ".join([draw(_CAPITALISED), *draw(st.lists(_WORDS, min_size=least, max_size=most)), "models"])


@st.composite
def _titles(draw: st.DrawFn) -> str:
    return draw(_phrases(least=1, most=25)) + draw(st.sampled_from(["", "", "?", ":", "!?", " (extended)"]))


@st.composite
def _abstracts(draw: st.DrawFn) -> str:
    first, *others = draw(st.lists(_phrases(least=4, most=30), min_size=2, max_size=6))
    return f"{first} is what we study. {'. '.join(others)}{draw(st.sampled_from(['.', '', '!', ' https://code.example/x']))}"


made_papers = st.builds(Made, _titles(), _abstracts())
some_papers = st.lists(made_papers, min_size=1, max_size=8)


def flat(papers: Sequence[Made]) -> str:
    """The flat layout: no blank lines, the last piece of the head glued to the first title."""
    lines = [line for paper in papers for line in (paper.title, paper.abstract)]
    return "\n".join(FLAT_HEAD[:-1]) + "\n" + FLAT_HEAD[-1] + "\n".join(lines) + "\n"


def dated(papers: Sequence[Made], *, day: str = "Aug 13") -> str:
    """The dated layout: blank lines between, a head with the day, no line end at the end."""
    return "\n\n".join([*DATED_HEAD, day, *(line for paper in papers for line in (paper.title, paper.abstract))])


def jsonl(papers: Sequence[Made]) -> str:
    """One object a line, with the ids "0", "1", and so on."""
    return "".join(
        json.dumps({"id": str(number), "title": paper.title, "abstract": paper.abstract}) + "\n"
        for number, paper in enumerate(papers)
    )


def read(page: str | bytes, *, form: str | None = None, date: str | None = None) -> list[Record | Rejection]:
    """Everything that is in a page, of the source "page"."""
    data = page if isinstance(page, bytes) else page.encode()
    return list(read_bytes(io.BytesIO(data), source="page", form=form, date=date))


def papers_of(entries: Sequence[Record | Rejection]) -> list[Made]:
    """The papers among the entries, without their places."""
    return [Made(entry.title, entry.abstract) for entry in entries if isinstance(entry, Record)]


def rejected_lines(entries: Sequence[Record | Rejection]) -> list[int]:
    """The lines of the rejections."""
    return [entry.line for entry in entries if isinstance(entry, Rejection)]
