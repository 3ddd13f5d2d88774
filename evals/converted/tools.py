"""The tools that people make text with: what each is called, and what it makes of a file.

All are extras of evals but Poppler's `pdftotext`, which an operating system brings. Each is
imported where it is used.
"""

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

Extractor = Callable[[Path], str]
"""From a PDF to its text."""
Converter = Callable[[str], str]
"""From a web page to text."""


def _pdfplumber(path: Path) -> str:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def _pypdf(path: Path) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def _pdfminer(path: Path) -> str:
    from pdfminer.high_level import extract_text

    text: str = extract_text(path)
    return text


def _pdftotext(*options: str) -> Extractor:
    def extract(path: Path) -> str:
        command = ["pdftotext", "-enc", "UTF-8", *options, str(path), "-"]
        return subprocess.run(command, check=True, capture_output=True).stdout.decode()

    return extract


def _trafilatura(page: str) -> str:
    from trafilatura import extract

    text: str | None = extract(
        page, output_format="markdown", include_tables=True, favor_recall=True
    )
    return text or ""


def _markdownify(page: str) -> str:
    from markdownify import markdownify

    text: str = markdownify(page, strip=["script", "style"])
    return text


def _html2text(page: str) -> str:
    from html2text import HTML2Text

    text: str = HTML2Text(bodywidth=0).handle(page)
    return text


def _inscriptis(page: str) -> str:
    from inscriptis import get_text

    text: str = get_text(page)
    return text


EXTRACTORS: Mapping[str, Extractor] = {
    "pdfplumber": _pdfplumber,
    "pypdf": _pypdf,
    "pdfminer.six": _pdfminer,
    "pdftotext": _pdftotext(),
    "pdftotext -layout": _pdftotext("-layout"),
    "pdftotext -raw": _pdftotext("-raw"),
}
CONVERTERS: Mapping[str, Converter] = {
    "trafilatura": _trafilatura,
    "markdownify": _markdownify,
    "html2text": _html2text,
    "inscriptis": _inscriptis,
}
