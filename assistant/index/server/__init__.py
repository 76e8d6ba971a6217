"""The vectors in a Chroma server instead of chroma/: one HTTP API of `chroma run`, the cluster and the cloud."""
