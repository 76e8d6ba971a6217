"""Hands one mail to the server. Every error names the server, and none holds the password."""

import base64
import re
import smtplib
import ssl
from contextlib import suppress

from assistant.errors import AssistantError
from assistant.mailing.mail_server import MailServer
from assistant.text.answer_text import shown

_TIMEOUT = 60.0  # seconds that the server may be silent
_LONGEST = 200  # characters of what a server says


class MailFailed(AssistantError):
    """No server that would take any mail: it cannot be reached, or lets us not in. This mail did not go."""

    exit_code = 5


class MailRefused(AssistantError):
    """The server will not take this mail. It did not go."""

    exit_code = 5


class MailUncertain(AssistantError):
    """The connection broke before the server said whether it took the mail."""

    exit_code = 5


def send(message: bytes, recipient: str, server: MailServer) -> None:
    """Returns once the server has taken the mail. Raises `MailFailed`, `MailRefused`, `MailUncertain`."""
    with _opened(server) as smtp:
        try:
            refused = smtp.sendmail(server.address, [recipient], message)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = error.recipients[recipient]
            raise _refused(recipient, code, said, server) from None
        except smtplib.SMTPResponseException as error:  # of the sender, of the text
            raise _refused(recipient, error.smtp_code, error.smtp_error, server) from None
        except (smtplib.SMTPException, OSError) as error:
            raise MailUncertain(
                f"{server.host}:{server.port} broke off in the middle of the mail to {recipient} ({_words(error)})",
                hint="The same mail goes out again with the next digest.",
            ) from None
        assert not refused, "one recipient is taken or refused"
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()  # it has taken the mail, whatever it says now


def _opened(server: MailServer) -> smtplib.SMTP:
    smtp: smtplib.SMTP | None = None
    try:
        context = ssl.create_default_context()
        if server.security == "smtps":
            smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)
            if server.security == "starttls":
                smtp.starttls(context=context)
        if server.user and server.password:
            smtp.login(server.user, server.password.reveal())
    except smtplib.SMTPResponseException as error:
        _close(smtp)
        raise MailFailed(
            f"{server.host}:{server.port} lets us not in ({error.smtp_code} {_said(error.smtp_error, server)})",
            hint="Check ASSISTANT_SMTP_URL: its kind, name and password.",
        ) from None  # the chain would show what was sent
    except (smtplib.SMTPException, OSError) as error:
        _close(smtp)
        raise MailFailed(
            f"{server.host}:{server.port} cannot be used as {server.security} ({_words(error)})",
            hint="Check ASSISTANT_SMTP_URL, and whether the server runs.",
        ) from None
    return smtp


def _close(smtp: smtplib.SMTP | None) -> None:
    if smtp is not None:
        smtp.close()


def _refused(recipient: str, code: int, said: bytes | str, server: MailServer) -> MailRefused:
    return MailRefused(
        f"{server.host}:{server.port} refuses the mail to {recipient} ({code} {_said(said, server)})",
        hint="What is in it goes out with the next digest.",
    )


def _said(reply: bytes | str, server: MailServer) -> str:
    """What the server says on one line, without the password, even where it says that back."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    secret = server.password.reveal() if server.password else ""
    plain = (secret, server.user, f"\0{server.user}\0{secret}") if secret else ()
    coded = (base64.b64encode(each.encode()).decode() for each in plain if each)
    hidden = sorted(filter(None, (secret, *coded)), key=len, reverse=True)
    pattern = "|".join(re.escape(each) for each in hidden)
    return shown(re.sub(pattern, "***", text) if hidden else text)[:_LONGEST]


def _words(error: Exception) -> str:
    """Never the text of what was sent: an exception of smtplib that carries none, or the system's own words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    return getattr(error, "strerror", None) or type(error).__name__
