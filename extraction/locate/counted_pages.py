"""Page numbers that stand bare on their lines: together they count the pages, to the text's end."""

import re

_BARE = re.compile(
    r"(?:^|(?<=\f))[ \t\u00a0\u3000]*(\d{1,4})[ \t\r\u00a0\u3000]*(?=\f|$)", re.MULTILINE
)
_WORDS = re.compile(r"[\u3400-\u9fff。）)][^\d\n\r\f\u2028\u2029]*\s+\Z|[年月]\s?\d{1,2}\s?日\s+\Z")
"""What the last page's number stands below: words, or the day on which a report is given."""
_LONGEST_ENDING = 200
_FEWEST_PAGES = 2


def find_page_numbers(text: str) -> frozenset[int]:
    r"""Return where the bare numbers of pages stand; none where any other number stands so.

    All lines of a text that hold nothing but a number must count from one, and the last must
    end the text, below words: of figures with a line each, or wrapped on one, no text is made so.

    >>> text = "规章 0 1\n1\n处罚 3\n某局\n2\n"
    >>> [text[at] for at in sorted(find_page_numbers(text))]
    ['1', '2']
    >>> find_page_numbers("规章 0 1\n1\n处罚\n3\n某局\n2\n")
    frozenset()
    """
    starts: list[int] = []
    end = 0
    for number, bare in enumerate(_BARE.finditer(text), 1):
        if int(bare[1]) != number:
            return frozenset()
        starts.append(bare.start(1))
        end = bare.end()
    if len(starts) < _FEWEST_PAGES or text[end:].strip():
        return frozenset()
    before = text[max(0, starts[-1] - _LONGEST_ENDING) : starts[-1]]
    return frozenset(starts) if _WORDS.search(before) else frozenset()
