"""What happens to the rows of a block and to their labels, and to its truth with them."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from evals.fuzz.sheet import SheetBlock, SheetDamage, SheetLine, any_line, opens, pair_of_lines

STRANGE_ROWS = (
    "其他情形",
    "网上申请",
    "信函申请",
    "上级转办",
    "协助办理",
    "内部咨询",
    "合计数",
    "本级",
    "所属单位",
    "备注",
)
STRANGE_LABELS = {
    "行政许可": ("行政确认", "行政裁决", "行政奖励", "行政检查"),
    "行政处罚": ("行政处分", "行政检查", "刑事处罚"),
    "行政强制": ("行政征收", "行政给付", "行政强拆"),
    "8.属于行政查询事项": ("8.属于行政复议事项", "8.属于行政诉讼事项"),
    "规章": ("规划", "地方性法规"),
    "2.重复申请": ("2.撤回申请", "2.联合申请"),
    "行政事业性收费": ("行政性罚没收入", "政府性基金收入"),
    "1.属于国家秘密": ("1.属于商业秘密", "1.属于个人隐私"),
    "4.保护第三方合法权益": ("4.保护申请人合法权益",),
    "7.属于行政执法案卷": ("7.属于行政诉讼案卷",),
    "一、本年新收政府信息公开申请数量": ("一、上年新收政府信息公开申请数量",),
    "二、上年结转政府信息公开申请数量": ("二、上年撤销政府信息公开申请数量",),
    "(一)予以公开": ("(一)不予公开", "(一)主动公开"),
    "复议后起诉": ("复议后撤诉",),
}


def _shuffle(items: tuple[SheetLine, ...], first: int, second: int) -> tuple[SheetLine, ...]:
    lines = list(items)
    lines[first], lines[second] = lines[second], lines[first]
    return tuple(lines)


def lose_row(block: SheetBlock, rng: Random) -> SheetBlock:
    """A row is not printed."""
    if len(block.lines) < 2:
        return block
    gone = any_line(block, rng)
    return replace(block, lines=block.lines[:gone] + block.lines[gone + 1 :])


def repeat_row(block: SheetBlock, rng: Random) -> SheetBlock:
    """A row is printed twice, behind itself or further down."""
    index, behind = any_line(block, rng), rng.choice((1, 1, 2, 3))
    line = replace(block.lines[index], unsure=True)
    block = block.put(index, line)
    place = index + behind
    return replace(block, lines=(*block.lines[:place], line, *block.lines[place:]))


def move_row(block: SheetBlock, rng: Random) -> SheetBlock:
    """A row stands elsewhere, with its label; under another heading nobody can be sure."""
    lines = list(block.lines)
    line = lines.pop(any_line(block, rng))
    place = rng.randrange(len(lines) + 1)
    groups = line.groups
    if lines:
        neighbour = lines[max(place - 1, 0)]
        groups = neighbour.groups
    unsure = line.unsure or groups != line.groups
    lines.insert(place, replace(line, groups=groups, unsure=unsure))
    return replace(block, lines=tuple(lines))


def exchange_rows(block: SheetBlock, rng: Random) -> SheetBlock:
    """Two rows exchange their places."""
    pair = pair_of_lines(block, rng)
    return replace(block, lines=_shuffle(block.lines, *pair)) if pair else block


def swap_labels(block: SheetBlock, rng: Random) -> SheetBlock:
    """Two rows exchange their labels: the print now says something else."""
    pair = pair_of_lines(block, rng)
    if pair is None or block.is_loose:
        return block
    first, second = (block.lines[i] for i in pair)
    block = block.put(pair[0], replace(first, text=second.text, key=second.key))
    return block.put(pair[1], replace(second, text=first.text, key=first.key))


def slide_figures(block: SheetBlock, rng: Random) -> SheetBlock:
    """The figures of some rows slide down by one, the last to the first of them."""
    if len(block.lines) < 3 or block.is_loose:
        return block
    first = rng.randrange(len(block.lines) - 1)
    last = rng.randrange(first + 1, len(block.lines))
    lines = list(block.lines)
    moved = [lines[last], *lines[first:last]]
    for place, line in enumerate(moved, first):
        lines[place] = replace(lines[place], figures=line.figures)
    return replace(block, lines=tuple(lines))


def lose_label(block: SheetBlock, rng: Random) -> SheetBlock:
    """A row's label is lost."""
    index = any_line(block, rng)
    return block.put(index, replace(block.lines[index], text="", unsure=True))


def cut_label(block: SheetBlock, rng: Random) -> SheetBlock:
    """A row's label is cut off in the middle: nobody need know it."""
    index = any_line(block, rng)
    line = block.lines[index]
    cut = rng.randrange(1, max(2, len(line.text)))
    text = line.text[:cut] if rng.random() < 0.5 else line.text[cut:]
    return block.put(index, replace(line, text=text, unsure=True))


def wrap_label(block: SheetBlock, rng: Random) -> SheetBlock:
    """A row's label has a gap in it."""
    index = any_line(block, rng)
    line = block.lines[index]
    if len(line.text) < 4:
        return block
    cut = rng.randrange(2, len(line.text) - 1)
    gap = rng.choice((" ", "  ", "\u3000", "\xa0"))
    text = line.text[:cut] + gap + line.text[cut:]
    return block.put(index, replace(line, text=text, unsure=True))


def rename_row(block: SheetBlock, rng: Random) -> SheetBlock:
    """A row's label names another thing: its figures belong to no cell of the form."""
    known = [i for i, line in enumerate(block.lines) if line.text in STRANGE_LABELS]
    if not known or block.is_loose:
        return block
    index = rng.choice(known)
    line = block.lines[index]
    return block.put(index, replace(line, text=rng.choice(STRANGE_LABELS[line.text]), key=None))


def add_row(block: SheetBlock, rng: Random) -> SheetBlock:
    """A row that the form does not know, with the figures of another row."""
    index = any_line(block, rng)
    line = block.lines[index]
    figures = tuple(replace(figure, home=None) for figure in line.figures)
    strange = replace(line, text=rng.choice(STRANGE_ROWS), key=None, figures=figures, loose=True)
    return replace(block, lines=(*block.lines[:index], strange, *block.lines[index:]))


def figures_by_heading(block: SheetBlock, rng: Random) -> SheetBlock:
    """A heading of rows has figures of its own: a subtotal, or nobody knows what."""
    places = [i for i, line in enumerate(block.lines) if line.groups and opens(block, i)]
    if not places:
        return block
    index = rng.choice(places)
    line = block.lines[index]
    figures = tuple(replace(figure, home=None) for figure in line.figures)
    strange = SheetLine(line.groups[-1], None, figures, line.groups[:-1], loose=True)
    return replace(block, lines=(*block.lines[:index], strange, *block.lines[index:]))


def pad_row(block: SheetBlock, rng: Random) -> SheetBlock:
    """A row has empty cells more than others: before its label, behind it, or at its end."""
    index = any_line(block, rng)
    pads = [0, 0, 0]
    place = rng.choice((0, 1, 2, 2))
    pads[place] = rng.choice((1, 1, 2))
    block = block if place == 2 else block.loosen(index)
    return block.put(
        index, replace(block.lines[index], pads=(pads[0], pads[1], pads[2]), unsure=True)
    )


def pad_rows(block: SheetBlock, rng: Random) -> SheetBlock:
    """All rows of a block have the same empty cells more."""
    place, size = rng.choice((0, 1, 2)), rng.choice((1, 2))
    pads = (size * (place == 0), size * (place == 1), size * (place == 2))
    lines = tuple(replace(line, pads=pads, unsure=True) for line in block.lines)
    return replace(block, lines=lines)


def turn_page(block: SheetBlock, rng: Random) -> SheetBlock:
    """The page turns within a table, and the heads are repeated."""
    if len(block.lines) < 2 or block.across:
        return block
    return replace(block, breaks=block.breaks | {rng.randrange(1, len(block.lines))})


def scatter(block: SheetBlock, rng: Random) -> SheetBlock:
    """All rows of a block stand in any order, each with its label."""
    lines = list(block.lines)
    rng.shuffle(lines)
    if block.has_groups:
        lines.sort(
            key=lambda line: block.lines.index(
                next(x for x in block.lines if x.groups == line.groups)
            )
        )
    return replace(block, lines=tuple(lines))


def hide_row(block: SheetBlock, rng: Random) -> SheetBlock:
    """A row stands in the page's source, and the browser does not show it."""
    index = _inner(block, rng)
    return block if index is None else block.put(index, replace(block.lines[index], hidden=True))


def hide_copy(block: SheetBlock, rng: Random) -> SheetBlock:
    """A row stands there again with another row's figures, and the browser does not show it."""
    index = _inner(block, rng)
    if index is None:
        return block
    other = rng.choice(block.lines)
    hidden = replace(block.lines[index], figures=other.figures, hidden=True)
    place = index + rng.choice((0, 1))
    return replace(block, lines=(*block.lines[:place], hidden, *block.lines[place:]))


def _inner(block: SheetBlock, rng: Random) -> int | None:
    """Return a line of a table that is read downwards, not the first under a heading."""
    places = [i for i, line in enumerate(block.lines) if not (line.groups and opens(block, i))]
    return None if block.across or not places else rng.choice(places)


DAMAGES: Mapping[str, SheetDamage] = {
    "row dropped": lose_row,
    "row repeated": repeat_row,
    "row moved": move_row,
    "rows swapped": exchange_rows,
    "labels swapped": swap_labels,
    "figures slid": slide_figures,
    "label lost": lose_label,
    "label cut": cut_label,
    "label spaced": wrap_label,
    "row renamed": rename_row,
    "row added": add_row,
    "heading with figures": figures_by_heading,
    "row padded": pad_row,
    "rows padded": pad_rows,
    "page turned": turn_page,
    "rows scattered": scatter,
    "row hidden": hide_row,
    "hidden row": hide_copy,
}
