"""Prompts from files, and foreign text put into them as data."""
