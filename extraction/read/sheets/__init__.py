"""Sheets, of Excel, LibreOffice or separated by commas: cells as they are shown."""
