"""The `user` command: a line for the file of accounts."""

import sys
from argparse import Namespace
from getpass import getpass

from assistant.accounts import account_line
from assistant.errors import UsageError
from assistant.settings import Settings


def user(args: Namespace, settings: Settings) -> int:
    """Asks for the password twice, or takes a line of standard input where that is no terminal."""
    print(account_line(args.name, _password()))
    return 0


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("Password: ")
    if getpass("Again: ") != password:
        raise UsageError("the two passwords differ", hint="Run the command again.")
    return password
