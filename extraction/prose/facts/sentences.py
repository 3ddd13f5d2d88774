"""The prose of a report, sentence by sentence: no tables, no menus, no lines of a page's frame."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extraction.prose.facts.quantities import blank_titles
from extraction.prose.thresholds import FULL_LINE, LONGEST_HEADING
from extraction.values.document import Span

_LINE = re.compile(r"[^\n|]+")
# Text that lost its marks is cut where a clause ends, and never between two digits.
_SENTENCE = re.compile(
    r"[^。!?！？]{1,600}(?:[。!?！？]|$|(?<=[,;:，；：])(?!\d))|[^。!?！？]{1,600}(?!\d)"
)
_DIGIT = re.compile(r"\d")
_SPACE = re.compile(r"\s")
_HEADING = re.compile(r"\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.]|\d{1,2}[.、)])")
_PROSE = re.compile("(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){10}")  # the shortest paragraph
_MARK = re.compile("[,;:，；：]")


@dataclass(frozen=True, slots=True)
class Prose:
    """The text of a report beside its tables, and what is known of it by now.

    text: the repaired text. window: the report's part of it. tables: where its tables lie.
    sections, year, scope (`own_agency`, `government_level`, `region_total`) and agency are
    what metadata knows: empty and None where it knows nothing. veils: the places at which
    no figure may be read.
    """

    text: str
    window: Span
    tables: Sequence[Span] = ()
    sections: Mapping[str, Span] = field(default_factory=dict)
    year: int | None = None
    scope: str | None = None
    agency: str | None = None
    veils: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without white space, the names of documents blanked; `heading` stands above it.

    printed: the same with those names. paragraph: sentences of one paragraph share it. places:
    where each character stands in the text.
    """

    words: str
    printed: str
    paragraph: int
    heading: str
    section: str | None
    places: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Return the place in the text of `words[start:end]`."""
        return Span(self.places[start], self.places[end - 1] + 1)

    def is_under(self, veils: Sequence[Span]) -> bool:
        """Whether a veil lies over a part of it, so that its figures may not be what is shown."""
        start, end = self.places[0], self.places[-1] + 1
        return any(veil.start < end and start < veil.end for veil in veils)

    @property
    def is_numbered(self) -> bool:
        """Whether it begins as a part of the text does: (四)."""
        return _HEADING.match(self.words) is not None


def find_sentences(prose: Prose) -> Iterator[Sentence]:
    """Yield every sentence of the prose, in order."""
    starts = sorted((span.start, key) for key, span in prose.sections.items())
    heading = ""
    for number, block in enumerate(_find_blocks(prose)):
        if _is_heading(block.slice(prose.text)):
            heading = _nest(heading, block.slice(prose.text).strip())
        if not _PROSE.match(prose.text, *block) and "。" not in block.slice(prose.text):
            continue
        for match in _SENTENCE.finditer(prose.text, *block):
            words, places = _squeeze(match[0], match.start())
            if not words:
                continue
            if _is_heading(words):
                heading = _nest(heading, words)
            section = _section_at(match.start(), starts, prose.sections)
            yield Sentence(blank_titles(words), words, number, heading, section, places)


def _is_heading(text: str) -> bool:
    number = _HEADING.match(text) if len(text) <= LONGEST_HEADING else None
    return number is not None and not _DIGIT.search(text, number.end())


def _nest(upper: str, heading: str) -> str:
    """Return a heading with the one above it, where it is numbered as the lowest are (1.).

    >>> _nest("(二)依申请公开", "1.收到和办理"), _nest("(一)主动公开", "(二)依申请公开")
    ('(二)依申请公开:1.收到和办理', '(二)依申请公开')
    """
    above = upper.split(":")[0]
    low = heading[:1].isdigit() and above and not above[:1].isdigit()
    return f"{above}:{heading}" if low else heading


def _section_at(
    place: int, starts: Sequence[tuple[int, str]], sections: Mapping[str, Span]
) -> str | None:
    at = bisect_right(starts, (place, "\uffff")) - 1
    key = starts[at][1] if at >= 0 else None
    return key if key and place < sections[key].end else None


def _find_blocks(prose: Prose) -> Iterator[Span]:
    """Yield paragraphs; a line that was broken in the middle goes on in the next."""
    text = prose.text
    for start, end in find_gaps(prose.window, prose.tables):
        block: Span | None = None
        for line in _LINE.finditer(text, start, end):
            if block and _goes_on(text, block, line):
                block = Span(block.start, line.end())
                continue
            if block:
                yield block
            block = Span(*line.span())
        if block:
            yield block


def find_gaps(window: Span, tables: Sequence[Span]) -> Iterator[Span]:
    """Yield the window without the tables."""
    start = window.start
    for table in sorted(tables):
        if start < table.start:
            yield Span(start, min(table.start, window.end))
        start = max(start, table.end)
    if start < window.end:
        yield Span(start, window.end)


def _goes_on(text: str, block: Span, line: re.Match[str]) -> bool:
    between = text[block.end : line.start()]
    last = block.slice(text).rpartition("\n")[2].strip()
    return (
        between == "\n"
        and len(last) >= FULL_LINE
        and not (_is_heading(last) and not _MARK.search(last))
        and last[-1] not in "。!?;:！？；："
        and bool(line[0].strip())
        and not _HEADING.match(line[0])
    )


def _squeeze(text: str, start: int) -> tuple[str, Sequence[int]]:
    """Return a text without white space but between digits, and where each character stands.

    >>> words, places = _squeeze("收到 60 件 5", 10)
    >>> words, list(places)
    ('收到60件5', [10, 11, 13, 14, 16, 18])
    """
    if not _SPACE.search(text):
        return text, range(start, start + len(text))
    kept = [
        at
        for at, character in enumerate(text)
        if not character.isspace() or _parts_digits(text, at)
    ]
    return "".join(text[at] for at in kept), [start + at for at in kept]


def _parts_digits(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()
