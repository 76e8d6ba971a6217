"""A paper as an agent reads it."""

from dataclasses import replace

from assistant.doors.mcp.results import document
from tests.making import OWLS


def test_a_paper_that_does_not_stand_says_so_and_one_that_does_says_nothing_of_it() -> None:
    assert document(replace(OWLS, status="retracted")).metadata["status"] == "retracted"
    assert "status" not in document(OWLS).metadata
