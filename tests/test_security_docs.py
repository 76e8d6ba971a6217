"""docs/security.md: each test that it names exists, and each of the ten items has its row."""

import re
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_PAGE = (_ROOT / "docs/security.md").read_text(encoding="utf-8")


def test_every_test_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", _PAGE))
    written = "\n".join(path.read_text(encoding="utf-8") for path in (_ROOT / "tests").rglob("test_*.py"))
    assert len(named) >= 10
    assert named - set(re.findall(r"^def (test_\w+)", written, re.MULTILINE)) == set()


def test_each_of_the_ten_items_has_a_row_in_their_order() -> None:
    assert re.findall(r"^\| (LLM\d\d) ", _PAGE, re.MULTILINE) == [f"LLM{n:02}" for n in range(1, 11)]
