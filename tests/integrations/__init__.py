"""The integrations, with the real frameworks."""
