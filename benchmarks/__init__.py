"""Training and pictures: run from a checkout, not shipped."""
