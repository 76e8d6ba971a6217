"""Launches the chat page over the index of the settings."""

import sys

from assistant.build import open_conversations, open_digests, open_explored, open_watches
from assistant.errors import AssistantError
from assistant.ingest import IndexStock
from assistant.settings import read_settings
from assistant.web import launch

if __name__ == "__main__":
    try:
        settings = read_settings()
        kept = open_conversations(settings)
        watches = open_watches(settings)
        assistant, explorer = open_explored(settings)
        digests, stock = open_digests(settings, watches), IndexStock(settings)
        launch(assistant, settings, explorer=explorer, stock=stock, kept=kept, watches=watches, digests=digests)
    except AssistantError as error:
        print(f"app: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_code)
