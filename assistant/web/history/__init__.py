"""The view of earlier conversations."""
