"""papers.sqlite, the truth of an index: its tables, what is written to them and asked of them."""
