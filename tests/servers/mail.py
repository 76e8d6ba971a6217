"""A real mail server (aiosmtpd) that keeps what it gets, and refuses whom it is told to."""

import email
import email.policy
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

CERTIFICATES = trustme.CA()


class _AnyPort(Controller):  # type: ignore[misc]
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # which is asked whether it answers
        super()._trigger_server()


class MailServer:
    """`kind`: smtp, starttls or smtps. With a `password` it takes mail of ann alone. `refused` may be changed."""

    def __init__(self, kind: str = "smtp", *, password: str = "", busy: Callable[[str], None] = lambda _: None) -> None:
        self.refused: set[str] = set()
        self.taken: list[tuple[str, EmailMessage]] = []
        self._busy = busy
        self._controller = _AnyPort(self, "127.0.0.1", 0, **_options(kind, password))
        self._kind, self._password = kind, password

    @property
    def url(self) -> str:
        return self.url_with(self._password)

    def url_with(self, password: str) -> str:
        who = f"ann:{password}@" if password else ""
        return f"{self._kind}://{who}127.0.0.1:{self._controller.port}"

    def to(self, recipient: str) -> list[EmailMessage]:
        return [message for who, message in self.taken if who == recipient]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return "550 no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        (recipient,) = envelope.rcpt_tos
        self._busy(recipient)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append((recipient, message))
        return "250 OK"

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._controller.stop()


def _options(kind: str, password: str) -> dict[str, Any]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    CERTIFICATES.issue_cert("127.0.0.1").configure_cert(context)
    options: dict[str, Any] = {"smtps": {"ssl_context": context}, "starttls": {"tls_context": context}}.get(kind, {})
    if kind == "starttls":
        options["require_starttls"] = True
    if password:
        options |= {
            "authenticator": lambda *given: _lets_in(given[-1], password),
            "auth_required": True,
            "auth_require_tls": kind == "starttls",
        }
    return options


def _lets_in(given: LoginPassword, password: str) -> AuthResult:
    return AuthResult(success=given == LoginPassword(b"ann", password.encode()), handled=False)
