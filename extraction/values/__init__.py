"""What the stations hand to each other, and what comes of a report; it knows no other room."""
