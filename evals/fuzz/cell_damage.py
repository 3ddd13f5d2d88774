"""What happens to a single figure: words around it, units, marks, broken digits, hidden text.

Each twist returns the ink and what a careful reader may say of it. Where two readers may
differ (`1O` for 10) both are allowed; what is never allowed is another figure, or a blank.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from evals.fuzz.ink import BLANK, MARK, TEXT, Ink, Reading, number

Twist = Callable[[str, Random], Ink]

BEFORE = (
    "不到", "超过", "应为", "作废", "上年", "约", "将近", "近", "大约", "至少", "其中", "原", "去年",
    "计划", "不足", "少于", "多于", "最多", "累计约", "预计", "误填", "非", "第", "同比", "占", "待核",
    "详见附表", "截至6月", "不含", "≥", ">", "<", "≈", "~", "无,", "无", "零,", "两", "第二季度", "更正:",
)  # fmt: skip
BEHIND = (
    "左右", "余", "多", "以上", "以下", "不到", "(作废)", "(应为{other})", "(未核实)", "(更正)", "应为{other}",
    "改为{other}", "→{other}", "其中上年{other}", "(待核)", "待定", "?", "%", "人", "倍", "/{other}", "-{other}",
    "~{other}", "至{other}", "+{other}", "、{other}", "或{other}", " {other}", "=", "年", "月", "号", "次以上",
    "余件", "多件", "件左右", "件(不含{other})", "公斤", "℃", "x", "*{other}", ",其中{other}", "±{other}", "^2", "e3",
)  # fmt: skip
REMARKS = (
    "(含上年{other})",
    "(其中主动公开{other})",
    "(包括{other})",
    "(注)",
    "①",
    "[1]",
    "注1",
    "(含{other}件)",
)
WORDS = (
    "见附件", "待补", "未统计", "同上", "本单位无此项", "N/A", "null", "nan", "?", "*", "**", "…", "……",
    "无数据", "不详", "〃", '"', "########", "#REF!", "=SUM(B2:B7)", "已合并", "不适用", "保密", "□", "■", "×",
    "√", "○", "TBD", "暂无", "未发生", "{{ count }}", "${n}", "&nbsp", "[图片]", "见上", "另行公布", "未填",
)  # fmt: skip
CHINESE = "零一二三四五六七八九"
LETTERS = {"0": "OoО〇○", "1": "lI|", "5": "S", "8": "B", "2": "Z"}
WIDE = str.maketrans("0123456789.,-+", "0123456789.,-+")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
MATHEMATICAL = str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _ink(printed: str, *readings: Reading, html: str | None = None) -> Ink:
    return Ink(printed, frozenset(readings), html)


def _other(rng: Random) -> str:
    return str(rng.choice((0, 1, 2, 3, 7, 12, 30, 203)))


def put_words_before(figure: str, rng: Random) -> Ink:
    """Words before a figure make it words."""
    return _ink(rng.choice(BEFORE) + rng.choice(("", "", " ")) + figure, TEXT)


def put_words_behind(figure: str, rng: Random) -> Ink:
    """Words behind a figure that change what it says make it words."""
    behind = rng.choice(BEHIND).replace("{other}", _other(rng))
    return _ink(figure + behind, TEXT, *_percent(figure, behind))


def _percent(figure: str, behind: str) -> tuple[Reading, ...]:
    if behind in ("%", "人", "倍", "公斤"):
        return (number(Decimal(figure), behind),)
    return ()


def put_remark(figure: str, rng: Random) -> Ink:
    """A remark or a footnote's mark is no part of the figure."""
    return _ink(figure + rng.choice(REMARKS).replace("{other}", _other(rng)), _n(figure), TEXT)


def put_unit(figure: str, rng: Random) -> Ink:
    """A unit is what the figure counts: another than the form's must be told."""
    unit = rng.choice(
        (
            "件",
            "万",
            "亿",
            "元",
            "万元",
            "亿元",
            "项",
            "条",
            "个",
            "千",
            "百",
            "千元",
            "万件",
            "份",
            "次",
        )
    )
    gap = rng.choice(("", "", " "))
    return _ink(f"{figure}{gap}{unit}", number(Decimal(figure), unit), TEXT)


def bracket(figure: str, rng: Random) -> Ink:
    """Brackets around a figure."""
    left, right = rng.choice(
        ("()", "()", "[]", "【】", "“”", "〔〕", "<>", "《》", "{}", "**", "__", "``", "$$")
    )
    return _ink(f"{left}{figure}{right}", _n(figure), TEXT)


def say_in_chinese(figure: str, rng: Random) -> Ink:
    """A figure in Chinese characters."""
    ways = ["".join(CHINESE[int(c)] if c.isdigit() else "点" for c in figure.lstrip("-"))]
    if figure.isdigit() and 10 < int(figure) < 20:
        ways = ["十" + CHINESE[int(figure) - 10], "拾" + "零壹贰叁肆伍陆柒捌玖"[int(figure) - 10]]
    ways.append(ways[0] + "件")
    return _ink(rng.choice(ways), _n(figure), TEXT)


def change_digits(figure: str, rng: Random) -> Ink:
    """Digits of another script or width."""
    printed = figure.translate(rng.choice((WIDE, WIDE, ARABIC, MATHEMATICAL, SUPERSCRIPT)))
    return _ink(printed, _n(figure), TEXT)


def circle(figure: str, rng: Random) -> Ink:
    """A figure in a circle, in brackets, as a Roman numeral: one character."""
    value = int(figure) if figure.isdigit() and 1 <= int(figure) <= 12 else None
    if value is None:
        return change_digits(figure, rng)
    return _ink(chr(rng.choice((0x2460, 0x2474, 0x2160)) + value - 1), _n(figure), TEXT)


def write_letters(figure: str, rng: Random) -> Ink:
    """Letters that look like digits."""
    places = [i for i, c in enumerate(figure) if c in LETTERS]
    if not places:
        return change_digits(figure, rng)
    place = rng.choice(places)
    printed = figure[:place] + rng.choice(LETTERS[figure[place]]) + figure[place + 1 :]
    return _ink(printed, _n(figure), TEXT)


def split_digits(figure: str, rng: Random) -> Ink:
    """Blanks, or what nobody sees, between the digits."""
    if len(figure) < 2:
        figure = str(rng.randint(10, 99))
    cut = rng.randrange(1, len(figure))
    gap = rng.choice(
        (" ", "  ", "\u3000", "\xa0", "\u200b", "\u00ad", "\u2009", "\ufeff", "'", "_", "\u2060")
    )
    return _ink(figure[:cut] + gap + figure[cut:], _n(figure), TEXT)


def separate_thousands(figure: str, rng: Random) -> Ink:
    """Thousands apart, in the ways of several countries, and wrongly."""
    whole = f"{rng.randint(1, 99)}{rng.randint(0, 999):03d}"
    comma = rng.choice((",", ",", ",", " ", "'", "，", "、"))
    return _ink(f"{whole[:-3]}{comma}{whole[-3:]}", _n(whole), TEXT)


def misplace_comma(figure: str, rng: Random) -> Ink:
    """A comma that separates no thousands."""
    return _ink(f"{figure}{rng.choice(',，、;')}{rng.randint(0, 99)}", TEXT)


def double(figure: str, rng: Random) -> Ink:
    """The figure said twice."""
    return _ink(
        figure + rng.choice((" ", "、", "/", "\u3000", ";", "(", "=")) + figure, _n(figure), TEXT
    )


def put_zeros(figure: str, rng: Random) -> Ink:
    """Zeros before a figure: it may be two."""
    ink = _ink(rng.choice(("0", "00", "0 ")) + figure, _n(figure), TEXT)
    return Ink(ink.printed, ink.readings, open_ok=True)


def put_sign(figure: str, rng: Random) -> Ink:
    """A sign before a figure."""
    size = figure.lstrip("-")
    plus = rng.choice(("+", "增", "增加", "+ "))
    minus = rng.choice(("-", "−", "减", "减少", "－", "下降", "负", "▲", "△", "↓"))
    if rng.random() < 0.4:
        return _ink(plus + size, _n(size), TEXT)
    return _ink(minus + size, number(-Decimal(size)), TEXT)


def cut_decimal(figure: str, rng: Random) -> Ink:
    """A decimal point at an end, or decimals that say nothing."""
    if "." in figure:
        return put_words_before(figure, rng)
    printed = rng.choice((f"{figure}.", f"{figure}.0", f"{figure}.00", f"{figure}。", f"{figure}·"))
    return _ink(printed, _n(figure), TEXT)


def write_words(_: str, rng: Random) -> Ink:
    """Words where a figure should be."""
    return _ink(rng.choice(WORDS), TEXT)


def write_mark(_: str, rng: Random) -> Ink:
    """A mark that says that there is none."""
    return _ink(rng.choice(("/", "-", "—", "——", "无", "--", "／", "\\")), MARK)


def empty(_: str, rng: Random) -> Ink:
    """Nothing where a figure should be."""
    return _ink(rng.choice(("", "", " ", "\xa0", "\u3000")), BLANK)


def hide_direction(figure: str, rng: Random) -> Ink:
    """Text that is shown in another order than it is stored in."""
    return _ink(f"\u202e{figure[::-1]}\u202c", _n(figure), TEXT)


def strike_out(figure: str, rng: Random) -> Ink:
    """A figure that is struck out, alone or before the one that counts."""
    tag = rng.choice(("s", "del", "strike"))
    if rng.random() < 0.5:
        return _ink(f"~~{figure}~~", TEXT, BLANK, html=f"<{tag}>{figure}</{tag}>")
    new = _other(rng)
    html = f"<{tag}>{figure}</{tag}>{new}"
    return _ink(f"~~{figure}~~{new}", TEXT, _n(new), html=html)


def dress(figure: str, rng: Random) -> Ink:
    """Markup within a figure that leaves it what it is."""
    a, b = figure[:1], figure[1:]
    html = rng.choice(
        (
            f"<b>{a}</b><i>{b}</i>", f"<span>{a}</span><span>{b}</span>", f"{a}<!-- 9 -->{b}", f"<font size=2>{a}</font>{b}",
            f"{a}<wbr>{b}", f"<a href='#9'>{figure}</a>", f"<p>{figure}</p><p></p>", f"&#{ord(a)};{b}", f"<u>{figure}</u>",
            f"<o:p></o:p>{figure}<o:p>&nbsp;</o:p>", f"<table><tr><td>{figure}</td></tr></table>", f"<!--[if x]>9<![endif]-->{figure}",
        )
    )  # fmt: skip
    return _ink(f"**{figure}**", _n(figure), TEXT, html=html)


def hide(figure: str, rng: Random) -> Ink:
    """Text that a browser does not show, beside the figure."""
    other = _other(rng)
    hidden = rng.choice(
        (
            f'<span style="display:none">{other}</span>', f"<span hidden>{other}</span>", f"<script>{other}</script>",
            f'<span style="visibility:hidden">{other}</span>', f'<span style="font-size:0">{other}</span>',
            f"<template>{other}</template>", f'<input type="hidden" value="{other}">', f"<style>{other}</style>",
            f'<span style="position:absolute;left:-9999px">{other}</span>', f"<noscript>{other}</noscript>",
            f'<span style="color:#fff;font-size:0px">{other}</span>', f"<ruby>&#8203;<rt>{other}</rt></ruby>", f"<title>{other}</title>",
            f'<span style="DISPLAY : none !important">{other}</span>', f'<i style="opacity:0">{other}</i>',
        )
    )  # fmt: skip
    html = hidden + figure if rng.random() < 0.5 else figure + hidden
    return _ink(figure, _n(figure), TEXT, html=html)


def raise_figure(figure: str, rng: Random) -> Ink:
    """A footnote's figure above, or below, the line."""
    tag, other = rng.choice(("sup", "sub")), rng.choice("123")
    return _ink(f"{figure}[{other}]", _n(figure), TEXT, html=f"{figure}<{tag}>{other}</{tag}>")


def stack(figure: str, rng: Random) -> Ink:
    """Two figures in one cell, one below the other."""
    other = _other(rng)
    html = rng.choice(
        (
            f"{figure}<br>{other}",
            f"<p>{figure}</p><p>{other}</p>",
            f"<div>{figure}</div>{other}",
            f"<ul><li>{figure}<li>{other}</ul>",
        )
    )
    return _ink(f"{figure} / {other}", TEXT, html=html)


def draw_otherwise(figure: str, rng: Random) -> Ink:
    """What a browser draws as a picture, a field, or in another order."""
    html = rng.choice(
        (
            f'<img alt="{figure}">', f'<input value="{figure}">', f"<select><option>{figure}</select>", f"<bdo dir=rtl>{figure[::-1]}</bdo>",
            f"<textarea>{figure}</textarea>", f"<canvas>{figure}</canvas>", f"<svg><text>{figure}</text></svg>", f"<object>{figure}</object>",
            f"<button>{figure}</button>", f"<iframe>{figure}</iframe>", f"<meter value={figure}></meter>", f"<math><mn>{figure}</mn></math>",
        )
    )  # fmt: skip
    return _ink(f"![{figure}](a.png)", _n(figure), TEXT, html=html)


def _n(figure: str) -> Reading:
    return number(Decimal(figure))


TWISTS: Mapping[str, Twist] = {
    "words before": put_words_before,
    "words behind": put_words_behind,
    "remark": put_remark,
    "unit": put_unit,
    "brackets": bracket,
    "Chinese figure": say_in_chinese,
    "other digits": change_digits,
    "circled": circle,
    "letters": write_letters,
    "split digits": split_digits,
    "thousands": separate_thousands,
    "stray comma": misplace_comma,
    "doubled": double,
    "leading zeros": put_zeros,
    "sign": put_sign,
    "decimal point": cut_decimal,
    "words": write_words,
    "mark": write_mark,
    "emptied": empty,
    "reversed": hide_direction,
    "struck out": strike_out,
    "dressed": dress,
    "hidden text": hide,
    "raised": raise_figure,
    "stacked": stack,
    "drawn": draw_otherwise,
}


@dataclass(frozen=True, slots=True)
class Writing:
    """The figures of a report in ink, by their marks."""

    inks: tuple[Ink, ...]

    def twist(self, name: str, rng: Random) -> "Writing":
        """Return the writing with one to three figures twisted; those that are numbers."""
        places = [i for i, ink in enumerate(self.inks) if _is_plain(ink)]
        telling = [i for i in places if self.inks[i].printed != "0"]
        inks = list(self.inks)
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            pool = telling if telling and rng.random() < 0.75 else places
            if pool:
                place = rng.choice(pool)
                if _is_plain(inks[place]):
                    inks[place] = TWISTS[name](inks[place].printed, rng)
        return Writing(tuple(inks))


def _is_plain(ink: Ink) -> bool:
    digits = ink.printed.lstrip("-").replace(".", "", 1)
    return len(ink.readings) == 1 and digits.isascii() and digits.isdigit()
