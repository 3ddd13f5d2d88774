"""Counts and lengths in characters by which names, days and facts are found in the prose.

Those of the metadata come first, then those of the facts.
"""

MOST_AGENCIES = 12
"""So many different names are weighed against each other: time grows with the text alone.

Set for time: tests/promise/test_growth.py.
"""

SUBJECT_REACH = 60
"""The body that a first sentence speaks of stands so far before its verb.

Set by hand, with the first metadata.
"""

PERIOD_LEAD = 30
"""What a period is of is said so far before it.

Set by hand, with the first metadata.
"""

LONGEST_PUBLISHED = 24
"""A date is no longer, its blanks counted.

Set by hand, with the first metadata.
"""

WIDE_BLANK = 3
"""So many blanks part two words; fewer may be print.

The case: names put together across breaks.
"""

PLACE_TWICE = 2
"""A place is the report's own if so many of its documents are named after it.

The case: titles and agencies among page furniture.
"""

LAST_MONTH = 6
"""A report that is published by this month is on the year before.

The Regulations, article 49: reports are due by the end of January or of March.
"""

LINES_ABOVE_DATE = 4
"""A signature's name stands so many lines above its date at most.

The case: signatures that a broken line left in the last section.
"""

TITLE_REACH = 46
"""A title's year stands so far before its last words.

The case: names put together across breaks.
"""

LONGEST_NAME = 48
"""No name of a body is longer.

The case: names put together across breaks.
"""

PLACE_REACH = 20_000
"""So far a page is searched for another print of a place: time grows with the text alone.

Set for time: tests/promise/test_growth.py.
"""

LONGEST_NOTE = 12
"""A note in brackets before a name is no longer.

The case: names behind years and notes in brackets.
"""

LONGEST_PLACE = 4
"""A place that a break in print parts is no longer, or it may be two.

The case: names put together across breaks.
"""

LONGEST_CLAUSE = 120
"""So far before a year its clause is read: time grows with the text alone.

Set for time: tests/promise/test_growth.py.
"""

OPENING = 400
"""A report names itself in so many characters at its beginning.

Set by hand, with the first facts.
"""

CLOSING = 200
"""And in so many at its end.

Set by hand, with the first facts.
"""

NAME_ENDING = 4
"""A name is known again by so many characters at its end.

Set by hand, with the first facts.
"""

LONGEST_LEAD = 80
"""Words that a figure belongs to stand so far before it.

The case: names of documents in labels.
"""

LONGEST_TAIL = 24
"""And so far behind it.

The case: names of documents in labels.
"""

LONGEST_AFTER = 40
"""What bars a reading of a figure is looked for so far behind it.

The case: names of documents in labels.
"""

SHORT_LEAD = 4
"""A shorter lead says too little: the words behind a figure are its label.

The case: channels of a system, fees told in other words.
"""

LONGEST_TAIL_LABEL = 20
"""So much of them is.

The case: channels of a system, fees told in other words.
"""

LONGEST_FACT_LABEL = 40
"""No label of a fact is longer: what stands nearest to the figure is kept.

The case: channels of a system, fees told in other words.
"""

LOOK_BACK = 6
"""What makes a figure an ordinal, a date or a document's number stands so far before it.

Set by hand, with the first facts.
"""

FULL_LINE = 15
"""A shorter line that ends without a mark is a title or a menu, not wrapped prose.

Set by hand, with the first facts.
"""

LONGEST_HEADING = 30
"""A numbered line that is longer is a sentence.

Set by hand, with the first facts.
"""
