"""The `token` command: a line for the file of tokens."""

import sys
from argparse import Namespace

from assistant.access_tokens import new_token
from assistant.settings import Settings


def token(args: Namespace, settings: Settings) -> int:
    """The line on stdout, to be appended to the file; the token itself on stderr, this once."""
    made, line = new_token(args.name)
    print(line)
    print(f"The token of {args.name}, shown only now: {made}", file=sys.stderr)
    return 0
