"""What happens to a single figure: words around it, units, marks, broken digits.

Each twist returns the ink and what a careful reader may say of it. Where two readers may
differ (`1O` for 10) both are allowed; what is never allowed is another figure, or a blank.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random

from evals.fuzz.ink import (
    BLANK,
    MARK,
    TEXT,
    InkReading,
    PrintedFigure,
    count_ink,
    draw_other,
    number,
    write,
)
from evals.fuzz.phrases import BEFORE, BEHIND, GAPS, PAIRS, REMARKS, UNITS, WORDS

Twist = Callable[[str, Random], PrintedFigure]

CHINESE = "零一二三四五六七八九"
LETTERS = {"0": "OoО〇○", "1": "lI|", "5": "S", "8": "B", "2": "Z"}
WIDE = {ord(char): ord(char) + 0xFEE0 for char in "0123456789.,-+"}
WIDE_BRACKETS = str.maketrans("()", "\uff08\uff09")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
MATHEMATICAL = str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def put_words_before(figure: str, rng: Random) -> PrintedFigure:
    """Words before a figure make it words."""
    return write(rng.choice(BEFORE) + rng.choice(("", "", " ")) + figure, TEXT)


def put_words_behind(figure: str, rng: Random) -> PrintedFigure:
    """Words behind a figure that change what it says make it words."""
    behind = rng.choice(BEHIND).replace("{other}", draw_other(rng))
    behind = behind.translate(WIDE_BRACKETS) if rng.random() < 0.4 else behind
    return write(figure + behind, TEXT, *_percent(figure, behind))


def _percent(figure: str, behind: str) -> tuple[InkReading, ...]:
    if behind in ("%", "人", "倍", "公斤"):
        return (number(Decimal(figure), behind),)
    return ()


def put_remark(figure: str, rng: Random) -> PrintedFigure:
    """A remark or a footnote's mark is no part of the figure."""
    remark = rng.choice(REMARKS).replace("{other}", draw_other(rng))
    remark = remark.translate(WIDE_BRACKETS) if rng.random() < 0.4 else remark
    return write(figure + remark, count_ink(figure), TEXT)


def put_unit(figure: str, rng: Random) -> PrintedFigure:
    """A unit is what the figure counts: another than the form's must be told."""
    unit = rng.choice(UNITS)
    gap = rng.choice(("", "", " "))
    return write(f"{figure}{gap}{unit}", number(Decimal(figure), unit), TEXT)


def scale(figure: str, rng: Random) -> PrintedFigure:
    """A figure in 万 or 亿 among others that are not: 203 as 0.0203万."""
    unit, places = rng.choice((("万", 4), ("万", 4), ("万件", 4), ("亿", 8), ("千", 3)))
    value = Decimal(figure).scaleb(-places).normalize()
    return write(f"{value:f}{unit}", number(value, unit), TEXT)


def bracket(figure: str, rng: Random) -> PrintedFigure:
    """Brackets around a figure."""
    pair = rng.choice(PAIRS)
    return write(f"{pair[0]}{figure}{pair[1]}", count_ink(figure), TEXT)


def say_in_chinese(figure: str, rng: Random) -> PrintedFigure:
    """A figure in Chinese characters."""
    digits = [CHINESE[int(sign)] if sign.isdigit() else "点" for sign in figure.lstrip("-")]
    ways = ["".join(digits)]
    if figure.isdigit() and 10 < int(figure) < 20:
        ones = int(figure) - 10
        ways = ["十" + CHINESE[ones], "拾" + "零壹贰叁肆伍陆柒捌玖"[ones]]
    ways.append(ways[0] + "件")
    return write(rng.choice(ways), count_ink(figure), TEXT)


def change_digits(figure: str, rng: Random) -> PrintedFigure:
    """Digits of another script or width."""
    printed = figure.translate(rng.choice((WIDE, WIDE, ARABIC, MATHEMATICAL, SUPERSCRIPT)))
    return write(printed, count_ink(figure), TEXT)


def circle(figure: str, rng: Random) -> PrintedFigure:
    """A figure in a circle, in brackets, as a Roman numeral: one character."""
    value = int(figure) if figure.isdigit() and 1 <= int(figure) <= 12 else None
    if value is None:
        return change_digits(figure, rng)
    return write(chr(rng.choice((0x2460, 0x2474, 0x2160)) + value - 1), count_ink(figure), TEXT)


def write_letters(figure: str, rng: Random) -> PrintedFigure:
    """Letters that look like digits."""
    places = [i for i, c in enumerate(figure) if c in LETTERS]
    if not places:
        return change_digits(figure, rng)
    place = rng.choice(places)
    letter = rng.choice(LETTERS[figure[place]])
    printed = figure[:place] + letter + figure[place + 1 :]
    return write(printed, count_ink(figure), TEXT)


def split_digits(figure: str, rng: Random) -> PrintedFigure:
    """Blanks, or what nobody sees, between the digits."""
    if len(figure) < 2:
        figure = str(rng.randint(10, 99))
    cut = rng.randrange(1, len(figure))
    gap = rng.choice(GAPS)
    return write(figure[:cut] + gap + figure[cut:], count_ink(figure), TEXT)


def put_thousands_signs(_: str, rng: Random) -> PrintedFigure:
    """Thousands apart, in the ways of several countries, and wrongly."""
    whole = f"{rng.randint(1, 99)}{rng.randint(0, 999):03d}"
    comma = rng.choice((",", ",", ",", " ", "'", "，", "、"))
    return write(f"{whole[:-3]}{comma}{whole[-3:]}", count_ink(whole), TEXT)


def misplace_comma(figure: str, rng: Random) -> PrintedFigure:
    """A comma that separates no thousands."""
    return write(f"{figure}{rng.choice(',，、;')}{rng.randint(0, 99)}", TEXT)


def double(figure: str, rng: Random) -> PrintedFigure:
    """The figure said twice."""
    return write(
        figure + rng.choice((" ", "、", "/", "\u3000", ";", "(", "=")) + figure,
        count_ink(figure),
        TEXT,
    )


def put_zeros(figure: str, rng: Random) -> PrintedFigure:
    """Zeros before a figure: it may be two."""
    ink = write(rng.choice(("0", "00", "0 ")) + figure, count_ink(figure), TEXT)
    return PrintedFigure(ink.printed, ink.readings, open_ok=True)


def put_sign(figure: str, rng: Random) -> PrintedFigure:
    """A sign before a figure."""
    size = figure.lstrip("-")
    plus = rng.choice(("+", "增", "增加", "+ "))
    minus = rng.choice(("-", "−", "减", "减少", "－", "下降", "负", "▲", "△", "↓"))
    if rng.random() < 0.4:
        return write(plus + size, count_ink(size), TEXT)
    return write(minus + size, number(-Decimal(size)), TEXT)


def cut_decimal(figure: str, rng: Random) -> PrintedFigure:
    """A decimal point at an end, or decimals that say nothing."""
    if "." in figure:
        return put_words_before(figure, rng)
    printed = rng.choice((f"{figure}.", f"{figure}.0", f"{figure}.00", f"{figure}。", f"{figure}·"))
    return write(printed, count_ink(figure), TEXT)


def write_words(_: str, rng: Random) -> PrintedFigure:
    """Words where a figure should be."""
    return write(rng.choice(WORDS), TEXT)


def write_mark(_: str, rng: Random) -> PrintedFigure:
    """A mark that says that there is none."""
    return write(rng.choice(("/", "-", "—", "——", "无", "--", "／", "\\")), MARK)


def empty(_: str, rng: Random) -> PrintedFigure:
    """Nothing where a figure should be."""
    return write(rng.choice(("", "", " ", "\xa0", "\u3000")), BLANK)


def hide_direction(figure: str, _: Random) -> PrintedFigure:
    """Text that is shown in another order than it is stored in."""
    return write(f"\u202e{figure[::-1]}\u202c", count_ink(figure), TEXT)


TWISTS: Mapping[str, Twist] = {
    "words before": put_words_before,
    "words behind": put_words_behind,
    "remark": put_remark,
    "unit": put_unit,
    "scaled unit": scale,
    "brackets": bracket,
    "Chinese figure": say_in_chinese,
    "other digits": change_digits,
    "circled": circle,
    "letters": write_letters,
    "split digits": split_digits,
    "thousands": put_thousands_signs,
    "stray comma": misplace_comma,
    "doubled": double,
    "leading zeros": put_zeros,
    "sign": put_sign,
    "decimal point": cut_decimal,
    "words": write_words,
    "mark": write_mark,
    "emptied": empty,
    "reversed": hide_direction,
}
