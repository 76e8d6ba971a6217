"""A digest as a mail. Its headers are made of counts, of the names of watches, and of addresses that were checked."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from assistant.mailing.html_text import html_text
from assistant.mailing.mail_server import MailServer
from assistant.mailing.plain_text import plain_text
from assistant.mailing.sections import Told, subject_of
from assistant.watching.store import Mail

_HALF = re.compile("[\ud800-\udfff]")  # cannot be sent


def mail_of(digest: Told, recipient: str, server: MailServer, now: datetime) -> Mail:
    """The mail, byte for byte. `now` has a time zone."""
    message = EmailMessage(policy=SMTP)
    user, _, domain = server.address.rpartition("@")
    text, html = _HALF.sub("\ufffd", plain_text(digest)), _HALF.sub("\ufffd", html_text(digest))
    id = sha256(f"{now.isoformat()}\n{recipient}\n{text}".encode()).hexdigest()[:32]
    message["From"] = Address(server.name, user, domain)
    message["To"] = recipient
    message["Subject"] = subject_of(digest)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers it
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return Mail(id, recipient, message.as_bytes())
