"""A stated value: where it is printed, and in what kind of place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from extraction.values.document import Span
from extraction.values.layout import Page

T = TypeVar("T")

_LINE = re.compile(r"[^\n\r]+")
_PART = re.compile(r"[(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)、.].{1,24}")
_UNIT = re.compile(r"(?:[^\n\r|>»→\t\u00a0\u3000 ]|[\u00a0\u3000 ](?![\u00a0\u3000 ]{2}))+")


@dataclass(frozen=True, slots=True)
class Stated(Generic[T]):
    """A value and its place in the repaired text; `source` names the kind of place.

    tag: what a tag in a page's head says, where the value stands there and not in the text;
    the span is then empty.
    """

    value: T
    span: Span = field(compare=False)
    source: str
    damaged: bool = False
    tag: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Unit:
    """A printed line, or a part of one between pipes or wide gaps, without its blanks."""

    solid: str
    span: Span


def find_text_lines(text: str, window: Span) -> Iterator[Unit]:
    """Yield the lines of a stretch of text that are not blank."""
    return _find(_LINE, text, window)


def find_units(text: str, window: Span) -> Iterator[Unit]:
    """Yield the lines of a stretch of text, cut at pipes, arrows and wide gaps.

    >>> [unit.solid for unit in find_units("首页 > 公开\\n一 局 | 2024", Span(0, 99))]
    ['首页', '公开', '一局', '2024']
    """
    return _find(_UNIT, text, window)


def find_first_prose(page: Page) -> Span | None:
    """Return the first section from its first line on that is no heading; None if it has none."""
    overview = page.sections.get("overview")
    if overview is None:
        return None
    prose = list(find_text_lines(page.text, overview))[1:]
    while prose and _PART.fullmatch(prose[0].solid):
        prose = prose[1:]
    return Span(prose[0].span.start, overview.end) if prose else None


def _find(pattern: re.Pattern[str], text: str, window: Span) -> Iterator[Unit]:
    for match in pattern.finditer(text, *window):
        content = match[0]
        stripped = content.strip()
        if stripped:
            start = match.start() + content.index(stripped)
            span = Span(start, start + len(stripped))
            yield Unit("".join(stripped.split()), span)


def mask_titles(text: str, window: Span) -> str:
    """Return a stretch of text with cited titles crossed out, as long as before.

    >>> mask_titles("按《条例》编制", Span(0, 7))
    '按※※※※编制'
    """
    return _CITED.sub(lambda match: "※" * len(match[0]), window.slice(text))


_CITED = re.compile(r"《[^》\n]{0,80}》|〔[^〕\n]{0,12}〕[^,。;\n]{0,8}?号")
