"""What a sheet shows of a number: its number format applied, as far as that is certain.

ECMA-376 part 1, 18.8.30 (numFmts) and 18.8.31; what a format shows that is not read here is
left open, never guessed.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0;-",
    43: "#,##0.00;-#,##0.00;-",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""Formats that have a number alone, as a Chinese program shows them."""

_EXACT = Context(prec=15)
"""A sheet keeps fifteen digits of a number, and shows no more."""
_GENERAL = 10
"""Digits that a cell without a format shows of a fraction."""
_LONGEST = Decimal(10) ** 11
_SHORTEST = Decimal(10) ** -4
"""Beyond these it shows a power of ten."""
_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*")|\\(?P<escaped>.)|(?P<room>_.|\*\ )
    |\[(?P<bracket>[^\]]*)\]|(?P<digits>[#0?][#0?,]*(?:\.[0#?]*)?|\.[0#?]+)
    |(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[aA][mM]/[pP][mM]|上午/下午)
    |(?P<percent>%)|(?P<text>@)|(?P<general>General|G/通用格式)
    |(?P<plain>[-+()￥¥$€/:,.\ 、，。年月日时分秒件条项个万元人次宗])|(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_COLOUR = re.compile(
    r"(?:black|blue|green|magenta|red|黑色|红色|蓝色|绿色)",  # others may be that of the paper
    re.IGNORECASE,
)
_MONEY = re.compile(r"\$(?P<sign>[^-\]]*)(?:-[0-9A-Fa-f]+)?")
_DAY_ONE = datetime(1899, 12, 30)
_MAC_SHIFT = 1462  # days by which a book counts later that begins in 1904
_LAST_DAY = 2_958_466


class _Token(NamedTuple):
    kind: str
    text: str


def show_number(written: str, code: str, *, from_1904: bool = False) -> str | None:
    """Return what a cell shows; None where its format leaves that open.

    `written` is the number as the file has it, `code` its format.

    >>> show_number("0.30000000000000004", "General"), show_number("3", "General")
    ('0.3', '3')
    >>> show_number("0.125", "0.0%"), show_number("1234.5", "#,##0"), show_number("7", '0"件"')
    ('12.5%', '1,235', '7件')
    >>> show_number("45306", 'yyyy"年"m"月"'), show_number("5", ";;;"), show_number("5", "0E+0")
    ('2024年1月', '', None)
    """
    try:
        value = _EXACT.create_decimal(written)
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    sections = _split(code)
    section, own_sign = _choose(sections, value)
    if section is None:
        return None
    tokens = list(section)
    kinds = {token.kind for token in tokens}
    if "other" in kinds:
        return None
    if "date" in kinds:
        return _show_date(value, tokens, from_1904=from_1904)
    return _show_digits(abs(value) if own_sign else value, tokens)


def show_text(text: str, code: str) -> str | None:
    """Return what a cell shows of a text; None where its format leaves that open.

    >>> show_text("203", "@"), show_text("203", '@"万"'), show_text("203", ";;;")
    ('203', '203万', '')
    """
    sections = _split(code)
    section = sections[-1]
    if len(sections) > 4 or any(token.kind == "other" for token in section):
        return None
    if len(sections) < 4 and not any(token.kind == "text" for token in section):
        return text
    return "".join(text if token.kind == "text" else token.text for token in section)


@lru_cache(maxsize=256)
def _split(code: str) -> tuple[tuple[_Token, ...], ...]:
    """Return a format's sections as tokens."""
    sections: list[list[_Token]] = [[]]
    for token in _tokens(code):
        if token.kind == "other" and token.text == ";":
            sections.append([])
        else:
            sections[-1].append(token)
    return tuple(map(tuple, sections))


def _tokens(code: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "other"
        text = match[kind]
        if kind == "quoted":
            yield _Token("plain", text[1:-1])
        elif kind == "escaped":
            yield _Token("plain", text)
        elif kind == "bracket":
            money = _MONEY.fullmatch(text)
            if money is not None:
                yield _Token("plain", money["sign"])
            elif not _COLOUR.fullmatch(text):
                yield _Token("other", text)  # a condition, elapsed time, numerals of a language
        elif kind != "room":
            yield _Token(kind, text)


def _choose(
    sections: tuple[tuple[_Token, ...], ...], value: Decimal
) -> tuple[tuple[_Token, ...] | None, bool]:
    """Return the section for a number, and whether that shows the sign by itself."""
    if len(sections) > 4:
        return None, False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _show_digits(value: Decimal, tokens: list[_Token]) -> str | None:
    """Return a number between the words of its format."""
    holders = [token for token in tokens if token.kind in ("digits", "general", "text")]
    if not holders:
        return "".join(token.text for token in tokens)
    if len(holders) > 1:
        return None
    for _ in range(sum(token.kind == "percent" for token in tokens)):
        value *= 100
    holder = holders[0]
    fixed = holder.kind == "digits"
    number = _show_fixed(abs(value), holder.text) if fixed else _show_general(abs(value))
    if number is None:
        return None
    words = [number if token is holder else token.text for token in tokens]
    negative = value < 0 and any(digit in "123456789" for digit in number)
    return ("-" if negative else "") + "".join(words)


def _show_general(value: Decimal) -> str | None:
    """Return a number as a cell shows it that has no format: whole if it is, else ten digits."""
    if value >= _LONGEST or 0 < value < _SHORTEST:
        return None
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}"
    return f"{Context(prec=_GENERAL, rounding=ROUND_HALF_UP).plus(value).normalize():f}"


def _show_fixed(value: Decimal, digits: str) -> str | None:
    whole, _, fraction = digits.partition(".")
    if whole.endswith(",") or "?" in digits:
        return None  # in thousands, or padded
    most, least = len(fraction), fraction.count("0")
    rounded = value.quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP, context=Context(60))
    shown = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    before, _, behind = shown.partition(".")
    behind = behind[:least] + behind[least:].rstrip("0")
    wanted = whole.replace(",", "").count("0")
    if before == "0" and wanted == 0:
        before = ""
    before = before.rjust(wanted, "0") if "," not in whole else before
    return f"{before}.{behind}" if fraction else before


def _show_date(value: Decimal, tokens: list[_Token], *, from_1904: bool) -> str | None:
    """Return the day and time that a number stands for."""
    days = value + (_MAC_SHIFT if from_1904 else 0)
    if not 61 <= days < _LAST_DAY or any(token.kind in ("digits", "general") for token in tokens):
        return None
    moment = _DAY_ONE + timedelta(seconds=round(float(days) * 86_400))
    words: list[str] = []
    last = ""
    for at, token in enumerate(tokens):
        if token.kind != "date":
            words.append(token.text)
            continue
        unit = token.text[0].lower()
        after = next((t.text[0].lower() for t in tokens[at + 1 :] if t.kind == "date"), "")
        minutes = unit == "m" and (last == "h" or after == "s")
        shown = _show_part(moment, "n" if minutes else unit, len(token.text))
        if shown is None:
            return None
        words.append(shown)
        last = unit
    day = "".join(words)
    return None if day.isdecimal() else day  # a year or a day alone is no figure


def _show_part(moment: datetime, unit: str, length: int) -> str | None:
    """Return one part of a day or time; None for a name, which depends on the language."""
    if unit == "y":
        return f"{moment.year:04}" if length > 2 else f"{moment.year % 100:02}"
    parts = {
        "m": moment.month,
        "d": moment.day,
        "h": moment.hour,
        "n": moment.minute,
        "s": moment.second,
    }
    if length > 2 or unit not in parts:
        return None
    return f"{parts[unit]:0{length}}"
