"""gouji panel: finished records to agencies over years, and what is said on the way."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from extraction.export.escaping import shown
from extraction.terminal.exits import say
from extraction.terminal.language import VOICE, spoken
from extraction.values.bilingual import Bilingual
from extraction.values.errors import WrongUsage

if TYPE_CHECKING:
    from extraction.panel.panel import Panel
    from extraction.panel.year_report import YearReport


def run_panel(
    written: Path, out: Path | None, aliases: Path | None, *, fresh: bool, quiet: bool
) -> int:
    """Tie, check and write the records of OUT; return how many places held no record."""
    from extraction.panel.aliases import Aliases, read_aliases
    from extraction.panel.panel import build_panel
    from extraction.panel.written import find_targets, write_panel

    known = Aliases() if aliases is None else read_aliases(aliases)
    targets = () if out is None else find_targets(out)
    reports, failures = read_reports(written, quiet=quiet)
    if not reports:
        raise WrongUsage(
            f"There are no records in {written}: name what extract has written (jsonl or json).",
            f"{written} 中没有记录：请指定 extract 写出的结果（jsonl 或 json）。",
        )
    panel = build_panel(reports, known)
    if out is None:
        for found in panel.findings:
            years = " ".join(map(str, found.years))
            line = f"{found.finding.code} {found.agency} {years}: {spoken(found.finding.said)}"
            typer.echo(shown(line))
    else:
        write_panel(panel, targets, VOICE.lang, fresh=fresh)
    if not quiet:
        say(sum_up(panel, out))
    return failures


def read_reports(written: Path, *, quiet: bool) -> "tuple[list[YearReport], int]":
    """Return what a panel keeps of each record; say of each place that holds none what is wrong."""
    from extraction.export.loading import count_written, read_written
    from extraction.panel.year_report import record_to_report
    from extraction.terminal.commands import settings_told
    from extraction.terminal.export_commands import following

    forms = settings_told().forms
    reports: list[YearReport] = []
    failures = 0
    with following(count_written(written), quiet=quiet) as step:
        for found in read_written(written):
            if found.record is None:
                failures += 1
                say(found.problem)
            else:
                reports.append(record_to_report(found.record, forms))
            step()
    return reports, failures


def sum_up(panel: "Panel", out: Path | None) -> Bilingual:
    """Return in a sentence what a panel came to."""
    counts = Counter(found.finding.severity for found in panel.findings)
    grave, odd, told = counts["error"], counts["warning"], counts["info"]
    reports = sum(len(series.years) for series in panel.series)
    missing = sum(len(series.missing) for series in panel.series)
    where = Bilingual(f"; written to {out}", f"；已写入 {out}") if out else Bilingual("", "")
    agencies = len(panel.series)
    return Bilingual(
        f"{agencies} agencies, {reports} years with a report, {missing} missing; differences: "
        f"{grave} grave, {odd} to look at, {told} for information{where.en}",
        f"机关 {agencies} 个，有报告的年度 {reports} 个，缺少 {missing} 个；"
        f"差异：严重 {grave} 项，待查 {odd} 项，提示 {told} 项{where.zh}",
    )
