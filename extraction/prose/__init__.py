"""What the words of a report say: who reports, for which year, and the figures in sentences."""
