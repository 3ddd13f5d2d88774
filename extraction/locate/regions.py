"""Find tables, also when their headings are lost: their labels stand close together."""

from array import array
from collections.abc import Mapping, Sequence
from itertools import chain

from extraction.forms.label_index import LabelIndex
from extraction.forms.table import Table
from extraction.locate.label_clusters import (
    extend_to_last_label,
    extend_to_last_words,
    fills_cell,
    find_clusters,
)
from extraction.locate.label_hits import Hits, find_hits, is_row_elsewhere
from extraction.locate.thresholds import (
    EMPTY_TABLES,
    PROSE_LABEL,
    SHORT_LABEL,
    STRAY_SHARE,
    TABLE_FIGURES,
)
from extraction.values.document import Span
from extraction.values.layout import Region, Token


def find_regions(
    tokens: Sequence[Token], label_indexes: Sequence[LabelIndex]
) -> dict[str, list[Region]]:
    """Return each table's regions in reading order, menus and stray labels left out.

    Label indexes of several forms may share a table's key: a label of any of them counts.
    A second region of one table means a second report, or a table printed twice.
    """
    hits = find_hits(tokens, label_indexes)
    labels = array("L", (at for at, token in enumerate(tokens) if token.kind == "label"))
    tables = dict.fromkeys(label_index.table.key for label_index in label_indexes)
    clusters = {}
    for table in tables:
        own = [label_index for label_index in label_indexes if label_index.table.key == table]
        clusters[table] = find_clusters(tokens, labels, hits, own)
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
    hits: Sequence[Hits],
    together: Sequence[Region],
    table: str,
    label_indexes: Sequence[LabelIndex],
) -> list[Region]:
    """Return one table's regions: by labels and figures, else under its heading, else empty."""
    own = [label_index for label_index in label_indexes if label_index.table.key == table]
    whole = [extend_to_last_label(region, tokens, own) for region in together]
    clusters = [extend_to_last_words(region, tokens, label_indexes) for region in whole]
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


def _holds_table(region: Region, tokens: Sequence[Token], hits: Sequence[Hits]) -> bool:
    """Whether figures stand behind labels of the table, or are too many for a menu's footer."""
    behind = False
    for index in range(region.start, region.end):
        token = tokens[index]
        if token.kind == "label":
            match = hits[index].get(region.table)
            behind = match is not None and match.target.kind != "title"
        elif behind and fills_cell(token):
            return True
    return region.figures >= TABLE_FIGURES


def find_extents(tokens: Sequence[Token], regions: Mapping[str, Region]) -> list[Span]:
    """Return where each table lies, without prose between a heading and the first figure."""
    return [_find_extent(tokens, region) for region in regions.values()]


def _find_extent(tokens: Sequence[Token], region: Region) -> Span:
    start = region.start
    for index in range(start, region.end):
        token = tokens[index]
        if fills_cell(token):
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
        if length > PROSE_LABEL or (length > SHORT_LABEL and is_row_elsewhere(hits[index], table)):
            return None
    return len(tokens) if _is_across(figures, width) else None


def _is_across(figures: Sequence[Token], width: int) -> bool:
    printed = [token for token in figures if token.kind != "blank"]
    glued = len(printed) == 1 and len(printed[0].text) >= width
    return len(printed) == width or glued


def _keep_tables(clusters: list[Region]) -> list[Region]:
    """Keep what holds figures: the fullest region, and all that is more than a stray line."""
    most = max((cluster.figures for cluster in clusters), default=0)
    return [c for c in clusters if c.figures and STRAY_SHARE * c.figures >= most]


def _keep_empty(clusters: list[Region], wanted: int) -> list[Region]:
    """Keep a table that has most of its `wanted` labels, and no figure."""
    fullest = max(clusters, key=lambda cluster: cluster.labels, default=None)
    return [fullest] if fullest is not None and 2 * fullest.labels > wanted else []
