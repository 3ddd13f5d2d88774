"""Measuring how well reports are read."""
