"""Pages of the web: what a browser shows of them, their tables, and what they say of themselves."""
