"""Scores of labels (0 to 100, rapidfuzz), and sizes of what a form file may hold."""

LONGEST_LOOKED_UP = 160
"""A longer text is no label.

Set for time, in the first walk.
"""

CUTOFF = 60.0
"""A text that is less like a label is not it.

Set in the first walk.
"""

LABEL_OPENING = 5
"""A label whose middle is another is known by so many characters at its beginning,

The case: brands inside labels.
"""

LABEL_CLOSING = 4
"""and so many at its end.

The case: brands inside labels.
"""

BOTH_ENDS = 75.0
"""The score of such a label.

The case: brands inside labels.
"""

LOST_BYTES = 3
"""A label that lost so many bytes of GBK at most is told by the rest.

The case: a label that lost a byte of GBK.
"""

FEWEST_BYTES = 8
"""If it has so many.

The case: a label that lost a byte of GBK.
"""

OUT_OF_STEP = 80.0
"""The score of such a label.

The case: a label that lost a byte of GBK.
"""

MOST_MASKS = 3
"""A label with more masks (**) is not sought in every way to fill them.

Set for time: a label with many masks.
"""

UNMASKED = 90.0
"""The score of a masked label that can be one only.

The case: masked labels.
"""

MANY_MASKED = 75.0
"""The score of one that can be several.

The case: masked labels.
"""

SHORTEST_BEGINNING = 2
"""A header is told by a beginning of so many characters.

The case: headers cut off in their second line.
"""

TRUNCATED_HEADER = 80.0
"""The score of a header of which only the beginning is left; one that is read has more.

The case: headers cut off in their second line.
"""

UNCLEAR_HEADER = 79.0
"""The score of one that may be several columns' by how it begins.

The case: headers cut off in their second line.
"""

LARGEST_FORM = 1_000_000
"""A form file of more bytes is refused.

Set for time: forms from strangers.
"""

DEEPEST_FORM = 20
"""Values are nested no deeper.

Set for time: forms from strangers.
"""

MOST_VALUES = 100_000
"""A form file has no more values, aliases written out.

Set for time: forms from strangers.
"""

MOST_NAMED = 6
"""So many known names are listed where one is not known.

Set for the reader of messages.
"""
