"""Tables without separators, among others of their report that print a zero in every empty cell.

Of such a table alone it is not known whether cells are blank, if none of its lines begins with a
zero. The others tell; then its figures are cut into as many as there are cells, and that stands
where all sums hold.
"""

from collections.abc import Mapping

from extraction.cells import TableReading, find_state
from extraction.forms.form import Form
from extraction.judge.as_aligned import read_aligned_table
from extraction.judge.lines import is_packed
from extraction.judge.sums.sums_hold import closes


def read_packed_tables(form: Form, read: Mapping[str, TableReading]) -> dict[str, TableReading]:
    """Return the open tables of a report that are settled once all print every cell."""
    own_zeros = False
    for reading in read.values():
        if not is_packed(reading.aligned, reading.table, zeros=True):
            return {}
        own_zeros = own_zeros or is_packed(reading.aligned, reading.table)
    found: dict[str, TableReading] = {}
    if not own_zeros:
        return found
    for key, reading in read.items():
        if not find_state(reading).open_rows:
            continue
        packed = read_aligned_table(form, reading.aligned, zeros=True)
        if closes(form, packed):
            found[key] = packed
    return found
