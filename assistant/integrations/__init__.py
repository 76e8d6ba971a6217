"""The assistant as parts of other frameworks; each file needs its own."""
