"""Which part of a text is which section: headings, anchored by the tables.

Names printed twice (a menu, a table of contents) are told apart by the tables, which have only one
place, and by what stands below them. What is left in doubt is no section.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extraction.forms.form import Form
from extraction.locate.headings import Heading, Names, find_headings, names_of
from extraction.text.agencies import is_body
from extraction.text.dates import SPLIT_END, find_dates, read_damaged
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
        _LINE_START,
    )
)
"""How the parts of a section are numbered: (一) or 一、, 1., 一是, or not at all."""
_PART_NAME = re.compile(r"[^。:;\n\r|\d]{2,40}")
_LONGEST_BARE = 16  # characters of a part's heading that has no number
_FRAGMENT = re.compile(rf"(?<=[\n\r|])[^\S\n\r]*[?]*\(?{_NUMERAL}[、)][^。\n\r]{{2,60}}[|\s]*\Z")
_FAR = 80
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
    """Where each section lies, in the order of the text; `headed` are those with a heading."""

    spans: dict[str, Span]
    headed: frozenset[str]


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
    tables = {key: _trim_table(text, span) for key, span in tables.items() if key in names.order}
    chosen = _choose(headings, tables, names, window)
    body = _end_of_body(text, window, chosen, tables)
    spans = _bound(text, names, chosen, tables, body)
    if preamble := _find_preamble(text, window, names, chosen):
        spans[PREAMBLE] = preamble
    for key in tuple(spans):
        spans |= _find_parts(text, spans[key], names.parts.get(key, ()))
    ordered = sorted(spans.items(), key=lambda item: (item[1].start, -item[1].end))
    return Sections(dict(ordered), frozenset(chosen))


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


def _choose(
    headings: Sequence[Heading], tables: Mapping[str, Span], names: Names, window: Span
) -> Chosen:
    """Take one heading for each section, or none, so that they stand in the form's order."""
    chosen: Chosen = {}
    for key, table in tables.items():
        floor = max((t.end for t in tables.values() if t.end <= table.start), default=window.start)
        above = [h for h in headings if h.key == key and floor <= h.span.start < table.end]
        if above:
            chosen[key] = above[-1]
    sizes = _sizes(headings, window)
    for index, key in enumerate(names.order):
        if key in chosen or key in tables:
            continue
        floor, ceiling = _room(names.order, index, chosen, tables, window)
        inside = [h for h in headings if h.key == key and floor <= h.span.start < ceiling]
        if inside:
            last = index == len(names.order) - 1
            best = inside[0] if last else max(inside, key=lambda h: sizes[h.span.start])
            chosen[key] = best
    return _in_order(chosen, names.order)


def _sizes(headings: Sequence[Heading], window: Span) -> dict[int, int]:
    """Return how much stands between each heading and the next."""
    ends = [h.span.start for h in headings[1:]] + [window.end]
    return {h.span.start: end - h.span.end for h, end in zip(headings, ends, strict=False)}


def _room(
    order: Sequence[str], index: int, chosen: Chosen, tables: Mapping[str, Span], window: Span
) -> Span:
    """Return where a section's heading may stand, from those before and after it."""
    before = [chosen[k].span.end for k in order[:index] if k in chosen]
    before += [tables[k].end for k in order[:index] if k in tables]
    after = [chosen[k].span.start for k in order[index + 1 :] if k in chosen]
    after += [tables[k].start for k in order[index + 1 :] if k in tables and k not in chosen]
    return Span(max(before, default=window.start), min(after, default=window.end))


def _in_order(chosen: Chosen, order: Sequence[str]) -> Chosen:
    """Drop all headings if they do not follow each other: then none can be trusted."""
    kept = [chosen[key] for key in order if key in chosen]
    right = all(a.span.end <= b.span.start for a, b in pairwise(kept))
    return {heading.key: heading for heading in kept} if right else {}


def _end_of_body(text: str, window: Span, chosen: Chosen, tables: Mapping[str, Span]) -> int:
    """Return where the last section ends: before signature, date and what the page adds."""
    starts = [h.span.end for h in chosen.values()] + [t.end for t in tables.values()]
    if not starts:
        return window.end
    end = first = max(starts)
    for match in _LINE.finditer(text, end, window.end):
        line = match[0].strip()
        on_its_own = match.start() > first
        if line and on_its_own and (_FURNITURE.match(line) or _is_signature(line)):
            break
        if line:
            end = match.end()
    return end


def _is_signature(line: str) -> bool:
    if len(line) > 40 or _SENTENCE.search(line):
        return False
    solid = "".join(line.split())
    if is_body(solid) or read_damaged(solid) is not None or solid.endswith(("年度报告", "年报")):
        return True
    dates = list(find_dates(line, Span(0, len(line))))
    if dates:
        rest = "".join((line[: dates[0].span.start] + line[dates[0].span.end :]).split())
        return not rest or is_body(rest)
    split_end = SPLIT_END.search(line)
    return split_end is not None and is_body("".join(line[: split_end.start()].split()))


def _bound(
    text: str, names: Names, chosen: Chosen, tables: Mapping[str, Span], body: int
) -> dict[str, Span]:
    """Return each section from its heading to where the next begins.

    Where the next section of the form is lost, nobody knows where it begins: then a
    section with a table ends with it, and one of prose only is left out, unless no other
    follows and nothing in it speaks of what the lost ones are about.
    """
    starts = {key: heading.span.start for key, heading in chosen.items()}
    starts |= {key: span.start for key, span in tables.items() if key not in starts}
    present = [key for key in names.order if key in starts]
    spans: dict[str, Span] = {}
    for key, following in zip(present, [*present[1:], None], strict=False):
        start = starts[key]
        end = starts[following] if following else body
        is_next = names.order.index(key) + 1 == len(names.order) or (
            following is not None and names.order.index(following) == names.order.index(key) + 1
        )
        if not is_next and key in tables:
            end = min(end, tables[key].end)
        elif not is_next and (following or names.hints_at_next(key, text[start:end])):
            continue
        elif following is not None and following not in chosen:
            floor = tables[key].end if key in tables else start
            end = _before_wreck(text, Span(min(floor, end), end))
        if key not in chosen:
            end = min(end, tables[key].end)
        spans[key] = _stripped(text, Span(start, max(start, end)))
    return {key: span for key, span in spans.items() if span.start < span.end}


def _before_wreck(text: str, span: Span) -> int:
    """Return where a section ends whose next heading could not be read: before its fragment."""
    fragment = _FRAGMENT.search(text, max(span.start, span.end - _FAR), span.end)
    return fragment.start() if fragment else span.end


def _stripped(text: str, span: Span) -> Span:
    content = span.slice(text)
    start = span.start + len(content) - len(content.lstrip(" \t\r\n|\u00a0\u3000"))
    return Span(start, max(start, span.start + len(content.rstrip(" \t\r\n\u00a0\u3000"))))


def _find_preamble(text: str, window: Span, names: Names, chosen: Chosen) -> Span | None:
    """Return what is said before the first section: from the first whole sentence on."""
    first = chosen.get(names.opening)
    if first is None:
        return None
    lines = [m for m in _LINE.finditer(text, window.start, first.span.start) if m[0].strip()]
    prose = [m for m in lines if "。" in m[0]]
    if not prose:
        return None
    if prose[-1].end() == first.span.start:  # on one line with what stands around it
        title = _TITLE_BEFORE.match(text, prose[0].start(), first.span.start)
        return _stripped(text, Span(title.end(), first.span.start)) if title else None
    return _stripped(text, Span(prose[0].start(), prose[-1].end()))


def _find_parts(
    text: str, section: Span, parts: Sequence[tuple[str, re.Pattern[str]]]
) -> Mapping[str, Span]:
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
    text: str, section: Span, style: re.Pattern[str], parts: Sequence[tuple[str, re.Pattern[str]]]
) -> Iterator[tuple[Sequence[str], Span]]:
    """Yield each stretch that a heading of one style opens, with the parts that it names."""
    headings = []
    for match in style.finditer(text, *section):
        heading = _PART_NAME.match(text, match.end(), section.end)
        words = heading[0].strip() if heading else ""
        names = [key for key, pattern in parts if pattern.search(words)]
        if style is not _PART_STYLES[-1] or (names and _is_bare_heading(words, parts)):
            headings.append((match.start(), names))
    ends = [start for start, _ in headings[1:]] + [section.end]
    for (start, names), end in zip(headings, ends, strict=False):
        yield names, _stripped(text, Span(start, end))


def _is_bare_heading(words: str, parts: Sequence[tuple[str, re.Pattern[str]]]) -> bool:
    """Say whether a line without a number is a part's name, and no sentence that opens so."""
    name = words.removeprefix("政府信息").removeprefix("公开")
    opens = any(pattern.match(name) or pattern.match(words) for _, pattern in parts)
    return opens and len(words) <= _LONGEST_BARE and "," not in words
