"""Ids and title keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus import canonical_id, derived_id, is_global, title_key

_SPELLINGS = {
    "2502.17092": (
        "2502.17092",
        " 2502.17092v12 ",
        "arXiv:2502.17092v1",
        "arxiv: 2502.17092",
        "arXiv:2502.17092v2 [cs.CV]",
        "https://arxiv.org/abs/2502.17092v3",
        "http://www.arxiv.org/pdf/2502.17092.pdf",
        "https://export.arxiv.org/pdf/2502.17092v3#page=2",
        "arxiv.org/html/2502.17092v1/",
        "10.48550/arXiv.2502.17092",
        "https://doi.org/10.48550/arXiv.2502.17092",
    ),
    "0704.0001": ("0704.0001", "arXiv:0704.0001v2"),
    "hep-th/9901001": (
        "hep-th/9901001v2",
        "arXiv:hep-th/9901001",
        "HEP-TH/9901001",
        "https://arxiv.org/abs/hep-th/9901001v1",
    ),
    "math/0309136": ("math/0309136", "math.GT/0309136v3", "arXiv:math.GT/0309136"),
    "10.1145/3290605.3300233": (
        "10.1145/3290605.3300233",
        "doi:10.1145/3290605.3300233",
        "DOI: 10.1145/3290605.3300233",
        "https://doi.org/10.1145/3290605.3300233",
        "http://dx.doi.org/10.1145/3290605.3300233",
        "doi.org/10.1145/3290605.3300233",
    ),
    "10.1000/abc(1)<x>;2-#": ("10.1000/ABC(1)<x>;2-#", "https://doi.org/10.1000/Abc(1)<X>;2-#"),
}


@pytest.mark.parametrize(("canonical", "spelling"), [(c, s) for c, several in _SPELLINGS.items() for s in several])
def test_every_spelling_of_an_arxiv_id_or_doi_becomes_one(canonical: str, spelling: str) -> None:
    assert (canonical_id(spelling), is_global(canonical)) == (canonical, True)


@pytest.mark.parametrize(
    "own",
    [
        "4983",
        "SysEexbRb",
        "pmid:16418930",
        "s2:198309074",
        "v2",
        "Report-7V2",
        "2513.17092",  # there is no month 13
        "1503.0536",  # five digits since 2015: this one lost a zero on its way through a number
        "704.0409",
        "1412.12345",
        "0703.0001",  # the scheme began in April 2007
        "2502.170925",
        "paper 2502.17092",
        "bees/9901001",
        "hep-th/9913001",
        "10.1/x",
        "https://bees.example/2502.17092",
        "",
    ],
)
def test_any_other_id_stays_as_it_is_and_is_not_global(own: str) -> None:
    assert (canonical_id(f" {own}\n"), is_global(own)) == (own, False)


@given(st.text())
def test_a_canonical_id_is_its_own_canonical_form(text: str) -> None:
    assert canonical_id(canonical_id(text)) == canonical_id(text)


@given(st.sampled_from(sorted(_SPELLINGS)), st.text(max_size=3), st.text(max_size=3))
def test_what_is_global_is_canonical(paper_id: str, before: str, after: str) -> None:
    text = before + paper_id + after
    assert not is_global(text) or canonical_id(text) == text


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("CLASH: Evaluating  Models—on “Dilemmas”!", "clash evaluating models on dilemmas"),
        ("μ-Parametrization", "μ parametrization"),
        ("µ-Parametrization", "μ parametrization"),  # the micro sign
        ("ﬁne STRASSE", "fine strasse"),
        ("Straße", "strasse"),
        ("Découvrir", "découvrir"),
        ("De\u0301couvrir", "découvrir"),
        ("मशीन की सीख", "मशीन की सीख"),
        ("Ｆｕｌｌ　Ｗｉｄｔｈ", "full width"),
        ("?! …", ""),
        ("", ""),
    ],
)
def test_titles_are_compared_without_case_width_accent_spelling_and_marks_between(title: str, key: str) -> None:
    assert title_key(title) == key


@given(st.text())
def test_the_key_of_a_key_is_the_key(title: str) -> None:
    assert title_key(title_key(title)) == title_key(title)


@given(st.text(st.characters()), st.sampled_from([" ", "\n", " - ", "\u3000"]))
def test_space_around_a_title_changes_neither_key_nor_id(title: str, space: str) -> None:
    assert title_key(f"{space}{title}{space}") == title_key(title)
    assert derived_id(f"{space.strip(' -')}{title}\n") == derived_id(f"{title} ")


def test_a_derived_id_is_stable_short_and_no_global_one() -> None:
    assert derived_id("Counting Bees!") == derived_id(" counting  BEES") == "t:9ce8ff1d9d1f1baf"
    assert not is_global(derived_id("Counting Bees!"))


def test_titles_without_a_word_have_ids_of_their_own() -> None:
    assert len({derived_id(title) for title in ("???", "!!!", "…", "Bees")}) == 4
    assert derived_id("???") == derived_id(" ???\n")
