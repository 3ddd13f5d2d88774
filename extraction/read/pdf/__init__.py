"""PDF files with text: lines, ruled tables and prose, put together from the pages as drawn."""
