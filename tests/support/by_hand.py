"""A report put together by hand, cell by cell, so that tests can spoil it and know what is true."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from extraction.forms.form import Form
from extraction.forms.table import Block
from extraction.values.record import CellKey, Record
from tests.support.scored import SETTLED, extract_text, find_form_cells, settings

Sheet = list[list[str]]
"""A table as it is printed: rows of cells."""

Truth = dict[CellKey, str | None]
"""What each cell prints; None where nothing may be read."""

FORM: Form = next(form for form in settings().forms if form.form == "cn2021")
LAYOUTS = ("lines", "pipes", "pipe lines", "spaced", "html")
ALL_LAYOUTS = (*LAYOUTS, "markdown", "tabs")
REQUESTS: Block = FORM.table("requests").blocks[0]
CASES: Block = FORM.table("review_litigation").blocks[0]
HEADERS = [
    ["自然人", "法人或其他组织", "总计"],
    ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
]
RESULTS = [column.label for column in CASES.columns]
LATER = [row.label for row in CASES.rows[1:]]
PRINTED = {
    "normative_documents": "3 1 12",
    "administrative_licensing": "203",
    "administrative_penalties": "41",
    "administrative_compulsion": "7",
    "administrative_charges": "3664.4476",
    "received": "23 2 0 0 1 0 26",
    "carried_in": "3 0 1 0 0 0 4",
    "granted": "10 1 0 0 1 0 12",
    "partially_granted": "4 0 0 0 0 0 4",
    "refused_state_secret": "1 0 0 0 0 0 1",
    "refused_third_party_rights": "2 1 0 0 0 0 3",
    "unable_not_held": "5 0 1 0 0 0 6",
    "not_processed_petition": "1 0 0 0 0 0 1",
    "other_misc": "1 0 0 0 0 0 1",
    "closed_total": "24 2 1 0 1 0 28",
    "carried_out": "2 0 0 0 0 0 2",
    "review": "2 0 1 0 3",
    "litigation_direct": "1 0 0 1 2",
    "litigation_after_review": "0 1 0 0 1",
}
"""The figures of each row that has others than zeros."""


def figures_of(row: str) -> list[str]:
    block = next(b for t in FORM.tables for b in t.blocks if row in b.printed_rows)
    return PRINTED.get(row, " ".join("0" for _ in block.columns)).split()


def draw_truth() -> Truth:
    keys: dict[str, list[CellKey]] = {}
    for key in FORM.cells:
        keys.setdefault(key.row, []).append(key)
    return {
        key: figure
        for row, cells in keys.items()
        for key, figure in zip(cells, figures_of(row), strict=True)
    }


def draw_documents() -> Sheet:
    """Table 2."""
    rows: Sheet = []
    for block in FORM.tables[0].blocks:
        rows += [[block.heads[0]], [block.heads[1], *(c.label for c in block.columns)]]
        rows += [[row.label, *figures_of(row.key)] for row in block.rows]
    return rows


def draw_requests(headers: Sheet = HEADERS) -> Sheet:
    """Table 3, group labels in front of the first row under them."""
    rows: Sheet = [
        ["(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)", "申请人情况"]
    ]
    rows += [list(line) for line in headers]
    groups = {group.key: group for group in REQUESTS.row_groups}
    for row in REQUESTS.rows:
        path: list[str] = []
        key = row.group
        while key is not None and REQUESTS.members(key)[0] == row.key:
            path.insert(0, groups[key].label)
            key = groups[key].within
        rows.append([*path, row.label, *figures_of(row.key)])
    return rows


def draw_cases() -> Sheet:
    """Table 4: its rows side by side."""
    figures = [figure for row in CASES.rows for figure in figures_of(row.key)]
    return [["行政复议", "行政诉讼"], [*RESULTS, *LATER], RESULTS * 2, figures]


def write(sheets: Sequence[Sheet], layout: str) -> str:
    """The report as text, or as a page for `html`."""
    join: Callable[[list[str]], str] = {
        "lines": lambda row: "\n\n".join(row) + "\n",
        "pipes": lambda row: " | ".join(row) + " |" + "|" * max(0, 10 - len(row)),
        "pipe lines": lambda row: " |\n".join(row) + " |" + "|" * max(0, 10 - len(row)),
        "spaced": " ".join,
        "html": lambda row: "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>",
        "markdown": lambda row: "| " + " | ".join(row) + " |",
        "tabs": "\t".join,
    }[layout]
    text = (
        "山南县水务局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n本局认真做好公开工作。\n\n"
    )
    for table, rows in zip(FORM.tables, sheets, strict=True):
        lines = list(map(join, rows))
        if layout == "markdown":
            lines.insert(1, "|" + "---|" * len(rows[0]))
        body = "\n".join(lines)
        text += table.label + "\n\n" + (f"<table>{body}</table>" if layout == "html" else body)
        text += "\n\n"
    text += "五、存在的主要问题及改进情况\n\n今后继续努力。\n\n六、其他需要报告的事项\n\n无。\n"
    return f"<html><body>{text}</body></html>" if layout == "html" else text


def read(sheets: Sequence[Sheet], layout: str) -> Record:
    _, records = extract_text(write(sheets, layout), ".html" if layout == "html" else ".txt")
    return records[0]


def find_false(record: Record, truth: Truth) -> dict[str, str]:
    """The cells of a settled record that say anything but the truth."""
    if record.status not in SETTLED:
        return {}
    false = {}
    for key, cell in find_form_cells(record).items():
        wanted = truth[key]
        number = cell.state == "number"
        right = number and cell.value == Decimal(wanted) if wanted is not None else not number
        if not right:
            false[str(key)] = f"{cell.state} {cell.raw}, printed: {wanted}"
    return false
