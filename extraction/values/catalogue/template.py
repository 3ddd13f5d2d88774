"""Words in both languages with named fields, to be filled where something is found."""

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from extraction.values.bilingual import Bilingual, Language

Field = str | int | Decimal | date | Bilingual | Sequence["str | Bilingual"]
"""What fills a template: words in both languages go each to its own; several are a list."""
_BETWEEN: dict[Language, str] = {"en": ", ", "zh": "、"}


@dataclass(frozen=True, slots=True)
class Template:
    """Words in both languages with the same named fields."""

    en: str
    zh: str

    def fill(self, **fields: Field) -> Bilingual:
        """Return the words with their fields; KeyError if one is missing.

        A number may name what it counts, in English.

        >>> lost = Template(en="{lost:row} lost: {names}", zh="缺{lost}行：{names}")
        >>> lost.fill(lost=2, names=["规章", "总计"])
        Bilingual(en='2 rows lost: 规章, 总计', zh='缺2行：规章、总计')
        """
        return Bilingual(
            en=_ENGLISH.vformat(self.en, (), fields), zh=_CHINESE.vformat(self.zh, (), fields)
        )

    def outline(self) -> Bilingual:
        """Return the words with the names of their fields, as a person may be shown them.

        >>> Template(en="{lost:row} lost", zh="缺{lost}行").outline().en
        '{lost} rows lost'
        """
        return Bilingual(en=_COUNTED.sub(r"{\1} \2s", self.en), zh=self.zh)


_COUNTED = re.compile(r"\{(\w+):(\w+)\}")


class _Writer(string.Formatter):
    """Writes fields into the words of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Bilingual):
            return value.to(self.language)
        if isinstance(value, int) and format_spec:
            return count_of(value, format_spec)
        if isinstance(value, Sequence) and not isinstance(value, str):
            return _BETWEEN[self.language].join(self.format_field(one, "") for one in value)
        return str(value)


_ENGLISH, _CHINESE = _Writer("en"), _Writer("zh")


def count_of(number: int, noun: str) -> str:
    """Return a number of things in English.

    >>> count_of(1, "figure"), count_of(3, "cell")
    ('1 figure', '3 cells')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
