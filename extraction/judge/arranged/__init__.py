"""Proposals: every other arrangement than rows under columns that a table's print allows."""
