"""The forms in which other programs and services write papers, a reader each."""
