"""Counts and lengths by which findings are made and bounded."""

SHARE_REACH = 12
"""A percentage is a figure's share if no more characters stand between them.

Set by hand, with the first facts.
"""

SHARE_WORD_REACH = 2
"""And 占 stands within so many of its own: 占比35%; not 不予公开类占35%.

Set by hand, with the first facts.
"""

FIRST_EARLY_YEAR = 2019
"""Reports of departments on this year and later are due by the end of January.

The Regulations of 2019, article 49.
"""

MOST_PLACES = 3
"""At so many places a rule that lacks figures is told one by one.

Set for the reader of findings.
"""

MOST_NAMED_CELLS = 5
"""So many figures that no sum proves are named; all are in the finding's cells.

Set for the reader of findings.
"""

LARGEST_COUNT = 10_000_000
"""A larger count is hardly one.

Set by hand: no body counts so many in a year.
"""

LEAST_SURE = 0.9
"""An OCR engine that is less sure of a figure (0 to 1) has not read it.

Set with the first scans: of right figures hardly any is below.
"""

MOST_OTHER_MISREADINGS = 2
"""A scanned figure is proven by sums if so many misread beside it could not hide that it is.

Set with the first scans; a third would have to be misread by the same amount, in the right cell.
"""

MOST_FAULTS = 3
"""Sets of more figures that could all be wrong are not looked for: many explain anything.

Set in the first walk.
"""

MOST_SETS = 60
"""Nor more sets than this.

Set for time, in the first walk.
"""

MOST_OPEN = 3
"""One figure stands in no more equations that it could close.

Set for time, in the first walk.
"""

OPEN_CONFIDENCE = 0.01
"""The confidence in a record with an open cell is at most this.

Set by hand: such a record needs a person in any case.
"""
