"""An answer that stands in the text, set beside what was read without a model.

Where both give a row the same figures, the row is confirmed: what was in doubt because of an
answer before is so no longer, every other doubt stays. Where nothing was read, the answered row
is taken, if the label printed there is that row's. Where they differ, nothing is taken over:
equations decide, or a person; whoever picks one of two readings has proven neither.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extraction.align.chain import best_row_score
from extraction.forms.label_index import LabelIndex
from extraction.ground.thresholds import ANSWER_APART, ANSWER_PLAIN, ANSWER_SURE
from extraction.values.catalogue.doubts import OTHER_FIGURES
from extraction.values.document import Span
from extraction.values.layout import AlignedBlock, AlignedTable, Line

RowKeys = frozenset[str]


@dataclass(frozen=True, slots=True)
class Merged:
    """A table after an answer: rows that it confirms, brings, and gives other figures."""

    aligned: AlignedTable
    confirmed: RowKeys
    brought: RowKeys
    disputed: RowKeys


def merge_answer(
    read: AlignedTable, answered: AlignedTable, settled: frozenset[Span], label_index: LabelIndex
) -> Merged:
    """Merge an aligned answer into an aligned table; `settled` are figures that have a cell.

    Lines of `answered` carry the label that is printed at their place.
    """
    own = {line.row: line for line in _lines(read)}
    agreeing = [
        replace(line, by_model=True) for line in _agreeing(answered, read, settled, label_index)
    ]
    confirmed = {line.row: line for line in agreeing if _same(line, own.get(line.row))}
    others = [line for line in agreeing if line.row not in confirmed]
    brought = {line.row: line for line in others if not _touches(line, own, settled)}
    disputed = {line.row for line in others} - brought.keys()
    pairs = zip(read.blocks, answered.blocks, strict=True)
    blocks = tuple(_merge_block(*pair, brought, confirmed) for pair in pairs)
    region = _around(read.region, [line.span for line in brought.values()])
    return Merged(
        replace(read, blocks=blocks, region=region),
        frozenset(map(str, confirmed)),
        frozenset(map(str, brought)),
        frozenset(map(str, disputed)),
    )


def dispute(aligned: AlignedTable, rows: RowKeys) -> AlignedTable:
    """Return a table in which rows are in doubt since a second reading gave them other figures."""
    blocks = tuple(
        replace(
            block,
            lines=tuple(
                replace(line, doubt=OTHER_FIGURES) if line.row in rows else line
                for line in block.lines
            ),
        )
        for block in aligned.blocks
    )
    return replace(aligned, blocks=blocks)


def _lines(aligned: AlignedTable) -> Iterator[Line]:
    return (line for block in aligned.blocks for line in block.lines if line.row is not None)


def _agreeing(
    answered: AlignedTable, read: AlignedTable, settled: frozenset[Span], label_index: LabelIndex
) -> Iterator[Line]:
    """Yield answered lines whose printed label is that row's, or can be no other's.

    A label that is damaged beyond reading is taken for the row that its neighbours on
    both sides leave, unless it resembles another row more.
    """
    if label_index.table.blocks[0].arrangement == "across":
        yield from _lines(answered)
        return
    order = [row.key for block in label_index.table.blocks for row in block.rows]
    sure = {line.row for line in _lines(answered) if _is_sure(line, label_index)}
    anchors = [line for line in _lines(read) if line.row in order and _has_figures(line, settled)]
    anchors += [line for line in _lines(answered) if line.row in sure and line.row in order]
    places = {line.values[0].span.start: str(line.row) for line in anchors if line.values}
    for line in _lines(answered):
        if _is_plain(line, label_index):
            yield replace(line, doubt=None)  # a few rows alone have no margin of their own
        elif line.row in sure or _is_pinned(line, places, order, label_index):
            yield line


def _is_sure(line: Line, label_index: LabelIndex) -> bool:
    own, best = _scores(line, label_index)
    return own >= ANSWER_SURE and own >= best


def _is_plain(line: Line, label_index: LabelIndex) -> bool:
    """Whether a printed label is almost exactly its own row's, and much less any other's."""
    scores = {m.target.key: m.score for m in label_index.find(line.label) if m.target.kind == "row"}
    own = scores.pop(str(line.row), 0.0)
    return own >= ANSWER_PLAIN and max(scores.values(), default=0.0) <= own - ANSWER_APART


def _scores(line: Line, label_index: LabelIndex) -> tuple[float, float]:
    """Return how much a printed label resembles its line's row, and the row it resembles most."""
    matches = label_index.find(line.label)
    own = (
        m.score for m in matches if m.target.kind in ("row", "group") and m.target.key == line.row
    )
    return next(own, 0.0), best_row_score(matches)


def _is_pinned(
    line: Line, places: Mapping[int, str], order: Sequence[str], label_index: LabelIndex
) -> bool:
    own, best = _scores(line, label_index)
    if line.row not in order or own < best:
        return False
    start = line.values[0].span.start
    before = max((at for at in places if at < start), default=None)
    behind = min((at for at in places if at > start), default=None)
    first = -1 if before is None else order.index(places[before])
    last = len(order) if behind is None else order.index(places[behind])
    return first + 1 == order.index(line.row) == last - 1


def _has_figures(line: Line, settled: frozenset[Span]) -> bool:
    spans = {value.span for value in line.values if value.kind != "blank"}
    return bool(spans) and spans <= settled and line.doubt is None


def _same(line: Line, other: Line | None) -> bool:
    return other is not None and _spans(line) == _spans(other)


def _spans(line: Line) -> list[Span]:
    return [value.span for value in line.values if value.kind != "blank"]


def _touches(line: Line, own: Mapping[str | None, Line], settled: frozenset[Span]) -> bool:
    """Whether a line takes figures that were read as another row's, or its row has others."""
    figures = set(_spans(line))
    if figures & settled:
        return True
    for row, read in own.items():
        held = set(_spans(read))
        if row == line.row and not held <= figures:
            return True
        if row != line.row and held & figures:
            return True
    return False


def _merge_block(
    block: AlignedBlock,
    answered: AlignedBlock,
    brought: Mapping[str | None, Line],
    confirmed: Mapping[str | None, Line],
) -> AlignedBlock:
    """Put brought lines into their block; figures that they take are taken from the others."""
    fresh = [line for line in answered.lines if line.row in brought]
    taken = {span for line in brought.values() for span in _spans(line)}
    lines = [brought[line.row] for line in fresh]
    for line in block.lines:
        if line.row in brought:
            continue
        left = tuple(value for value in line.values if value.span not in taken)
        if line.row is None and not any(value.kind != "blank" for value in left):
            continue
        agreed = line.row in confirmed and line.doubt is OTHER_FIGURES
        doubt = None if agreed else line.doubt
        lines.append(replace(line, values=left, doubt=doubt))
    lines.sort(key=lambda line: line.span)
    columns, headers, doubt = block.columns, block.headers, block.doubt
    if not block.lines:  # where nothing was read, the answer alone knows the columns
        columns, headers, doubt = answered.columns, answered.headers, answered.doubt
    return replace(block, columns=columns, headers=headers, doubt=doubt, lines=tuple(lines))


def _around(region: Span, spans: Sequence[Span]) -> Span:
    return Span(
        min([region.start, *(span.start for span in spans)]),
        max([region.end, *(span.end for span in spans)]),
    )
