"""HTTP servers for the tests: one that follows a script, one with a real small model."""
