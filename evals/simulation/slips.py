"""Mistakes of a model in a transcription: each a pure change, drawn with the rng it is given."""

import re
from collections.abc import Callable, Mapping
from random import Random

from evals.simulation.misbehaviour import Slip
from extraction.llm.question import PlacedRow, Placement, PrintedRow, Transcription

Rows = list[PrintedRow]

_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]、|\([一二三四五六七八九十]\)|\d+[.、])")
_OTHER_WORDS = {
    "本年新收": "今年收到的",
    "上年结转": "去年转来的",
    "申请": "请求",
    "予以公开": "同意公开",
    "总计": "合计数",
    "属于": "系",
}


def err(answer: Transcription, slip: Slip, rng: Random) -> Transcription:
    """Return the answer with one mistake of a kind; as it was where there is nothing to spoil."""
    rows = SLIPS[slip](list(answer.rows), rng) if answer.rows else []
    return Transcription(heads=answer.heads, rows=rows)


def err_by_ids(answer: Placement, slip: Slip, rng: Random) -> Placement:
    """Return an answer by ids with one mistake of a kind, as far as it can be made with ids."""
    rows = []
    labels = {}
    for row in answer.rows:
        labels[row.key] = row.label
        rows.append(PrintedRow(label=row.key, cells=list(map(" ".join, row.cells))))
    placed = []
    for spoilt in err(Transcription(heads=[], rows=rows), slip, rng).rows:
        cells = list(map(str.split, spoilt.cells))
        label = labels.get(spoilt.label, "")
        placed.append(PlacedRow(key=spoilt.label, label=label, cells=cells))
    return answer.model_copy(update={"rows": placed})


def slip_digit(rows: Rows, rng: Random) -> Rows:
    """Change one digit of one figure.

    >>> slip_digit([PrintedRow(label="a", cells=["7"])], Random(0))[0].cells != ["7"]
    True
    """
    places = [
        (r, c) for r, row in enumerate(rows) for c, cell in enumerate(row.cells) if cell.isdigit()
    ]
    if not places:
        return rows
    r, c = rng.choice(places)
    old = rows[r].cells[c]
    at = rng.randrange(len(old))
    new = rng.choice([digit for digit in "0123456789" if digit != old[at]])
    return _put(rows, r, c, old[:at] + new + old[at + 1 :])


def shift_row_figures(rows: Rows, rng: Random) -> Rows:
    """Move the figures of one row over by one column."""
    r = rng.randrange(len(rows))
    cells = rows[r].cells
    moved = [*cells[1:], ""] if rng.random() < 0.5 else ["", *cells[:-1]]
    return _replace(rows, r, PrintedRow(label=rows[r].label, cells=moved))


def exchange_row_figures(rows: Rows, rng: Random) -> Rows:
    """Give two rows each other's figures; two that differ, if there are any."""
    pairs = [
        (a, b)
        for a in range(len(rows))
        for b in range(a)
        if rows[a].cells != rows[b].cells and len(rows[a].cells) == len(rows[b].cells)
    ]
    if not pairs:
        return rows
    a, b = rng.choice(pairs)
    first, second = rows[a], rows[b]
    rows = _replace(rows, a, PrintedRow(label=first.label, cells=second.cells))
    return _replace(rows, b, PrintedRow(label=second.label, cells=first.cells))


def leave_row_out(rows: Rows, rng: Random) -> Rows:
    """Leave out one row."""
    r = rng.randrange(len(rows))
    return rows[:r] + rows[r + 1 :]


def invent_zeros(rows: Rows, rng: Random) -> Rows:
    """Write 0 where the report leaves a cell empty."""
    del rng
    written = []
    for row in rows:
        cells = [cell or "0" for cell in row.cells]
        written.append(PrintedRow(label=row.label, cells=cells))
    return written


def fudge_sums(rows: Rows, rng: Random) -> Rows:
    """Change the last figure of a row that does not add up so that it does.

    >>> fudge_sums([PrintedRow(label="a", cells=["1", "2", "5"])], Random(0))[0].cells
    ['1', '2', '3']
    """
    wrong = [
        (r, str(total))
        for r, row in enumerate(rows)
        if len(row.cells) > 2
        and (total := _sum(row.cells[:-1])) is not None
        and row.cells[-1] != str(total)
    ]
    if not wrong:
        return rows
    r, total_text = rng.choice(wrong)
    return _put(rows, r, len(rows[r].cells) - 1, total_text)


def paraphrase_label(rows: Rows, rng: Random) -> Rows:
    """Say one row's label in other words, without its number."""
    r = rng.randrange(len(rows))
    label = _NUMBERING.sub("", rows[r].label)
    for words, others in _OTHER_WORDS.items():
        label = label.replace(words, others)
    return _replace(rows, r, PrintedRow(label=label, cells=rows[r].cells))


def _sum(cells: list[str]) -> int | None:
    figures = [cell or "0" for cell in cells]
    return sum(map(int, figures)) if all(map(str.isdigit, figures)) else None


def _put(rows: Rows, r: int, c: int, cell: str) -> Rows:
    cells = rows[r].cells
    return _replace(
        rows, r, PrintedRow(label=rows[r].label, cells=[*cells[:c], cell, *cells[c + 1 :]])
    )


def _replace(rows: Rows, r: int, row: PrintedRow) -> Rows:
    return [*rows[:r], row, *rows[r + 1 :]]


SLIPS: Mapping[Slip, Callable[[Rows, Random], Rows]] = {
    "digit_changed": slip_digit,
    "column_shifted": shift_row_figures,
    "rows_exchanged": exchange_row_figures,
    "row_dropped": leave_row_out,
    "zeros_invented": invent_zeros,
    "sums_fudged": fudge_sums,
    "label_paraphrased": paraphrase_label,
}
