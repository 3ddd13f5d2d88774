"""Figures with their units in a sentence; dates, ordinals, numbers of documents left out. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extraction.prose.facts.vocabulary import Vocabulary
from extraction.prose.thresholds import LOOK_BACK
from extraction.text.numbers import EXACT

QuantityKind = Literal["count", "amount", "percentage"]

_SCALES = {"": 1, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_HAN_PLACES = {"十": 10, "百": 100, "千": 1000}
# A figure right behind these is the rest of something else: a date, a telephone, a figure
# that was torn apart.
_INSIDE = re.compile(r"[\d.A-Za-z\-—–〔一二三四五六七八九十]$|\d[/\s]$")
_HEDGE = re.compile("(?:大约|将近|接近|超过|[约近逾超])$")
_TITLES = re.compile(r"《[^《》]{0,120}》|[<〈][^<>〈〉]{2,120}[>〉]")
_GAZETTE = "政府公报"
_FENCED = re.compile(
    r"“[^”]{0,16}”|‘[^’]{0,16}’|\"[^\"]{0,16}\"|「[^」]{0,16}」|[〔\[(【]\s?(?:19|20)\d\d\s?[〕\])】]\d*号?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit at `[start, end)` of a sentence; the number in that unit.

    15.8万条 is 158000 条; 0.04万元 is 400 元. approximate: the words say about, over, almost.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    kind: QuantityKind
    approximate: bool = False


def parse_spelt(text: str) -> Decimal | None:
    """Return a number in Chinese numerals below ten thousand; None for what is none.

    >>> [str(parse_spelt(text)) for text in ("两", "十二", "三十", "一百零五", "百")]
    ['2', '12', '30', '105', 'None']
    """
    total = digit = 0
    for at, character in enumerate(text):
        place = _HAN_PLACES.get(character)
        if place is None:
            if digit:
                return None
            digit = _HAN_DIGITS[character]
        elif place == 10 and at == 0:
            total = 10
        elif digit:
            total, digit = total + digit * place, 0
        else:
            return None
    return Decimal(total + digit)


def blank_titles(sentence: str) -> str:
    """Return the sentence with the names of documents blanked out, nothing moved.

    A gazette is named by what it is.

    >>> blank_titles("印发《3项制度》5件"), blank_titles("编印《清水县政府公报》6期")
    ('印发《□□□□》5件', '编印《□□□政府公报》6期')
    """
    return _TITLES.sub(_blank, sentence)


def _blank(title: re.Match[str]) -> str:
    kept = _GAZETTE if title[0][:-1].endswith(_GAZETTE) else ""
    return title[0][0] + "□" * (len(title[0]) - len(kept) - 2) + kept + title[0][-1]


def find_quantities(sentence: str, vocabulary: Vocabulary) -> Iterator[Quantity]:
    """Yield the quantities of a sentence without white space, in order.

    >>> from extraction.prose.facts.vocabulary import load_vocabulary
    >>> found = find_quantities("发布15.8万条,开展两次", load_vocabulary())
    >>> [(str(quantity.value), quantity.unit) for quantity in found]
    [('158000', '条'), ('2', '次')]
    """
    matches = list(vocabulary.figures.finditer(sentence))
    if not matches:
        return
    barred = [m.span() for m in vocabulary.idiom_words.finditer(sentence)]
    barred += [m.span() for m in _FENCED.finditer(sentence)]
    for match in matches:
        if any(start < match.end() and match.start() < end for start, end in barred):
            continue
        before = sentence[max(0, match.start() - LOOK_BACK) : match.start()]
        if _INSIDE.search(before) or before.endswith(vocabulary.words.not_before):
            continue
        yield from _read(match, before, vocabulary)


def _read(match: re.Match[str], before: str, vocabulary: Vocabulary) -> Iterator[Quantity]:
    if match["list"]:
        if before or "、" not in match["list"]:  # else it is a heading's number
            yield from _read_list(match)
        return
    number = _number(match, vocabulary)
    if number is None:
        return
    marks = ("more", "still", "after")
    hedge = _HEDGE.search(before)
    approximate = hedge is not None or any(match[mark] for mark in marks)
    start = match.start()
    if match["percent"]:
        yield Quantity(start, match.end(), number, match["percent"], "percentage", approximate)
        return
    factor = vocabulary.words.units.money.get(match["unit"])
    scaled = EXACT.multiply(number, _SCALES[match["scale"] or ""])
    value = shorten(EXACT.multiply(scaled, factor or 1))
    unit = match["unit"] if factor is None else "元"
    kind: QuantityKind = "count" if factor is None else "amount"
    yield Quantity(start, match.end(), value, unit, kind, approximate)


def shorten(value: Decimal) -> Decimal:
    """Return a number without zeros behind the point.

    >>> str(shorten(Decimal("15000.0"))), str(shorten(Decimal("279486.920000")))
    ('15000', '279486.92')
    """
    whole = value.to_integral_value()
    return Decimal(int(value)) if whole == value else value.normalize(EXACT)


def _number(match: re.Match[str], vocabulary: Vocabulary) -> Decimal | None:
    if match["digits"]:
        return Decimal(match["digits"].replace(",", ""))
    if match["unit"] not in vocabulary.words.units.spelt or match["more"] or match["scale"]:
        return None
    return parse_spelt(match["spelt"])


def _read_list(match: re.Match[str]) -> Iterator[Quantity]:
    """Yield the figures of a list that names its unit once, at the end: 5/1/1件."""
    if match["percent"]:
        return
    numbers = list(re.finditer(r"\d+", match["list"]))
    for number in numbers:
        start = match.start("list") + number.start()
        last = number is numbers[-1]
        end = match.end() if last else match.start("list") + number.end()
        yield Quantity(start, end, Decimal(number[0]), match["unit"], "count")
