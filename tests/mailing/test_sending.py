"""Mail by SMTP, encrypted and not, to a real server; and what is said where it does not work."""

import base64
import ssl
from pathlib import Path

import pytest

from assistant.errors import AssistantError, UsageError
from assistant.mailing.mail_server import mail_server_of
from assistant.mailing.sending import MailFailed, MailRefused, send
from assistant.settings import Secret, Settings, read_settings
from tests.servers.mail import CERTIFICATES, MailServer

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # it is the point
_TEXT = b"From: papers@example.org\r\nTo: ann@example.org\r\nSubject: owls\r\n\r\nOwls.\r\n"
_SECRET = "p@ss:w/rd"
_IN_URL = "p%40ss%3Aw%2Frd"


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    CERTIFICATES.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv(ssl.get_default_verify_paths().openssl_cafile_env, str(tmp_path / "ca.pem"))


def _settings(url: str, sender: str | None = "papers@example.org") -> Settings:
    return Settings(index=Path("index"), smtp_url=Secret(url), mail_from=sender)


def _send(url: str, to: str = "ann@example.org") -> None:
    send(_TEXT, to, mail_server_of(_settings(url)))


@pytest.mark.parametrize("kind", ["smtp", "starttls", "smtps"])
@pytest.mark.usefixtures("trusted")
def test_a_mail_arrives_encrypted_or_not_with_a_password(kind: str) -> None:
    with MailServer(kind, password=_SECRET) as server:
        _send(server.url_with(_IN_URL))
        ((recipient, message),) = server.taken
    assert (recipient, message["Subject"]) == ("ann@example.org", "owls")


@pytest.mark.parametrize("kind", ["starttls", "smtps"])
def test_a_server_whose_certificate_nobody_signed_gets_no_password(kind: str) -> None:
    with MailServer(kind, password=_SECRET) as server:
        with pytest.raises(MailFailed, match=r"^127.0.0.1:\d+ cannot be used as .+ \(its certificate is not trusted"):
            _send(server.url_with(_IN_URL))
        assert server.taken == []


@pytest.mark.parametrize("kind", ["smtp", "starttls", "smtps"])
@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_told_without_it(kind: str) -> None:
    with MailServer(kind, password="another") as server, pytest.raises(MailFailed, match="lets us not in") as raised:
        _send(server.url_with(_IN_URL))
    _shows_no_password(raised.value)


def test_a_refused_recipient_is_told_with_the_server_and_its_words() -> None:
    with MailServer() as server, pytest.raises(MailRefused, match=r"the mail to bob@example.org \(550 no such"):
        server.refused.add("bob@example.org")
        _send(server.url, "bob@example.org")


@pytest.mark.parametrize(
    "url",
    [
        f"http://ann:{_IN_URL}@example.org",
        f"ann:{_IN_URL}@example.org:25",
        f"smtp://ann:{_SECRET}@example.org",
        f"smtp://ann:{_IN_URL}@",
        f"smtp://ann:{_IN_URL}@[::1",
        f"starttls://ann:{_IN_URL}@example.org:port",
        f"starttls://ann:{_IN_URL}@example.org/box",
        f"smtp://ann:{_IN_URL}@example.org",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(UsageError, match="ASSISTANT_SMTP_URL") as raised:
        mail_server_of(_settings(url))
    _shows_no_password(raised.value)
    assert _SECRET not in repr(read_settings({"ASSISTANT_SMTP_URL": url}))


@pytest.mark.parametrize("sender", [None, "papers", "a@b\nBcc: c@d.org", "Pa\npers <a@b.org>", "a@b.org, c@d.org"])
def test_a_sender_that_is_no_address_is_refused(sender: str | None) -> None:
    with pytest.raises(UsageError):
        mail_server_of(_settings("smtp://localhost", sender))


def test_the_name_of_who_sends_may_stand_before_the_address() -> None:
    server = mail_server_of(_settings("smtps://localhost", "Papers <a@b.org>"))
    assert (server.name, server.address, server.port) == ("Papers", "a@b.org", 465)


def _shows_no_password(error: AssistantError) -> None:
    seen = f"{error} {error!r} {error.__cause__} {error.__suppress_context__ or error.__context__}"
    hidden = (_SECRET, _IN_URL, base64.b64encode(f"\0ann\0{_SECRET}".encode()).decode())
    assert [text for text in hidden if text in seen] == []
