"""From a question and the conversation before it to a plan."""
