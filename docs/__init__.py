"""Pages for people; what they show of the program is generated from it."""
