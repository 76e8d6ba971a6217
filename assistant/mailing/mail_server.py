"""The mail server of the settings. No error and no `repr` of it holds the password.

smtp://host:25        not encrypted; a password is sent so to this machine alone
starttls://host:587   encrypted before anything is said
smtps://host:465      encrypted from the beginning
"""

from dataclasses import dataclass
from email.utils import getaddresses
from typing import Literal
from urllib.parse import unquote, urlsplit

from assistant.errors import UsageError
from assistant.settings import Secret, Settings
from assistant.watching.watch import check_address

Security = Literal["smtp", "starttls", "smtps"]
_PORTS: dict[Security, int] = {"smtp": 25, "starttls": 587, "smtps": 465}
_LOCAL = ("localhost", "::1")
_HINT = "Write it as starttls://NAME:PASSWORD@HOST:587, with %40 for an @ in name or password."


@dataclass(frozen=True, slots=True)
class MailServer:
    """`name` and `address`: whom the mails come from."""

    security: Security
    host: str
    port: int
    user: str
    password: Secret | None
    name: str
    address: str


def mail_server_of(settings: Settings) -> MailServer:
    """Raises `UsageError` where ASSISTANT_SMTP_URL or ASSISTANT_MAIL_FROM is missing or unusable."""
    if settings.smtp_url is None:
        raise UsageError("no mail server is configured", hint=f"Set ASSISTANT_SMTP_URL. {_HINT}")
    security, host, port, user, password = _parts(settings.smtp_url)
    if password and security == "smtp" and not (host in _LOCAL or host.startswith("127.")):
        raise UsageError(
            f"ASSISTANT_SMTP_URL would send the password to {host} for all to read",
            hint="Use starttls:// or smtps://.",
        )
    name, address = _sender(settings.mail_from or (user if "@" in user else ""))
    return MailServer(security, host, port, user, password, name, address)


def _parts(url: Secret) -> tuple[Security, str, int, str, Secret | None]:
    try:
        parts = urlsplit(url.reveal())
        port = parts.port
    except ValueError:
        raise _unusable() from None  # the error would quote the address, password and all
    security = next((known for known in _PORTS if known == parts.scheme), None)
    if security is None or not parts.hostname or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise _unusable()
    password = Secret(unquote(parts.password)) if parts.password else None
    return security, parts.hostname, port or _PORTS[security], unquote(parts.username or ""), password


def _sender(given: str) -> tuple[str, str]:
    if not given:
        raise UsageError("nobody is named whom the mails come from", hint="Set ASSISTANT_MAIL_FROM=papers@example.org.")
    found = getaddresses([given])
    if len(found) != 1 or not given.isprintable():
        raise UsageError(
            "ASSISTANT_MAIL_FROM is not one address on one line", hint="Write it as Papers <papers@example.org>."
        )
    ((name, address),) = found
    return name, check_address(address)


def _unusable() -> UsageError:
    return UsageError("ASSISTANT_SMTP_URL is no address of a mail server", hint=_HINT)
