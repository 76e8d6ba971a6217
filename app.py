"""Indexes what is named, if anything is, and serves the chat page over the index of the settings: in one process, for
half of the time that either takes to start goes into importing what both need."""

import sys

from assistant.cli import main
from assistant.cli.commands import PARTLY

if __name__ == "__main__":
    indexed = main(["index", *sys.argv[1:]]) if sys.argv[1:] else 0
    sys.exit(main(["serve"]) if indexed in (0, PARTLY) else indexed)
