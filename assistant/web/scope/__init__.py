"""What questions are restricted to, and the panel that sets it."""
