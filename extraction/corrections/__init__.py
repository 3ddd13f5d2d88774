"""What persons have decided about records: read, applied, kept over runs, told apart."""
