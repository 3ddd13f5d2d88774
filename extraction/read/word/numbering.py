"""The numbers that Word puts before paragraphs by itself: 一、, （一）, 1., ①."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from extraction.read.word.word_styles import NumberRef, is_on
from extraction.read.xml_tree import Node

_LEVELS = 9
_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_PLACE = re.compile(r"%([1-9])")
_LARGEST = 9999


def to_chinese(number: int, digits: str = _DIGITS, powers: str = "十百千") -> str:
    """Return a number below ten thousand in Chinese words.

    >>> [to_chinese(n) for n in (1, 10, 12, 20, 101, 110)]
    ['一', '十', '十二', '二十', '一百零一', '一百一十']
    """
    words = ""
    gap = False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += digits[0] if gap else ""
        gap = False
        words += digits[digit] + (powers[place - 1] if place else "")
    short = words.startswith(digits[1] + powers[0]) and digits is _DIGITS
    return words[1:] if short else words or digits[0]


def _to_roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text += letters
            number -= value
    return text


def _to_letter(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * (1 + (number - 1) // 26)


def _from(first: str, most: int) -> Callable[[int], str]:
    """Return numbers as signs that follow each other in Unicode, as far as there are some."""
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= most else str(number)


def _in_turn(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


_FORMATS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
            "ideographDigital",
            "koreanDigital2",
        ),
        to_chinese,
    ),
    "chineseLegalSimplified": lambda number: to_chinese(number, _LEGAL, "拾佰仟"),
    "ideographTraditional": _in_turn(_STEMS),
    "ideographZodiac": _in_turn(_BRANCHES),
    "upperRoman": _to_roman,
    "lowerRoman": lambda number: _to_roman(number).lower(),
    "upperLetter": _to_letter,
    "lowerLetter": lambda number: _to_letter(number).lower(),
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(
        {ord("0") + digit: ord("０") + digit for digit in range(10)}
    ),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "bullet": lambda _number: "",
    "none": lambda _number: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its numbers look, and where they start."""

    format: str
    text: str
    start: int
    style: str
    plain: bool
    apart: bool

    def show(self, number: int) -> str:
        """Return a number as this level writes it."""
        bounded = min(max(number, 0), _LARGEST)
        return _FORMATS.get(self.format, str)(bounded)


_PLAIN = Level("none", "", 1, "", plain=False, apart=False)


@dataclass(slots=True)
class Numbering:
    """The lists of a file, and how far each has been counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def count(self, ref: NumberRef, style: str) -> str:
        """Count a paragraph of a list; return the number that stands before it."""
        kind = self.lists.get(ref.list_id)
        if kind is None:
            return ""
        levels = self.levels.get(kind, {})
        at = ref.level
        if at is None:
            linked = (number for number, level in levels.items() if style and level.style == style)
            at = next(linked, 0)
        counts = self._counts.setdefault(kind, {})
        key = (ref.list_id, at)
        if key in self.starts and key not in self._begun:
            counts[at] = self.starts[key]
        else:
            counts[at] = counts[at] + 1 if at in counts else levels.get(at, _PLAIN).start
        self._begun.add(key)
        for deeper in range(at + 1, _LEVELS):
            counts.pop(deeper, None)
        return self._write(levels, counts, at)

    def _write(self, levels: Mapping[int, Level], counts: Mapping[int, int], at: int) -> str:
        level = levels.get(at, _PLAIN)
        if level.format == "bullet":
            return ""

        def show(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            other = levels.get(place, _PLAIN)
            number = counts.get(place, other.start)
            return str(number) if level.plain else other.show(number)

        text = _PLACE.sub(show, level.text)
        return f"{text} " if level.apart and text[-1:].isalnum() else text


def read_numbering(root: Node | None) -> Numbering:
    """Return the lists that a file's part of numbering describes."""
    numbering = Numbering()
    if root is None:
        return numbering
    for node in root.all("w:abstractNum"):
        levels = {_place_of(level): _read_level(level) for level in node.all("w:lvl")}
        numbering.levels[node.get("w:abstractNumId")] = levels
    for node in root.all("w:num"):
        name = node.get("w:numId")
        kind = node.first("w:abstractNumId")
        numbering.lists[name] = kind.get("w:val") if kind is not None else ""
        for other in node.all("w:lvlOverride"):
            start = other.first("w:startOverride")
            if start is not None:
                numbering.starts[name, _place_of(other)] = _read_number(start, 1)
    return numbering


def _read_level(node: Node) -> Level:
    format_ = node.first("w:numFmt")
    text = node.first("w:lvlText")
    start = node.first("w:start")
    style = node.first("w:pStyle")
    suffix = node.first("w:suff")
    return Level(
        format_.get("w:val") if format_ is not None else "decimal",
        text.get("w:val") if text is not None else "",
        _read_number(start, 0) if start is not None else 0,
        style.get("w:val") if style is not None else "",
        plain=is_on(node.first("w:isLgl")),
        apart=suffix is None or suffix.get("w:val") != "nothing",
    )


def _place_of(node: Node) -> int:
    place = node.get("w:ilvl")
    return int(place) if place.isdecimal() else 0


def _read_number(node: Node, usual: int) -> int:
    written = node.get("w:val")
    return int(written) if written.isdecimal() and len(written) < len(str(_LARGEST)) else usual
