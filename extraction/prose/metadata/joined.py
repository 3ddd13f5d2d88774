"""A page's words put together again: without what breaks a name, every character's place known.

A line's end, a tab, a gap, a bar between cells or a Markdown mark may stand in the middle of a
name, or between a name and what has nothing to do with it. They are taken out here, and where
one was is kept as a seam; what a seam means is for names.py to say.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extraction.prose.thresholds import WIDE_BLANK
from extraction.values.document import Span

_RULE = re.compile(r"^[ \t]*[|:+=\-─━│┃]{3,}[|:+=\-─━│┃ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^[ \t]*(?:#{1,6}|>+|[-*+](?=[ \t]))", re.MULTILINE)
_PAIRED = re.compile(r"(\*{1,3}|_{1,3}|`{1,3})(?=\S)(?P<held>[^\n*_`]{1,200}?)\1")
_PAIRED_LINES = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]*)?(\*{1,3}|_{1,3})(?=[^\s*_])"
    r"(?P<held>(?:[^\n*_]{1,80}\n){1,3}[^\n*_]{1,80}?)\1[ \t\r]*$",
    re.MULTILINE,
)
# Tags that Markdown is written with: looks and anchors. What hides or strikes out is none.
_INLINE = re.compile(
    r"<(?P<close>/?)(?P<name>u|b|i|em|strong|span|font|a|mark|ins|big|small|center|h[1-6])"
    r"(?P<rest>\s[^<>\n]{0,200})?>",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"(?:\s+(?:id|name|href|title|align|face|size)\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\\\(?=[|#*_>`.])")
_BARS = "|│┃┆"
_BREAK = re.compile(r"[\n\r\t\v\f\u2028\u2029" + _BARS + "]")
_BLANKS = " \u00a0\u3000"
_BLANK_RUN = re.compile(" +")
_STAR = re.compile("[*_]")
_CITED = re.compile(r"《[^》]{0,80}》|〔[^〕]{0,12}〕[^,。;]{0,8}?号")


@dataclass(frozen=True, slots=True)
class Joined:
    """A text without breaks, marks and blanks.

    `solid` is what is left, `places` where each of its characters stands in the text; `masked`
    is `solid` with cited titles crossed out, as long as before. `seams` holds the places in
    `solid` before which something was taken out, `strong` those where that was a line's end,
    a bar, a tab or a wide gap, `starred` those where it was a star, which may also stand for
    a character that is hidden.
    """

    solid: str
    masked: str
    places: tuple[int, ...]
    seams: frozenset[int]
    strong: frozenset[int]
    starred: frozenset[int]

    def span(self, start: int, end: int) -> Span:
        """Return where a stretch of the joined text is printed, its breaks among it."""
        return Span(self.places[start], self.places[end - 1] + 1)

    def at(self, place: int) -> int:
        """Return the first character that stands at a place of the text, or behind it."""
        return bisect_left(self.places, place)

    def within(self, window: Span) -> tuple[int, int]:
        """Return which stretch of the joined text a window of the text holds."""
        return self.at(window.start), self.at(window.end)


@lru_cache(maxsize=8)
def join_text(text: str, window: Span) -> Joined:
    r"""Put a stretch of text together.

    >>> joined = join_text("# 澄川县\n水务局 **2023** 年", Span(0, 99))
    >>> joined.solid, sorted(joined.strong), joined.span(3, 6)
    ('澄川县水务局2023年', [3], Span(start=6, end=9))
    """
    solid: list[str] = []
    places: list[int] = []
    seams: set[int] = set()
    strong: set[int] = set()
    starred: set[int] = set()
    at = window.start
    for start, end in _find_left_out(text, window):
        solid.append(text[at:start])
        places.extend(range(at, start))
        at = end
        out = text[start:end]
        seam = len(places)
        seams.add(seam)
        if _BREAK.search(out) or _is_wide(out):
            strong.add(seam)
        if _STAR.search(out):
            starred.add(seam)
    rest = text[at : window.end]
    solid.append(rest)
    places.extend(range(at, at + len(rest)))
    joined = "".join(solid)
    masked = _CITED.sub(lambda match: "※" * len(match[0]), joined)
    cuts = (frozenset(seams), frozenset(strong), frozenset(starred))
    return Joined(joined, masked, tuple(places), *cuts)


def _find_left_out(text: str, window: Span) -> Iterator[tuple[int, int]]:
    """Yield where blanks, bars and marks that lay out stand, each stretch of them as one."""
    printed = window.slice(text)
    for character in {*_BARS, *filter(_is_blank, set(printed))}:
        printed = printed.replace(character, " ")
    kept = list(printed)
    for start, end in _find_marks(text, window):
        kept[start - window.start : end - window.start] = " " * (end - start)
    for run in _BLANK_RUN.finditer("".join(kept)):
        yield window.start + run.start(), window.start + run.end()


def _is_wide(gap: str) -> bool:
    return len(gap) >= WIDE_BLANK and sum(map(gap.count, _BLANKS)) >= WIDE_BLANK


@lru_cache(maxsize=4096)
def _is_blank(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Cf"


def _find_marks(text: str, window: Span) -> Iterator[tuple[int, int]]:
    """Yield where marks stand that only lay out: rules, headings, quotes, tags, paired stars.

    Stars without a partner may hide a name's characters, and stay.
    """
    for match in (
        *_RULE.finditer(text, *window),
        *_HEADING.finditer(text, *window),
        *_ESCAPED.finditer(text, *window),
        *_find_tags(text, window),
    ):
        yield match.span()
    pairs = (*_PAIRED.finditer(text, *window), *_PAIRED_LINES.finditer(text, *window))
    for match in pairs:
        yield match.start(1), match.start("held")
        yield match.end("held"), match.end("held") + len(match[1])


def _find_tags(text: str, window: Span) -> Iterator[re.Match[str]]:
    """Yield the tags that only lay out, and what closes them; not what closes one that may hide."""
    opened: dict[str, list[bool]] = {}
    for match in _INLINE.finditer(text, *window):
        plain = opened.setdefault(match["name"].lower(), [])
        if match["close"]:
            lays_out = plain.pop() if plain else False
        else:
            lays_out = _PLAIN.fullmatch(match["rest"] or "") is not None
            plain.append(lays_out)
        if lays_out:
            yield match
