"""The values that stations hand to each other, and the record; it knows no other room."""
