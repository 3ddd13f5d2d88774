"""Lines of figures that may stand before their labels, as the text of some PDFs has them.

Where one row has two lines of figures and a later one has none, each line between them may
be its own label's or the next one's: nothing on the page tells.
"""

from collections.abc import Sequence

from extraction.align.chain import count_printed
from extraction.align.strips import Strip, width_of
from extraction.forms.label_index import Lexicon

_PLAIN = 90.0
_DOUBT = "its figures may stand before or behind its label"


def doubt_shifted(strips: list[Strip], lexicon: Lexicon) -> list[Strip]:
    """Take the figures from the rows between a line of figures too many and a row without any.

    A row that stands on one line with its figures is not in doubt, and ends such a stretch.
    """
    doubted = list(strips)
    stretch: list[int] = []
    begun: int | None = None
    for index, strip in enumerate(strips):
        surplus = _surplus(strip, lexicon)
        if surplus and begun is not None and surplus != begun:
            for at in (*stretch, index):
                doubted[at] = strips[at]._replace(target=None, row=None, own=True, doubt=_DOUBT)
        if surplus:
            begun, stretch = surplus, []
        elif _is_anchored(strip):
            begun, stretch = None, []
        elif strip.row is not None and strip.row.kind == "row":
            stretch.append(index)
    return doubted


def _surplus(strip: Strip, lexicon: Lexicon) -> int:
    """Return 1 for a line of figures too many, -1 for a row without any, else 0."""
    printed = count_printed(strip.values)
    if strip.row is None:
        return int(not strip.own and printed > 1)
    if strip.row.kind != "row":
        return 0
    width = width_of(strip, lexicon)
    return 1 if width > 1 and printed >= 2 * width else -int(not strip.values)


def _is_anchored(strip: Strip) -> bool:
    """Whether a row stands on one printed line with its figures."""
    lines = {value.line for value in strip.values if value.kind != "blank"}
    return strip.row is not None and lines == {strip.line}


def name_printed_rows(strips: Sequence[Strip], lexicon: Lexicon) -> set[str]:
    """Return the rows whose label is printed plainly, wherever its figures are."""
    found = set()
    for strip in strips:
        best = next(iter(lexicon.find(strip.label)), None) if strip.label else None
        if best is not None and best.score >= _PLAIN and best.target.kind == "row":
            found.add(best.target.key)
    return found
