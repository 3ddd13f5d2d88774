"""Made-up reports as LibreOffice saves and prints them, and scans of what it prints."""

import subprocess
import tempfile
from pathlib import Path
from random import Random
from typing import Literal

from evals.synth.any_format import FileFormat, generate_file
from evals.synth.labelled import LabelledReport
from evals.synth.scanned import ScanLook, scan_pdf, set_wide
from extraction.read.libre_office import find_office
from extraction.values.errors import NotMeasured

OfficeFormat = Literal["doc", "pdf", "scan", "scan-150"]
"""What needs LibreOffice; scans, of 200 and 150 dots an inch, need gouji[ocr], too."""
AnyFormat = FileFormat | OfficeFormat
_SECONDS = 120
_DPI = {"scan": 200, "scan-150": 150}


def generate_any(seed: int, file_format: AnyFormat) -> tuple[LabelledReport, str, bytes]:
    """Return the report of a seed with its labels, the ending of its file, and the file.

    NotMeasured where LibreOffice is needed and not installed.
    """
    match file_format:
        case "doc":
            report, data = generate_file(seed, "docx")
            return report, ".doc", convert_by_office(data, "doc")
        case "pdf":
            return _with_ending(print_report(seed), ".pdf")
        case "scan" | "scan-150":
            report, pdf = print_report(seed)
            look = ScanLook(dpi=_DPI[file_format])
            return report, f"-{file_format}.pdf", scan_pdf(pdf, look, Random(seed))
    return _with_ending(generate_file(seed, file_format), f".{file_format}")


def _with_ending(
    made: tuple[LabelledReport, bytes], ending: str
) -> tuple[LabelledReport, str, bytes]:
    report, data = made
    return report, ending, data


def print_report(seed: int) -> tuple[LabelledReport, bytes]:
    """Return the report of a seed with its labels, and a PDF of it on sheets that lie wide."""
    report, data = generate_file(seed, "docx")
    return report, convert_by_office(set_wide(data), "pdf")


def convert_by_office(docx: bytes, ending: str) -> bytes:
    """Return a Word document as LibreOffice writes it in another format."""
    office = find_office()
    if office is None:
        raise NotMeasured("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
    with tempfile.TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as made:
        source = Path(made, "report.docx")
        source.write_bytes(docx)
        profile = f"-env:UserInstallation={Path(made, 'profile').as_uri()}"
        command = [office, "--headless", profile, "--convert-to", ending, "--outdir", made]
        subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=_SECONDS)
        return source.with_suffix(f".{ending}").read_bytes()
