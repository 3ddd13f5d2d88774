"""Tables of pipes: figures stand under their headers, unless merged cells or blanks were dropped.

Table 3 as a grid of three columns of labels and seven of figures, zeros left blank. What is
dropped shifts the rest to the left, and pads make all rows as long again.
"""

from decimal import Decimal
from random import Random

import pytest

from extraction.align import align_table
from extraction.align.drawn import keeps_blanks
from extraction.align.row_candidates import RowCandidate
from extraction.align.shifted import doubt_shifted
from extraction.forms.label_index import FormLabel, LabelIndex
from extraction.locate.tokens import tokenize
from extraction.values.document import Span
from extraction.values.layout import GridPlace, Token
from extraction.values.record import Record
from tests.support.by_hand import (
    ALL_LAYOUTS,
    FORM,
    REQUESTS,
    Sheet,
    Truth,
    draw_cases,
    draw_documents,
    draw_requests,
    draw_truth,
    figures_of,
    find_false,
    read,
    write,
)
from tests.support.scored import SETTLED, extract_text, find_form_cells

STYLES = {
    "markdown": lambda row: "| " + " | ".join(row) + " |",
    "closed": lambda row: " | ".join(row) + " |",
    "tight": lambda row: "|" + "|".join(row) + "|",
    "open": " | ".join,
}
LABELLED, WIDTH = 3, 10
HEADERS: Sheet = [
    ["(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)", "", "", "申请人情况"],
    ["", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"],
    ["", "", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""],
]
OFTEN = {"always": 1.0, "often": 0.5, "seldom": 0.15}
"""How often a row's zeros are left blank."""


def label_cells(key: str) -> list[str]:
    """The three cells of labels before a row's figures, merged ones empty but for the first."""
    groups = {group.key: group for group in REQUESTS.row_groups}
    row = next(row for row in REQUESTS.rows if row.key == key)
    path: list[str] = []
    above = row.group
    while above is not None:
        first = REQUESTS.members(above)[0] == key
        path.insert(0, groups[above].label if first else "")
        above = groups[above].within
    cells = [*path, row.label]
    return cells + [""] * (LABELLED - len(cells))


def draw_grid(dropped: str, often: float, seed: int) -> tuple[Sheet, Truth]:
    """The grid, without its merged cells or its blanks if they are dropped; what it prints."""
    rng, truth = Random(seed), draw_truth()
    keep_merged, keep_blanks = dropped in ("", "blanks"), dropped in ("", "merged")
    rows = [
        list(header) if keep_merged else [cell for cell in header if cell] for header in HEADERS
    ]
    for row in REQUESTS.rows:
        figures = figures_of(row.key)
        if rng.random() < often:
            figures = ["" if figure == "0" else figure for figure in figures]
        keys = [key for key in FORM.cells if key.row == row.key]
        truth |= {key: figure or None for key, figure in zip(keys, figures, strict=True)}
        labels = label_cells(row.key)
        labels = labels if keep_merged else [cell for cell in labels if cell]
        rows.append(labels + (figures if keep_blanks else [f for f in figures if f]))
    return [row + [""] * (WIDTH - len(row)) for row in rows], truth


def read_grid(grid: Sheet, style: str) -> Record:
    lines = [STYLES[style](row) for row in grid]
    if style == "markdown":
        lines.insert(1, "|" + "---|" * WIDTH)
    text = write([draw_documents(), [["在此"]], draw_cases()], "pipes")
    place = next(line for line in text.splitlines() if line.startswith("在此"))
    _, (record,) = extract_text(text.replace(place, "\n".join(lines)))
    return record


@pytest.mark.parametrize("often", OFTEN)
@pytest.mark.parametrize("style", STYLES)
def test_blanks_in_place_are_read_in_their_columns(style: str, often: str) -> None:
    for seed in range(2):
        grid, truth = draw_grid("", OFTEN[often], seed)
        record = read_grid(grid, style)
        assert find_false(record, truth) == {}
        assert record.status == "verified", record.reason


@pytest.mark.parametrize("dropped", ["merged", "blanks", "both"])
@pytest.mark.parametrize("style", STYLES)
def test_a_grid_that_dropped_cells_is_never_settled_wrongly(style: str, dropped: str) -> None:
    for seed, often in enumerate(OFTEN.values()):
        grid, truth = draw_grid(dropped, often, seed)
        assert find_false(read_grid(grid, style), truth) == {}


@pytest.mark.parametrize(
    ("filled", "kept"),
    [
        ([{0, 6}, {0, 1, 2, 3, 4, 5, 6}], True),
        ([{6}], True),
        ([{0, 1}, {0}], False),
        ([{0, 1, 2, 3, 4, 5, 6}], True),
        ([], True),
    ],
)
def test_only_a_blank_before_a_figure_shows_that_blanks_are_kept(
    filled: list[set[int]], *, kept: bool
) -> None:
    assert keeps_blanks(filled, set(range(7))) is kept


def test_rows_of_a_table_of_pipes_have_slots_where_all_are_as_long() -> None:
    even = tokenize("a | b | c |\n规章 | | 2 |\n")
    assert [token.slot for token in even][-3:] == [GridPlace(-2, 1, column) for column in range(3)]
    uneven = tokenize("a | b |\n规章 | | 2 |\n")
    assert {token.slot for token in uneven} == {None}


# Figures that may stand before their labels.


def test_figures_before_their_labels_are_no_row_s() -> None:
    """Each line of figures one row up: none of them is shown as the row's that it stands behind."""
    sheets = [draw_documents(), draw_requests(), draw_cases()]
    table = sheets[1]
    first = next(at for at, line in enumerate(table) if "(一)予以公开" in line)
    for at in range(first, first + 6):
        table[at], figures = table[at][:-7], table[at][-7:]
        table.insert(at, figures) if at == first else table[at - 1].extend(figures)
    lines = [line for line in table if line]
    record = read([sheets[0], lines, sheets[2]], "lines")
    assert record.status not in SETTLED


# Tables that are there and hold nothing; words and units told.


@pytest.mark.parametrize("layout", ["html", "markdown", "pipes"])
def test_tables_without_a_figure_are_told_as_such(layout: str) -> None:
    sheets = [draw_documents(), draw_requests(), draw_cases()]
    emptied = [[["" if is_number(c) else c for c in row] for row in sheet] for sheet in sheets]
    record = read(emptied, layout)
    assert record.status == "needs_review"
    assert "no figure" in (record.reason or "")
    assert len(record.findings) < 10


def is_number(text: str) -> bool:
    return text.replace(".", "").isdigit()


def test_a_fault_that_many_rows_share_is_told_once() -> None:
    sheets = [draw_documents(), draw_requests(), draw_cases()]
    for line in sheets[1]:
        if is_number(line[-1]):
            del line[-2]
    record = read(sheets, "lines")
    assert record.status == "needs_review"
    widths = [f for f in record.findings if f.code == "S06"]
    assert 0 < len(widths) <= 3
    assert sum(len(finding.cells) for finding in widths) > 50


def test_words_in_a_cell_are_told_with_their_place() -> None:
    sheets = [draw_documents(), draw_requests(), draw_cases()]
    line = next(own for own in sheets[0] if "行政许可" in own)
    line[1] = "不到203"
    record = read(sheets, "html")
    told = [f for f in record.findings if f.code == "P01"]
    assert [(f.quote, f.result) for f in told] == [("不到203", "unknown")]
    assert "不到203" in (record.reason or "")


SUMS = {
    "closes": ("12万", "5万", "7万", "verified"),
    "mixed": ("26", "23万", "3", "needs_review"),
    "scaled and plain": ("12万", "50000", "70000", "verified"),
    "does not close": ("12万", "5万", "8万", "needs_review"),
}


@pytest.mark.parametrize("layout", ALL_LAYOUTS)
@pytest.mark.parametrize("kind", SUMS)
def test_scaled_counts_are_settled_only_where_every_sum_closes(kind: str, layout: str) -> None:
    total, person, firm, status = SUMS[kind]
    sheets = [draw_documents(), draw_requests(), draw_cases()]
    for label in ("一、本年新收政府信息公开申请数量", "(一)予以公开", "(七)总计"):
        line = next(own for own in sheets[1] if label in own)
        line[-7:] = [person, firm, "0", "0", "0", "0", total]
    for line in sheets[1]:
        if is_number(line[-1]) and not {"(七)总计", "(一)予以公开"} & set(line):
            line[-7:] = ["0"] * 7
    record = read(sheets, layout)
    assert record.status == status or (status == "needs_review" and record.status not in SETTLED)
    if record.status == "verified":
        cell = next(c for k, c in find_form_cells(record).items() if k.row == "received")
        assert cell.value == Decimal(person.removesuffix("万"))
        assert any(f.rule == "cells.unit" and f.severity == "info" for f in record.findings)


@pytest.mark.parametrize("digits", [26, 29, 40])
def test_sums_of_any_length_are_exact(digits: int) -> None:
    great = 10 ** (digits - 1)
    for extra, holds in ((0, True), (1, False)):
        sheets = [draw_documents(), draw_requests(), draw_cases()]
        row = [str(great), "1", "0", "0", "0", "0", str(great + 1 + extra)]
        for line in sheets[1]:
            if is_number(line[-1]):
                line[-7:] = ["0"] * 7
            if {"一、本年新收政府信息公开申请数量", "(一)予以公开", "(七)总计"} & set(line):
                line[-7:] = row
        record = read(sheets, "html")
        assert (record.status == "verified") == holds, record.reason


def test_a_line_too_many_and_a_row_without_one_take_the_figures_between() -> None:
    label_index = LabelIndex(FORM, FORM.table("requests"))
    rows = [target for target in label_index.ordered if target.kind == "row"][:5]
    counts = (1, 2, 1, 0, 1)
    pairs = enumerate(zip(rows, counts, strict=True))
    shown = [strip_of(row, lines, at) for at, (row, lines) in pairs]
    doubted = doubt_shifted(shown, label_index)
    assert [candidate.row is None for candidate in doubted] == [False, False, True, True, False]
    assert all(candidate.doubt for candidate in doubted[2:4])
    whole = [strip_of(row, 1, at) for at, row in enumerate(rows)]
    assert doubt_shifted(whole, label_index) == whole


def strip_of(row: FormLabel, lines: int, at: int) -> RowCandidate:
    """A row's label, and so many lines of seven figures below it."""
    values = tuple(
        Token("figure", "1", Span(0, 1), at * 100 + line, at * 100 + 1 + line)
        for line in range(lines)
        for _ in REQUESTS.columns
    )
    return RowCandidate(row, row.labels[0], Span(0, 1), values, own=True, line=at * 100, row=row)


@pytest.mark.parametrize("style", STYLES)
def test_rows_that_lost_merged_cells_under_headers_in_place_are_not_settled_wrongly(
    style: str,
) -> None:
    """The labels' columns are gone, so that figures stand further left than their headers."""
    for seed, often in enumerate(OFTEN.values()):
        grid, truth = draw_grid("merged", often, seed)
        headers = [header + [""] * (WIDTH - len(header)) for header in HEADERS]
        assert find_false(read_grid(headers + grid[len(HEADERS) :], style), truth) == {}


def test_rows_that_lost_blanks_have_no_slots() -> None:
    grid, _ = draw_grid("blanks", 1.0, 0)
    text = "\n".join(STYLES["tight"](row) for row in grid)
    table = align_table(tokenize(text), LabelIndex(FORM, FORM.table("requests")))
    assert not any(block.slots for block in table.blocks)
    grid, _ = draw_grid("", 1.0, 0)
    text = "\n".join(STYLES["tight"](row) for row in grid)
    table = align_table(tokenize(text), LabelIndex(FORM, FORM.table("requests")))
    assert any(block.slots for block in table.blocks)


@pytest.mark.parametrize("pads", [1, 2])
def test_a_column_that_is_lost_before_a_header_leaves_its_rows_open(pads: int) -> None:
    """The first column is gone, header and all, and an empty one behind makes up for it."""
    documents = [
        [row[0], *row[2:], *[""] * pads] if len(row) == 4 else row for row in draw_documents()
    ]
    record = read([documents, draw_requests(), draw_cases()], "html")
    assert record.status not in SETTLED


@pytest.mark.parametrize("layout", ["markdown", "pipes"])
def test_one_line_with_a_cell_too_many_does_not_say_that_blanks_are_none(layout: str) -> None:
    """`9l` that was read as `9|`: the row has a cell more than the others, and no sum tells."""
    requests = draw_requests()
    at = next(i for i, row in enumerate(requests) if row[-7:].count("0") < 6)
    requests[at] = [*requests[at][:-2], "9", "", requests[at][-1]]
    record = read([draw_documents(), requests, draw_cases()], layout)
    assert record.status not in SETTLED


@pytest.mark.parametrize("layout", ["html", "markdown", "pipe lines"])
def test_a_blank_row_under_no_header_is_open(layout: str) -> None:
    """The only column is gone, header and all: what is left of its row is no blank cell."""
    documents = [
        [row[0], "", ""] if len(row) == 2 and at in (5, 6) else row
        for at, row in enumerate(draw_documents())
    ]
    record = read([documents, draw_requests(), draw_cases()], layout)
    assert record.status not in SETTLED


def test_a_row_with_a_figure_too_many_does_not_make_up_for_one_with_too_few() -> None:
    """Table 4, a row below the other: 5, 4 and 6 figures are as many as 5, 5 and 5."""
    cases: Sheet = [["类别", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]]
    cases += [["行政复议", *"77777"], ["未经复议直接起诉", *"7777"], ["复议后起诉", *"777728"]]
    for layout in ("pipes", "markdown", "tabs"):
        assert read([draw_documents(), draw_requests(), cases], layout).status not in SETTLED
