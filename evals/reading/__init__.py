"""Readers made of labels, asked in this process by both protocols: a perfect one, and liars."""
