"""What went wrong, as a status of HTTP and a sentence."""

from assistant.errors import (
    AssistantError,
    ChromaFailed,
    IndexBusy,
    IndexError_,
    NothingUsable,
    ProviderBusy,
    ProviderDown,
    ProviderError,
    ProviderNonsense,
    Stopped,
    UsageError,
)

_STATUS: tuple[tuple[type[AssistantError], int], ...] = (
    (UsageError, 400),
    (NothingUsable, 400),
    (ProviderError, 502),
    (IndexError_, 503),
    (ChromaFailed, 503),
    (Stopped, 503),
)
_PASSING = (ChromaFailed, ProviderBusy, ProviderDown, ProviderNonsense, IndexBusy, Stopped)


def status_of(error: AssistantError) -> int:
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def may_pass(error: AssistantError) -> bool:
    """Whether the same may succeed a little later, with nothing mended."""
    return isinstance(error, _PASSING)


def sentence(error: AssistantError) -> str:
    told = str(error)
    return told[:1].upper() + told[1:]
