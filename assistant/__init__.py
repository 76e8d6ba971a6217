"""Answers questions over scientific paper abstracts."""
