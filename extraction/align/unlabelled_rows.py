"""Lines whose label is lost: they get the rows that are missing just there, or none."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extraction.align.chain import count_printed
from extraction.align.row_candidates import RowCandidate, width_of
from extraction.align.shifted import name_printed_rows
from extraction.align.thresholds import PLACED_ROW
from extraction.forms.label_index import LabelIndex
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
    taken = {candidate.row for candidate in candidates if candidate.row is not None}
    unplaced = name_printed_rows([s for s in candidates if s.target is None], label_index)
    taken |= {target for target in label_index.ordered if target.key in unplaced}
    rows = [target for target in label_index.ordered if target.kind == "row"]
    named = list(candidates)
    headed = _find_first_rows(candidates, label_index)
    for gap, before, after in _gaps(candidates, label_index):
        missing = [t for t in rows if before < (t.position or 0) < after and t not in taken]
        gap = [*(i for i in headed if _position(candidates[i]) == before), *gap]
        lines = [
            i
            for i in gap
            if count_printed(candidates[i].values) and not _is_unknown_row(candidates[i])
        ]
        if not lines or len(lines) != len(missing):
            continue
        widths = [len(label_index.table.blocks[target.block].columns) for target in missing]
        if [count_printed(candidates[i].values) for i in lines] == widths:
            for index, target in zip(lines, missing, strict=True):
                found = named[index]._replace(row=target, margin=1.0, score=PLACED_ROW)
                named[index] = found._replace(ambiguous=index in headed)
    return _rejoin(named)


def _find_first_rows(candidates: Sequence[RowCandidate], label_index: LabelIndex) -> list[int]:
    """Return the lines behind groups' headings that may be their first rows', labels lost.

    Where several have figures, another group must show that the table prints no subtotals.
    """
    headed = [i for i, candidate in enumerate(candidates) if _is_headed(candidate)]
    if not all(_may_be_first_row(i, candidates, label_index) for i in headed):
        return []
    bare = [s for s in candidates if _may_have_subtotal(s, label_index) and not _is_headed(s)]
    return headed if bare or len(headed) == 1 else []


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
    figures = [value for value in headed.values if value.kind != "blank"]
    if headed.values[0].kind == "blank":
        return True
    steps = [right.line - left.line for left, right in pairwise(figures)]
    if steps and figures[0].line - headed.line > max(steps):
        return True
    others = (s for s in candidates[at + 1 :] if _is_under(headed, s, label_index))
    return any(_PRINTS.search(value.text) for candidate in others for value in candidate.values)


def _is_under(headed: RowCandidate, candidate: RowCandidate, label_index: LabelIndex) -> bool:
    """Whether a line is that of a row in a headed group."""
    if headed.row is None or candidate.row is None or candidate.row.kind != "row":
        return False
    block = label_index.table.blocks[headed.row.block]
    groups = [
        group.key for group in block.row_groups if headed.row.key in (group.key, group.subtotal)
    ]
    return any(candidate.row.key in block.members(key) for key in groups)


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


def _is_unknown_row(candidate: RowCandidate) -> bool:
    """Whether a line has a label of its own, one that the form does not know."""
    return candidate.own and candidate.row is None


def _split_overfull(candidate: RowCandidate, label_index: LabelIndex) -> Iterator[RowCandidate]:
    """Part a line that holds two lines' figures, the second one's label being lost."""
    width = width_of(candidate, label_index)
    printed = [i for i, value in enumerate(candidate.values) if value.kind != "blank"]
    if (
        candidate.row is None
        or candidate.row.kind != "row"
        or not width
        or len(printed) != 2 * width
    ):
        yield candidate
        return
    cut = printed[width]
    if candidate.line == candidate.values[printed[0]].line == candidate.values[cut].line:
        yield candidate  # one printed line is one row
        return
    yield candidate._replace(values=candidate.values[: printed[width - 1] + 1])
    span = Span(candidate.values[cut].span.start, candidate.values[cut].span.start)
    yield RowCandidate(None, "", span, candidate.values[cut:], own=False)


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
