"""Reports in, checked records out."""
