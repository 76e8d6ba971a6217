"""Taking the key out of what a server says, should it echo the header it was sent."""

from collections.abc import Iterable, Iterator

from assistant.settings import Secret
from assistant.types import Usage

_SHORTEST = 8  # characters: a shorter key, of a server of one's own, is a word that texts hold
_GONE = "***"


def redacted(text: str, key: Secret) -> str:
    """The text without the key."""
    secret = key.reveal()
    return text.replace(secret, _GONE) if len(secret) >= _SHORTEST else text


def redacted_stream(parts: Iterable[str | Usage], key: Secret) -> Iterator[str | Usage]:
    """The parts without the key, also where the pieces part it: what may be its beginning waits for the next piece."""
    held = ""
    for part in parts:
        if isinstance(part, Usage):  # comes last
            yield from filter(None, (held, part))
            held = ""
            continue
        text = redacted(held + part, key)
        held = _beginning(text, key.reveal())
        if ready := text[: len(text) - len(held)]:
            yield ready
    if held:
        yield held


def _beginning(text: str, secret: str) -> str:
    """The longest end of the text that is a beginning of the secret."""
    if len(secret) < _SHORTEST:
        return ""
    longest = min(len(text), len(secret) - 1)
    return next((secret[:n] for n in range(longest, 0, -1) if text.endswith(secret[:n])), "")
