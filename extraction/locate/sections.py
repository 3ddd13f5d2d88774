"""Find the sections of a text: by their headings, anchored by the tables.

Names printed twice (a menu, a table of contents) are told apart by the tables, which have only one
place, and by what stands below them. What is left in doubt is no section.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from extraction.forms.form import Form
from extraction.locate.headings import Heading, SectionNames, SectionPart, find_headings, names_of
from extraction.locate.thresholds import LINE_REACH, LONGEST_BARE_HEADING
from extraction.text.agencies import is_body
from extraction.text.dates import SPLIT_END, find_dates, read_damaged
from extraction.text.signing import find_signed_part
from extraction.values.document import Span

PREAMBLE = "preamble"
_NUMERAL = "[一二三四五六七八九十]"
_LINE_START = r"(?:^|(?<=[\n\r|])|(?<=。)(?=\s?\())[^\S\n\r]*[?*#]*"
_PART_STYLES = tuple(
    re.compile(rf"{opens}[^\S\n\r]*(?:20\d\d年)?(?=[^\s\d])", re.MULTILINE)
    for opens in (
        rf"{_LINE_START}(?:\({_NUMERAL}\)|{_NUMERAL}、)",
        rf"{_LINE_START}(?:\d{{1,2}}[.、]|\(\d{{1,2}}\))",
        rf"(?:^|(?<=[\n\r|。;:])){_NUMERAL}是",
        "[\u2460-\u249b\u2776-\u277f\u3220-\u3229]",
        _LINE_START,
    )
)
"""How the parts of a section are numbered: (一) or 一、, 1., 一是, ① anywhere, or not at all."""
_PART_NAME = re.compile(r"[^。:;\n\r|\d]{2,40}")
_FRAGMENT = re.compile(rf"(?<=[\n\r|])[^\S\n\r]*[?]*\(?{_NUMERAL}[、)][^。\n\r]{{2,60}}[|\s]*\Z")
_LINE = re.compile(r"[^\n\r|]+")
_SENTENCE = re.compile(r"[。；;!]\s*\Z")
_TITLE_BEFORE = re.compile(r"[^。|\n\r]{0,200}?(?:年度报告|年报)(?=\s)")
_FURNITURE = re.compile(
    r"\s*(?:(?:相关|文档)?附件|相关(?:链接|信息|文档|阅读|稿件|推荐)|主办|承办|版权|网站|(?:[\u4e00-\u9fff]|)ICP备?|[^。]{0,12}公网安备|扫一扫|打印"
    r"|关闭|分享|上一[篇条]|下一[篇条]|返回|首页|友情链接|联系我们|站点地图|(?:信息)?来源|责任编辑|编辑:|【"
    r"|发布(?:日期|时间|机构|者)|地址|邮编|电话|您(?:是|当前)|浏览|访问量|点击|索引号|无障碍|Copyright"
    r"|[Pp]age \d|[Pp]\. ?\d)"
)


@dataclass(frozen=True, slots=True)
class Sections:
    """The places of all sections, in the order of the text; `headed` are those with a heading."""

    spans: dict[str, Span]
    headed: frozenset[str]

    def cut_from(self, text: str) -> dict[str, str]:
        """Return the sections themselves, as they stand in the text."""
        return {key: span.slice(text) for key, span in self.spans.items()}


def find_sections(
    text: str, window: Span, forms: Sequence[Form], tables: Mapping[str, Span]
) -> Sections:
    """Return where each section lies, heading included.

    `forms` are those whose names count: the report's own, or all that are known.
    `tables` says where each table lies; a table belongs to the section of its name. A
    section whose heading is lost is its table alone; without a table it is left out. A
    part of a section has a key of its own (`overview.proactive`).
    """
    names = names_of(tuple(forms))
    headings = tuple(find_headings(text, window, names))
    trimmed = {}
    for key, table in tables.items():
        if key in names.order:
            trimmed[key] = _trim_table(text, table)
    chosen = _choose(headings, trimmed, names, window)
    body = _end_of_body(text, window, chosen, trimmed)
    found = _Found(chosen, trimmed)
    spans = _bound(text, names, found, body)
    preamble = _find_preamble(text, window, names, chosen)
    if preamble is not None:
        spans[PREAMBLE] = preamble
    for key in tuple(spans):
        parts = names.parts.get(key, ())
        spans |= _find_parts(text, spans[key], parts)
    ordered = sorted(spans, key=lambda key: (spans[key].start, -spans[key].end))
    return Sections({key: spans[key] for key in ordered}, frozenset(chosen))


def _trim_table(text: str, span: Span) -> Span:
    """Cut off what stands before a table: its last line of prose before the first figure."""
    start = span.start
    for match in _LINE.finditer(text, *span):
        content = match[0].strip()
        if content.isdigit():
            break
        if "。" in content:
            start = match.end()
    return Span(start, span.end)


Chosen = dict[str, Heading]


@dataclass(frozen=True, slots=True)
class _Found:
    """The sections whose place is known, by their headings or by their tables."""

    headings: Mapping[str, Heading]
    tables: Mapping[str, Span]

    def start_of(self, key: str) -> int | None:
        """Return where a section begins: at its heading, else at its table."""
        if key in self.headings:
            return self.headings[key].span.start
        table = self.tables.get(key)
        return None if table is None else table.start

    def ends_of(self, key: str) -> Iterator[int]:
        """Yield before where no later section begins: behind its heading and its table."""
        if key in self.headings:
            yield self.headings[key].span.end
        if key in self.tables:
            yield self.tables[key].end


def _choose(
    headings: Sequence[Heading], tables: Mapping[str, Span], names: SectionNames, window: Span
) -> Chosen:
    """Take one heading for each section, or none, so that they stand in the form's order."""
    chosen: Chosen = {}
    for key, table in tables.items():
        floor = window.start
        for other in tables.values():
            if other.end <= table.start:
                floor = max(floor, other.end)
        room = Span(floor, table.end)
        above = _headings_in(headings, key, room)
        if above:
            chosen[key] = above[-1]
    sizes = _sizes(headings, window)
    last = names.order[-1] if names.order else None
    for index, key in enumerate(names.order):
        if key in chosen or key in tables:
            continue
        found = _Found(chosen, tables)
        room = _room(names.order, index, found, window)
        inside = _headings_in(headings, key, room)
        if inside:
            fullest = max(inside, key=lambda heading: sizes[heading.span.start])
            chosen[key] = inside[0] if key == last else fullest
    return _in_order(chosen, names.order)


def _headings_in(headings: Sequence[Heading], key: str, room: Span) -> list[Heading]:
    """Return the headings of one section that begin in a stretch of the text."""
    own = []
    for heading in headings:
        at = heading.span.start
        if heading.key == key and room.start <= at < room.end:
            own.append(heading)
    return own


def _sizes(headings: Sequence[Heading], window: Span) -> dict[int, int]:
    """Return how much stands between each heading and the next."""
    spans = [heading.span for heading in headings]
    spans.append(Span(window.end, window.end))
    sizes = {}
    for span, following in pairwise(spans):
        sizes[span.start] = following.start - span.end
    return sizes


def _room(order: Sequence[str], index: int, found: _Found, window: Span) -> Span:
    """Return where a section's heading may stand, from those before and after it."""
    start, end = window
    before: list[int] = []
    for key in order[:index]:
        before.extend(found.ends_of(key))
    starts = map(found.start_of, order[index + 1 :])
    after = [at for at in starts if at is not None]
    return Span(max(before, default=start), min(after, default=end))


def _in_order(chosen: Chosen, order: Sequence[str]) -> Chosen:
    """Drop all headings if they do not follow each other: then none can be trusted."""
    kept = {key: chosen[key] for key in order if key in chosen}
    for before, after in pairwise(kept.values()):
        if before.span.end > after.span.start:
            return {}
    return kept


def _end_of_body(text: str, window: Span, chosen: Chosen, tables: Mapping[str, Span]) -> int:
    """Return where the last section ends: before signature, date and what the page adds."""
    starts = [heading.span.end for heading in chosen.values()]
    starts += [table.end for table in tables.values()]
    if not starts:
        return window.end
    end = first = max(starts)
    for match in _LINE.finditer(text, end, window.end):
        line = match[0].strip()
        if not line:
            continue
        on_its_own = match.start() > first
        if on_its_own and (_FURNITURE.match(line) or _is_signature(line)):
            break
        end = match.end()
    return end


def _is_signature(line: str) -> bool:
    if len(line) > 40 or _SENTENCE.search(line):
        return False
    solid = "".join(find_signed_part(line, Span(0, len(line))).slice(line).split())
    if is_body(solid) or read_damaged(solid) is not None or solid.endswith(("年度报告", "年报")):
        return True
    whole = Span(0, len(line))
    for date in find_dates(line, whole):
        start, end = date.span
        around = line[:start] + line[end:]
        rest = "".join(around.split())
        return not rest or is_body(rest)
    split_end = SPLIT_END.search(line)
    if split_end is None:
        return False
    before = line[: split_end.start()]
    return is_body("".join(before.split()))


def _bound(text: str, names: SectionNames, found: _Found, body: int) -> dict[str, Span]:
    """Return each section from its heading to where the next begins.

    Where the next section of the form is lost, nobody knows where it begins: then a
    section with a table ends with it, and one of prose only is left out, unless no other
    follows and nothing in it speaks of what the lost ones are about.
    """
    starts: dict[str, int] = {}
    for key in names.order:
        start = found.start_of(key)
        if start is not None:
            starts[key] = start
    spans: dict[str, Span] = {}
    for key, following in zip_longest(starts, tuple(starts)[1:]):
        start = starts[key]
        reach = Span(start, starts.get(following, body))
        end = _end_of_section(text, names, found, (key, following), reach)
        if end is None:
            continue
        if key not in found.headings:
            table = found.tables[key]
            end = min(end, table.end)
        whole = Span(start, max(start, end))
        span = _stripped(text, whole)
        if span.start < span.end:
            spans[key] = span
    return spans


def _end_of_section(
    text: str, names: SectionNames, found: _Found, pair: tuple[str, str | None], reach: Span
) -> int | None:
    """Return where the first section of a pair ends, if `reach` leads to the second; or None.

    The second is the next that is known, None behind the last.
    """
    key, following = pair
    start, end = reach
    table = found.tables.get(key)
    if not names.is_next(key, following):
        if table is not None:
            return min(end, table.end)
        if following is not None or names.hints_at_next(key, text[start:end]):
            return None
        return end
    if following is None or following in found.headings:
        return end
    floor = start if table is None else min(table.end, end)
    return _before_fragment(text, floor, end)


def _before_fragment(text: str, start: int, end: int) -> int:
    """Return where a section ends whose next heading could not be read: before its fragment."""
    near = max(start, end - LINE_REACH)
    fragment = _FRAGMENT.search(text, near, end)
    return fragment.start() if fragment else end


def _stripped(text: str, span: Span) -> Span:
    content = span.slice(text)
    first, _ = span
    begun = content.lstrip(" \t\r\n|\u00a0\u3000")
    start = first + len(content) - len(begun)
    end = first + len(content.rstrip(" \t\r\n\u00a0\u3000"))
    return Span(start, max(start, end))


def _find_preamble(text: str, window: Span, names: SectionNames, chosen: Chosen) -> Span | None:
    """Return what is said before the first section: from the first whole sentence on."""
    heading = chosen.get(names.opening)
    if heading is None:
        return None
    first = heading.span.start
    prose = []
    for line in _LINE.finditer(text, window.start, first):
        if "。" in line[0]:
            prose.append(Span(*line.span()))
    if not prose:
        return None
    start, end = prose[0].start, prose[-1].end
    if end == first:  # on one line with what stands around it
        title = _TITLE_BEFORE.match(text, start, first)
        if title is None:
            return None
        start = title.end()
    return _stripped(text, Span(start, end))


def _find_parts(text: str, section: Span, parts: Sequence[SectionPart]) -> Mapping[str, Span]:
    """Return the parts of a section whose names are known.

    Parts are numbered in one way: the first in which any of them is named. A heading may say
    more than the name (强化监督保障), and may name two parts; of several the first that names
    no other part is taken.
    """
    for style in _PART_STYLES if parts else ():
        found: dict[str, list[tuple[int, Span]]] = {}
        for names, span in _find_headed(text, section, style, parts):
            for key in names:
                found.setdefault(key, []).append((len(names), span))
        if found:
            return {key: min(spans)[1] for key, spans in found.items()}
    return {}


def _find_headed(
    text: str, section: Span, style: re.Pattern[str], parts: Sequence[SectionPart]
) -> Iterator[tuple[Sequence[str], Span]]:
    """Yield each stretch that a heading of one style opens, with the parts that it names."""
    bare = style is _PART_STYLES[-1]
    headings: list[tuple[int, list[str]]] = []
    for match in style.finditer(text, *section):
        heading = _PART_NAME.match(text, match.end(), section.end)
        words = heading[0].strip() if heading else ""
        names = [key for key, pattern in parts if pattern.search(words)]
        if not bare or (names and _is_bare_heading(words, parts)):
            headings.append((match.start(), names))
    headings.append((section.end, []))
    for (start, names), (end, _) in pairwise(headings):
        yield names, _stripped(text, Span(start, end))


def _is_bare_heading(words: str, parts: Sequence[SectionPart]) -> bool:
    """Say whether a line without a number is a part's name, and no sentence that opens so."""
    if len(words) > LONGEST_BARE_HEADING or "," in words:
        return False
    name = words.removeprefix("政府信息").removeprefix("公开")
    return any(pattern.match(name) or pattern.match(words) for _, pattern in parts)
