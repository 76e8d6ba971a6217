"""What a question's wording says of order, authors, categories, sources and words."""

import pytest

from assistant.types import Lookup
from assistant.understanding.literal.mentions import phrase_pattern, read_mention
from assistant.understanding.literal.metadata_filters import read_authors, read_categories, read_order, read_sources


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("the latest papers on owls", ("newest", None, "papers on owls")),
        ("What is the most recent paper about owls?", ("newest", 1, "What is paper about owls?")),
        ("five oldest owl papers", ("oldest", 5, "owl papers")),
        ("the 3 newest papers", ("newest", 3, "papers")),
        ("Which of those is the earliest?", ("oldest", 1, "Which of those")),
        ("papers on owls, newest first", ("newest", None, "papers on owls")),
        ("the latest method for counting owls", (None, None, "the latest method for counting owls")),
    ],
)
def test_newest_and_oldest(question: str, read: tuple[str | None, int | None, str]) -> None:
    assert read_order(question) == read


@pytest.mark.parametrize(
    ("question", "names", "rest"),
    [
        ("Papers by Ann Lee on owls", ("Ann Lee",), "Papers on owls"),
        ("papers written by Zoë van der Berg and Bo Li", ("Zoë van der Berg", "Bo Li"), "papers"),
        ("How many papers has Ann Lee written?", ("Ann Lee",), "How many papers?"),
        ("Ann Lee's latest papers", ("Ann Lee",), "latest papers"),
        ("Which of those are by Lee?", ("Lee",), "Which of those?"),
        ("papers by the same authors", (), "papers by the same authors"),
        ("papers that count owls by ear", (), "papers that count owls by ear"),
    ],
)
def test_authors(question: str, names: tuple[str, ...], rest: str) -> None:
    assert read_authors(question) == (names, rest)


def test_categories_and_sources() -> None:
    assert read_categories("papers in cs.LG about owls") == (("cs.LG",), "papers about owls")
    assert read_sources("papers in monday.txt about owls", ["/a/tuesday.txt", "/a/monday.txt"]) == (
        ("/a/monday.txt",),
        "papers about owls",
    )
    assert read_sources("papers about owls", ["owls"]) == ((), "papers about owls")


@pytest.mark.parametrize(
    ("question", "lookup"),
    [
        ("How many papers mention owls?", Lookup(("owls",))),
        ("How many papers mention the word owls in their abstracts?", Lookup(("owls",))),
        ("papers mentioning both snowy owls and mice", Lookup(("snowy owls", "mice"), every=True)),
        ("which papers mention owls, mice or cats", Lookup(("owls", "mice", "cats"))),
        ("which papers contain the phrase “search and rescue”", Lookup(('"search and rescue"',))),
        ("In how many papers are owls mentioned?", Lookup(("owls",))),
        ("which papers contain experiments", None),
        ("which papers do not mention owls", None),
    ],
)
def test_words_that_papers_mention(question: str, lookup: Lookup | None) -> None:
    assert read_mention(question) == lookup


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("owl", "Two OWLS fly.", True),
        ("owls", "An owl flies.", True),
        ("owl", "A growl.", False),
        ('"owls"', "An owl flies.", False),
        ("long tailed", "A long-tailed owl.", True),
        ("long-tailed", "A long–tailed owl.", True),
        ("study", "Many studies.", True),
        ("C++", "Written in C++ alone.", True),
        ("diffusion", "Lights diffuse.", False),
        ("学习", "机器学习方法", True),
    ],
)
def test_a_phrase_is_whole_words_in_any_case_singular_or_plural(phrase: str, text: str, found: bool) -> None:
    assert bool(phrase_pattern(phrase).search(text)) == found
