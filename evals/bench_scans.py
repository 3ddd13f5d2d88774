"""Scans of made-up reports: how much of them is read, and whether what is settled is right.

    python -m evals.bench_scans [PAGES] [DPI] [FIRST SEED]

Reads reports until so many pages are read, 200 if nothing is said. Needs LibreOffice and
gouji[ocr]. A silent error is a wrong cell in a settled record; then the exit code is 1.
"""

import sys
import time
from collections import Counter
from itertools import count
from random import Random

import pypdfium2

from evals.synth.by_office import print_report
from evals.synth.labelled import LabelledReport
from evals.synth.scanned import ScanLook, scan_pdf
from extraction.check.conclusion import flatten_cells
from extraction.forms.load import load_forms
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.read.libre_office import find_office
from extraction.read.scan.scanned_file import has_ocr
from extraction.settings import Settings
from extraction.values.record import Record

SETTLED = ("verified", "source_inconsistent")


def count_cells(record: Record, report: LabelledReport) -> Counter[str]:
    """Count the cells of a report that are right, open and wrong in its record."""
    counted = Counter[str]()
    read = flatten_cells(record)
    for key, label in report.cells.items():
        cell = read.get(key)
        if cell is None or cell.state in ("missing", "text"):
            counted["open"] += 1
        elif (cell.state, cell.value) == (label.state, label.value):
            counted["right"] += 1
        else:
            counted["wrong"] += 1
            print(f"  {key}: {cell.state} {cell.value}, printed {label.value}")
    return counted


def main(least_pages: int, dpi: int, seed: int) -> int:
    """Print what came of each report, and of all; 1 if a settled record has a wrong cell."""
    if find_office() is None or not has_ocr():
        print("scans: not measured, LibreOffice or gouji[ocr] is not installed")
        return 0
    total, verdicts = Counter[str](), Counter[str]()
    pages, seconds, silent = 0, 0.0, 0
    look = ScanLook(dpi=dpi)
    for number in count(seed):
        if pages >= least_pages:
            break
        report, pdf = print_report(number)
        scan = scan_pdf(pdf, look, Random(number))
        began = time.perf_counter()
        document = document_from_bytes(f"{number}.pdf", scan)
        records = extract_document(document, Settings(load_forms()))
        seconds += time.perf_counter() - began
        with pypdfium2.PdfDocument(scan) as opened:
            pages += len(opened)
        record = records[0]
        counted = count_cells(record, report)
        total += counted
        verdicts[record.status] += 1
        silent += counted["wrong"] if record.status in SETTLED else 0
        print(number, len(records), record.status, dict(counted), record.reason, flush=True)
    share = total["right"] / max(1, total.total())
    print(f"{pages} pages, {seconds / max(1, pages):.1f} s a page; {dict(verdicts)}")
    print(f"cells {dict(total)}: {share:.2%} read and right; silent errors: {silent}")
    return 1 if silent else 0


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*[*given, *(200, 200, 1)[len(given) :]]))
