"""Citation recall and precision, by the cases of ALCE's section 4.2.1."""

from collections.abc import Set

import pytest

from assistant.evaluation import citation_precision, citation_recall

_KNOWN = {"1", "2", "3"}


def _supports(place: int, ids: Set[str]) -> bool:
    """Statement 0 needs source 1, statement 1 needs 1 and 2 together, statement 2 is supported by any of 1 and 2."""
    assert ids <= _KNOWN, "asked about an id that is not known"
    return ("1" in ids, {"1", "2"} <= ids, bool(ids & {"1", "2"}))[place]


@pytest.mark.parametrize(
    ("cited", "recall", "precision"),
    [
        ([["1"], ["1", "2"]], 1, 1),  # each citation is needed
        ([["1", "3"], ["1", "2"]], 1, 3 / 4),  # 3 neither supports nor is missed
        ([["2"]], 0, 0),  # the wrong source
        ([["1"], ["1"]], 1 / 2, 1 / 2),  # half of what a statement needs
        ([["1"], []], 1 / 2, 1),  # a statement without a citation
        ([["1", "9"], ["1", "2"]], 1 / 2, 1 / 2),  # an id that no source has spoils its statement
        ([["1"], ["1", "2"], ["1", "2"]], 1, 1),  # either alone is enough: both are right
        ([["1", "1"]], 1, 1),  # cited twice, counted once
    ],
)
def test_statements_and_citations_by_hand(cited: list[list[str]], recall: float, precision: float) -> None:
    assert citation_recall(cited, _KNOWN, _supports) == pytest.approx(recall)
    assert citation_precision(cited, _KNOWN, _supports) == pytest.approx(precision)


def test_no_statement_has_no_recall_and_no_citation_no_precision() -> None:
    with pytest.raises(ValueError, match="no values"):
        citation_recall([], _KNOWN, _supports)
    with pytest.raises(ValueError, match="no values"):
        citation_precision([[]], _KNOWN, _supports)
