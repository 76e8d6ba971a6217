"""Gold questions: read, drafted, and asked."""
