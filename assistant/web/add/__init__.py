"""The view where papers are added and sources removed."""
