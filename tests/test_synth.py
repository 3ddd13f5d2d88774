"""The generator's own promises: its labels are right, and the same seed gives the same bytes."""

import re
from collections import defaultdict

import pytest

from evals.synth import LAYOUTS, LabelledReport, generate_report, generate_reports
from evals.synth.equations import broken_equations


def rows_of(report: LabelledReport) -> dict[tuple[str, str], list[str]]:
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, label in report.cells.items():
        if key not in report.lost and label.raw is not None:
            rows[key.table, key.row].append(label.raw)
    return rows


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize("seed", range(5))
def test_clean_report_prints_every_row_in_order(layout: str, seed: int) -> None:
    report = generate_report(seed, layout=layout, modifiers=(), mistakes=0)
    assert report.expect == "settled"
    for row, raws in rows_of(report).items():
        pattern = r"[^\w]*".join(re.escape(raw) for raw in raws)
        assert re.search(pattern, report.text), (row, raws)


def test_equations_close_without_mistakes() -> None:
    for seed in range(60):
        report = generate_report(seed, modifiers=(), mistakes=0)
        assert not broken_equations(report.form, report.cells), report.name


def test_same_seed_same_bytes() -> None:
    assert list(generate_reports(20, 7)) == list(generate_reports(20, 7))
