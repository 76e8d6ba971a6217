"""From verdicts to the draft of an answer."""
