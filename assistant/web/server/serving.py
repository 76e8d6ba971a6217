"""How the page is served, as a value."""

from dataclasses import dataclass
from pathlib import Path

from assistant.access_tokens import AccessTokens
from assistant.accounts import Accounts
from assistant.settings import Settings
from assistant.web.server.limits import Limits

_LOOPBACK = ("localhost", "::1")
_MB = 1_000_000
_USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Serving:
    """`hosts`: names under which the page may be asked for, None: any. `data`: folder for what must outlive the server,
    None: there is none, and no papers can be added. `upload`: bytes. `queue`: questions that wait for their turn.
    `alone`: it serves this machine alone. `fetch`: services that readers may have asked for papers.
    """

    hosts: frozenset[str] | None = None
    accounts: Accounts | None = None
    data: Path | None = None
    upload: int = 100 * _MB
    queue: int = 100
    tokens: AccessTokens | None = None
    limits: Limits = _USUAL
    alone: bool = True
    fetch: tuple[str, ...] = ()

    @property
    def open_to_programs(self) -> bool:
        """Whether a program needs no token: on this machine alone, while nobody has one or has to log in."""
        return self.alone and self.tokens is None and self.accounts is None


def serving_of(settings: Settings) -> Serving:
    """Raises `UsageError` for accounts and tokens that cannot be read."""
    return Serving(
        hosts=_hosts(settings),
        accounts=Accounts(settings.auth) if settings.auth else None,
        data=settings.data_folder,
        upload=settings.upload_mb * _MB,
        queue=settings.queue,
        fetch=tuple(settings.fetch),
        tokens=AccessTokens(settings.tokens) if settings.tokens else None,
        limits=Limits(settings.rate, settings.at_once),
        alone=is_loopback(settings.host),
    )


def is_loopback(host: str) -> bool:
    return host in _LOOPBACK or host.startswith("127.")


def _hosts(settings: Settings) -> frozenset[str] | None:
    """A page for this machine alone goes by this machine's names, so that no foreign name that a nameserver suddenly
    points here (DNS rebinding) gets at it. One that was opened to others goes by any, unless names are given."""
    if is_loopback(settings.host):
        return frozenset({"localhost", "127.0.0.1", "::1", settings.host, *settings.hosts})
    return frozenset({settings.host, "localhost", "127.0.0.1", "::1", *settings.hosts}) if settings.hosts else None
