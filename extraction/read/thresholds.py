"""Shares, sizes and depths by which bytes are told apart and pages are read.

Lengths are in characters of the text, but for those of a page's layout, which are in pixels.
"""

SAMPLE_SIZE = 1_000
"""So many characters beyond ASCII tell of what language a decoded text is.

Set by hand, with the first reader.
"""

SURE_READING = 0.8
"""A text whose characters are this common (-1 to 1) is in this encoding: no other is tried.

The case: short texts in Big5.
"""

LIKELY_READING = 0.2
"""Below this no encoding is believed but UTF-8.

Set by hand, with the first reader.
"""

LOST_SHARE = 0.05
"""A text that lost more of its bytes than this share is not read.

Set by hand, with the first reader.
"""

SHORTEST_WORDS = 2
"""So many Chinese characters that stand hidden beside a figure are words, and hide it.

The case: what a browser hides, or shows as a picture or a field.
"""

OFF_SCREEN = 300.0
"""What is moved out by so many pixels is not on the screen.

The case: what a browser hides.
"""

NARROW_BOX = 16.0
"""A box that cuts its text off at fewer pixels than a character is wide may hide some of it.

The case: what a browser hides.
"""

NARROW_COLUMN = 48.0
"""And one of fewer pixels than six digits take may cut a figure off.

The case: a table narrower than its figures.
"""

NARROW_PAGE, LOW_PAGE = 300.0, 100.0
"""A table of ten columns is cut off where its page is narrower, or less high.

Set by hand: seven columns of figures and three of labels, each a character wide.
"""

UNSEEN = 0.05
"""What is this opaque at most (0 to 1) is not seen.

The case: what a browser hides.
"""

FAINT = 0.4
"""Less opaque than this it may be overlooked: a figure is open.

The case: what a browser hides.
"""

SPECK = 2.0
"""Letters of fewer pixels than this are not seen.

The case: what a browser hides.
"""

LEGIBLE = 6.0
"""Letters of fewer pixels than this may not be read: a figure is open.

The case: what a browser hides.
"""

MARK_SIZE = 0.85
"""Digits smaller than this share of those beside them may be the mark of a note.

A browser's own `small` is 0.83. The case: notes behind a figure that no `sup` raises.
"""

NEAR_COLOURS = 0.16
"""Ink and paper whose colours differ by less (0 to 1) look the same.

The case: what a browser hides.
"""

MOST_NAMES = 300
"""A deep element keeps no more names of styles: time grows with the page alone.

Set for time: tests/promise/test_growth.py.
"""

MOST_TAGS = 200
"""So many tags of a page's head are read.

Set by hand, with the first tags.
"""

LONGEST_TAG = 1_000
"""A longer content of a tag is none of a report's title, day or agency.

Set by hand, with the first tags.
"""

LONGEST_HEAD = 200_000
"""A page's head is looked for in so much of it.

Set by hand, with the first tags.
"""

TOO_DEEP = 20_000
"""A page that is nested deeper is refused: no parser comes to its end.

Set for time, with the first reader.
"""

TOO_MANY_REOPENED = 20_000_000
"""A page is refused if a parser had to open so many elements again.

Set for time, with the first reader.
"""

HARMLESS_TAGS = 2_000
"""A page of so few tags is not looked through for either.

Set for time, with the first reader.
"""

WINDOW_WIDTH = 1280.0
"""The width of the window in which a page is looked at.

Set by hand: a window on a desk.
"""

ROOT_EM = 16.0
"""The size of letters that a page does not state.

A browser's own.
"""

LONGEST_SELECTOR = 300
"""A longer selector is not tried: it may hold for any element.

Set for time: tests/promise/test_growth.py.
"""

MOST_ANCESTORS = 200
"""So many elements above one are tried for a selector.

Set for time: tests/promise/test_growth.py.
"""

TESTS_PER_ELEMENT = 60
"""So many trials of selectors are made for each element of a page.

Set for time: tests/promise/test_growth.py.
"""

FEW_TESTS = 100_000
"""And so many besides, however small the page is.

Set for time: tests/promise/test_growth.py.
"""

MENU_LINKS = 5
"""A menu has so many links.

Set by hand, with the first reader.
"""

MENU_LINK_LENGTH = 12
"""A menu's links are no longer than this in the mean.

Set by hand, with the first reader.
"""

MENU_SHARE = 0.9
"""A menu's links are this share of all that there is to read in it.

Set by hand, with the first reader.
"""

NAVIGATION_TEXT = 300
"""More than this outside of links is no navigation: a tag left open swallowed the page.

Set by hand, with the first reader.
"""

MAX_COLSPAN = 1_000
"""No cell spans more columns.

The HTML standard's bound.
"""

MAX_ROWSPAN = 65_534
"""No cell spans more rows.

The HTML standard's bound.
"""

PROSE_CELL = 200
"""A cell with more than this is prose; a table of little else is there for its layout.

Set by hand, with the first reader.
"""

LONGEST_CELL = 800
"""A table of data has no cell with more.

Set by hand, with the first reader.
"""

DEEPEST_NESTING = 512
"""A page that is nested deeper is levelled out, as browsers do.

Set for time: pages that grow.
"""

MOST_ATTRIBUTES = 200
"""More attributes of one tag are taken off.

Set for time: pages that grow.
"""

MANY_VALUES = 2_000
"""A page with fewer attributes is not looked through for them.

Set for time: pages that grow.
"""

MOST_PICTURES = 20
"""So many large pictures of a file may be of tables; each takes its time to be read.

Set for time.
"""

TABLE_WIDE, TABLE_HIGH = 225.0, 55.0
"""Points (8 cm by 2 cm): no table's picture is smaller; logos, seals and codes are.

Set by hand, for Word files and pages alike.
"""

LARGEST_SCRIPT = 20_000
"""A script with more characters is a library: it knows of tables, and does nothing to them.

Set by hand: the smallest of the libraries that pages carry along has four times as many.
"""
