"""Whether the print agrees with a claim of a whole table: its labels and headers must say it.

What somebody claims, as a model, proves nothing. But the print can be read once more with it in
hand, and by other means than rules read tables: the figures cut the text into gaps, and the
words of each gap must be those that one arrangement of tables puts there, every row and every
column named in the form's words, nothing else in between. What a claim says that the print does
not say so is refused, and so is one that the print repeats elsewhere.
"""

from typing import NamedTuple

from extraction.forms.table import Table
from extraction.judge.claimed.arrangements import ARRANGEMENTS
from extraction.judge.claimed.gaps import Placed, PrintedText, ValueGaps
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import PRINT_BLANK_UNDRAWN, PRINT_NAMES_OTHERWISE
from extraction.values.layout import CellTokens

_SHOWN = 40
"""So many characters are told of the words that are not as they should be."""


class Agreement(NamedTuple):
    """The arrangement in which the print says what a claim says, or why it does not."""

    arrangement: str | None
    reason: Bilingual | None


def find_agreement(table: Table, cells: CellTokens, printed: PrintedText) -> Agreement:
    """Return in which arrangement the print says that these cells hold these values.

    Cells that a claim leaves blank are none that the print can vouch for.
    """
    placed = []
    for cell in table.cells():
        token = cells.get(cell)
        if token is None:
            return Agreement(None, PRINT_BLANK_UNDRAWN.fill(cell=cell.row))
        placed.append(Placed(token, cell))
    placed.sort(key=_start_of)
    gaps = ValueGaps(table, tuple(placed), printed)
    if (refused := gaps.find_amiss()) is not None:
        return Agreement(None, refused)
    furthest = 0
    for arrangement in ARRANGEMENTS:
        stop = arrangement.find_stop(gaps)
        if stop is None:
            return Agreement(arrangement.name, None)
        furthest = max(furthest, min(stop, len(placed) - 1))
    figure = placed[furthest].token.text
    words = gaps.gap(furthest).strip()[-_SHOWN:]
    return Agreement(None, PRINT_NAMES_OTHERWISE.fill(figure=figure, words=words))


def _start_of(placed: Placed) -> int:
    return placed.start
