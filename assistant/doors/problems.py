"""What went wrong, as a status of HTTP and a sentence."""

from assistant.errors import AssistantError, IndexError_, NothingUsable, ProviderError, Stopped, UsageError

_STATUS: tuple[tuple[type[AssistantError], int], ...] = (
    (UsageError, 400),
    (NothingUsable, 400),
    (ProviderError, 502),
    (IndexError_, 503),
    (Stopped, 503),
)


def status_of(error: AssistantError) -> int:
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def sentence(error: AssistantError) -> str:
    told = str(error)
    return told[:1].upper() + told[1:]
