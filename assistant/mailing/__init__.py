"""Digests as mail: written as plain text and as HTML, and handed to a mail server by SMTP."""
