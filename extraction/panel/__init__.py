"""The finished reports of an agency over years: tied, compared, measured, shown on a page."""
