"""The panel test set as files: made-up reports printed, read by gouji, and held against each other.

`python -m tests.panel.printed docx` prints all of them in a format, and says what of the planted
breaks is missed, and what is told beside them.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import get_args

from evals.synth.any_format import FileFormat, write_draft
from evals.synth.draft import Agency, DraftPart, DraftProse, LayoutStyle
from evals.synth.draft import Draft as FileDraft
from evals.synth.generate import print_figures
from evals.synth.labelled import Label
from evals.synth.sheets import table_to_sheet
from extraction.panel.aliases import read_aliases
from extraction.panel.panel import build_panel
from extraction.panel.year_report import YearReport, record_to_report
from extraction.pipeline import extract_file
from extraction.settings import default_settings
from extraction.terminal.exits import say_line
from tests.panel.planted import Expected, Planted, plant
from tests.panel.records import Draft

_NUMERALS = "一二三四五六"
_NOT_SETTLED = Label("text", None, "另见说明")
SETTINGS = default_settings()


def draft_to_file(draft: Draft, file_format: FileFormat) -> bytes:
    """Return a report as a file of a format: its words, its tables drawn, name and date below."""
    name = draft.name or draft.agency
    cells = print_figures(draft.form, draft.figures, Random(draft.year))
    cells |= dict.fromkeys(draft.missing, _NOT_SETTLED)
    drawn = FileDraft(
        draft.form.form,
        Agency(name, name, name[:3], draft.year),
        LayoutStyle("html"),
        cells,
    )
    return write_draft(
        replace(drawn, parts=tuple(_parts_of(draft, name, drawn))), file_format, Random(1)
    )


def _parts_of(draft: Draft, name: str, drawn: FileDraft) -> Iterator[DraftPart]:
    if draft.uscc:
        yield DraftProse("index", f"统一社会信用代码：{draft.uscc}")
    yield DraftProse("title", f"{name}{draft.year}年政府信息公开工作年度报告")
    yield DraftProse("preamble", draft.prose["preamble"])
    if draft.scope == "region_total":
        yield DraftProse("preamble", f"数据范围为全{name[2]}。")
    tables = {table.key: table for table in draft.form.tables}
    for numeral, (section, titles) in zip(_NUMERALS, draft.form.sections.items(), strict=True):
        yield DraftProse("heading", f"{numeral}、{titles[0]}", section)
        if section in tables:
            yield table_to_sheet(tables[section], drawn.cells, "")
        else:
            yield DraftProse("text", draft.prose.get(section, "无。"), section)
    signed = draft.record().metadata.signed
    assert signed is not None
    yield DraftProse("signature", name)
    yield DraftProse("signature", f"{signed.year}年{signed.month}月{signed.day}日")


def read_printed(
    drafts: Iterable[Draft], file_format: FileFormat, folder: Path
) -> Iterator[YearReport]:
    """Print each report below a folder, read the file as any other, and keep what a panel does."""
    for draft in drafts:
        file = folder / draft.agency / f"{draft.year}{draft.tag}.{file_format}"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(draft_to_file(draft, file_format))
        [record] = extract_file(file, SETTINGS)
        yield record_to_report(record, SETTINGS.forms)


def find_breaks(made: Planted, file_format: FileFormat, folder: Path) -> Expected:
    """Return what is found in the printed reports, changes of form aside."""
    aliases = folder / "别名.csv"
    aliases.write_text("\n".join(made.aliases), "utf-8-sig")
    reports = list(read_printed(made.drafts, file_format, folder))
    findings = build_panel(reports, read_aliases(aliases)).findings
    return {
        (found.agency, found.finding.code, found.years)
        for found in findings
        if found.finding.code != "Y05"
    }


def main(file_format: str) -> int:
    """Say how much of the whole set is found in files of a format; 1 unless all and no other."""
    known: tuple[FileFormat, ...] = get_args(FileFormat)
    picked = next(one for one in known if one == file_format)
    made = plant()
    with TemporaryDirectory() as folder:
        found = find_breaks(made, picked, Path(folder))
    missed, beside = sorted(made.expected - found), sorted(found - made.expected)
    hit = len(made.expected & found)
    say_line(f"{picked}: {len(made.drafts)} reports, {hit} of {len(made.expected)} breaks found")
    for what, breaks in (("missed", missed), ("told beside them", beside)):
        for one in breaks:
            say_line(f"  {what}: {one}")
    return 1 if missed or beside else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
