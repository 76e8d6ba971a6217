"""Sends what is owed, one mail a recipient, and keeps on disk what went before the next one goes.

Why: docs/decisions/0050-what-is-owed-is-on-disk.md
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.errors import AssistantError
from assistant.exploring.trends import Trend
from assistant.mailing.mail_server import MailServer
from assistant.mailing.message import mail_of
from assistant.mailing.sections import told
from assistant.mailing.sending import MailRefused, MailUncertain, send
from assistant.watching.store import Mail, Watches
from assistant.watching.watch import Issue


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one mail; `error` where it did not go. `again`: begun by an earlier digest."""

    recipient: str
    papers: int = 0
    again: bool = False
    error: AssistantError | None = None


def deliver(
    watches: Watches,
    server: MailServer,
    *,
    trends: Callable[[Sequence[Issue]], Sequence[Trend]],
    always: bool,
    now: Callable[[], datetime],
) -> Iterator[Sent]:
    """First the mails of which nobody knows whether they went, as they were; then one to each who is owed something.

    Raises `MailFailed` where the server takes none: the rest stays owed.
    """
    for mail in watches.going_out():
        yield _sent(mail, 0, watches, server, again=True)
    for recipient in watches.recipients():
        issues = watches.owed(recipient)
        digest = told(now().date().isoformat(), issues, trends(issues), had=watches.had(recipient))
        if not digest.papers and not always:
            watches.settle(recipient, issues)
            continue
        mail = mail_of(digest, recipient, server, now())
        watches.pack(mail, issues)
        yield _sent(mail, digest.papers, watches, server)


def _sent(mail: Mail, papers: int, watches: Watches, server: MailServer, *, again: bool = False) -> Sent:
    try:
        send(mail.message, mail.recipient, server)
    except MailRefused as error:
        watches.came_back(mail)
        return Sent(mail.recipient, papers, again, error)
    except MailUncertain as error:
        return Sent(mail.recipient, papers, again, error)
    except AssistantError:
        watches.came_back(mail)
        raise
    watches.went(mail)
    return Sent(mail.recipient, papers, again)
