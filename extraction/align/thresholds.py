"""Scores, shares and lengths by which printed rows and columns are aligned with the form's.

Scores of labels go from 0 to 100 (rapidfuzz), margins from 0 to 1, lengths are in characters.
"""

PLACED_ROW = 75.0
"""A row that its place names, not its label, counts as this much alike; below it no row is sure.

Set by measurement, over the made-up reports of the first walk.
"""

PLACED_MARGIN = 0.2
"""A row whose best rival is nearer than this is not sure.

Set by measurement, over the made-up reports of the first walk.
"""

OUT_OF_ORDER = 90.0
"""A label must be this plain for its row to stand in another order than the form's.

The case: rows that changed places.
"""

CLEARLY_APART = 10.0
"""A row out of order is by so much more like its own label than like any other.

The case: rows that changed places.
"""

PLAIN_ROW = 90.0
"""A label must be this plain for its row to count as printed, wherever its figures are.

Set by measurement, with the drawn tables.
"""

WHOLE_HEADER = 90.0
"""A column's header that is this plain is whole: nothing that stands above or below belongs to it.

Set by measurement, over the made-up reports of the first walk.
"""

HEADER_ALIKE = 80.0
"""A text this like a header of a table on one line is one.

The case: table 4 in pipes, placed by its headers.
"""

TOKENS_OVER = 2
"""Over a later row of a table on one line stand so many tokens more than it has columns.

The case: words on a table's last line.
"""

LABEL_LINES = 4
"""A label is put together of at most so many tokens.

Set by measurement, over the made-up reports of the first walk.
"""

CHAIN_FLOOR = 55.0
"""A match at this score gains a chain of labels nothing.

Set by measurement, over the made-up reports of the first walk.
"""

LIKELY_LABEL = 75.0
"""A label this likely may take figures that stand amid its lines.

The case: figures amid wrapped labels.
"""

EXACT_LABEL = 90.0
"""A label this plain is whole: it is not part of a longer one.

Set by measurement, over the made-up reports of the first walk.
"""

RIVAL_ROW = 10.0
"""A label that names another row by so much more is never bent to this one.

The case: tables without readable headers.
"""

CLEAR_HEADING = 85.0
"""A header without a place in the order parts a longer label only if it is this plain.

The case: tables without readable headers.
"""

FULL_ROW = 0.6
"""What a row with all its figures adds to a chain, beside its likeness (0 to 1).

Set by measurement, over the made-up reports of the first walk.
"""

PARTIAL_ROW = 0.3
"""What a row with some of them adds.

Set by measurement, over the made-up reports of the first walk.
"""

COMPLETING = 2
"""So many characters of a label must be in what completes it, if it has as many.

The case: a label goes on only with what makes it more complete.
"""

DECOY_SHARE = 0.9
"""A decoy's likeness counts for so much of a row's: of two that are as alike the row is taken.

The case: headers below the figures.
"""

WRAPPED_COST = 0.05
"""What each line more costs a row's label that is put together.

The case: headers below the figures.
"""

LONGER_GAIN = 0.02
"""What each line more gains a decoy: the longer header is taken.

The case: headers below the figures.
"""

CLEAR_FORM = 0.3
"""A rival form must fit a table by so much better (a mean score of rows) to be taken.

Set by measurement, over the made-up reports of the first walk.
"""

READ_HEADER = 90.0
"""The last header before a table's figures is read if this plain; a word behind it is a cell's.

The case: a word between the last header of table 4 and its figures.
"""

PROSE_LINE = 40
"""A longer text, on a line of its own, is no cell of a row.

The case: words on a table's last line.
"""

SIGN_LENGTH = 6
"""A longer text is no sign in a cell. The case: words on a table's last line."""

WORD_BELOW = 2
"""A word no longer than this may go on below a row's figures.

The case: words on a table's last line.
"""

GLUED_HEADERS = 95.0
"""A text of all headers glued together must be this plain to stand for the columns.

The case: headers cut off in their second line.
"""

PROSE_OVER_TABLE = 40
"""A longer text over a table is prose, whatever sums it names.

The case: wide blanks at a row's edge.
"""

BRIEF_REMARK = 10
"""A longer remark explains what a row is, whatever it names besides.

The case: labels that say another thing.
"""

SHORTEST_WORD = 2
"""What is added to a label or left of it is a word from this length on.

The case: a row whose label says another thing.
"""

SHARED_DEPARTURE = 2
"""A departure from the form's label that so many lines share is the report's way of printing.

The case: a row whose label says another thing.
"""
