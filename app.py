"""Launches the chat page over the index of the settings."""

import sys

from assistant.build import open_assistant, open_conversations
from assistant.errors import AssistantError
from assistant.settings import read_settings
from assistant.stocking import IndexStock
from assistant.web import launch

if __name__ == "__main__":
    try:
        settings = read_settings()
        kept = open_conversations(settings)
        launch(open_assistant(settings), settings, stock=IndexStock(settings), kept=kept)
    except AssistantError as error:
        print(f"app: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_code)
