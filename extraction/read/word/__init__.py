"""Word files: paragraphs, numbered as they are shown, and tables with their spans."""
