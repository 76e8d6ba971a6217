"""Sentence spans."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assistant.text.sentences import sentence_spans


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_abbreviations_do_not_end_a_sentence() -> None:
    text = "We follow Smith et al. (2019), e.g. in Sec. 3. It works, cf. Fig. 2."
    assert _sentences(text) == ["We follow Smith et al. (2019), e.g. in Sec. 3.", "It works, cf. Fig. 2."]


def test_a_label_stays_with_what_it_labels() -> None:
    assert _sentences("Results. We win by 3.5 points.") == ["Results. We win by 3.5 points."]


def test_offsets_are_code_points() -> None:
    text = "Élève 🙂 naïve here. Ça va bien ici."
    assert _sentences(text) == ["Élève 🙂 naïve here.", "Ça va bien ici."]


def test_a_text_without_a_period_is_one_sentence() -> None:
    assert _sentences("  no period at all ") == ["no period at all"]


def test_nothing_has_no_sentence() -> None:
    assert sentence_spans("") == sentence_spans(" \n ") == []


@given(st.text(max_size=300))
def test_spans_are_ordered_and_disjoint_and_hold_all_that_is_not_white_space(text: str) -> None:
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    outside = "".join(
        text[a:b] for a, b in zip([0, *(e for _, e in spans)], [*(s for s, _ in spans), len(text)], strict=True)
    )
    assert outside.strip() == ""
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
