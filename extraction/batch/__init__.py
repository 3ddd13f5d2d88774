"""A run over many files: what is in it, who works, what is said of it, how it ends."""
