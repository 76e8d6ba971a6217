"""REST: `/api/v1`."""
