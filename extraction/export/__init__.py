"""Records out of gouji and back in: lines, files, a tidy table."""
