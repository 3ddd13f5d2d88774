"""Which modules pytest looks for doctests in: those that need gouji[ocr] where it is installed."""

from extraction.read.scan.scanned_file import has_ocr

collect_ignore_glob = [] if has_ocr() else ["[!_]*.py"]
