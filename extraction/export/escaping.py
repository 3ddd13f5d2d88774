"""Text from a report, made safe for what will show it: a terminal, a spreadsheet."""

import re

_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_INVISIBLE = [*range(0x80, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F)]
_OTHERS = dict.fromkeys([*_INVISIBLE, *range(0x2066, 0x206A), *range(0xD800, 0xE000)], 0xFFFD)
_SHOWN = _PICTURES | _OTHERS
_SHOWN_IN_LINES = {code: to for code, to in _SHOWN.items() if code not in (0x09, 0x0A)}

# A spreadsheet takes a text that begins so for a formula; the full-width signs too.
_FORMULA = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+\-]?\d[\d,]*(\.\d+)?")
_NO_CELL_HOLDS = {code: to for code, to in _SHOWN.items() if code not in (0x09, 0x0A, 0x0D)}


def shown(text: str) -> str:
    r"""Return a line for a terminal: a control character becomes a picture of itself.

    One for one, so that places in the text stay what they are. What turns the
    direction of writing round, and lone surrogates, become U+FFFD.

    >>> shown("a\x1b[31m\x9bb\n")
    'a␛[31m�b␊'
    """
    return text.translate(_SHOWN)


def shown_in_lines(text: str) -> str:
    r"""Return a text for a terminal as `shown` does, line ends and tabs kept.

    >>> shown_in_lines("a\r\nb\x07")
    'a␍\nb␇'
    """
    return text.translate(_SHOWN_IN_LINES)


def harmless(text: str) -> str:
    """Return a cell for a spreadsheet: what would be a formula gets an apostrophe before it.

    Control characters are shown as in a terminal, but tabs and line ends: a csv is printed too.

    >>> harmless("=1+2"), harmless("+1"), harmless("-35"), harmless("@SUM(A1)")
    ("'=1+2", '+1', '-35', "'@SUM(A1)")
    """
    text = text.translate(_NO_CELL_HOLDS)
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text
