"""The server around the page: login, guards, uploads, downloads, start and end."""
