"""One text in the two languages that a person may be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True, order=True)
class Bilingual:
    """One text in English and in Chinese; whole sentences, never words to be put together."""

    en: str
    zh: str

    def to(self, lang: Language) -> str:
        """Return the text in a language.

        >>> Bilingual("left blank", "空白").to("zh")
        '空白'
        """
        return self.zh if lang == "zh" else self.en


class Reason(NamedTuple):
    """Why a report is not called verified: the code of a finding or of its lack of tables."""

    code: str
    words: Bilingual


def alike(text: str) -> Bilingual:
    """Return what reads the same in both languages: a path, a figure, a server's own words."""
    return Bilingual(text, text)


def join_texts(between: Bilingual, texts: Iterable[Bilingual]) -> Bilingual:
    """Return texts as one.

    >>> join_texts(Bilingual("; ", "；"), [Bilingual("read", "已读"), alike("3")])
    Bilingual(en='read; 3', zh='已读；3')
    """
    listed = tuple(texts)
    return Bilingual(
        between.en.join(text.en for text in listed), between.zh.join(text.zh for text in listed)
    )
