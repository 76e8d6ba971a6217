"""Every error a caller may see. Each says what is wrong in one sentence and what to do next.

AssistantError
├── UsageError            the call itself cannot be carried out
│   └── UnknownSource     a filter names a source that the index does not hold
├── NothingUsable         a source was read and no paper came of it
├── IndexError_           the folder of the index
│   ├── IndexMissing
│   ├── IndexMismatch     another format or embedding model
│   ├── IndexDamaged      files of it were lost or changed
│   └── IndexBusy         another process is writing
├── DataUnusable          the folder where conversations are kept
├── ProviderError         a configured model did not answer as it should
│   ├── ProviderRefused   key, permission, unknown model, a request it will not take
│   │   ├── ProviderDeclined  this request alone: its policy, its content filter
│   │   └── ProviderTooLong   the request does not fit into the model's context
│   ├── ProviderBusy      rate limit, still so after the retries
│   ├── ProviderDown      no connection, a time-out, a server error, a broken stream
│   └── ProviderNonsense  an answer that is not of the asked form
├── ChromaFailed          the Chroma server that has the vectors cannot be reached or refuses
├── FetchFailed           a service that papers are fetched from did not answer as it should
└── Stopped               the caller asked to stop
"""

from collections.abc import Iterable
from itertools import islice

_NAMED = 20  # sources that an error names


class AssistantError(Exception):
    """Base of all. `str(error)` is the sentence and the next step; `exit_code` is the command line's."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint

    def __str__(self) -> str:
        return f"{self.message.rstrip('.')}. {self.hint}"


class UsageError(AssistantError):
    """The call itself cannot be carried out: an empty question, an unknown setting, a date that is none."""

    exit_code = 2


class UnknownSource(UsageError):
    """A question is restricted to a source that the index does not hold."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        first = ", ".join(islice(known, _NAMED))
        super().__init__(f"no source is called {name}", hint=f"The index holds {first or 'none'}.")


class NothingUsable(AssistantError):
    """A source could not be read, or no paper came of it."""

    exit_code = 1


class IndexError_(AssistantError):
    """The folder of the index cannot serve."""

    exit_code = 4


class IndexMissing(IndexError_):
    """No index where one was expected."""


class IndexMismatch(IndexError_):
    """The index was built in another format or with another embedding model."""


class IndexDamaged(IndexError_):
    """Files of the index were lost, cut short, changed or are another index's; an answer would miss papers."""


class IndexBusy(IndexError_):
    """Another process is writing to the index."""


class DataUnusable(AssistantError):
    """The folder where conversations are kept cannot be made, or what lies there is not ours."""

    exit_code = 4


class ProviderError(AssistantError):
    """A configured model did not answer as it should. Never carries a key or a header."""

    exit_code = 5


class ProviderRefused(ProviderError):
    """The provider will not take this request: key, permission, unknown model, too long."""


class ProviderDeclined(ProviderRefused):
    """The model or its content filter will not answer this request; it may answer others."""


class ProviderTooLong(ProviderRefused):
    """The request does not fit into the model's context; a shorter one may."""


class ProviderBusy(ProviderError):
    """Rate limited, still so after the retries."""


class ProviderDown(ProviderError):
    """No connection, a time-out, a server error, or a stream that broke off."""


class ProviderNonsense(ProviderError):
    """The provider answered with something that is not of the asked form."""


class ChromaFailed(AssistantError):
    """The Chroma server that has the vectors cannot be reached, refuses, or is none. Never carries the token."""

    exit_code = 5


class FetchFailed(AssistantError):
    """A service that papers are fetched from cannot be reached, refuses, or answers with something else."""

    exit_code = 5


class Stopped(AssistantError):
    """The caller asked to stop."""
