"""What a follow-up points to in the conversation before it."""
