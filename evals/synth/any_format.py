"""The same made-up report in any format: text, a page, a Word document, a workbook, values."""

from dataclasses import replace
from random import Random
from typing import Literal, get_args

from evals.synth.docx import write_docx
from evals.synth.draft import Draft
from evals.synth.generate import draw_draft, finish
from evals.synth.html import write_html
from evals.synth.labelled import LabelledReport
from evals.synth.separated import write_csv
from evals.synth.whole_file import write_page
from evals.synth.xlsx import write_xlsx

FileFormat = Literal["txt", "html", "docx", "xlsx", "csv"]
FILE_FORMATS: tuple[FileFormat, ...] = get_args(FileFormat)
_DRAWN = "html"
"""The layout whose tables are drawn with all their spans: other formats draw the same."""
_PIPES = "spaced-pipes"


def write_draft(draft: Draft, form: FileFormat, rng: Random) -> bytes:
    """Return a report that is drawn with spans as a file of a format."""
    match form:
        case "docx":
            return write_docx(draft, rng)
        case "xlsx":
            return write_xlsx(draft, rng)
        case "csv":
            return write_csv(draft).encode("utf-8-sig")
        case "html":
            return write_html(draft, rng).encode()
    piped = replace(draft, style=replace(draft.style, layout=_PIPES))
    return write_page(piped, rng).encode()


def generate_file(
    seed: int, file_format: FileFormat, form: str | None = None
) -> tuple[LabelledReport, bytes]:
    """Return the report of a seed with its labels, and the file that it is written to.

    Nothing is done to it but to draw its figures and words: whatever differs between formats
    is the reader's doing. `form`: else one is drawn.
    """
    draft, rng = draw_draft(seed, layout=_DRAWN, modifiers=(), form=form, mistakes=0)
    report = finish(draft, seed, rng)
    return report, write_draft(draft, file_format, Random(seed))
