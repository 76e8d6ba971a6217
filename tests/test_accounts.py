"""Accounts: the file, its hashes, what is refused; and the command that makes a line."""

import subprocess
import sys
from pathlib import Path

import bcrypt
import pytest

from assistant.accounts import Accounts, account_line, read_accounts
from assistant.errors import UsageError


def _line(name: str, password: str) -> str:
    """A line as quickly made as bcrypt allows."""
    return f"{name}:{bcrypt.hashpw(password.encode(), bcrypt.gensalt(4)).decode()}"


def test_a_line_lets_its_own_password_in_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "accounts"
    file.write_text(f"# people\n\n{account_line('ann', 'four small grey owls')}\n{_line('bob', 'mice at night')}\n")
    accounts = Accounts(file)
    tried = [("ann", "four small grey owls"), ("ann", "mice at night"), ("bob", "mice at night"), ("eve", ""), ("", "")]
    assert [accounts.check(*one) for one in tried] == [True, False, True, False, False]


def test_a_hash_of_htpasswd_is_one_of_ours(tmp_path: Path) -> None:
    file = tmp_path / "accounts"
    file.write_text(_line("ann", "owls at night").replace("$2b$", "$2y$"))
    assert Accounts(file).check("ann", "owls at night")


@pytest.mark.parametrize("password", ["x" * 73, "owls\0", "\ud800"])
def test_a_password_that_bcrypt_cannot_take_is_wrong_and_no_error(tmp_path: Path, password: str) -> None:
    file = tmp_path / "accounts"
    file.write_text(_line("ann", "owls at night"))
    assert not Accounts(file).check("ann", password)


def test_a_file_that_changes_is_read_again_and_a_broken_one_is_not(tmp_path: Path) -> None:
    file = tmp_path / "accounts"
    file.write_text(_line("ann", "owls at night"))
    accounts = Accounts(file)
    before = accounts.mark("ann")
    file.write_text(f"{_line('ann', 'other words')}\n{_line('bob', 'mice at night')}")
    assert accounts.check("bob", "mice at night")
    assert accounts.mark("ann") not in (before, None)
    assert not accounts.check("ann", "owls at night")
    file.write_text("half a li")
    assert accounts.check("ann", "other words")
    file.write_text(_line("bob", "mice at night again"))
    assert accounts.mark("ann") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "holds no account"), ("# nobody", "holds no account"), ("ann:secret", ":1 is not name:hash"),
     (f"{_line('ann', 'owls')}\nbob", ":2 is not name:hash"), (f"a b:{_line('', 'x')[1:]}", ":1 is not name:hash")],
    ids=["empty", "a comment", "no hash", "a line without a hash", "a space in a name"],
)  # fmt: skip
def test_a_file_without_accounts_is_an_error_that_names_the_line(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "accounts"
    file.write_text(text)
    with pytest.raises(UsageError, match=told):
        read_accounts(file)


def test_a_file_that_is_missing_or_no_text_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ASSISTANT_AUTH"):
        Accounts(tmp_path / "none")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="ASSISTANT_AUTH"):
        Accounts(tmp_path / "binary")


@pytest.mark.parametrize(
    ("name", "password", "told"),
    [("a b", "long enough", "cannot be a name"), ("", "long enough", "be a name"), ("a:b", "long enough", "name"),
     ("ann", "short", "fewer than 8"), ("ann", "x" * 73, "more than 72"), ("ann", "nul \0 nul", "NUL")],
)  # fmt: skip
def test_a_name_or_password_that_cannot_be_taken_is_told(name: str, password: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        account_line(name, password)


def test_the_command_makes_a_line_from_standard_input(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "assistant", "user", "ann"]
    done = subprocess.run(command, input="four small grey owls\n", capture_output=True, text=True, check=True)
    file = tmp_path / "accounts"
    file.write_text(done.stdout)
    assert Accounts(file).check("ann", "four small grey owls")
    refused = subprocess.run(command, input="owl\n", capture_output=True, text=True)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("assistant: the password has fewer than 8 characters.")
