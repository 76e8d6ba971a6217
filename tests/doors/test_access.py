"""Who gets through the doors, and how often."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import bcrypt
import pytest

from assistant.access_tokens import AccessTokens, new_token, read_tokens
from assistant.accounts import Accounts
from assistant.cli import main
from assistant.errors import UsageError
from assistant.web.server.limits import Limits
from assistant.web.server.serving import Serving
from tests.doors.calling import Watched, post
from tests.making import OWLS
from tests.web.asking import Scripted
from tests.web.served import Told, request, served

_ASK = {"question": "owls?"}


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def made(tmp_path: Path) -> tuple[str, Path]:
    """A token of ann's, and the file that knows it."""
    token, line = new_token("ann")
    file = tmp_path / "tokens"
    file.write_text(f"# programs\n{line}\n")
    return token, file


def _ask(url: str, token: str = "") -> Told:
    return post(url, "/api/v1/ask", _ASK, _bearer(token) if token else None)


def test_with_tokens_only_who_sends_one_gets_in_and_a_deleted_line_lets_nobody_in(made: tuple[str, Path]) -> None:
    token, file = made
    with served(Scripted([OWLS]), serving=Serving(tokens=AccessTokens(file))) as url:
        assert [_ask(url, sent).status for sent in ("", "pa_wrong", token)] == [401, 401, 200]
        refused = request(url, "/v1/models")
        assert (refused.status, refused.headers["www-authenticate"]) == (401, "Bearer")
        assert refused.json["error"]["code"] == "invalid_api_key"
        assert request(url, "/mcp", method="POST").status == 401
        assert request(url, "/").status == 200
        file.write_text("# nobody\n")
        assert _ask(url, token).status == 401


def test_who_serves_others_without_a_token_lets_no_program_in() -> None:
    with served(Scripted([OWLS]), serving=Serving(alone=False)) as url:
        assert (_ask(url).status, _ask(url, "pa_any").status, request(url, "/").status) == (401, 401, 200)


def test_on_this_machine_alone_any_token_and_none_will_do() -> None:
    with served(Scripted([OWLS])) as url:
        assert (_ask(url).status, _ask(url, "unused").status) == (200, 200)


def test_with_accounts_a_program_needs_a_token_or_a_session(made: tuple[str, Path], tmp_path: Path) -> None:
    token, file = made
    accounts = tmp_path / "accounts"
    accounts.write_text(f"bob:{bcrypt.hashpw(b'bob likes owls', bcrypt.gensalt(4)).decode()}")
    serving = Serving(accounts=Accounts(accounts), tokens=AccessTokens(file))
    with served(Scripted([OWLS]), serving=serving) as url:
        assert (_ask(url).status, _ask(url, token).status) == (401, 200)
        assert request(url, "/config", headers=_bearer(token)).status == 401
        form = b"name=bob&password=bob+likes+owls"
        entered = request(url, "/login", method="POST", body=form)
        session = {"Cookie": entered.headers["set-cookie"].split(";")[0]}
        assert post(url, "/api/v1/ask", _ASK, session).status == 200


def test_another_site_gets_through_no_door(made: tuple[str, Path]) -> None:
    token, file = made
    with served(Scripted([OWLS]), serving=Serving(tokens=AccessTokens(file))) as url:
        headers = {**_bearer(token), "Origin": "http://evil.example"}
        assert post(url, "/api/v1/ask", _ASK, headers).status == 403


def test_requests_a_minute_are_limited_for_each_token(made: tuple[str, Path]) -> None:
    token, file = made
    other, line = new_token("bob")
    file.write_text(f"{file.read_text()}{line}\n")
    serving = Serving(tokens=AccessTokens(file), limits=Limits(rate=2))
    with served(Scripted([OWLS]), serving=serving) as url:
        assert [_ask(url, token).status for _ in range(3)] == [200, 200, 429]
        assert 50 < int(_ask(url, token).headers["retry-after"]) <= 60
        assert _ask(url, other).status == 200


def test_questions_at_a_time_are_limited_for_each_token(made: tuple[str, Path]) -> None:
    token, file = made
    watched, serving = Watched(), Serving(tokens=AccessTokens(file), limits=Limits(at_once=1))
    with served(watched, serving=serving) as url, ThreadPoolExecutor(1) as other:
        first = other.submit(_ask, url, token)
        assert watched.asked.wait(5)
        second = _ask(url, token)
        assert (second.status, second.headers["retry-after"]) == (429, "1")
        watched.wait.set()
        assert first.result().status == 200
        assert _ask(url, token).status == 200


def test_the_command_prints_a_line_without_the_token(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["token", "ann"]) == 0
    out, err = capsys.readouterr()
    token = err.split()[-1]
    assert token not in out
    (tmp_path / "tokens").write_text(out)
    known = AccessTokens(tmp_path / "tokens")
    assert (known.name(token), known.name(token + "x"), known.name("")) == ("ann", None, None)


@pytest.mark.parametrize("line", ["ann", "ann:short", f"a b:{'0' * 64}", f"ann:{'0' * 64}\nann:{'1' * 64}"])
def test_a_line_that_is_no_token_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "tokens"
    file.write_text(f"{line}\n")
    with pytest.raises(UsageError, match=rf"{file}:\d is not name:hash"):
        read_tokens(file)


def test_a_file_that_breaks_while_it_is_served_keeps_the_lines_that_still_stand(made: tuple[str, Path]) -> None:
    token, file = made
    known = AccessTokens(file)
    file.write_text(f"{file.read_text()}broken\n")
    assert known.name(token) == "ann"
    file.write_text("broken\n")
    assert known.name(token) is None
    file.unlink()
    assert known.name(token) is None
