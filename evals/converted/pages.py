"""Made-up reports as PDFs: Word documents of usual measures, printed many at once."""

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from evals.synth.docx import pack_docx, paragraph, run_xml, sheet_to_table
from evals.synth.draft import Draft, DraftProse
from evals.synth.generate import draw_draft, draw_modifiers, finish
from evals.synth.html import write_html
from evals.synth.labelled import LabelledReport
from extraction.read.libre_office import find_office
from extraction.values.errors import NotMeasured

_PLAIN = frozenset(
    {
        *("marks", "blanks_kept", "units_in_cells", "thousands", "local_row", "subtotal_rows"),
        *("row_numbers", "quotes", "article_heads", "documents_renamed", "full_width_punctuation"),
        *("label_tails", "guidance", "balance_misspelt", "source_line", "columns_swapped"),
        *("column_missing", "rows_swapped", "cut_heads", "title_repeated", "lost_row_label"),
    }
)
"""What is done to the reports: the ways of those who fill a form, and no damage to a text."""
_WIDTH = 9_000
"""How wide a page's text is, in twentieths of a point."""
_PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:bottom="1440" w:left="1440" w:right="1440" w:footer="700"/></w:sectPr>'
)
_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class ConvertibleReport:
    """A labelled report as a web page and as a Word document."""

    labelled: LabelledReport
    html: str
    docx: bytes


def make_convertible(seed: int) -> ConvertibleReport:
    """Return the report that belongs to a seed."""
    names = draw_modifiers(Random(f"{seed} converted")) & _PLAIN
    draft, rng = draw_draft(seed, layout="html", modifiers=sorted(names))
    labelled = finish(draft, seed, rng)
    return ConvertibleReport(labelled, write_html(draft, Random(seed)), _write_docx(draft, seed))


def _write_docx(draft: Draft, seed: int) -> bytes:
    """Return a Word document whose tables are as wide as its page, and whose pages are numbered."""
    rng = Random(f"{seed} measures")
    labels, size = rng.choice((0.3, 0.4, 0.5)), rng.choice((18, 21, 24))
    blocks: list[str] = []
    for part in draft.parts:
        if isinstance(part, DraftProse):
            blocks += [paragraph(line) for line in part.text.split("\n")]
        else:
            widths = _share_width(part.table, part.width, labels)
            blocks.append(sheet_to_table(part, widths=widths))
            blocks.append(paragraph(""))
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    before, behind = rng.choice((("- ", " -"), ("", ""), ("第 ", " 页")))
    parts = {
        "footer": f"<w:p>{run_xml(before)}{number}{run_xml(behind)}</w:p>",
        "styles": f'<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="{size}"/></w:rPr>'
        "</w:rPrDefault></w:docDefaults>",
    }
    return pack_docx("".join(blocks) + _PAGE, parts)


def _share_width(table: str, columns: int, labels: float) -> Sequence[int]:
    """Return how wide each column of a table is; labels take a share, the figures the rest.

    >>> _share_width("requests", 10, 0.3)
    (540, 810, 1350, 900, 900, 900, 900, 900, 900, 900)
    """
    beside = {"proactive_disclosure": (1.0,), "requests": (0.2, 0.3, 0.5)}.get(table, ())
    own = [int(_WIDTH * labels * share) for share in beside]
    figures = columns - len(own)
    each = (_WIDTH - sum(own)) // max(figures, 1)
    return (*own, *[each] * figures)


def print_pdfs(documents: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Print Word documents as PDFs into a folder, in one go; return where each is, by its name."""
    program = find_office()
    if program is None:
        raise NotMeasured("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
    if not documents:
        return {}
    with tempfile.TemporaryDirectory(prefix="gouji-") as made:
        sources: list[str] = []
        for name, data in documents.items():
            source = Path(made, f"{name}.docx")
            source.write_bytes(data)
            sources.append(str(source))
        profile = f"-env:UserInstallation={Path(made, 'profile').as_uri()}"
        command = [program, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
        subprocess.run([*command, *sources], check=True, capture_output=True, timeout=_SECONDS)
    return {name: folder / f"{name}.pdf" for name in documents}
