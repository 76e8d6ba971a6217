"""Who is let in, over real HTTP: names, origins, headers, health, and the door with its passwords."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import bcrypt
import pytest

from assistant import open_assistant
from assistant.accounts import Accounts
from assistant.settings import Settings
from assistant.web.server.attempts import Attempts, Patience
from assistant.web.server.serving import Serving, serving_of
from assistant.web.server.sessions import LASTS, Sessions
from tests.making import OWLS
from tests.web.asking import Scripted
from tests.web.served import Told, request, served

_LOCAL = serving_of(Settings(index=Path("unused"), hosts=("papers.example",)))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A page for this machine alone, and for a proxy on it that goes by papers.example."""
    with served(Scripted([OWLS]), serving=Serving(hosts=_LOCAL.hosts)) as address:
        yield address


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:99", "[::1]:7860", "papers.example", "LOCALHOST.:80"])
def test_names_of_its_own_are_served(url: str, host: str) -> None:
    assert request(url, "/", headers={"Host": host}).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "10.0.0.1", "[::2]", "127.0.0.1.evil.example"]
)
def test_a_foreign_name_that_points_here_is_refused_with_the_setting_that_allows_it(url: str, host: str) -> None:
    told = request(url, "/config", headers={"Host": host})
    assert (told.status, "ASSISTANT_HOSTS" in told.text) == (421, True)


@pytest.mark.parametrize("host", ["", "[", "[x"])
def test_a_request_that_names_no_host_is_refused(url: str, host: str) -> None:
    assert request(url, "/", headers={"Host": host}).status == 400


def test_a_page_that_was_opened_to_others_goes_by_any_name_unless_names_are_given() -> None:
    opened = Settings(index=Path("unused"), host="0.0.0.0")
    named = Settings(index=Path("unused"), host="0.0.0.0", hosts=("papers.example",))
    assert serving_of(opened).hosts is None
    assert serving_of(named).hosts == {"0.0.0.0", "localhost", "127.0.0.1", "::1", "papers.example"}


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("POST", {"Origin": "http://evil.example"}, 403),
        ("POST", {"Origin": "null"}, 403),
        ("POST", {"Origin": "http://localhost:1"}, 403),
        ("GET", {"Origin": "http://evil.example"}, 403),
        ("POST", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("POST", {"Sec-Fetch-Site": "same-site"}, 403),
        ("POST", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 403),
        ("GET", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ("GET", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
        ("GET", {"Sec-Fetch-Site": "none"}, 200),
        ("GET", {"Sec-Fetch-Site": "same-origin"}, 200),
        ("GET", {}, 200),
    ],
)
def test_what_another_site_makes_the_browser_send_is_refused(
    url: str, method: str, headers: dict[str, str], status: int
) -> None:
    assert request(url, "/", method=method, headers=headers).status == status


def test_a_page_of_ours_may_send_through_a_proxy_that_speaks_https(url: str) -> None:
    headers = {"Host": "papers.example", "Origin": "https://papers.example"}
    assert request(url, "/gradio_api/reset", method="POST", headers=headers).status not in (403, 421)


@pytest.mark.parametrize("path", ["upload", "proxy=http://127.0.0.1/", "stream/x", "process_recording", "vibe-edit"])
def test_doors_of_gradio_that_the_page_does_not_use_are_closed(url: str, path: str) -> None:
    assert request(url, f"/gradio_api/{path}", method="POST").status == 404


def test_every_response_forbids_the_foreign_and_the_private_is_not_kept(url: str) -> None:
    page, missing = request(url, "/", headers={"Origin": url.rstrip("/")}), request(url, "/record/none")
    asset = page.text.split('src="./assets/')[1].split('"')[0]
    for told in (page, missing, request(url, "/config"), request(url, "/", headers={"Host": "evil.example"})):
        policy = dict(rule.split(" ", 1) for rule in told.headers["content-security-policy"].split("; "))
        assert (policy["default-src"], policy["frame-ancestors"], policy["connect-src"]) == (
            "'self'",
            "'none'",
            "'self'",
        )
        assert not any("*" in rule or "http" in rule for rule in policy.values())
        assert (told.headers["x-content-type-options"], told.headers["referrer-policy"]) == ("nosniff", "no-referrer")
        assert told.headers["cache-control"] == "no-store"
        assert not any(name.startswith("access-control-") or name == "server" for name in told.headers)
    assert request(url, f"/assets/{asset}").headers["cache-control"] == "public, max-age=31536000, immutable"


def test_health_counts_the_papers_and_says_the_version(sample_index: Path) -> None:
    with served(open_assistant(str(sample_index))) as url:
        told = request(url, "/healthz")
        assert (told.status, told.json) == (200, {"status": "ok", "papers": 278, "version": "0.1.0"})
        assert request(url, "/healthz", method="HEAD").status == 200


def test_health_is_503_while_the_index_cannot_be_used(own_index: Path) -> None:
    manifest = own_index / "manifest.json"
    with served(open_assistant(str(own_index))) as url:
        text = manifest.read_text()
        manifest.unlink()
        told = request(url, "/healthz")
        assert (told.status, told.json["status"], told.json["reason"]) == (503, "unusable", "IndexMissing")
        manifest.write_text("{}")
        assert (request(url, "/healthz").status, request(url, "/").status) == (503, 200)
        manifest.write_text(text)
        assert request(url, "/healthz").status == 200


# ---- the door ----


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    file = tmp_path / "accounts"
    file.write_text("\n".join(_line(name, f"{name} likes owls") for name in ("ann", "bob")))
    return file


@pytest.fixture(scope="module")
def shut(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same for tests that never get in."""
    file = tmp_path_factory.mktemp("accounts") / "accounts"
    file.write_text(_line("ann", "ann likes owls"))
    with served(Scripted([OWLS]), serving=Serving(accounts=Accounts(file))) as url:
        yield url


def _line(name: str, password: str) -> str:
    return f"{name}:{bcrypt.hashpw(password.encode(), bcrypt.gensalt(4)).decode()}"


@pytest.fixture
def closed(accounts: Path) -> Iterator[str]:
    """A page that asks for a password."""
    with served(Scripted([OWLS]), serving=Serving(accounts=Accounts(accounts))) as url:
        yield url


def _log_in(url: str, name: str, password: str) -> Told:
    body = urlencode({"name": name, "password": password}).encode()
    return request(url, "/login", method="POST", body=body)


def _session(told: Told) -> dict[str, str]:
    return {"Cookie": told.headers["set-cookie"].split(";")[0]}


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/config"), ("GET", "/record/x"), ("GET", "/assets/x.js"), ("POST", "/gradio_api/queue/join"),
     ("GET", "/gradio_api/heartbeat/x"), ("POST", "/add"), ("GET", "/export/answer/x.md"), ("GET", "/nothing")],
)  # fmt: skip
def test_without_a_session_there_is_nothing_but_the_login(shut: str, method: str, path: str) -> None:
    assert request(shut, path, method=method).status == 401
    assert request(shut, path, method=method, headers={"Cookie": "assistant_session=made-up; x"}).status == 401


def test_a_page_leads_to_the_login_and_health_is_open(shut: str) -> None:
    told = request(shut, "/", headers={"Accept": "text/html,*/*"})
    assert (told.status, told.headers["location"]) == (303, "/login")
    assert 'action="login"' in request(shut, "/login").text
    assert request(shut, "/healthz").json["papers"] == 1


def test_the_right_password_opens_the_page_until_the_reader_leaves(closed: str) -> None:
    told = _log_in(closed, "ann", "ann likes owls")
    assert (told.status, told.headers["location"]) == (303, "./")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(told.headers["set-cookie"].split("; "))
    session = _session(told)
    assert request(closed, "/config", headers=session).json["username"] == "ann"
    assert request(closed, "/logout", headers=session).status == 303
    assert request(closed, "/config", headers=session).status == 200  # a link logs nobody out
    assert request(closed, "/logout", method="POST", headers=session).headers["location"] == "login"
    assert request(closed, "/config", headers=session).status == 401


@pytest.mark.parametrize(
    ("name", "password"),
    [("ann", "bob likes owls"), ("eve", "ann likes owls"), ("", ""), ("ann", "x" * 9_999), ("ann\0", "ann likes owls"),
     ('"><script>alert(1)</script>', "x")],
)  # fmt: skip
def test_a_wrong_password_is_told_and_gives_no_session(closed: str, name: str, password: str) -> None:
    told = _log_in(closed, name, password)
    assert (told.status, "set-cookie" in told.headers) == (401, False)
    assert "Name or password is wrong." in told.text
    assert "<script>alert" not in told.text


def test_who_guesses_on_has_to_wait(closed: str) -> None:
    tried = [_log_in(closed, "ann", f"guess {n}") for n in range(6)]
    assert [told.status for told in tried] == [401] * 5 + [429]
    assert "Too many wrong tries. Wait 1 second, then try again." in tried[-1].text
    assert tried[-1].headers["retry-after"] == "1"


def test_an_account_that_is_taken_away_or_changed_ends_its_sessions(closed: str, accounts: Path) -> None:
    ann, bob = (_session(_log_in(closed, name, f"{name} likes owls")) for name in ("ann", "bob"))
    accounts.write_text(_line("bob", "another password"))
    assert [request(closed, "/config", headers=session).status for session in (ann, bob)] == [401, 401]


def test_a_session_is_over_after_a_month(accounts: Path) -> None:
    now = [0.0]
    sessions = Sessions(Accounts(accounts), lambda: now[0])
    secret = sessions.begin("ann")
    now[0] = LASTS
    assert (sessions.reader(secret), sessions.reader("")) == ("ann", None)
    now[0] += 1
    assert sessions.reader(secret) is None


def test_waits_double_up_to_the_longest_and_are_forgotten() -> None:
    now = [100.0]
    attempts = Attempts(Patience(free=2, longest=4.0, forgotten=60.0), lambda: now[0])
    waits = []
    for _ in range(6):
        waits.append(attempts.wait("ann"))
        attempts.failed("ann")
    assert waits == [0.0, 0.0, 1.0, 2.0, 4.0, 4.0]
    assert attempts.wait("bob") == 0.0
    now[0] += 3.0
    assert attempts.wait("ann") == 1.0
    now[0] += 60.0
    assert attempts.wait("ann") == 0.0
    attempts.failed("bob")
    attempts.passed("bob")
    assert [attempts.wait("bob"), attempts.wait("ann")] == [0.0, 0.0]
