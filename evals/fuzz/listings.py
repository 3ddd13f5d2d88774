"""Ways to write tables that are none: lists, keys and values, sentences, columns."""

from collections.abc import Iterator

from evals.fuzz.desk import Desk
from evals.fuzz.ink import label_mark, mark
from evals.fuzz.sheet import BlockSheet, SheetBlock, SheetLine


def _labelled(sheet: BlockSheet, desk: Desk) -> Iterator[tuple[SheetBlock, SheetLine, str]]:
    label = desk.first_label
    for block in sheet:
        for line in block.lines:
            yield block, line, label_mark(label) + line.text
            label += 1


def draw_key_values(sheet: BlockSheet, desk: Desk) -> list[str]:
    """One cell a line, named by its row and column: `行政许可 本年处理决定数量: 203`."""
    colon = desk.rng.choice((":", "：", ": ", " = "))
    join = desk.rng.choice((" ", "-", "/", "·", "　"))
    lines: list[str] = []
    shown: tuple[str, ...] = ()
    for block, line, label in _labelled(sheet, desk):
        if line.groups != shown:
            lines.extend(line.groups[-1:])
            shown = line.groups
        for index, figure in enumerate(line.figures):
            head = block.heads[index].text if index < len(block.heads) else ""
            lines.append(f"{label}{join}{head}{colon}{mark(figure.mark)}")
    return lines


def draw_nested_keys(sheet: BlockSheet, desk: Desk) -> list[str]:
    """A row's label on a line, below it each column with its figure."""
    colon = desk.rng.choice((":", "：", ": "))
    indent = desk.rng.choice(("", "  ", "- ", "　　"))
    lines: list[str] = []
    shown: tuple[str, ...] = ()
    for block, line, label in _labelled(sheet, desk):
        if line.groups != shown:
            lines.extend(line.groups[-1:])
            shown = line.groups
        lines.append(label)
        for index, figure in enumerate(line.figures):
            head = block.heads[index].text if index < len(block.heads) else ""
            lines.append(f"{indent}{head}{colon}{mark(figure.mark)}")
    return lines


def draw_row_lists(sheet: BlockSheet, desk: Desk) -> list[str]:
    """A row a line: `行政许可:203`, `予以公开：自然人1，商业企业0，…`."""
    comma = desk.rng.choice((",", "，", "、", ";", " "))
    named = desk.rng.random() < 0.6
    lines = []
    for block, line, label in _labelled(sheet, desk):
        cells = []
        for index, figure in enumerate(line.figures):
            head = block.heads[index].text if named and index < len(block.heads) else ""
            cells.append(head + mark(figure.mark))
        lines.append(f"{label}：{comma.join(cells)}")
    return lines


def draw_tidy(sheet: BlockSheet, desk: Desk) -> list[str]:
    """One figure a line with its row and column, between tabs, commas or pipes."""
    comma = desk.rng.choice(("\t", ",", " | "))
    lines = [comma.join(("行", "列", "数值"))]
    for block, line, label in _labelled(sheet, desk):
        for index, figure in enumerate(line.figures):
            head = block.heads[index].text if index < len(block.heads) else ""
            lines.append(comma.join((label, head, mark(figure.mark))))
    return lines


def draw_prose(sheet: BlockSheet, desk: Desk) -> list[str]:
    """Sentences: `规章本年制发件数0件，本年废止件数0件。`."""
    lines = []
    for block, line, label in _labelled(sheet, desk):
        parts = [
            f"{block.heads[i].text if i < len(block.heads) else ''}{mark(f.mark)}"
            for i, f in enumerate(line.figures)
        ]
        lines.append(f"{label}{'，'.join(parts)}。")
    return lines


def draw_transposed(sheet: BlockSheet, desk: Desk) -> list[str]:
    """Rows side by side and columns one below the other."""
    comma = desk.rng.choice(("\t", " | ", " ", ","))
    lines = []
    label = desk.first_label
    for block in sheet:
        names = [label_mark(label + i) + line.text for i, line in enumerate(block.lines)]
        label += len(names)
        lines.append(comma.join(("项目", *names)))
        for index in range(max(len(line.figures) for line in block.lines)):
            head = block.heads[index].text if index < len(block.heads) else ""
            cells = [
                mark(line.figures[index].mark) if index < len(line.figures) else ""
                for line in block.lines
            ]
            lines.append(comma.join((head, *cells)))
    return lines


def draw_columns(sheet: BlockSheet, desk: Desk) -> list[str]:
    """One column after the other: its head, then its figures, one a line."""
    labels_first = desk.rng.random() < 0.7
    lines = []
    label = desk.first_label
    for block in sheet:
        names = [label_mark(label + i) + line.text for i, line in enumerate(block.lines)]
        label += len(names)
        columns = []
        for index in range(max(len(line.figures) for line in block.lines)):
            columns.append(block.heads[index].text if index < len(block.heads) else "")
            columns += [mark(x.figures[index].mark) for x in block.lines if index < len(x.figures)]
        lines += [*names, *columns] if labels_first else [*columns, *names]
    return lines


def draw_figures_first(sheet: BlockSheet, desk: Desk) -> list[str]:
    """Each row's figures, and then its label."""
    join = desk.rng.choice(("\n", " ", " | ", "\t"))
    lines = []
    shown: SheetBlock | None = None
    for block, line, label in _labelled(sheet, desk):
        if block is not shown:
            lines += [head.text for head in block.heads]
            shown = block
        lines += join.join((*(mark(f.mark) for f in line.figures), label)).split("\n")
    return lines


def draw_labels_first(sheet: BlockSheet, desk: Desk) -> list[str]:
    """All heads and labels, and then all figures, row by row."""
    names, rows = [], []
    before: SheetBlock | None = None
    for block, line, label in _labelled(sheet, desk):
        names += [head.text for head in block.heads] if block is not before else []
        names.append(label)
        rows.append(" ".join(mark(f.mark) for f in line.figures))
        before = block
    return [*names, *rows] if desk.rng.random() < 0.5 else [*names, *" ".join(rows).split(" ")]
