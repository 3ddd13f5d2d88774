"""Bounds on the readings of a table that are weighed, and on lines that make a pattern."""

MOST_READINGS = 6_500
"""A line that allows more readings than this is left unread: nothing could prove one.

The case: ten figures in the fifteen cells of a table in one line have 3,003 places.
"""

MOST_STRAYS = 2
"""So many of a line's figures may be none of the table, as the numbers of pages are.

Set by measurement, over the made-up reports of the first walk.
"""

MOST_TOGETHER = 6_500
"""More readings than this of a table's lines together are not weighed, and so not kept.

Set for memory: one heavy report.
"""

MOST_STEPS = 20_000
"""More joint readings of open lines, with every single error in each, are not weighed.

Set for time and memory: of 8,000 made-up reports none that settled needed more than 1,100, and
150,000 of them took up to nine seconds and 700 MB.
"""

PATTERN_LINES = 8
"""So many lines that lost their blanks alike may follow a pattern of columns left blank.

The case: hostile reports by hand.
"""

PATTERN_WHOLE = 2
"""So many lines must be whole beside them, or the column may not be there at all.

The case: hostile reports by hand.
"""

MOST_SLIPS = 2
"""A rival pattern must fail in so many lines: one single error explains fewer.

The case: hostile reports by hand.
"""

FEW_LINES = 3
"""So few lines do not show that a column at an edge is nowhere printed.

The case: blanks make up for no lost column.
"""

FEW_CELLS = 2
"""A row that prints no more cells than this prints its total, and what that is made of.

The case: pipes-only-totals; pipes-pad-before-zeros prints more.
"""
