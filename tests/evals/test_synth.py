"""The generator's own promises: its labels are right, and the same seed gives the same bytes."""

import re
from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache
from html import unescape
from time import perf_counter

import pytest

from evals.synth import (
    LAYOUTS,
    MODIFIERS,
    LabelledReport,
    generate_report,
    generate_reports,
    join_reports,
)
from evals.synth.closing import broken_equations, form_named, place_in_equation
from extraction.values.record import CellKey

GAP = r"[^\w一-龥]*"
BETWEEN = re.compile(GAP)
LEGIBLE = sorted(LAYOUTS.keys() - {"repeated-lines-dropped", "no-tables"})
MOVES_FIGURES = {"rows_swapped", "columns_swapped", "mixed_forms", "subtotal_column"}


@cache
def sample() -> tuple[LabelledReport, ...]:
    return tuple(generate_reports(2000, 20240131))


def plain(report: LabelledReport) -> str:
    """What a browser shows: no tags, no scripts, entities resolved."""
    if report.ending == ".html" or "<td" in report.text.lower():
        text = re.sub(r"(?s)<(script|style)>.*?</\1>", "", report.text)
        return unescape(re.sub(r"<[^>]*>", " ", text))
    return report.text


def rows_of(report: LabelledReport) -> dict[tuple[str, str], list[tuple[CellKey, str]]]:
    """The figures of every row that has no lost cell."""
    rows: dict[tuple[str, str], list[tuple[CellKey, str]]] = defaultdict(list)
    for key, label in report.cells.items():
        if label.raw is not None:
            rows[key.table, key.row].append((key, label.raw))
    return {
        row: cells for row, cells in rows.items() if not report.lost & {key for key, _ in cells}
    }


def end_of_run(text: str, raws: list[str], start: int) -> int | None:
    """Where the first run of these figures from `start` on ends, nothing but marks between."""
    while (start := text.find(raws[0], start)) >= 0:
        at = start
        for raw in raws:
            match = BETWEEN.match(text, at)
            # A mark such as / is a gap as well; look for it from where the gap starts.
            for place in {at, match.end() if match else at, text.find(raw, at)}:
                if text.startswith(raw, place) and BETWEEN.fullmatch(text, at, max(at, place)):
                    at = place + len(raw)
                    break
            else:
                break
        else:
            return at
        start += 1
    return None


def values_agree_with_raws(report: LabelledReport) -> bool:
    ascii_digits = str.maketrans("０１２３４５６７８９", "0123456789")
    for label in report.cells.values():
        if label.state != "number":
            if label.value is not None:
                return False
            continue
        raw = (label.raw or "").translate(ascii_digits).replace(",", "")
        digits = re.search(r"\d+(\.\d+)?", raw)
        if digits is None or label.value is None:
            return False
        sign = -1 if raw[0] in "-减" else 1
        if sign * Decimal(digits[0]) != label.value:
            return False
    return True


@pytest.mark.parametrize("layout", LEGIBLE)
@pytest.mark.parametrize("seed", range(6))
def test_clean_report_prints_every_row_behind_its_label(layout: str, seed: int) -> None:
    report = generate_report(seed, layout=layout, modifiers=(), mistakes=0)
    text = plain(report)
    if report.expect == "tableless":
        assert layout == "unrendered"
        return
    labels = {
        (table.key, row.key): row.label
        for table in form_named(report.form).tables
        for block in table.blocks
        for row in block.rows
        if block.arrangement == "down" and layout != "pdf"
    }
    for row, cells in rows_of(report).items():
        figures = GAP.join(re.escape(raw) for _, raw in cells)
        label = re.escape(labels.get(row, ""))
        assert re.search(f"{label}{GAP}{figures}(?![0-9.])", text), (row, cells)


@pytest.mark.parametrize("layout", LEGIBLE)
def test_clean_report_prints_nothing_else_in_its_tables(layout: str) -> None:
    report = generate_report(31, layout=layout, modifiers=(), mistakes=0, form="cn2021")
    if report.expect == "tableless":
        return
    text = plain(report)
    body = text[text.index("一、本年新收") : text.index("五、", text.index("一、本年新收"))]
    body = re.sub(r"(?m)^(Page|P\.|-) ?\d+.*$", "", body)
    printed = sum(map(int, re.findall(r"\d", re.sub(r"[1-8]\.(?=\D)", "", body))))
    keys = [key for key in report.cells if key.table != "proactive_disclosure"]
    assert printed == sum(int(d) for key in keys for d in report.cells[key].raw or "")


def test_every_settled_row_stands_in_the_text_in_reading_order() -> None:
    for report in sample():
        if MOVES_FIGURES & {*report.modifiers}:
            continue
        text, at = plain(report), 0
        for row, cells in rows_of(report).items():
            end = end_of_run(text, [raw for _, raw in cells], at)
            assert end is not None, (report.name, report.modifiers, row, cells)
            at = end


def figures_by_label(report: LabelledReport) -> dict[tuple[str, str], str]:
    """Table 3 of a pipe layout read by its words alone: (row label, column label) to figure."""
    heads: list[str] = []
    read = {}
    for line in report.text[report.text.index("申请人情况") :].splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if "商业企业" in cells:
            inner = [cell for cell in cells if cell]
            heads = ["自然人", *inner, "总计"]
        elif heads and any(cell.isdigit() for cell in cells):
            label, *figures = [c for c in cells if c and not c.startswith(("三、", "(三)不"))]
            if label in {"(四)无法提供", "(五)不予处理", "(六)其他处理"}:
                label, *figures = figures
            if label.isdigit():
                break
            for head, figure in zip(heads, figures, strict=True):
                read[label, head] = figure
    return read


@pytest.mark.parametrize("name", ["columns_swapped", "rows_swapped", "subtotal_column", "pads"])
@pytest.mark.parametrize("seed", range(20))
def test_figures_follow_their_labels(name: str, seed: int) -> None:
    report = generate_report(seed, layout="pipes", modifiers=[name], form="cn2021", mistakes=0)
    read = figures_by_label(report)
    block = form_named("cn2021").table("requests").blocks[0]
    for row in block.rows:
        for column in block.columns:
            label = report.cells[CellKey("requests", row.key, column.key)]
            assert read[row.label, column.label] == label.raw, (report.name, row.key, column.key)


def test_every_printed_figure_stands_in_the_text() -> None:
    for report in sample():
        text = plain(report)
        for key, label in report.cells.items():
            assert label.raw is None or label.raw in text, (report.name, report.modifiers, key)


def test_values_are_what_the_cells_print() -> None:
    for report in sample():
        assert values_agree_with_raws(report), (report.name, report.modifiers)


def test_equations_fail_only_where_a_mistake_was_planted() -> None:
    for report in sample():
        planted = {rule for mistake in report.source_mistakes for rule in mistake.rules}
        broken = {
            (equation.rule.id, place_in_equation(equation))
            for equation in broken_equations(report.form, report.cells)
            if not report.lost & {*equation.cells}
        }
        assert broken == planted, (report.name, report.modifiers)


def test_a_mistake_breaks_a_rule_unless_sums_cannot_see_it() -> None:
    for seed in range(120):
        report = generate_report(seed, layout="cell-per-line-spaced", modifiers=(), mistakes=1)
        for mistake in report.source_mistakes:
            assert bool(mistake.rules) is (mistake.kind != "row_filled_one_line_off"), report.name
    assert any(generate_report(s, mistakes=1).source_mistakes for s in range(5))


def test_every_layout_and_modifier_is_met() -> None:
    layouts = Counter(report.layout for report in sample())
    modifiers = Counter(name for report in sample() for name in report.modifiers)
    assert layouts.keys() == LAYOUTS.keys()
    assert modifiers.keys() == MODIFIERS.keys()
    assert {report.form for report in sample()} == {"cn2021", "cn2019"}
    kinds = {mistake.kind for report in sample() for mistake in report.source_mistakes}
    assert len(kinds) == 4


def test_expectation_follows_from_what_is_lost() -> None:
    for report in sample():
        unprinted = {*form_named(report.form).cells} - {*report.cells}
        if "mixed_forms" not in report.modifiers:
            assert unprinted <= report.lost, report.name
        if report.lost and report.expect == "settled":
            raise AssertionError((report.name, report.modifiers))
        if report.expect == "tableless":
            assert not report.cells, report.name


@pytest.mark.parametrize("layout", ["repeated-lines-dropped", "no-tables"])
def test_illegible_layouts_settle_nothing(layout: str) -> None:
    report = generate_report(3, layout=layout, modifiers=())
    assert report.expect == {"repeated-lines-dropped": "review", "no-tables": "tableless"}[layout]
    assert report.lost == {*form_named(report.form).cells}


@pytest.mark.parametrize("name", sorted(MODIFIERS))
def test_modifier_works_alone_on_every_layout_it_claims(name: str) -> None:
    applied = 0
    for seed, layout in enumerate(sorted(MODIFIERS[name].layouts)):
        report = generate_report(seed, layout=layout, modifiers=[name])
        applied += name in report.modifiers
        assert report.modifiers in {(), (name,)}
    assert applied or name in {"thousands", "words_in_cells"}


def row_widths(table: str) -> set[int]:
    """How wide the rows of an HTML table are when spans are spread; -1 where they overlap."""
    covered: set[tuple[int, int]] = set()
    widths = set()
    for index, row in enumerate(re.split(r"(?i)<tr>", table)[1:]):
        at = 0
        for attributes in re.findall(r"(?i)<t[dh]([^>]*)>", row):
            high, wide = (
                int(found[1]) if (found := re.search(f'{span}="(\\d+)"', attributes)) else 1
                for span in ("rowspan", "colspan")
            )
            while (index, at) in covered:
                at += 1
            cells = {(index + down, at + right) for down in range(high) for right in range(wide)}
            widths |= {-1} if cells & covered else set()
            covered |= cells
            at += wide
        while (index, at) in covered:
            at += 1
        widths.add(at)
    return widths


@pytest.mark.parametrize("name", sorted(MODIFIERS))
def test_html_tables_are_rectangles(name: str) -> None:
    if "html" not in MODIFIERS[name].layouts or name in {"cut_off", "empty_rows"}:
        return
    for seed in range(4):
        page = generate_report(seed, layout="html", modifiers=[name]).text.split("</head>")[1]
        for table in re.split(r"(?i)<table", page.replace('<table width="100%">', ""))[1:]:
            assert len(row_widths(table)) == 1, (seed, name)


def test_same_seed_same_bytes() -> None:
    again = tuple(generate_reports(60, 20240131))
    assert again == sample()[:60]


def test_joined_reports_hold_both_texts() -> None:
    first, second = generate_reports(2, 5)
    joined = join_reports(first, second)
    assert joined.text.index(first.text) < joined.text.index(second.text)


def test_unknown_modifier_is_refused() -> None:
    with pytest.raises(KeyError, match="No such modifiers"):
        generate_report(1, modifiers=["no_such_thing"])


def test_generation_is_fast() -> None:
    start = perf_counter()
    for _ in generate_reports(100, 3):
        pass
    assert perf_counter() - start < 5
