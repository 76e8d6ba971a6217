"""chroma/: abstracts cut into chunks, embedded, and found by nearness."""
