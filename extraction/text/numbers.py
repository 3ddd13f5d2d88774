"""The text of one cell to what it holds. Pure; nothing is rounded or scaled."""

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache
from math import prod

from extraction.values.record import State

_FIGURE = re.compile(
    r"""(?P<sign>[+\-−±]|增加?|减少?)?\s?
        (?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)
        \s?(?P<unit>[((]?[百千万亿]{0,2}(?:件次|人次|元|件|条|项|个|次|宗|份|篇|起|例|部|册)?[))]?)?
        (?P<note>[((](?:其中|均?为?含|不含|包括|不包括|注|详?见).*|[①-⑳]|\[\d{1,2}\]|注\d{0,2})?""",
    re.VERBOSE | re.DOTALL,
)
_MARK = re.compile(r"[-–—―─−－]{1,6}|[/／\\]{1,2}|无")

EXACT = Context(prec=400)
"""In which no sum of cells is rounded: none has more than a hundred digits."""

_LONGEST = 100
"""No cell that holds a number and a note is longer: prose is not looked at."""

_POWERS = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_MONEY = "元"

_NO_BRACKETS = str.maketrans("", "", "()()")


@dataclass(frozen=True, slots=True)
class Figure:
    """The print of one cell: its state, the exact number, and the unit if it prints one.

    `canonical` is False where the digits could not stand for one count as they are
    (`00`, `007`): more than one figure may have run together.
    """

    state: State
    value: Decimal | None = None
    unit: str | None = None
    canonical: bool = True


def parse_cell(text: str) -> Figure:
    """Read one cell as printed.

    A sign of change may be a word: 增13 is 13, 减3 is -3. Marks (`/`, `-`, `无`) are
    not zeros. A remark in brackets that says what is in the number, or the mark of a
    footnote, is no part of it. Anything else is text: 3(未核实) says that it is none.

    >>> parse_cell("251000元")
    Figure(state='number', value=Decimal('251000'), unit='元', canonical=True)
    >>> parse_cell("减3").value, parse_cell("+1").value, parse_cell("1,234").value
    (Decimal('-3'), Decimal('1'), Decimal('1234'))
    >>> parse_cell("/").state, parse_cell("").state, parse_cell("约20").state
    ('not_applicable', 'blank', 'text')
    >>> [str(parse_cell(cell).value) for cell in ("12(含上年3)", "12①", "12注1")]
    ['12', '12', '12']
    >>> parse_cell("3(未核实)").state
    'text'
    >>> parse_cell("007").canonical
    False
    """
    return _parse(text.strip()) if len(text) < _LONGEST else Figure("text")


@lru_cache(maxsize=1024)
def _parse(text: str) -> Figure:
    if not text:
        return Figure("blank")
    if _MARK.fullmatch(text):
        return Figure("not_applicable")
    match = _FIGURE.fullmatch(text)
    if match is None:
        return Figure("text")
    digits = match["digits"].replace(",", "")
    sign = match["sign"] or ""
    if sign == "±":
        return Figure("text")
    value = Decimal(digits)
    if sign[:1] in {"-", "−", "减"}:
        value = -value
    unit = match["unit"].translate(_NO_BRACKETS) or None if match["unit"] else None
    whole = digits.split(".")[0]
    return Figure("number", value, unit, canonical=len(whole) == 1 or whole[0] != "0")


def scale_between(printed: str, wanted: str) -> Decimal | None:
    """Return by what to multiply a number in one unit to have it in another; None if nothing does.

    All that is counted is one kind of unit, whatever its measure word; money is another. 万
    alone leaves the kind open.

    >>> [str(scale_between(*pair)) for pair in (("亿元", "万元"), ("万", "件"), ("元", "件"))]
    ['10000', '10000', 'None']
    """
    bare = all(character in _POWERS for character in printed)
    if not bare and printed.endswith(_MONEY) != wanted.endswith(_MONEY):
        return None
    return Decimal(_power(printed)) / Decimal(_power(wanted))


def _power(unit: str) -> int:
    """Return what a unit multiplies its measure word by: 10,000 in 万元."""
    return prod(_POWERS.get(character, 1) for character in unit)
