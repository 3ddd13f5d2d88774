"""Where things stand in a text: its tokens, tables, reports, headings and sections."""
