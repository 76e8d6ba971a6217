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
