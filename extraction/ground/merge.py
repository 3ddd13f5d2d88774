"""An answer that stands in the text, set beside what was read without a model.

Where both give a row the same figures, the row is confirmed: what was in doubt because of an
answer before is so no longer, every other doubt stays. Where nothing was read, the answered row
is taken, if the label printed there is that row's. Where they differ, nothing is taken over:
equations decide, or a person; whoever picks one of two readings has proven neither.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
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
    vouched = _agreeing(answered, read, settled, label_index)
    agreeing = [replace(line, by_model=True) for line in vouched]
    confirmed = {str(line.row) for line in agreeing if _same(line, own.get(line.row))}
    brought: dict[str, Line] = {}
    disputed: set[str] = set()
    for line in agreeing:
        row = str(line.row)
        if row in confirmed:
            continue
        if _touches(line, own, settled):
            disputed.add(row)
        else:
            brought[row] = line
    return Merged(
        _merge_tables(read, answered, brought, confirmed),
        frozenset(confirmed),
        frozenset(brought),
        frozenset(disputed - brought.keys()),
    )


def dispute(aligned: AlignedTable, rows: RowKeys) -> AlignedTable:
    """Return a table in which rows are in doubt since a second reading gave them other figures."""
    blocks = tuple(_dispute_block(block, rows) for block in aligned.blocks)
    return replace(aligned, blocks=blocks)


def _dispute_block(block: AlignedBlock, rows: RowKeys) -> AlignedBlock:
    lines = []
    for line in block.lines:
        disputed = line.row in rows
        lines.append(replace(line, doubt=OTHER_FIGURES) if disputed else line)
    return replace(block, lines=tuple(lines))


def _lines(aligned: AlignedTable) -> Iterator[Line]:
    for block in aligned.blocks:
        for line in block.lines:
            if line.row is not None:
                yield line


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
    anchors = [line for line in _lines(read) if _has_figures(line, settled)]
    anchors += [line for line in _lines(answered) if line.row in sure]
    places = _place_rows(anchors, order)
    for line in _lines(answered):
        if _is_plain(line, label_index):
            yield replace(line, doubt=None)  # a few rows alone have no margin of their own
        elif line.row in sure or _is_pinned(line, places, order, label_index):
            yield line


def _place_rows(lines: Sequence[Line], order: Sequence[str]) -> dict[int, int]:
    """Return where first figures stand, top down, and the place of their row in the form."""
    places = {}
    for line in lines:
        if line.values and line.row in order:
            start = line.values[0].span.start
            places[start] = order.index(line.row)
    return dict(sorted(places.items()))


def _is_sure(line: Line, label_index: LabelIndex) -> bool:
    own, best = _scores(line, label_index)
    return own >= ANSWER_SURE and own >= best


def _is_plain(line: Line, label_index: LabelIndex) -> bool:
    """Whether a printed label is almost exactly its own row's, and much less any other's."""
    scores = {}
    for match in label_index.find(line.label):
        target = match.target
        if target.kind == "row":
            scores[target.key] = match.score
    own = scores.pop(str(line.row), 0.0)
    rival = max(scores.values(), default=0.0)
    return own >= ANSWER_PLAIN and rival <= own - ANSWER_APART


def _scores(line: Line, label_index: LabelIndex) -> tuple[float, float]:
    """Return how much a printed label resembles its line's row, and the row it resembles most."""
    matches = label_index.find(line.label)
    own = 0.0
    for match in matches:
        target = match.target
        if target.key == line.row and target.kind in ("row", "group"):
            own = match.score
            break
    return own, best_row_score(matches)


def _is_pinned(
    line: Line, places: Mapping[int, int], order: Sequence[str], label_index: LabelIndex
) -> bool:
    """Whether a line stands between the neighbours of its row, and resembles no other row more."""
    own, best = _scores(line, label_index)
    if line.row not in order or own < best:
        return False
    start = line.values[0].span.start
    above, below = -1, len(order)
    for place, row in places.items():
        if place < start:
            above = row
        elif place > start:
            below = row
            break
    return above + 1 == order.index(line.row) == below - 1


def _has_figures(line: Line, settled: frozenset[Span]) -> bool:
    """Whether a line is in no doubt, and all its figures have their cell."""
    spans = _spans(line)
    return bool(spans) and settled.issuperset(spans) and line.doubt is None


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


def _merge_tables(
    read: AlignedTable,
    answered: AlignedTable,
    brought: Mapping[str, Line],
    confirmed: Collection[str],
) -> AlignedTable:
    """Put brought lines into their table, which reaches as far as they do."""
    pairs = zip(read.blocks, answered.blocks, strict=True)
    blocks = [_merge_block(*pair, brought, confirmed) for pair in pairs]
    region = _around(read.region, [line.span for line in brought.values()])
    return replace(read, blocks=tuple(blocks), region=region)


def _merge_block(
    block: AlignedBlock,
    answered: AlignedBlock,
    brought: Mapping[str, Line],
    confirmed: Collection[str],
) -> AlignedBlock:
    """Put brought lines into their block; figures that they take are taken from the others."""
    lines = [brought[str(line.row)] for line in answered.lines if line.row in brought]
    taken = {span for line in brought.values() for span in _spans(line)}
    for line in block.lines:
        if line.row in brought:
            continue
        left = _leave(line, taken)
        if left.row is None and not _spans(left):
            continue
        lines.append(_confirm(left) if left.row in confirmed else left)
    lines.sort(key=lambda line: line.span)
    merged = replace(block, lines=tuple(lines))
    if block.lines:
        return merged
    # where nothing was read, the answer alone knows the columns
    columns, headers, doubt = answered.columns, answered.headers, answered.doubt
    return replace(merged, columns=columns, headers=headers, doubt=doubt)


def _leave(line: Line, taken: Collection[Span]) -> Line:
    """Return a line without the figures that are taken from it."""
    left = [value for value in line.values if value.span not in taken]
    return replace(line, values=tuple(left))


def _confirm(line: Line) -> Line:
    """Return a confirmed line: in doubt because of an answer before, it is so no longer."""
    return replace(line, doubt=None) if line.doubt is OTHER_FIGURES else line


def _around(region: Span, spans: Sequence[Span]) -> Span:
    covered = [region, *spans]
    start = min(span.start for span in covered)
    end = max(span.end for span in covered)
    return Span(start, end)
