"""Scores, lengths and allowances by which answers are asked for and found in the text.

Scores of labels go from 0 to 100 (rapidfuzz).
"""

AROUND_REGION = 300
"""So many characters around a table's region go into its passage.

Set by measurement, with the first questions to a model.
"""

FEWEST_CONTROLS = 5
"""So many figures beyond doubt, or a third of those in doubt, stand on a sheet between these.

Set by hand: who reads no more than one in two misses five of five once in 32 sheets.
"""

FEWEST_UNCLAIMED = 3
"""A table that was not read is asked about if so many figures in its place are claimed by none.

Set by measurement, with the first questions to a model.
"""

FIGURES_A_SHEET = 60
"""At most so many doubtful figures stand on a sheet; with those beyond doubt, 80.

Set by what models read of a picture before they scale it down: 1,280 by 1,120 pixels.
"""

LABEL_NAMED = 2
"""A label of so many characters names its row wherever it stands.

evals.reading: 规章 is the shortest; one character would be any word's.
"""

LABELS_APART = 1_500
"""Rows named no farther apart than so many characters stand in one table.

evals.reading: a table with a cell a line, its labels repeated, has 600 between two rows.
"""

MORE_AROUND = 1_000
"""So many characters more on both sides go into the passage of a second question.

evals.reading: what a first passage leaves out mostly lies right behind it.
"""

TOKENS_A_ROW = 40
"""Tokens that an answer is allowed for a row. Set by measurement of answers."""

TOKENS_A_CELL = 12
"""Tokens that it is allowed for each cell of one. Set by measurement of answers."""

TOKENS_AT_LEAST = 8_000
"""Tokens that it is allowed at least: a model that thinks before it answers needs room.

Set by measurement of answers.
"""

TOKENS_TIMES = 3
"""So many times what is needed is allowed: a short limit cuts answers off.

Set by measurement of answers.
"""

ANSWER_SURE = 75.0
"""A row's printed label this like the form's vouches for an answer, if none is more alike.

tests/ground/test_grounding.py: rows like each other.
"""

ANSWER_PLAIN = 90.0
"""A label this plain vouches for an answered row, if no rival is near.

The case: a plain label vouches for an answered row.
"""

ANSWER_APART = 10.0
"""A rival is near if it is less alike by no more than this.

The case: a plain label vouches for an answered row.
"""

LABEL_PARTS = 5
"""A row's label is looked for in so many tokens before its figures, and behind.

Set by measurement, with the first questions to a model.
"""

CLAIM_ALIKE = 45.0
"""A printed label this like the one in an answer may be its row's.

The case: one like it may be pinned by its neighbours.
"""

CLAIM_LOOSE = 40.0
"""So it may in a table on one line, whose labels stand together.

Set by measurement, with the first questions to a model.
"""

CLAIM_PLAIN = 90.0
"""A row that the text prints in another order is placed if its label is this plain.

Set by measurement, with the first questions to a model.
"""

HEADER_PRINTED = 80.0
"""A column of an answer counts if a text this like its header is printed.

Set by measurement, with the first questions to a model.
"""

NAMELESS_ROW = 20.0
"""A row without a label counts as this much alike: its figures alone must find it.

Set by measurement, with the first questions to a model.
"""

WHOSE_BEGINNING = 1_500
"""So many characters of the prose's beginning are asked whose report it is.

Title, preamble and the first section's first sentences stand there in every example.
"""

WHOSE_END = 500
"""So many of its end: the signature, and what a page says below it."""
