"""What a digest says, and that nothing in it is carried out: not by a mail server, not by whatever shows it."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from assistant.answering.looking import Overview
from assistant.exploring.trends import Trend
from assistant.mailing.html_text import html_text
from assistant.mailing.mail_server import MailServer
from assistant.mailing.message import mail_of
from assistant.mailing.plain_text import plain_text
from assistant.mailing.sections import Told, subject_of, told
from assistant.types import Citation, Paper
from tests.making import MICE, OWLS, WHALES
from tests.watching.issues import WATCH, issue, named

_SERVER = MailServer("smtp", "localhost", 25, "", None, "Papers", "papers@example.org")
_NOW = datetime(2025, 2, 3, 8, tzinfo=UTC)
_RUN = "document.title='done'"
_EVIL = f"</title><script>{_RUN}</script><img src=x onerror={_RUN}>\r\nBcc: all@evil.org\r\n\r\n"


def _mail(digest: Told) -> EmailMessage:
    sent = mail_of(digest, "ann@example.org", _SERVER, _NOW).message
    read = email.message_from_bytes(sent, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return read


def _body(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def _paper(text: str) -> Paper:
    return Paper("x", f"T{text}", f"A{text}", (f"N{text}",), None, text, f"javascript:alert(1)//{text}")


@given(st.text() | st.just(_EVIL))
def test_no_text_of_a_paper_gets_into_a_header_or_becomes_markup(text: str) -> None:
    digest = told("2025-02-03", [issue(_paper(text))], [Trend((text,), 3, 0.5, 0.1)])
    message = _mail(digest)
    assert message.keys() == [
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
    ]  # fmt: skip
    assert message["Subject"] == "1 new paper: owls"
    html = _body(message, "html")
    assert "<script" not in html and "<img" not in html and "javascript:" not in html.split("<main>")[0]
    assert 'href="javascript' not in html


def test_a_hostile_paper_runs_nothing_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "digest.html"
    file.write_text(html_text(told("2025-02-03", [issue(_paper(_EVIL))], [])))
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert (page.title(), asked, page.locator("script, img, a").count()) == ("1 new paper: owls", [file.as_uri()], 0)
    page.close()


def test_a_page_of_a_phones_width_shows_all_without_scrolling_sideways(browser: Browser, tmp_path: Path) -> None:
    long = replace(OWLS, title="Owls" * 60, url="https://example.org/" + "o" * 300)
    file = tmp_path / "digest.html"
    file.write_text(html_text(told("2025-02-03", [issue(long, WHALES)], [Trend(("owls",), 3, 0.5, 0.1)])))
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_a_digest_says_what_why_by_whom_when_and_how_many_were_looked_at() -> None:
    owls = replace(OWLS, authors=("Ann Lee", "Bo Yi"), status="retracted")
    text = plain_text(told("2025-02-03", [issue(owls)], [Trend(("owls", "night"), 9, 0.3, 0.1)]))
    for line in (
        "1. Owls at Night\n   Retracted · Ann Lee, Bo Yi · 2025-02-03\n",
        "   “Owls hunt at night. The data holds 20 owls.”\n",
        "   Why: says “owls”\n   https://example.org/o\n",
        "1 new paper seen, 1 judged, 1 answer, 1 shown.\n",
        "* owls, night: 9 new papers, 30% of all new ones; 10% before\n",
        "To end it: assistant watch remove owls\n",
    ):
        assert line in text


def test_a_paper_stands_once_in_a_digest_and_not_where_the_reader_had_it() -> None:
    digest = told("2025-02-03", [issue(OWLS, MICE), issue(OWLS, WHALES, watch=named("more"))], [], had={"m"})
    assert [[e.verdict.paper.id for e in section.entries] for section in digest.sections] == [["o"], ["w"]]
    assert [section.known for section in digest.sections] == [1, 1]


@pytest.mark.parametrize("as_html", [False, True])
def test_an_overview_stands_above_the_quotes_it_cites(as_html: bool) -> None:
    found = issue(OWLS)
    overview = Overview("Owls hunt by <night> [1].", (Citation(1, found.verdicts[0].quotes[0]),))
    digest = told("2025-02-03", [replace(found, overview=overview)], [])
    text = html_text(digest) if as_html else plain_text(digest)
    above, mark = ("&lt;night&gt; [1].", "[1] “<bdi>Owls") if as_html else ("[1].", "[1] “Owls")
    assert text.index(above) < text.index(mark)


def test_the_subject_says_how_many() -> None:
    first = replace(issue(OWLS, MICE), first=True)
    assert subject_of(told("", [first], [])) == "2 papers to begin with: owls"
    assert subject_of(told("", [issue(OWLS), issue(MICE, watch=named("mice"))], [])) == "2 new papers for 2 watches"
    assert subject_of(told("", [issue()], [])) == "No new papers"
    assert WATCH.question not in subject_of(told("", [issue(OWLS)], []))
