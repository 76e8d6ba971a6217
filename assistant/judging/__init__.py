"""From ranked papers to verdicts: how relevant each is, and by which of its sentences."""
