"""What all tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

_REPO = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The measuring data beside the checkout; tests that use it are skipped where it is absent."""
    folder = _REPO.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the measuring data (../shared) is not beside this checkout")
    return folder
