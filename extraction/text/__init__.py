"""Read a few characters alone: numbers, dates, names of agencies, sounds."""
