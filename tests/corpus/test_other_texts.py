"""Texts that are no papers are refused whole, with what they look like."""

import pytest

from assistant.types import Rejection
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
_PROSE = "The Harbour\n\n" + "\n\n".join(
    f"It was a cold {time} when the boats came home. The men on the quay were waiting for them, and it was late."
    for time in ("morning", "day", "night")
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
        (_PROSE, "prose"),
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
