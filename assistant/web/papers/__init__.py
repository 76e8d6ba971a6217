"""The view of the papers: a list, a paper's page, a map, papers over time."""
