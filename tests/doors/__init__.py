"""The doors for other programs, with real clients over a real server."""
