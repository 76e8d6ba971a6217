"""An answer as HTML: its text, lists, tables, sources, and what can be done with it."""
