"""Days as far as they are said."""

import pytest

from assistant.corpus.dates import iso_part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("2024", "2024"),
        ("2025-03", "2025-03"),
        ("2024/02/01", "2024-02-01"),
        ("2024///", "2024"),
        ("2025/3//", "2025-03"),
        ("2024-02-01T09:00:00Z", "2024-02-01"),
        ("2024 Feb 1", "2024-02-01"),
        ("2024 Feb", "2024-02"),
        ("2024 Jan-Feb", "2024-01"),
        ("2025 mar", "2025-03"),
        ("March 2025", "2025-03"),
        ("13 March 2025", "2025-03-13"),
        ("Thu, 13 Mar 2025 17:59:00 GMT", "2025-03-13"),
        ("2024-02-30", "2024-02"),
        ("in press", None),
        ("", None),
    ],
)
def test_as_much_of_a_day_is_taken_as_is_said(text: str, part: str | None) -> None:
    assert iso_part(text) == part
