"""Places in a file's text as places in the text that gouji reads it as."""

from collections.abc import Mapping

from evals.synth.figure_places import Places
from extraction.values.document import Span
from extraction.values.record import CellKey

_BETWEEN = frozenset(' ,|;\t\r\n"')
"""What may be written otherwise: that which stands between the cells of a table."""


def carry_places(places: Places, written: str, read: str) -> Places:
    r"""Return where figures stand once a file is read; none where its words are others then.

    >>> one = CellKey("t", "r", "c")
    >>> carry_places({one: (Span(2, 3),)}, "a,7\n", "a | 7\n")[one]
    (Span(start=4, end=5),)
    >>> carry_places({one: (Span(2, 3),)}, "a,7", "b | 7")
    {}
    """
    if written == read:
        return places
    before = _find_content(written)
    after = _find_content(read)
    if [written[at] for at in before] != [read[at] for at in after]:
        return {}
    moved = dict(zip(before, after, strict=True))
    carried: dict[CellKey, tuple[Span, ...]] = {}
    for key, spans in places.items():
        carried[key] = tuple(_move(span, moved) for span in spans)
    return carried


def _find_content(text: str) -> list[int]:
    found = []
    for at, character in enumerate(text):
        if character not in _BETWEEN:
            found.append(at)
    return found


def _move(span: Span, moved: Mapping[int, int]) -> Span:
    """Return a place by where its first and last characters have come to stand."""
    start, end = span
    own = [moved[at] for at in range(start, end) if at in moved]
    return Span(own[0], own[-1] + 1)
