"""The judge that runs on this machine alone: small learned models over a few features."""
