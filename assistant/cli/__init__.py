"""The command line: runs one command, and ends every error with one sentence, the next step and an exit code.

0 done (a refusal too), 1 nothing usable, 2 usage, 3 partly, 4 index missing or mismatched, 5 provider failed,
130 interrupted.
"""

import os
import sys
from collections.abc import Sequence

from assistant.cli.parser import Command, make_parser
from assistant.errors import AssistantError
from assistant.settings import read_settings
from assistant.text.invisible_characters import without_unseen

__all__ = ["main", "make_parser"]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; data goes to stdout, words to stderr, never a traceback."""
    args = make_parser().parse_args(argv)
    command: Command = args.command
    try:
        return command(args, read_settings(index=args.index))
    except AssistantError as error:
        print(without_unseen(f"assistant: {error}"), file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("assistant: interrupted. Nothing that was indexed is lost.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # whoever reads our output has enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
