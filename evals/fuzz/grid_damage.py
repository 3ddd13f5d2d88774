"""What happens to rows, columns, heads and labels: one block changed, and its truth with it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from evals.fuzz.sheet import Block, Figure, Head, Line

Damage = Callable[[Block, Random], Block]

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


def _shuffle(items: tuple[Line, ...], first: int, second: int) -> tuple[Line, ...]:
    lines = list(items)
    lines[first], lines[second] = lines[second], lines[first]
    return tuple(lines)


def _any(block: Block, rng: Random) -> int:
    return rng.randrange(len(block.lines))


def _pair(block: Block, rng: Random) -> tuple[int, int] | None:
    """Return two lines under the same headings; neighbours mostly."""
    pairs = [
        (i, j)
        for i in range(len(block.lines))
        for j in range(i + 1, len(block.lines))
        if block.lines[i].groups == block.lines[j].groups
    ]
    near = [pair for pair in pairs if pair[1] - pair[0] == 1]
    if not pairs:
        return None
    return rng.choice(near if near and rng.random() < 0.7 else pairs)


def drop_row(block: Block, rng: Random) -> Block:
    """A row is not printed."""
    if len(block.lines) < 2:
        return block
    gone = _any(block, rng)
    return replace(block, lines=block.lines[:gone] + block.lines[gone + 1 :])


def repeat_row(block: Block, rng: Random) -> Block:
    """A row is printed twice, behind itself or further down."""
    index, behind = _any(block, rng), rng.choice((1, 1, 2, 3))
    line = replace(block.lines[index], unsure=True)
    block = block.put(index, line)
    place = index + behind
    return replace(block, lines=(*block.lines[:place], line, *block.lines[place:]))


def move_row(block: Block, rng: Random) -> Block:
    """A row stands elsewhere, with its label; under another heading nobody can be sure."""
    lines = list(block.lines)
    line = lines.pop(_any(block, rng))
    place = rng.randrange(len(lines) + 1)
    near = lines[place - 1].groups if place else lines[0].groups if lines else line.groups
    lines.insert(place, replace(line, groups=near, unsure=line.unsure or near != line.groups))
    return replace(block, lines=tuple(lines))


def swap_rows(block: Block, rng: Random) -> Block:
    """Two rows exchange their places."""
    pair = _pair(block, rng)
    return replace(block, lines=_shuffle(block.lines, *pair)) if pair else block


def swap_labels(block: Block, rng: Random) -> Block:
    """Two rows exchange their labels: the print now says something else."""
    pair = _pair(block, rng)
    if pair is None or block.is_loose:
        return block
    first, second = (block.lines[i] for i in pair)
    block = block.put(pair[0], replace(first, text=second.text, key=second.key))
    return block.put(pair[1], replace(second, text=first.text, key=first.key))


def slide_figures(block: Block, rng: Random) -> Block:
    """The figures of some rows slide down by one, the last to the first of them."""
    if len(block.lines) < 3 or block.is_loose:
        return block
    first = rng.randrange(len(block.lines) - 1)
    last = rng.randrange(first + 1, len(block.lines))
    lines = list(block.lines)
    figures = [lines[last].figures, *(line.figures for line in lines[first:last])]
    for place, moved in zip(range(first, last + 1), figures, strict=True):
        lines[place] = replace(lines[place], figures=moved)
    return replace(block, lines=tuple(lines))


def lose_label(block: Block, rng: Random) -> Block:
    """A row's label is lost."""
    index = _any(block, rng)
    return block.put(index, replace(block.lines[index], text="", unsure=True))


def cut_label(block: Block, rng: Random) -> Block:
    """A row's label is cut off in the middle: nobody need know it."""
    index = _any(block, rng)
    line = block.lines[index]
    cut = rng.randrange(1, max(2, len(line.text)))
    text = line.text[:cut] if rng.random() < 0.5 else line.text[cut:]
    return block.put(index, replace(line, text=text, unsure=True))


def wrap_label(block: Block, rng: Random) -> Block:
    """A row's label has a gap in it."""
    index = _any(block, rng)
    line = block.lines[index]
    if len(line.text) < 4:
        return block
    cut = rng.randrange(2, len(line.text) - 1)
    gap = rng.choice((" ", "  ", "\u3000", "\xa0"))
    text = line.text[:cut] + gap + line.text[cut:]
    return block.put(index, replace(line, text=text, unsure=True))


def rename_row(block: Block, rng: Random) -> Block:
    """A row's label names another thing: its figures belong to no cell of the form."""
    known = [i for i, line in enumerate(block.lines) if line.text in STRANGE_LABELS]
    if not known or block.is_loose:
        return block
    index = rng.choice(known)
    line = block.lines[index]
    return block.put(index, replace(line, text=rng.choice(STRANGE_LABELS[line.text]), key=None))


def add_row(block: Block, rng: Random) -> Block:
    """A row that the form does not know, with the figures of another row."""
    index = _any(block, rng)
    line = block.lines[index]
    figures = tuple(replace(figure, home=None) for figure in line.figures)
    strange = replace(line, text=rng.choice(STRANGE_ROWS), key=None, figures=figures, loose=True)
    return replace(block, lines=(*block.lines[:index], strange, *block.lines[index:]))


def figures_by_heading(block: Block, rng: Random) -> Block:
    """A heading of rows has figures of its own: a subtotal, or nobody knows what."""
    places = [i for i, line in enumerate(block.lines) if line.groups and _opens(block, i)]
    if not places:
        return block
    index = rng.choice(places)
    line = block.lines[index]
    figures = tuple(replace(figure, home=None) for figure in line.figures)
    strange = Line(line.groups[-1], None, figures, line.groups[:-1], loose=True)
    return replace(block, lines=(*block.lines[:index], strange, *block.lines[index:]))


def _opens(block: Block, index: int) -> bool:
    return index == 0 or block.lines[index - 1].groups != block.lines[index].groups


def _columns(block: Block, rng: Random) -> tuple[int, int] | None:
    pairs = [
        (i, j)
        for i in range(len(block.heads))
        for j in range(i + 1, len(block.heads))
        if block.heads[i].group == block.heads[j].group
    ]
    return rng.choice(pairs) if pairs and not block.is_loose else None


def swap_heads(block: Block, rng: Random) -> Block:
    """Two heads exchange their places: the print now says something else."""
    pair = _columns(block, rng)
    if pair is None:
        return block
    heads = list(block.heads)
    heads[pair[0]], heads[pair[1]] = heads[pair[1]], heads[pair[0]]
    return replace(block, heads=tuple(heads))


def swap_columns(block: Block, rng: Random) -> Block:
    """Two columns exchange their places, heads and figures."""
    pair = _columns(block, rng)
    if pair is None or any(len(line.figures) != len(block.heads) for line in block.lines):
        return block
    order = list(range(len(block.heads)))
    order[pair[0]], order[pair[1]] = pair[1], pair[0]
    lines = tuple(
        replace(line, figures=tuple(line.figures[i] for i in order)) for line in block.lines
    )
    return replace(block, heads=tuple(block.heads[i] for i in order), lines=lines)


def drop_column(block: Block, rng: Random) -> Block:
    """A column is not printed, neither head nor figures."""
    if len(block.heads) < 2 or block.is_loose:
        return block
    gone = rng.randrange(len(block.heads))
    return _without_figures(replace(block, heads=_drop(block.heads, gone)), gone)


def drop_column_figures(block: Block, rng: Random) -> Block:
    """A column's figures are not printed, its head is."""
    gone = rng.randrange(len(block.heads))
    return _without_figures(block.loosen_all(), gone)


def drop_head(block: Block, rng: Random) -> Block:
    """A column's head is not printed, its figures are."""
    gone = rng.randrange(len(block.heads))
    block = block.loosen_all()
    return replace(block, heads=_drop(block.heads, gone))


def lose_head(block: Block, rng: Random) -> Block:
    """A column's head is empty."""
    index = rng.randrange(len(block.heads))
    heads = list(block.heads)
    heads[index] = replace(heads[index], text="")
    return replace(block.doubt_all(), heads=tuple(heads))


def rename_head(block: Block, rng: Random) -> Block:
    """A column's head names another thing."""
    if block.is_loose:
        return block
    index = rng.randrange(len(block.heads))
    heads = list(block.heads)
    heads[index] = Head(
        rng.choice(("外国人", "上年同期", "同比增减", "备注", "占比", "小计")),
        None,
        heads[index].group,
    )
    return replace(block, heads=tuple(heads))


def add_column(block: Block, rng: Random) -> Block:
    """A column that the form does not know, with the figures of another."""
    if block.is_loose:
        return block
    place = rng.randrange(len(block.heads) + 1)
    source = rng.randrange(len(block.heads))
    near = block.heads[min(place, len(block.heads) - 1)]
    head = Head(rng.choice(("小计", "上年", "备注", "占比", "序号", "单位")), None, near.group)
    lines = tuple(
        replace(line, figures=(*line.figures[:place], line.figures[source], *line.figures[place:]))
        for line in block.lines
    )
    return replace(block, heads=(*block.heads[:place], head, *block.heads[place:]), lines=lines)


def _drop(heads: tuple[Head, ...], gone: int) -> tuple[Head, ...]:
    return heads[:gone] + heads[gone + 1 :]


def _without_figures(block: Block, gone: int) -> Block:
    lost = {line.figures[gone].home for line in block.lines if gone < len(line.figures)}
    lines = tuple(
        replace(line, figures=line.figures[:gone] + line.figures[gone + 1 :])
        for line in block.lines
    )
    dropped = block.dropped | {cell for cell in lost if cell} if block.is_loose else block.dropped
    return replace(block, lines=lines, dropped=dropped)


def drop_figure(block: Block, rng: Random) -> Block:
    """A row lacks one figure, and nobody knows which."""
    index = _any(block, rng)
    block = block.loosen(index)
    line = block.lines[index]
    if not line.figures:
        return block
    gone = rng.randrange(len(line.figures))
    lost = line.figures[gone].home
    figures = line.figures[:gone] + line.figures[gone + 1 :]
    block = block.put(index, replace(line, figures=figures))
    return replace(block, dropped=block.dropped | ({lost} if lost else set()))


def repeat_figure(block: Block, rng: Random) -> Block:
    """A row has one figure twice."""
    index = _any(block, rng)
    block = block.loosen(index)
    line = block.lines[index]
    if not line.figures:
        return block
    place = rng.randrange(len(line.figures))
    figures = (*line.figures[:place], line.figures[place], *line.figures[place:])
    return block.put(index, replace(line, figures=figures))


def swap_figures(block: Block, rng: Random) -> Block:
    """Two figures of a row exchange their places: the print now says so."""
    index = _any(block, rng)
    line = block.lines[index]
    if len(line.figures) < 2 or line.loose:
        return block
    first, second = sorted(rng.sample(range(len(line.figures)), 2))
    figures = list(line.figures)
    figures[first], figures[second] = figures[second], figures[first]
    return block.put(index, replace(line, figures=tuple(figures)))


def merge_figures(block: Block, rng: Random) -> Block:
    """One figure is drawn over two columns: nobody knows whose it is."""
    index = _any(block, rng)
    block = block.loosen(index)
    line = block.lines[index]
    if len(line.figures) < 2:
        return block
    place = rng.randrange(len(line.figures) - 1)
    kept, lost = line.figures[place], line.figures[place + 1]
    figures = (
        *line.figures[:place],
        replace(kept, span=kept.span + lost.span),
        *line.figures[place + 2 :],
    )
    block = block.put(index, replace(line, figures=figures))
    return replace(block, dropped=block.dropped | ({lost.home} if lost.home else set()))


def pad_row(block: Block, rng: Random) -> Block:
    """A row has empty cells more than others: before its label, behind it, or at its end."""
    index = _any(block, rng)
    pads = [0, 0, 0]
    place = rng.choice((0, 1, 2, 2))
    pads[place] = rng.choice((1, 1, 2))
    block = block if place == 2 else block.loosen(index)
    return block.put(
        index, replace(block.lines[index], pads=(pads[0], pads[1], pads[2]), unsure=True)
    )


def pad_rows(block: Block, rng: Random) -> Block:
    """All rows of a block have the same empty cells more."""
    place, size = rng.choice((0, 1, 2)), rng.choice((1, 2))
    pads = (size * (place == 0), size * (place == 1), size * (place == 2))
    lines = tuple(replace(line, pads=pads, unsure=True) for line in block.lines)
    return replace(block, lines=lines)


def draw_gap(block: Block, rng: Random) -> Block:
    """An empty column is drawn between the others, below its own empty head."""
    return replace(block.doubt_all(), gap=rng.randrange(len(block.heads)))


def turn_page(block: Block, rng: Random) -> Block:
    """The page turns within a table, and the heads are repeated."""
    if len(block.lines) < 2 or block.across:
        return block
    return replace(block, breaks=block.breaks | {rng.randrange(1, len(block.lines))})


def scatter(block: Block, rng: Random) -> Block:
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


DAMAGES: Mapping[str, Damage] = {
    "row dropped": drop_row,
    "row repeated": repeat_row,
    "row moved": move_row,
    "rows swapped": swap_rows,
    "labels swapped": swap_labels,
    "figures slid": slide_figures,
    "label lost": lose_label,
    "label cut": cut_label,
    "label spaced": wrap_label,
    "row renamed": rename_row,
    "row added": add_row,
    "heading with figures": figures_by_heading,
    "heads swapped": swap_heads,
    "columns swapped": swap_columns,
    "column dropped": drop_column,
    "column's figures dropped": drop_column_figures,
    "head dropped": drop_head,
    "head lost": lose_head,
    "head renamed": rename_head,
    "column added": add_column,
    "figure dropped": drop_figure,
    "figure repeated": repeat_figure,
    "figures swapped": swap_figures,
    "figures merged": merge_figures,
    "row padded": pad_row,
    "rows padded": pad_rows,
    "gap column": draw_gap,
    "page turned": turn_page,
    "rows scattered": scatter,
}

__all__ = ["DAMAGES", "Figure"]
