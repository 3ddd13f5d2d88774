"""The panel as tables: agencies by year, definitions, findings, missing years, what repeats."""

from collections.abc import Iterator
from decimal import Decimal

from extraction.export.exact import exact_json
from extraction.export.spreadsheet import MARK, line_to_bytes
from extraction.panel.measures import count_figures, measure_share
from extraction.panel.panel import Panel
from extraction.panel.plan import Count, Measure
from extraction.panel.repeated import WHOLE, measure_repeated, name_section
from extraction.panel.year_report import YearReport
from extraction.values.bilingual import Bilingual

_KEYS = ("agency", "year", "status", "form", "scope", "uscc", "report", "named")
_KEYS_ZH = ("机关", "年度", "结论", "表样", "统计范围", "统一社会信用代码", "报告", "所印名称")


def agency_years(panel: Panel) -> Iterator[bytes]:
    """Yield agency_years.csv: headers in Chinese and English, a line an agency and year."""
    plan = panel.plan
    counted: list[Count | Measure] = [*plan.counts, *plan.measures]
    yield MARK + line_to_bytes([*_KEYS, *(each.key for each in counted)])
    yield line_to_bytes([*_KEYS_ZH, *(each.zh for each in counted)])
    for series in panel.series:
        for year, report in series.years.items():
            counts = count_figures(report, plan)
            shares = [measure_share(measure, counts) for measure in plan.measures]
            figures = [*counts.values(), *shares]
            said = (series.agency, year, *_describe(report))
            yield line_to_bytes([*said, *map(write_all_digits, figures)])


def _describe(report: YearReport) -> tuple[str | None, ...]:
    return (
        report.status,
        report.form,
        report.scope,
        report.uscc,
        report.source,
        report.agency,
    )


def write_all_digits(value: Decimal | None) -> str | None:
    """Return a figure with all its digits, never as a power of ten.

    >>> write_all_digits(Decimal("1E+3")), write_all_digits(Decimal("0.10"))
    ('1000', '0.10')
    """
    return None if value is None else f"{value:f}"


def definitions(panel: Panel) -> Iterator[bytes]:
    """Yield definitions.csv: what each column of agency_years.csv is."""
    yield MARK + line_to_bytes(["column", "name", "名称", "definition", "定义"])
    for count in panel.plan.counts:
        told = count.definition
        yield line_to_bytes([count.key, count.en, count.zh, told.en, told.zh])
    for measure in panel.plan.measures:
        told = panel.plan.define(measure)
        yield line_to_bytes([measure.key, measure.en, measure.zh, told.en, told.zh])


def findings_jsonl(panel: Panel) -> Iterator[bytes]:
    """Yield findings.jsonl."""
    for found in panel.findings:
        yield exact_json(found) + b"\n"


FINDING_HEADS = (
    *("code", "severity", "result", "agency", "years", "left", "right", "difference"),
    *("message", "提示语", "cells", "reports"),
)


def findings_csv(panel: Panel) -> Iterator[bytes]:
    """Yield findings.csv."""
    yield MARK + line_to_bytes(FINDING_HEADS)
    for found in panel.findings:
        finding = found.finding
        figures = map(write_all_digits, (finding.left, finding.right, finding.difference))
        yield line_to_bytes(
            [
                finding.code,
                finding.severity,
                finding.result,
                found.agency,
                " ".join(map(str, found.years)),
                *figures,
                finding.message,
                finding.message_zh,
                " ".join(finding.cells),
                "; ".join(found.reports),
            ]
        )


def missing_years(panel: Panel) -> Iterator[bytes]:
    """Yield missing_years.csv."""
    yield MARK + line_to_bytes(["agency", "year"])
    for series in panel.series:
        for year in series.missing:
            yield line_to_bytes([series.agency, year])


_FIGURES = Bilingual("figures above zero", "非零数字")
_WHOLE = Bilingual("whole text", "全文")


def repeated_shares(panel: Panel) -> Iterator[bytes]:
    """Yield repeated.csv: how much of each section and of the figures is last year's."""
    yield MARK + line_to_bytes(["agency", "year", "section", "部分", "repeated", "of", "share"])
    for series in panel.series:
        for pair in series.pairs():
            for found in measure_repeated(pair):
                if found.section is None:
                    name = _FIGURES
                elif found.section == WHOLE:
                    name = _WHOLE
                else:
                    name = Bilingual(found.section, name_section(pair, found.section))
                share = None if found.share is None else f"{found.share:.6f}"
                counted = (found.same, found.of, share)
                yield line_to_bytes([series.agency, pair.year, name.en, name.zh, *counted])
