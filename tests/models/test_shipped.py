"""The model files that ship: hashes, and the sums of 8-bit numbers."""

import numpy as np
import pytest

from assistant.errors import AssistantError
from assistant.models import shipped

_LARGEST = np.full((1, 64), 255, np.uint8)


@pytest.mark.parametrize("name", ["int8-probe.onnx", "nothing.onnx"])
def test_a_file_that_is_another_or_missing_is_refused_with_the_way_out(name: str) -> None:
    with pytest.raises(AssistantError, match=name) as refused:
        shipped.shipped(name, "0" * 64)
    assert "Install" in (refused.value.hint or "")


def test_the_slower_way_sums_exactly_on_every_processor() -> None:
    probe = shipped.shipped("int8-probe.onnx", shipped._PROBE_SHA256)
    session = shipped._session(probe, exact=True)
    found = session.run(None, {"given": _LARGEST})[0]
    assert (found == 64 * 255 * 127).all()


def test_a_model_is_opened_so_that_it_sums_exactly_here() -> None:
    found = shipped.open_model("int8-probe.onnx", shipped._PROBE_SHA256).run(None, {"given": _LARGEST})[0]
    assert (found == 64 * 255 * 127).all()
