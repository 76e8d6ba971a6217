"""Names of authors as people write them."""

import pytest

from assistant.index.store.author_names import is_by


@pytest.mark.parametrize("asked", ["Zoë Öst", "zoe ost", "Ost", "Z. Ost", "ost, Zoe", "Zoe M. Ost"])
def test_a_name_is_known_by_any_of_its_spellings(asked: str) -> None:
    assert is_by(["Ann Lee", "Zoë M. Öst"], [asked])


@pytest.mark.parametrize("asked", ["Zoe Lee", "Z.", "Os", "", "Yan Ost"])
def test_another_name_is_another_author(asked: str) -> None:
    assert not is_by(["Ann Lee", "Zoë M. Öst"], [asked])
