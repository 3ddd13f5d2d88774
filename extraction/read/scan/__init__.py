"""Readers of scans: pages that are pictures, by OCR, which is installed with gouji[ocr]."""
