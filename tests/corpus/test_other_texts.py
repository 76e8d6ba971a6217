"""Texts that are no papers are refused whole, with what they look like."""

import io

import pytest

from assistant.corpus.registry import read_bytes
from assistant.types import Record, Rejection
from tests.corpus.pages import BEES, ROOFS, TIDES, dated, flat, papers_of, read

_LETTER = (
    "Dear Dr. Lin,\n\nThank you for sending us your manuscript. We have read it with great interest, and it will be "
    "sent to two reviewers who are experts.\n\nWe expect their reports within three weeks.\n\nKind regards,\nIda Näf\n"
)
_MAIL = (
    "From: Ida <ida@example.org>\nTo: Mei <mei@example.org>\nSubject: Friday\n\nWe are meeting on Friday at ten. It "
    "would be good if you could bring the figures which we discussed.\n\nIda\n"
)
_NOTE = "Dear Mei,\nThank you for the figures that you sent us. We are looking at them and we will write again.\nIda\n"
_REPLY = "Ann,\nplease find the report attached. It is the final version that we discussed.\nThanks,\nBo\n"
_RUN_ON = (
    "Dear Mei, thank you for the figures that you sent us.\nWe are looking at them and we will write again on Friday. "
    "It is a good set.\nYours, Ida\n"
)
_BRIEF = "Liebe Mei,\nvielen Dank für die Bilder. Wir sehen sie uns an und schreiben bald wieder.\nViele Grüße\nIda\n"
_APPLICATION = (
    "Application for the post of librarian\nI am writing to apply for the post of librarian that you advertised in the "
    "local paper. I have worked in libraries for ten years and enjoy helping people find what they look for.\n"
)
_PROSE = "The Harbour\n\n" + "\n\n".join(
    f"It was a cold {time} when the boats came home. The men on the quay were waiting for them, and it was late."
    for time in ("morning", "day", "night")
)
_CHAPTER = (
    "Chapter One\n\nThe rain had not stopped for three days when the stranger came to the inn at the end of the "
    "valley. He asked for a room, and went upstairs without a word. By morning the village spoke of nothing else.\n"
)
_RECIPE = (
    "Apple Pie\nPeel the apples and cut them into thin slices. Mix with sugar, cinnamon and lemon juice. Roll out the "
    "dough, fill the tin, and bake for forty minutes until it is golden brown on top, and serve it with cream.\n"
)
_NEWS = (
    "Storm leaves thousands without power\nA violent storm swept over the coast on Sunday night and left about forty "
    "thousand homes without electricity. Repairs are expected to take until Wednesday, the company said.\n"
)
_PROGRAM = (
    "const a = 1\n// We add things. This is what we do, and it is all that we do.\nlet b = a\nconsole.log(a + b)\n"
)
_TABLE = "Region   Quarter   Sales\nnorth    Q1        1200\nsouth    Q1        900\neast     Q1        300\n"
_NOTES = "# Shopping\n\nThings to buy before the weekend, in the order of the shops.\n\n- apples\n- bread\n"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (_LETTER, "a letter or a mail"),
        (_MAIL, "a letter or a mail"),
        (_NOTE, "a letter or a mail"),
        (_REPLY, "a letter or a mail"),
        (_RUN_ON, "a letter or a mail"),
        (_BRIEF, "a letter or a mail"),
        (_APPLICATION, "a letter or a mail"),
        (_PROSE, "prose"),
        (_CHAPTER, "prose"),
        (_RECIPE, "prose"),
        (_NEWS, "prose"),
        (_PROGRAM, "a program"),
        (_TABLE, "a table without a column called Title"),
        ("region,quarter,sales\nnorth,Q1,1200\nsouth,Q1,900\n", "a table without a column called Title"),
        (_NOTES, "notes or Markdown"),
    ],
)
def test_a_text_that_is_no_listing_is_refused_with_what_it_looks_like(text: str, what: str) -> None:
    (entry,) = read(text)
    assert isinstance(entry, Rejection)
    assert entry.reason.startswith(f"this looks like {what}; ")
    assert "listing" in entry.reason


@pytest.mark.parametrize(
    "text",
    [
        "VQA-X\nWe introduce VQA-X, a set of 30,000 questions about charts with explanations of their answers.\n",
        "The Salt Trade of Early Modern Venice\nThis article traces the salt trade of Venice between 1450 and 1600. It "
        "argues that the state monopoly was weaker than has been assumed, drawing on the records of notaries.\n",
        "Erkennung seltener Klassen\nWir untersuchen, wie sich Netze bei ungleich verteilten Klassen verhalten. Das "
        "Verfahren verbessert die Genauigkeit um drei Prozent. Der Code ist frei.\n",
        "Surfaces Meeting in a Curve\nLet S and T be surfaces that meet in a curve of degree d. If the curve lies "
        "on no quadric, then one of the two surfaces is singular. We prove this, and that the bound on d is sharp.\n",
    ],
)
def test_one_paper_of_any_field_or_language_goes_in(text: str) -> None:
    (entry,) = read(text)
    assert isinstance(entry, Record)


def test_prose_goes_in_as_a_listing_where_the_reader_says_so() -> None:
    entries = read_bytes(io.BytesIO(_RECIPE.encode()), source="pie.txt", form="listing")
    assert [entry.title for entry in entries if isinstance(entry, Record)] == ["Apple Pie"]


def test_listings_of_one_paper_and_of_several_are_no_such_texts() -> None:
    assert papers_of(read(f"{BEES.title}\n{BEES.abstract}\n")) == [BEES]
    for page in (flat([BEES, TIDES, ROOFS]), dated([BEES, TIDES, ROOFS])):
        assert papers_of(read(page)) == [BEES, TIDES, ROOFS]


@pytest.mark.parametrize(
    "title", ["Hello, It's GPT-2: How Can I Help You?", "Hi-C Maps at Scale", "Dear XAI Community, We Need to Talk!"]
)
def test_a_title_that_greets_is_no_letter(title: str) -> None:
    page = f"{title}\n{BEES.abstract}\n{TIDES.title}\n{TIDES.abstract}\n"
    assert [paper.title for paper in papers_of(read(page))] == [title, TIDES.title]
