"""Lines of figures that may stand before their labels, as the text of some PDFs has them.

Where one row has two lines of figures and a later one has none, each line between them may
be its own label's or the next one's: nothing on the page tells.
"""

from collections.abc import Sequence

from extraction.align.links import count_printed, read_label
from extraction.align.row_candidates import RowCandidate, width_of
from extraction.align.thresholds import PLAIN_ROW
from extraction.forms.label_index import LabelIndex
from extraction.values.catalogue.doubts import FIGURES_SHIFTED


def doubt_shifted(candidates: list[RowCandidate], label_index: LabelIndex) -> list[RowCandidate]:
    """Take the figures from the rows between a line of figures too many and a row without any.

    A row that stands on one line with its figures is not in doubt, and ends such a stretch.
    """
    doubted = list(candidates)
    stretch: list[int] = []
    begun: int | None = None
    for index, candidate in enumerate(candidates):
        surplus = _surplus(candidate, label_index)
        if surplus and begun is not None and surplus != begun:
            for at in (*stretch, index):
                doubted[at] = candidates[at]._replace(
                    target=None, row=None, own=True, doubt=FIGURES_SHIFTED
                )
        if surplus:
            begun, stretch = surplus, []
        elif _is_anchored(candidate):
            begun, stretch = None, []
        elif candidate.row is not None and candidate.row.kind == "row":
            stretch.append(index)
    return doubted


def _surplus(candidate: RowCandidate, label_index: LabelIndex) -> int:
    """Return 1 for a line of figures too many, -1 for a row without any, else 0."""
    printed = count_printed(candidate.values)
    if candidate.row is None:
        return int(not candidate.own and printed > 1)
    if candidate.row.kind != "row":
        return 0
    width = width_of(candidate, label_index)
    return 1 if width > 1 and printed >= 2 * width else -int(not candidate.values)


def _is_anchored(candidate: RowCandidate) -> bool:
    """Whether a row stands on one printed line with its figures."""
    lines = {value.line for value in candidate.values if value.kind != "blank"}
    return candidate.row is not None and lines == {candidate.line}


def name_printed_rows(candidates: Sequence[RowCandidate], label_index: LabelIndex) -> set[str]:
    """Return the rows whose label is printed plainly, wherever its figures are."""
    found = set()
    for candidate in candidates:
        if not candidate.label:
            continue
        target = read_label(candidate.label, PLAIN_ROW, label_index)
        if target is not None and target.kind == "row":
            found.add(target.key)
    return found
