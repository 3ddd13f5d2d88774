"""Shares, counts and lengths in characters by which damage is told from what was meant."""

NOISE_RECURS = 3
"""A glyph that stands inside words so often is noise of the whole text; once it may be meant.

Set by hand, with the first fixers.
"""

LONGEST_DATE = 13
"""A date that lost its marks is looked for in so many characters.

Set by hand, with the fixer: no date of digits is longer.
"""

COMMON_SHARE = 0.9
"""So many of the characters that bytes read in another step come to must be common ones.

Set by hand, with the fixer.
"""

MARKUP_TAGS = 4
"""So many tags, one of them closing, are markup; fewer may be meant: 〈a〉.

Set by hand, with the fixer.
"""

MISREAD_SAMPLE = 200
"""A text that was read with the wrong codec shows it in so many characters.

Set by hand, with the fixer.
"""

MOST_ROUNDS = 5
"""One fixer's work can uncover work for an earlier one; so few rounds settle any text.

Set by hand, with the first fixers.
"""

TRADITIONAL_DISTINCT = 5
"""So many different Traditional characters are a Traditional text; fewer are names in it.

Set by hand, with the first fixers.
"""

TRADITIONAL_SHARE = 0.005
"""And they are more than this share of its Chinese characters.

Set by hand, with the first fixers.
"""

SHORTEST_DUMP = 60
"""A line of fewer characters holds no whole table with its labels and figures.

Set by hand, with the fixer.
"""
