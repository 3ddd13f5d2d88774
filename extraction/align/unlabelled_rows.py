"""Lines whose label is lost: they get the rows that are missing just there, or none."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extraction.align.links import count_printed
from extraction.align.row_candidates import RowCandidate, width_of
from extraction.align.shifted import name_printed_rows
from extraction.align.thresholds import PLACED_ROW
from extraction.forms.label_index import FormLabel, LabelIndex
from extraction.values.document import Span

_PRINTS = re.compile(r"[1-9１-９]")


def name_unlabelled_rows(
    candidates: list[RowCandidate], label_index: LabelIndex
) -> list[RowCandidate]:
    """Give lines without a label to the rows that are missing just there.

    Between two rows that are sure, the lines without a label must be exactly as many
    as the rows missing, and each as wide as its block.
    """
    candidates = [
        part for candidate in candidates for part in _split_overfull(candidate, label_index)
    ]
    rows = _find_missing_rows(candidates, label_index)
    headed = _find_first_rows(candidates, label_index)
    named = list(candidates)
    for gap, before, after in _gaps(candidates, label_index):
        missing = [row for row in rows if before < (row.position or 0) < after]
        right_above = [at for at in headed if _position(candidates[at]) == before]
        lines = [at for at in (*right_above, *gap) if _may_lack_label(candidates[at])]
        if len(lines) != len(missing):
            continue
        printed = [count_printed(candidates[at].values) for at in lines]
        widths = [len(label_index.table.blocks[row.block].columns) for row in missing]
        if printed != widths:
            continue
        for at, row in zip(lines, missing, strict=True):
            found = named[at]._replace(row=row, margin=1.0, score=PLACED_ROW)
            named[at] = found._replace(ambiguous=at in headed)
    return _rejoin(named)


def _find_missing_rows(
    candidates: Sequence[RowCandidate], label_index: LabelIndex
) -> list[FormLabel]:
    """Return the rows of the form that no line was given to, and no label names."""
    taken = {candidate.row for candidate in candidates}
    unread = [candidate for candidate in candidates if candidate.target is None]
    printed = name_printed_rows(unread, label_index)
    rows = [target for target in label_index.ordered if target.kind == "row"]
    return [row for row in rows if row not in taken and row.key not in printed]


def _may_lack_label(candidate: RowCandidate) -> bool:
    """Whether a line has figures, and no label of its own that the form does not know."""
    if candidate.own and candidate.row is None:
        return False
    return count_printed(candidate.values) > 0


def _find_first_rows(candidates: Sequence[RowCandidate], label_index: LabelIndex) -> list[int]:
    """Return the lines behind groups' headings that may be their first rows', labels lost.

    Where several have figures, another group must show that the table prints no subtotals.
    """
    headed = [at for at, candidate in enumerate(candidates) if _is_headed(candidate)]
    if not all(_may_be_first_row(at, candidates, label_index) for at in headed):
        return []
    if len(headed) == 1 or any(_is_bare(candidate, label_index) for candidate in candidates):
        return headed
    return []


def _is_bare(candidate: RowCandidate, label_index: LabelIndex) -> bool:
    """Whether a line is the heading of a group that may have a subtotal, and prints none."""
    return _may_have_subtotal(candidate, label_index) and not _is_headed(candidate)


def _may_have_subtotal(candidate: RowCandidate, label_index: LabelIndex) -> bool:
    """Whether a line is the heading of a group whose rows' sum may be printed."""
    row = candidate.row
    if row is None or row.kind != "group":
        return False
    return row.key in label_index.table.blocks[row.block].printed_rows


def _is_headed(candidate: RowCandidate) -> bool:
    """Whether figures stand right behind a group's heading.

    They are its subtotal, or, where no other group has one, perhaps those of its first row.
    """
    return (
        candidate.row is not None
        and candidate.row.kind == "group"
        and count_printed(candidate.values) > 0
    )


def _may_be_first_row(at: int, candidates: Sequence[RowCandidate], label_index: LabelIndex) -> bool:
    """Whether figures behind a group's heading can be told from its subtotal.

    The place of a lost label may be held open. Else only sums tell, and where the other
    rows hold nothing, a subtotal and the first row are the same figures.
    """
    headed = candidates[at]
    if headed.values[0].kind == "blank":
        return True
    lines = [value.line for value in headed.values if value.kind != "blank"]
    steps = [right - left for left, right in pairwise(lines)]
    if steps and lines[0] - headed.line > max(steps):
        return True
    below = (other for other in candidates[at + 1 :] if _is_under(headed, other, label_index))
    return any(map(_prints_number, below))


def _prints_number(candidate: RowCandidate) -> bool:
    """Whether a line has a figure other than 0."""
    return any(_PRINTS.search(value.text) for value in candidate.values)


def _is_under(headed: RowCandidate, candidate: RowCandidate, label_index: LabelIndex) -> bool:
    """Whether a line is that of a row in a headed group."""
    heading, row = headed.row, candidate.row
    if heading is None or row is None or row.kind != "row":
        return False
    block = label_index.table.blocks[heading.block]
    for group in block.row_groups:
        is_headed = heading.key in (group.key, group.subtotal)
        if is_headed and row.key in block.members(group.key):
            return True
    return False


def _position(candidate: RowCandidate) -> int | None:
    return candidate.row.position if candidate.row is not None else None


def _rejoin(candidates: Sequence[RowCandidate]) -> list[RowCandidate]:
    """Put back what was parted from a line and found no row of its own."""
    joined: list[RowCandidate] = []
    for candidate in candidates:
        if joined and not candidate.label and candidate.row is None and candidate.values:
            joined[-1] = joined[-1]._replace(values=joined[-1].values + candidate.values)
        else:
            joined.append(candidate)
    return joined


def _split_overfull(candidate: RowCandidate, label_index: LabelIndex) -> Iterator[RowCandidate]:
    """Part a line that holds two lines' figures, the second one's label being lost."""
    values = candidate.values
    width = width_of(candidate, label_index) if candidate.is_row else 0
    printed = [at for at, value in enumerate(values) if value.kind != "blank"]
    if not width or len(printed) != 2 * width:
        yield candidate
        return
    first, last, cut = printed[0], printed[width - 1], printed[width]
    if candidate.line == values[first].line == values[cut].line:
        yield candidate  # one printed line is one row
        return
    yield candidate._replace(values=values[: last + 1])
    begun = values[cut].span.start
    yield RowCandidate(None, "", Span(begun, begun), values[cut:], own=False)


def _gaps(
    candidates: Sequence[RowCandidate], label_index: LabelIndex
) -> Iterator[tuple[list[int], int, int]]:
    """Yield the row candidates between two rows in order, with the rows' positions."""
    gap: list[int] = []
    before = -1
    for index, candidate in enumerate(candidates):
        if (
            candidate.target is not None
            and candidate.target.position is not None
            and not candidate.out_of_order
        ):
            yield gap, before, candidate.target.position
            before = candidate.target.position
            gap = [index] if candidate.row is None else []
        else:
            gap.append(index)
    yield gap, before, len(label_index.ordered)
