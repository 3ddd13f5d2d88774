"""Reports spoilt by hand in ways that mislead: each is read as printed, or flagged."""

from collections.abc import Callable
from random import Random

import pytest

from extraction.values.record import CellKey
from tests.support.by_hand import (
    CASES,
    FORM,
    HEADERS,
    LATER,
    LAYOUTS,
    REQUESTS,
    RESULTS,
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
from tests.support.scored import extract_text

LABELS = {row.key: row.label for t in FORM.tables for b in t.blocks for row in b.rows}
COLUMNS = {
    row.key: [c.key for c in b.columns] for t in FORM.tables for b in t.blocks for row in b.rows
}
WIDTH = len(REQUESTS.columns)


def hold(sheets: list[Sheet], truth: Truth, layout: str, *, status: str | None = None) -> None:
    record = read(sheets, layout)
    assert find_false(record, truth) == {}
    assert status is None or record.status == status, record.reason


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_report_by_hand_is_verified_as_it_is(layout: str) -> None:
    sheets = [draw_documents(), draw_requests(), draw_cases()]
    hold(sheets, draw_truth(), layout, status="verified")


# One cell that prints more than a number, or another thing than one.


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("row", "printed", "number"),
    [
        ("granted", "10①", "10"),
        ("granted", "10[1]", "10"),
        ("granted", "10件", "10"),
        ("granted", "10(含上年3)", "10"),
        ("granted", "10.0", "10.0"),
        ("granted", "１０", "10"),
        ("normative_documents", "1,234", "1234"),
        ("normative_documents", "1，234", "1234"),
        ("administrative_charges", "36644476元", "36644476"),
        ("administrative_charges", "0.00", "0.00"),
    ],
)
def test_a_number_with_something_about_it_is_read(
    row: str, printed: str, number: str, layout: str
) -> None:
    sheets = [draw_documents(), draw_requests(), draw_cases()]
    truth = draw_truth()
    truth[spoil_first(sheets, row, printed)] = number
    hold(sheets, truth, layout, status="verified")


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("row", ["granted", "normative_documents", "administrative_licensing"])
@pytest.mark.parametrize(
    "printed", ["约12", "十二", "零", "12%", "9-12", "1 234", "12*", "2023年3件", "1.2.3", "1/2"]
)
def test_what_is_no_plain_number_is_never_one(row: str, printed: str, layout: str) -> None:
    sheets = [draw_documents(), draw_requests(), draw_cases()]
    truth = draw_truth()
    truth[spoil_first(sheets, row, printed)] = None
    hold(sheets, truth, layout, status="needs_review")


def spoil_first(sheets: list[Sheet], row: str, printed: str) -> CellKey:
    """Print something else in the first cell of a row; return which it is."""
    for line in (line for sheet in sheets for line in sheet):
        if LABELS[row] in line:
            line[line.index(LABELS[row]) + 1] = printed
    return next(key for key in FORM.cells if key.row == row)


# Columns in another order, more of them, or fewer.

BY_LINE = "verified, but with a line for each head"
"""A PDF's text has headers in this order where long ones wrap, and then no column is moved."""

LEFT_OUT = [["自然人", "法人或其他组织", "总计"], HEADERS[1][:3] + HEADERS[1][4:]]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("order", "headers", "status"),
    [
        ([6, 0, 1, 2, 3, 4, 5], [["总计", "自然人", "法人或其他组织"], HEADERS[1]], BY_LINE),
        ([6, 0, 1, 2, 3, 4, 5], [], "needs_review"),
        ([1, 2, 3, 4, 5, 0, 6], [["法人或其他组织", "自然人", "总计"], HEADERS[1]], BY_LINE),
        ([1, 2, 3, 4, 5, 0, 6], [[*HEADERS[1], "自然人", "总计"]], BY_LINE),
        (
            [0, 2, 1, 3, 4, 5, 6],
            [HEADERS[0], ["科研", "商业", "社会公益", "法律服务", "其他"]],
            "verified",
        ),
        ([0, 1, 2, 3, 5, 6], LEFT_OUT, "needs_review"),
        ([*range(7), *range(7)], HEADERS, "needs_review"),
        ([0, 1, 2, 3, 4, 5, 6, 1], HEADERS, "needs_review"),
        ([0, 0, 1, 2, 3, 4, 5, 6], HEADERS, "needs_review"),
    ],
)
def test_figures_follow_their_headers_or_wait(
    order: list[int], headers: Sheet, status: str, layout: str
) -> None:
    rows = [
        [*row[:-WIDTH], *(row[-WIDTH:][at] for at in order)] if row[-1].isdigit() else row
        for row in draw_requests(headers)
    ]
    truth = draw_truth()
    for key in FORM.cells:
        if key.table == "requests" and COLUMNS[key.row].index(key.column) not in order:
            truth[key] = None
    if status == BY_LINE:
        status = "needs_review" if layout == "lines" else "verified"
    hold([draw_documents(), rows, draw_cases()], truth, layout, status=status)


DIRECT, AFTER = LATER
FIFTEEN = draw_cases()[-1]
PARTS = [FIFTEEN[:5], FIFTEEN[5:10], FIFTEEN[10:]]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("headers", "figures"),
    [
        ([["行政复议", "行政诉讼"], [*RESULTS, AFTER, DIRECT], RESULTS * 2], [0, 2, 1]),
        ([["行政复议", "行政诉讼"], [*RESULTS, AFTER[:3], DIRECT[:4]], RESULTS * 2], [0, 2, 1]),
        ([["行政诉讼", "行政复议"], [DIRECT, AFTER, *RESULTS], RESULTS * 2], [1, 2, 0]),
        ([["行政复议", "行政诉讼"], [*RESULTS, *LATER], RESULTS * 2], [0, 1, 2, 0]),
        ([["行政复议", "行政诉讼"], RESULTS * 2], [0, 1]),
    ],
)
def test_parts_of_table_4_in_another_place_wait_for_a_person(
    headers: Sheet, figures: list[int], layout: str
) -> None:
    line = [figure for at in figures for figure in PARTS[at]]
    truth = draw_truth()
    for row, at in zip(CASES.rows, range(3), strict=True):
        if at not in figures:
            truth |= dict.fromkeys((k for k in FORM.cells if k.row == row.key), None)
    hold(
        [draw_documents(), draw_requests(), [*headers, line]], truth, layout, status="needs_review"
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_table_4_with_rows_and_columns_exchanged_is_not_read_wrongly(layout: str) -> None:
    turned = [["", "行政复议", *LATER]]
    turned += [[name, *(token[at] for token in PARTS)] for at, name in enumerate(RESULTS)]
    hold([draw_documents(), draw_requests(), turned], draw_truth(), layout)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_table_4_with_one_line_for_each_row_is_read(layout: str) -> None:
    rows = [["", *RESULTS]]
    rows += [[row.label, *token] for row, token in zip(CASES.rows, PARTS, strict=True)]
    hold([draw_documents(), draw_requests(), rows], draw_truth(), layout, status="verified")


# Rows in another place.


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("space", ["", " ", "\u00a0", "\n"])
@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("received", "carried_in"),
        ("refused_third_party_rights", "refused_internal_affairs"),
        ("unable_requires_creation", "unable_still_unclear"),
        ("closed_total", "carried_out"),
        ("other_not_corrected_in_time", "other_fee_not_paid"),
    ],
)
def test_rows_that_changed_places_keep_their_figures(
    upper: str, lower: str, space: str, layout: str
) -> None:
    rows = draw_requests()
    first, second = (
        next(i for i, line in enumerate(rows) if LABELS[row] in line) for row in (upper, lower)
    )
    one, other = (rows[at][-WIDTH - 1 :] for at in (first, second))
    rows[first][-WIDTH - 1 :], rows[second][-WIDTH - 1 :] = other, one
    for line in (rows[first], rows[second]):
        label = line[-WIDTH - 1]
        line[-WIDTH - 1] = space.join((label[:6], label[6:]))
    hold([draw_documents(), rows, draw_cases()], draw_truth(), layout)


# A table that is split, or printed more than once.


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("furniture", [HEADERS, [["6"]], [["- 6 -"]], [["续表"]]])
@pytest.mark.parametrize("within", [0, 3, 6, 7])
@pytest.mark.parametrize("row", ["granted", "unable_not_held", "closed_total"])
def test_a_page_that_ends_within_a_table(
    row: str, within: int, furniture: Sheet, layout: str
) -> None:
    rows = draw_requests()
    at = next(i for i, line in enumerate(rows) if LABELS[row] in line)
    line = rows[at]
    cut = len(line) - WIDTH + within
    split = [part for part in (line[:cut], *furniture, line[cut:]) if part]
    hold(
        [draw_documents(), [*rows[:at], *split, *rows[at + 1 :]], draw_cases()],
        draw_truth(),
        layout,
    )


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("again", [0, 1, 2])
def test_a_table_printed_twice_waits(again: int, layout: str) -> None:
    sheets = [draw_documents(), draw_requests(), draw_cases()]
    sheets[again] = sheets[again] * 2
    hold(sheets, draw_truth(), layout, status="needs_review")


# Several rows spoilt at once, by chance.


def lose_label(line: list[str], at: int, _rng: Random) -> None:
    line[at - 1] = ""


def double_figure(line: list[str], at: int, rng: Random) -> None:
    place = rng.randrange(at, len(line))
    line.insert(place, line[place])


def add_figure(line: list[str], at: int, rng: Random) -> None:
    line.insert(rng.randrange(at, len(line) + 1), rng.choice("00127"))


def lose_figures(line: list[str], at: int, _rng: Random) -> None:
    del line[at:]


def lose_row(line: list[str], at: int, _rng: Random) -> None:
    del line[at - 1 :]


Spoiling = Callable[[list[str], int, Random], None]
SPOILINGS: tuple[Spoiling, ...] = (
    lose_label,
    double_figure,
    add_figure,
    lose_figures,
    lose_row,
)


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_rows_spoilt_by_chance_are_right_or_flagged(start: int) -> None:
    for seed in range(start, start + 50):
        rng = Random(seed)
        sheets = [draw_documents(), draw_requests(), draw_cases()]
        truth = draw_truth()
        rows = rng.sample([row for row in LABELS if row not in CASES.printed_rows], 3)
        for row in rows[: rng.choice([1, 2, 3])]:
            line = next(line for sheet in sheets[:2] for line in sheet if LABELS[row] in line)
            spoiling = rng.choice(SPOILINGS)
            spoiling(line, line.index(LABELS[row]) + 1, rng)
            truth |= what_is_left(row, spoiling)
        layout = LAYOUTS[seed % len(LAYOUTS)]
        filled = [[line for line in sheet if line] for sheet in sheets]
        assert find_false(read(filled, layout), truth) == {}, (seed, layout, rows)


def what_is_left(row: str, spoiling: Spoiling) -> Truth:
    """What may be read of a spoilt row: its own figures, as long as all can be told to be there."""
    cells = [key for key in FORM.cells if key.row == row]
    figures: list[str | None] = [*figures_of(row)]
    unclear = spoiling is add_figure and len(cells) == 1
    if unclear or spoiling in (lose_figures, lose_row):
        figures = [None] * len(cells)
    return dict(zip(cells, figures, strict=True))


@pytest.mark.parametrize("between", ["&nbsp;", "<p>&nbsp;</p>", "<p>　</p>", "&nbsp;<br>&nbsp;"])
@pytest.mark.parametrize("column", range(WIDTH))
def test_a_blank_between_the_halves_of_a_table_is_none_of_its_cells(
    between: str, column: int
) -> None:
    sheets, truth = [draw_documents(), draw_requests(), draw_cases()], draw_truth()
    [last] = [row for row in sheets[1] if row[0] == LABELS["refused_security_stability"]]
    last[1 + column] = ""
    truth[CellKey("requests", "refused_security_stability", REQUESTS.columns[column].key)] = None
    page = write(sheets, "html")
    half = "<tr>" + "".join(f"<td>{cell}</td>" for cell in last) + "</tr>"
    _, [record] = extract_text(page.replace(half, f"{half}</table>{between}<table>"), ".html")
    assert find_false(record, truth) == {}
    assert record.status == "verified"


@pytest.mark.parametrize("layout", ["pipes", "html"])
@pytest.mark.parametrize("full", range(3))
def test_rows_side_by_side_that_are_blank_shift_no_other(layout: str, full: int) -> None:
    """Table 4 with the figures of one row alone: as many as a row of its own would have."""
    cases, truth = draw_cases(), draw_truth()
    width = len(CASES.columns)
    for number, row in enumerate(CASES.rows):
        if number != full:
            cases[-1][number * width : (number + 1) * width] = [""] * width
            truth.update(
                (CellKey("review_litigation", row.key, c.key), None) for c in CASES.columns
            )
    hold([draw_documents(), draw_requests(), cases], truth, layout)


@pytest.mark.parametrize("layout", ["pipes", "pipe lines", "spaced"])
def test_a_blank_line_behind_a_row_is_none_of_its_cells(layout: str) -> None:
    sheets, truth = [draw_documents(), draw_requests(), draw_cases()], draw_truth()
    [row] = [row for row in sheets[0] if row[0] == LABELS["normative_documents"]]
    row.pop(2)
    key = CellKey("proactive_disclosure", "normative_documents", "repealed")
    text = write(sheets, layout).replace("第二十条第(五)项", "\xa0\n\n第二十条第(五)项")
    _, [record] = extract_text(text, ".txt")
    assert find_false(record, {**truth, key: None}) == {}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("lost", range(1, 6))
def test_a_blank_in_every_row_makes_up_for_no_lost_column(
    layout: str, behind: bool, lost: int
) -> None:
    headers = [list(line) for line in HEADERS]
    headers[1].pop(lost - 1)
    sheets, truth = [draw_documents(), draw_requests(headers), draw_cases()], draw_truth()
    blank = "&nbsp;" if layout == "html" else "\xa0"
    for row in sheets[1]:
        if len(row) > WIDTH:
            row.pop(lost - WIDTH)
            row.insert(len(row) if behind else len(row) - WIDTH + 1, blank)
    column = REQUESTS.columns[lost].key
    lacking = {key: None for key in truth if key[::2] == ("requests", column)}
    hold(sheets, {**truth, **lacking}, layout)
