"""The text of a PDF: rows in spaced lines, labels wrapped round their figures, page furniture."""

from collections.abc import Iterator, Sequence
from random import Random

from evals.synth.draft import Draft, DraftProse
from evals.synth.sheets import BoxLine, PrintedBox, PrintedSheet, is_header

LINE_LENGTH = 42
LABEL_LENGTH = 14
GROUP_LENGTH = 4


def write_pdf_text(draft: Draft, rng: Random) -> str:
    """Return the report as a PDF's text layer gives it."""
    furniture = rng.choice(("Page {0} - 年度报告\nP. {0}", "P. {0}", "- {0} -", ""))
    lines: list[str] = []
    for part in draft.parts:
        if isinstance(part, DraftProse):
            lines += _wrap(part.text)
        else:
            lines += write_sheet(part, rng)
    paged: list[str] = []
    for start in range(0, len(lines), 38):
        page = start // 38 + 1
        paged += lines[start : start + 38]
        if furniture:
            paged += furniture.format(page).split("\n")
    return "\n".join(paged) + "\n"


def _wrap(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from _cut(line, LINE_LENGTH) or [""]


def _cut(text: str, length: int) -> list[str]:
    """Cut a text into pieces of a length."""
    return [text[at : at + length] for at in range(0, len(text), length)]


def write_sheet(sheet: PrintedSheet, rng: Random) -> list[str]:
    """Return a table's lines; labels that wrap stand before, around and after their figures."""
    upright = rng.random() < 0.6
    sunken = rng.random() < 0.4
    lines: list[str] = []
    for line in sink_groups(sheet.lines) if sunken else sheet.lines:
        if line[0].role == "page":
            lines.append(line[0].text)
        elif not is_header(line):
            lines += _body_lines(line)
        elif upright and len(line) > 5:
            lines += _upright(line)
        else:
            lines.append(" ".join(map(_flat, line)))
    return lines


def sink_groups(lines: Sequence[BoxLine]) -> Iterator[BoxLine]:
    """Yield the lines with the pieces of each group label in the middle of its rows.

    >>> row = PrintedBox("1.", "label")
    >>> lines = ((PrintedBox("不予公开", "group", None, 1, 3), row), (row,), (row,))
    >>> [" ".join(box.text for box in line) for line in sink_groups(lines)]
    ['1.', '不予公开 1.', '1.']
    """
    body = [index for index, line in enumerate(lines) if _find_boxes(line, "label")]
    prefixes: dict[int, list[PrintedBox]] = {}
    for place, index in enumerate(body):
        for group in _find_boxes(lines[index], "group"):
            pieces = _cut(_flat(group), GROUP_LENGTH)
            last = min(place + group.rowspan, len(body)) - 1
            first = place + max(0, (group.rowspan - len(pieces)) // 2)
            for at, piece in enumerate(pieces, first):
                row = body[min(at, last)]
                sunk = PrintedBox(piece, "group")
                prefixes.setdefault(row, []).append(sunk)
    for index, line in enumerate(lines):
        rest = (box for box in line if box.role != "group")
        yield (*prefixes.get(index, ()), *rest)


def _find_boxes(line: BoxLine, *roles: str) -> list[PrintedBox]:
    return [box for box in line if box.role in roles]


def _flat(box: PrintedBox) -> str:
    return box.text.replace("\n", "")


def _upright(line: Sequence[PrintedBox]) -> Iterator[str]:
    """Yield headings set in narrow columns: their first two characters, then the others.

    >>> list(_upright((PrintedBox("结果维持", "head"), PrintedBox("总计", "head"))))
    ['结 总', '果 计', '维', '持']
    """
    texts = [_flat(box) for box in line]
    for at in range(max(map(len, texts))):
        yield " ".join(text[at] for text in texts if at < len(text))


def _body_lines(line: BoxLine) -> Iterator[str]:
    figures = " ".join(box.text for box in _find_boxes(line, "figure", "extra"))
    label = "".join(map(_flat, _find_boxes(line, "label")))
    groups = [*map(_flat, _find_boxes(line, "group"))]
    if len(label) <= LABEL_LENGTH:
        yield " ".join(text for text in (*groups, label, figures) if text)
        return
    pieces = _cut(label, LABEL_LENGTH)
    middle = len(pieces) // 2
    yield " ".join((*groups, *pieces[:1]))
    yield from pieces[1:middle]
    if len(pieces) % 2:
        yield f"{pieces[middle]} {figures}"
    else:
        yield figures
        yield pieces[middle]
    yield from pieces[middle + 1 :]
