"""Scores, counts and lengths in characters by which things are located in a text."""

LABEL_SURE = 80.0
"""A token this like a label (0 to 100) is one, and speaks for its table.

Set by measurement, over the made-up reports of the first walk.
"""

MOST_STRANGE_LABELS = 10
"""More strange labels in a row part two runs of a table's labels: a menu from the table.

Set by measurement, over the made-up reports of the first walk.
"""

PROSE_LABEL = 60
"""A longer label is prose: no head of a table, and each such stretch parts runs once more.

Set by measurement, over the made-up reports of the first walk.
"""

CUT_OFF_LABEL = 8
"""A longer label behind the last figure is no head that was cut off.

Set by measurement, over the made-up reports of the first walk.
"""

LONGEST_LABEL = 80
"""A longer token is not looked up among the labels: prose costs time and is none.

Set for time: the profile of padded reports.
"""

STRAY_SHARE = 4
"""A region with less than one figure to so many of the fullest is a stray line, no second table.

Two reports of any layout in one file.
"""

SHORT_LABEL = 2
"""A column's head no longer than this (其他, 总计) is in several tables: it speaks for none.

Set by measurement, over the made-up reports of the first walk.
"""

TABLE_FIGURES = 8
"""So many figures are a table's, though no label stands right before one; a menu's footer has
fewer.

The case: reports whose only labels are a menu's.
"""

WORD_BELOW = 2
"""A word below the last printed line that is no longer goes on in it (左右).

The case: words on a table's last line.
"""

WORDS_BEHIND = 8
"""Words behind the last figure on its line that are no longer are its cell's.

The case: words on a table's last line.
"""

EMPTY_TABLES = 2
"""So many tables without a figure are a report's, left empty; one is a menu.

The case: tables that are there and empty.
"""

FOREIGN_ROWS = 5
"""So many lines of a name and a figure are a table of another form.

The case: tables of no form that is known.
"""

NUMBERED_ALIKE = 78.0
"""A numbered line this like a section's name (0 to 100) is its heading: a slip or two.

Set by measurement, over the headings of the real reports.
"""

NUMBER_REACH = 12
"""So far in front of a section's name its number, and what precedes that, is looked for.

Set by measurement, over the headings of the real reports.
"""

LINE_REACH = 80
"""So far behind a name, or before a lost heading, the line is read: time grows with the text alone.

Set for time: tests/promise/test_growth.py.
"""

LONGEST_BARE_HEADING = 16
"""A part's heading without a number is no longer; a sentence that opens with its name is.

The case: parts known by headings that say more than their name.
"""

RUNS_OF_ROWS = 2
"""More runs of figures than this on one line are several rows of a table.

The case: tables in one line.
"""

FIGURES_OF_ROWS = 8
"""So many figures, and one to so many half-words, are several rows; a sentence has fewer.

The case: tables in one line.
"""

WIDEST_LINE = 400
"""No printed line is so wide: farther from its begin nothing is placed by the margin.

The case: heads placed by the margin.
"""

LONG_TEXT = 500_000
"""From here on a text holds a hundred reports, and its tokens are packed.

Set for memory: a file of many reports.
"""

FEWEST_STACKED = 4
"""Lines of one character each that are a label set from top to bottom: cells hold fewer."""

WIDEST_PROSE = 60
"""Characters of a line of a page; a longer one is a whole paragraph, or a page put on one line."""

LONGEST_PARAGRAPH = 800
"""Characters of a paragraph; a longer line may be a whole report."""

LINES_OF_LABEL = 4
"""A label goes on over so many lines below its figures at most.

The case: the last row's label, in a narrow cell.
"""

FEWEST_PIPES = 3
"""A line with so many pipes may print its last one; with fewer it is a label and pads as likely.

Set with tests/cases/locate/negative/tidy-pipe-for-a-figure.txt.
"""

FULL_ROWS = 3
"""So many rows without a blank show where the columns of a typed table are.

Set by hand, with tables of PDFs that rule no lines.
"""

LEAST_COLUMNS = 3
"""A typed table with fewer columns has none whose place is told by those beside it.

Set by hand, with tables of PDFs that rule no lines.
"""

COLUMN_GAP = 2
"""Columns of a typed table stand at least so many blanks apart, and behind labels.

Set by hand, with tables of PDFs that rule no lines.
"""

COLUMN_PLAY = 2
"""Figures of one column stand no further apart than this, beside what the widest takes.

Set by hand: places are rounded to whole characters, and figures may be centred.
"""

OTHER_WIDTHS = 4
"""The labels of full rows differ by so many wide characters: then places do not hang on them.

Set by hand; more than COLUMN_PLAY.
"""

LINES_WITHIN = 12
"""Rows of one typed table stand no further apart, in lines.

Set by hand: a label of the form's that a narrow column wraps takes eight.
"""
