"""words/: the word index, by tantivy."""
