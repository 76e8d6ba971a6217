"""Digests over two listings, sent to a real mail server."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.fetching import shapes
from tests.servers.mail import MailServer
from tests.servers.obliging import oblige
from tests.servers.scripted import ScriptedServer
from tests.servers.services import Said, Service
from tests.watching.conftest import Run
from tests.watching.listings import NEW, OLD, QUESTION

_ADD = ("watch", "add", QUESTION, "--name", "tails", "--to", "ann@example.org")


def _text(message: EmailMessage, kind: str = "plain") -> str:
    body = message.get_body((kind,))
    assert body is not None
    return " ".join(str(body.get_content()).split())


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with MailServer() as server:
        monkeypatch.setenv("ASSISTANT_SMTP_URL", server.url)
        yield server


def test_three_digests_mail_what_is_here_then_what_is_new_then_nothing(
    run: Run, arrive: Callable[[], None], server: MailServer
) -> None:
    run(*_ADD, "--to", "bob@example.org")
    code, out, err = run("digest")
    assert (code, out) == (0, "")
    assert "tails: 23 papers in the index seen, 23 judged, 3 answer, 3 shown." in err
    arrive()
    code, out, err = run("digest")
    assert (code, out) == (0, "")
    assert "tails: 22 new papers seen, 22 judged, 2 answer, 2 shown." in err
    code, _, err = run("digest")
    assert (code, err) == (0, "tails: 0 new papers seen, 0 judged, 0 answer, 0 shown.\n")
    for who in ("ann@example.org", "bob@example.org"):
        first, second = server.to(who)
        assert first["Subject"] == "3 papers to begin with: tails"
        assert second["Subject"] == "2 new papers: tails"
        assert {title: title in _text(first) for title in OLD + NEW} == {title: title in OLD for title in OLD + NEW}
        assert {title: title in _text(second) for title in OLD + NEW} == {title: title in NEW for title in OLD + NEW}
        assert "“" in _text(second) and "Ann Lee" in _text(second) and "Why: says “" in _text(second)
        assert 'href="https://example.org/p?a=1&amp;b=2"' in _text(second, "html")
        assert "22 new papers seen, 22 judged, 2 answer, 2 shown." in _text(second, "html")


def test_always_mails_that_nothing_is_new(run: Run, server: MailServer) -> None:
    run(*_ADD)
    run("digest")
    run("digest", "--always")
    assert [message["Subject"] for message in server.to("ann@example.org")][1:] == ["No new papers"]


def test_a_dry_run_sends_and_keeps_nothing(run: Run, server: MailServer, tmp_path: Path) -> None:
    run(*_ADD)
    page = tmp_path / "digest.html"
    for _ in range(2):
        code, out, err = run("digest", "--dry-run", "--html", str(page))
        assert (code, err.count("3 answer"), out.count("Why: ")) == (0, 1, 3)
    assert OLD[0] in page.read_text() and "<script" not in page.read_text()
    assert server.taken == []
    assert run("watch", "list")[1].split("\t")[4] == "not looked yet\n"


def test_what_a_refused_recipient_is_owed_comes_with_the_next_mail(
    run: Run, arrive: Callable[[], None], server: MailServer
) -> None:
    run(*_ADD, "--to", "bob@example.org")
    server.refused.add("ann@example.org")
    code, _, err = run("digest")
    assert code == 3
    assert "refuses the mail to ann@example.org (550 no such mailbox here)" in err
    server.refused.clear()
    arrive()
    assert run("digest")[0] == 0
    (mail,) = server.to("ann@example.org")
    assert mail["Subject"] == "5 new papers: tails"
    assert [title for title in OLD + NEW if title not in _text(mail)] == []
    assert len(server.to("bob@example.org")) == 2


def test_a_server_that_is_down_costs_nobody_a_paper(
    run: Run, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*_ADD)
    with monkeypatch.context() as other:
        other.setenv("ASSISTANT_SMTP_URL", "smtp://127.0.0.1:9")
        code, _, err = run("digest")
    assert code == 5
    assert "127.0.0.1:9 cannot be used as smtp (Connection refused)" in err
    assert run("digest")[0] == 0
    assert [mail["Subject"] for mail in server.to("ann@example.org")] == ["3 papers to begin with: tails"]


def test_a_digest_that_is_killed_between_two_mails_repeats_nothing_and_loses_nothing(
    run: Run, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed: list[subprocess.Popen[bytes]] = []

    def kill(recipient: str) -> None:
        if killed and recipient == "bob@example.org":
            killed.pop().kill()

    with MailServer(busy=kill) as server:
        monkeypatch.setenv("ASSISTANT_SMTP_URL", server.url)
        run(*_ADD, "--to", "bob@example.org", "--to", "zoe@example.org")
        killed.append(subprocess.Popen([sys.executable, "-m", "assistant", "digest"], env=os.environ))
        assert killed[0].wait(120) == -signal.SIGKILL
        before = len(server.taken)  # bob's came, though nobody was left to be told so
        _, _, err = run("digest")
        assert "mailed to bob@example.org, begun by an earlier digest" in err
        assert [len(server.to(who)) for who in ("ann@example.org", "zoe@example.org")] == [1, 1]
        ids = [message["Message-ID"] for message in server.to("bob@example.org")]
        assert (before, len(ids), len(set(ids))) == (2, 2, 1)  # by its id a mailbox knows that it is the same


def test_a_paper_that_two_watches_find_is_mailed_once(run: Run, server: MailServer) -> None:
    run(*_ADD)
    run("watch", "add", "papers on long-tailed learning", "--name", "more", "--to", "ann@example.org")
    run("digest")
    (mail,) = server.to("ann@example.org")
    assert _text(mail).count(OLD[1]) == 1
    assert "shown to you under another watch" in _text(mail)


def test_papers_that_say_what_is_not_wanted_are_left_out(run: Run, server: MailServer) -> None:
    run(*_ADD, "--not", "neural collapse")
    run("digest")
    (mail,) = server.to("ann@example.org")
    assert [title in _text(mail) for title in OLD] == [False, True, True]
    assert "1 left out for what they say" in _text(mail)


def test_a_watch_without_an_address_is_told_on_the_terminal_and_needs_no_mail_server(run: Run) -> None:
    run("watch", "add", QUESTION)
    code, out, _ = run("digest")
    assert code == 0
    assert [title for title in OLD if title not in " ".join(out.split())] == []


def test_a_configured_model_sums_up_and_its_marks_stand_at_the_quotes(
    run: Run, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedServer(answers=oblige) as model:
        monkeypatch.setenv("ASSISTANT_CHAT_MODEL", "m")
        monkeypatch.setenv("OPENAI_BASE_URL", model.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        run(*_ADD)
        assert run("digest")[0] == 0
        asked = len(model.requests)
        assert run("digest")[0] == 0
        assert len(model.requests) == asked > 0  # nothing is new
    (mail,) = server.to("ann@example.org")
    text = _text(mail)
    marks = sorted({int(number) for number in re.findall(r"\[(\d+)\]\. ?", text.partition(" 1. ")[0])})
    assert marks and marks == [*range(1, len(marks) + 1)]
    assert [n for n in marks if f"[{n}] “" not in text] == []


def test_one_command_fetches_and_tells_what_came(run: Run) -> None:
    run("watch", "add", "Which papers mention owls?", "--name", "owls")
    run("digest")
    with Service(shapes.daily(lambda _: range(2))) as service:
        code, out, err = run("digest", "--fetch", "daily-papers", "--base", service.url)
    assert code == 0
    assert "owls: 2 new papers seen, 2 judged, 2 answer, 2 shown." in err
    assert out.count("“") == 2


def test_where_fetching_fails_what_is_here_is_told_all_the_same(run: Run) -> None:
    run("watch", "add", QUESTION)
    with Service(lambda _: Said(b"no", status=404)) as service:
        code, out, err = run("digest", "--fetch", "daily-papers", "--base", service.url)
    assert code == 5
    assert OLD[2].split(":")[0] in " ".join(out.split())
    assert "assistant: " in err


def test_a_paper_that_is_still_being_indexed_is_told_once_it_can_be_searched(
    run: Run, arrive: Callable[[], None], index: Path
) -> None:
    run("watch", "add", QUESTION)
    run("digest")
    arrive()
    for stale, seen, title in ((1, "21 new papers seen", NEW[1]), (0, "1 new paper seen", NEW[0])):
        with closing(sqlite3.connect(index / "papers.sqlite")) as papers:
            which = "paper IN (SELECT paper FROM records WHERE title = ?)"
            papers.execute(f"UPDATE derived SET stale = ? WHERE {which}", (stale, NEW[0]))
            papers.commit()
        _, out, err = run("digest")
        assert seen in err
        assert [title for title in NEW if title in " ".join(out.split())] == [title]


def test_two_digests_at_a_time_are_refused(run: Run, index: Path) -> None:
    from assistant.watching import Watches

    run("watch", "add", QUESTION)
    with Watches(index.with_name("index-data")).alone():
        assert "another digest is being made" in run("digest")[2]
