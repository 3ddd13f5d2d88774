"""Find tables, also when their headings are lost: their labels stand close together."""

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from extraction.forms.label_index import LabelIndex, Match
from extraction.forms.table import Table
from extraction.locate.thresholds import (
    CUT_OFF_LABEL,
    EMPTY_TABLES,
    FOREIGN_ROWS,
    LABEL_SURE,
    LINES_OF_LABEL,
    LONGEST_LABEL,
    MOST_STRANGE_LABELS,
    PROSE_LABEL,
    SHORT_LABEL,
    STRAY_SHARE,
    TABLE_FIGURES,
    WORD_BELOW,
    WORDS_BEHIND,
)
from extraction.values.bilingual import Bilingual, Reason
from extraction.values.document import Span
from extraction.values.layout import Region, Token


def find_regions(
    tokens: Sequence[Token], label_indexes: Sequence[LabelIndex]
) -> dict[str, list[Region]]:
    """Return each table's regions in reading order, menus and stray labels left out.

    Lexicons of several forms may share a table's key: a label of any of them counts.
    A second region of one table means a second report, or a table printed twice.
    """
    hits = _find_hits(tokens, label_indexes)
    labels = array("L", (at for at, token in enumerate(tokens) if token.kind == "label"))
    tables = dict.fromkeys(label_index.table.key for label_index in label_indexes)
    clusters = {}
    for table in tables:
        own = [label_index for label_index in label_indexes if label_index.table.key == table]
        clusters[table] = _find_clusters(tokens, labels, hits, own)
    found = {
        table: _find_in_one(tokens, hits, clusters[table], table, label_indexes) for table in tables
    }
    empty = 0
    for region in chain.from_iterable(found.values()):
        if _holds_table(region, tokens, hits):
            return found
        empty += not region.figures
    return found if empty >= EMPTY_TABLES else {}


def _find_in_one(
    tokens: Sequence[Token],
    hits: Sequence["Hits"],
    together: Sequence[Region],
    table: str,
    label_indexes: Sequence[LabelIndex],
) -> list[Region]:
    """Return one table's regions: by labels and figures, else under its heading, else empty."""
    own = [label_index for label_index in label_indexes if label_index.table.key == table]
    whole = [_with_last_label(region, tokens, own) for region in together]
    clusters = [_with_last_words(region, tokens, label_indexes) for region in whole]
    found = _keep_tables(clusters)
    for label_index in own:
        if not found and label_index.table.blocks[0].arrangement == "across":
            found = _find_under_heading(tokens, hits, label_index.table)
    if found:
        return found
    wanted = min(map(_count_labels, own))
    return _keep_empty(clusters, wanted)


def _count_labels(label_index: LabelIndex) -> int:
    """Count the rows and columns that a table has labels for."""
    targets = label_index.targets
    return len({target.key for target in targets if target.kind in ("row", "column")})


def _holds_table(region: Region, tokens: Sequence[Token], hits: Sequence["Hits"]) -> bool:
    """Whether figures stand behind labels of the table, or are too many for a menu's footer."""
    behind = False
    for index in range(region.start, region.end):
        token = tokens[index]
        if token.kind == "label":
            match = hits[index].get(region.table)
            behind = match is not None and match.target.kind != "title"
        elif behind and _is_printed(token):
            return True
    return region.figures >= TABLE_FIGURES


def find_extent(tokens: Sequence[Token], region: Region) -> Span:
    """Return where a table lies, without prose between a heading and the first figure."""
    start = region.start
    for index in range(start, region.end):
        token = tokens[index]
        if _is_printed(token):
            break
        if "。" in token.text:
            start = index + 1
    first, last = tokens[start], tokens[region.end - 1]
    return Span(first.span.start, last.span.end)


def cut_regions(
    tokens: Sequence[Token], regions: Mapping[str, Region]
) -> dict[str, Sequence[Token]]:
    """Return the tokens of each region."""
    return {key: tokens[region.start : region.end] for key, region in regions.items()}


def find_figures_extents(tokens: Sequence[Token], regions: Mapping[str, Region]) -> dict[str, Span]:
    """Return where each table lies, to its last figure: labels behind it may be a menu's."""
    return {key: _find_figures_extent(tokens, region) for key, region in regions.items()}


def _find_figures_extent(tokens: Sequence[Token], region: Region) -> Span:
    own = tokens[region.start : region.end]
    last = next((token for token in reversed(own) if token.kind != "label"), own[-1])
    return Span(own[0].span.start, last.span.end)


def _is_printed(token: Token) -> bool:
    return token.kind not in ("label", "blank")


Hits = Mapping[str, Match]

_NOTHING: Hits = {}  # most tokens are figures, and resemble no label


def _find_hits(tokens: Sequence[Token], label_indexes: Sequence[LabelIndex]) -> list[Hits]:
    """Return for each token the best match in each table, by itself or wrapped over two."""
    notes = _Notes([_NOTHING] * len(tokens), label_indexes)
    hits = notes.hits
    for index, text in _find_labels(tokens):
        notes.add((index,), text)
    for index, (token, following) in enumerate(pairwise(tokens)):
        if token.kind == following.kind == "label":
            wrapped = token.text + following.text
            if len(token.text) <= LONGEST_LABEL and len(wrapped) <= LONGEST_LABEL:
                notes.add((index, index + 1), wrapped)
    for (left, begun), (right, text) in pairwise(_find_labels(tokens)):
        if _may_go_on(tokens[left:right]):
            floor = _best(hits[left])
            notes.add((right,), begun + text, floor)
    return hits


def _find_labels(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Yield the texts that may be a row's or a column's name, and which token each is."""
    for index, token in enumerate(tokens):
        if token.kind == "label" and len(token.text) <= LONGEST_LABEL:
            yield index, token.text


def _may_go_on(row: Sequence[Token]) -> bool:
    """Whether a label, parted from its figures by spaces, may go on in the next printed line."""
    cell = row[0].cell
    behind = row[1:]
    return bool(behind) and all(p.kind != "label" and p.cell == cell for p in behind)


def _best(found: Hits) -> float:
    return max((match.score for match in found.values()), default=0.0)


@dataclass(frozen=True, slots=True)
class _Notes:
    """What is noted of each token; equal notes are one, for a file may hold many reports."""

    hits: list[Hits]
    label_indexes: Sequence[LabelIndex]
    known: dict[tuple[tuple[str, Match], ...], Hits] = field(default_factory=dict)

    def add(self, indices: tuple[int, ...], text: str, floor: float = LABEL_SURE) -> None:
        """Note what a text resembles more than all that is known of its tokens, and `floor`."""
        for label_index in self.label_indexes:
            for match in label_index.find(text)[:1]:
                table = label_index.table.key
                for index in indices:
                    known = _score(self.hits[index], table)
                    if match.score > max(floor, LABEL_SURE, known):
                        noted = {**self.hits[index], table: match}
                        self.hits[index] = self.known.setdefault(tuple(noted.items()), noted)


def _score(found: Hits, table: str) -> float:
    return found[table].score if table in found else 0.0


def _find_clusters(
    tokens: Sequence[Token],
    labels: Sequence[int],
    hits: Sequence[Hits],
    label_indexes: Sequence[LabelIndex],
) -> list[Region]:
    """Return where labels of a table stand close together; `labels` says which tokens are some.

    Lines of a wrapped label are like none, but they are not strange.
    """
    table = label_indexes[0].table.key
    clusters: list[Region] = []
    start, last, gap, seen = -1, -1, 0, set[str]()

    def close() -> None:
        if start >= 0 and len(seen) > 1:
            begin = _reach_back(tokens, hits, table, start)
            end = _extend(tokens, hits, label_indexes, last + 1)
            figures = sum(map(_is_printed, tokens[begin:end]))
            clusters.append(Region(table, begin, end, figures, len(seen)))

    for index in labels:
        found = hits[index]
        if _owns(found, table):
            start = index if start < 0 else start
            last, gap = index, 0
            target = found[table].target
            seen.add(target.kind + target.key)
        elif start >= 0 and table not in found and not _is_part(tokens[index], label_indexes):
            gap += 1 + len(tokens[index].text) // PROSE_LABEL
            if gap > MOST_STRANGE_LABELS:
                close()
                start, last, gap, seen = -1, -1, 0, set()
    close()
    return clusters


def _is_part(token: Token, label_indexes: Sequence[LabelIndex]) -> bool:
    return any(label_index.holds(token.text) for label_index in label_indexes)


def _is_of_narrow_heads(token: Token, label_indexes: Sequence[LabelIndex]) -> bool:
    """Whether a label is a line of heads that are one or two characters wide, or several lines."""
    stacked = token.span.end - token.span.start > len(token.text)
    words = list(token.text) if stacked else token.text.split()
    if any(len(word) > SHORT_LABEL for word in words):
        return False
    return any(all(map(label_index.holds, words)) for label_index in label_indexes)


def _with_last_label(
    region: Region, tokens: Sequence[Token], label_indexes: Sequence[LabelIndex]
) -> Region:
    """Take in the lines on which the label of the last row goes on, below its figures."""
    last = region.end - 1
    while last > region.start and tokens[last].kind != "label":
        last -= 1
    text = tokens[last].text
    for end in range(region.end, min(region.end + LINES_OF_LABEL, len(tokens))):
        token = tokens[end]
        text += token.text
        if token.kind != "label" or last == region.end - 1:
            break
        if any(label_index.is_label(text) for label_index in label_indexes):
            return replace(region, end=end + 1)
    return region


def _reach_back(tokens: Sequence[Token], hits: Sequence[Hits], table: str, start: int) -> int:
    """Take in the heads before the first label: laid out, they may be wrapped past knowing."""
    while start > 0:
        token, found = tokens[start - 1], hits[start - 1]
        owned = any(_owns(found, other) for other in found if other != table)
        apart = token.kind == "label" and token.x_range is not None
        if not apart or len(token.text) > PROSE_LABEL or owned:
            break
        start -= 1
    return start


def _owns(found: Hits, table: str) -> bool:
    """Whether a label speaks for this table more than for any other.

    A short column head (其他, 总计) speaks for none: it is printed in several, cut off.
    """
    if table not in found:
        return False
    target = found[table].target
    if target.kind == "column" and len(target.labels[0]) <= SHORT_LABEL:
        return False
    score = found[table].score
    rivals = (match.score for other, match in found.items() if other != table)
    return score > max(rivals, default=0.0)


def _find_under_heading(
    tokens: Sequence[Token], hits: Sequence[Hits], table: Table
) -> list[Region]:
    """Find a table whose heads cannot be read: its heading, and below it a line of figures."""
    width = sum(len(block.rows) * len(block.columns) for block in table.blocks)
    key = table.key
    for start, found in enumerate(hits):
        if key in found and found[key].target.kind == "title":
            end = _find_figures(tokens, hits, key, start + 1, width)
            if end is not None:
                return [Region(key, start, end, width)]
    return []


def _find_figures(
    tokens: Sequence[Token], hits: Sequence[Hits], table: str, start: int, width: int
) -> int | None:
    """Return the end of the first run of `width` figures, before prose or another table."""
    figures: list[Token] = []
    for index in range(start, len(tokens)):
        token = tokens[index]
        if token.kind != "label":
            figures.append(token)
            continue
        if _is_across(figures, width):
            return index
        figures = []
        length = len(token.text)
        if length > PROSE_LABEL or (length > SHORT_LABEL and _is_row_elsewhere(hits[index], table)):
            return None
    return len(tokens) if _is_across(figures, width) else None


def _is_row_elsewhere(found: Hits, table: str) -> bool:
    """Whether a label is a row of another table."""
    others = (match for other, match in found.items() if other != table)
    return any(match.target.kind == "row" for match in others)


def _is_across(figures: Sequence[Token], width: int) -> bool:
    printed = [token for token in figures if token.kind != "blank"]
    glued = len(printed) == 1 and len(printed[0].text) >= width
    return len(printed) == width or glued


def _extend(
    tokens: Sequence[Token], hits: Sequence[Hits], label_indexes: Sequence[LabelIndex], end: int
) -> int:
    """Take in the figures after the last label, past heads that are cut off, wrapped or shared."""
    table = label_indexes[0].table.key
    reached, strange, printed = end, 0, False
    for index in range(end, len(tokens)):
        token = tokens[index]
        if token.kind != "label":
            printed = printed or token.kind != "blank"
            reached = index + 1
        elif table not in hits[index] and not _is_of_narrow_heads(token, label_indexes):
            strange += 1
            found = hits[index]
            owned = any(_owns(found, other) for other in found)
            if printed or owned or strange > MOST_STRANGE_LABELS or len(token.text) > CUT_OFF_LABEL:
                break
    return reached


def _with_last_words(
    region: Region, tokens: Sequence[Token], label_indexes: Sequence[LabelIndex]
) -> Region:
    """Take in the words on the last printed line of a table, in or behind its last cells.

    A word as short as 左右 may go on below it.
    """
    end = region.end
    for index in range(region.end, len(tokens)):
        token = tokens[index]
        below = token.line - tokens[end - 1].line
        longest = WORD_BELOW if below else WORDS_BEHIND
        short = len(token.text) <= longest
        if token.kind != "label" or below > 1 or not short:
            break
        if any(label_index.find(token.text) for label_index in label_indexes):
            break
        end += 1
    return replace(region, end=end)


def _keep_tables(clusters: list[Region]) -> list[Region]:
    """Keep what holds figures: the fullest region, and all that is more than a stray line."""
    most = max((cluster.figures for cluster in clusters), default=0)
    return [c for c in clusters if c.figures and STRAY_SHARE * c.figures >= most]


def _keep_empty(clusters: list[Region], wanted: int) -> list[Region]:
    """Keep a table that has most of its `wanted` labels, and no figure."""
    fullest = max(clusters, key=lambda cluster: cluster.labels, default=None)
    return [fullest] if fullest is not None and 2 * fullest.labels > wanted else []


_OTHER_FORM = re.compile(r"统计指标|指标名称|计量单位")
_ROW = re.compile(
    r"^(?=\S)[^\n|。]{1,40}?(?:\||\t| {2})[|\t ]*+"
    r"(?:[^\s|。\d][^\n|。]{0,9}[|\t ]++)?\d[\d,.]*+[|\t ]*+$",
    re.MULTILINE,
)
"""A line with a name and a figure that pipes, tabs or wide spaces part from it."""
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?)\b|\[图片\]|!\[", re.IGNORECASE)


def explain_absence(text: str) -> Reason:
    """Say why a text has no tables, as far as it shows.

    >>> explain_absence("二、主动公开政府信息情况\\n捕获2.PNG").words.en
    'no tables in the text: they seem to be images'
    >>> explain_absence("统计指标 | 计量单位 | 数值\\n公开数 | 条 | 45\\n咨询数 | 人次 | 3").code
    'unknown_form'
    """
    if not text.strip():
        return Reason("no_text", Bilingual("there is no text in the file", "文件中没有文字"))
    if _OTHER_FORM.search(text) or len(_ROW.findall(text)) >= FOREIGN_ROWS:
        return Reason(
            "unknown_form",
            Bilingual(
                "the tables in the text are of no form that gouji knows", "文中表格不属于已知的表样"
            ),
        )
    if _IMAGE.search(text):
        return Reason(
            "pictures",
            Bilingual(
                "no tables in the text: they seem to be images", "文中没有表格：表格可能是图片"
            ),
        )
    return Reason(
        "prose_only",
        Bilingual("no tables in the text: narrative only", "文中没有表格：只有文字叙述"),
    )
