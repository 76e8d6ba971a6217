"""What of a chat model's text holds: its quotes, numbers, names, and each sentence against what it cites."""
