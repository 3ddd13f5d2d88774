"""The headers that are printed over a block's rows: which links are some, and on which lines."""

from collections.abc import Sequence

from extraction.align.links import Link
from extraction.align.thresholds import GLUED_HEADERS
from extraction.forms.table import Block, label_key
from extraction.forms.thresholds import TRUNCATED_HEADER, UNCLEAR_HEADER


def find_headers(index: int, links: Sequence[Link]) -> tuple[list[Link], list[Link]]:
    """Return the links of a block's column headers, before its first row and after it."""
    first = _find_first_row(index, links)
    ends = (at for at in range(first, len(links)) if _opens_next(links[at], index))
    end = next(ends, len(links))
    before = filter(is_column_header, find_lines_over(index, links))
    after = filter(is_column_header, links[first:end])
    return list(before), list(after)


def find_lines_over(index: int, links: Sequence[Link]) -> Sequence[Link]:
    """Return what stands behind the rows of earlier blocks, to a block's first row and with it."""
    end = len(links)
    while end and not _belongs_before(links[end - 1], index):
        end -= 1
    return links[end : _find_first_row(index, links) + 1]


def _find_first_row(index: int, links: Sequence[Link]) -> int:
    rows = (at for at, link in enumerate(links) if is_row_of(link, index))
    return next(rows, len(links))


def is_row_of(link: Link, index: int) -> bool:
    """Whether a link is one of the rows of the block with this index."""
    return link.kind == "row" and link.target.block == index


def _belongs_before(link: Link, index: int) -> bool:
    return link.kind == "row" and link.target.block < index


def _opens_next(link: Link, index: int) -> bool:
    return link.target.position is not None and link.target.block > index


def is_column_header(link: Link) -> bool:
    """Whether a link is the header of columns, read well enough to count as one."""
    if link.kind == "columns":
        return link.score >= GLUED_HEADERS
    if link.kind == "subtotal" or _is_of_columns(link):
        return link.score >= UNCLEAR_HEADER
    return False


def _is_of_columns(link: Link) -> bool:
    """Whether a link was read as the header of a column, or of a group of columns."""
    return link.kind in ("column", "column_group")


def names_column(link: Link) -> bool:
    """Whether a link is the header of one column, or of one group of columns."""
    return _is_of_columns(link) and link.score >= UNCLEAR_HEADER


def is_cut_off(link: Link) -> bool:
    """Whether no more than the beginning of a column's header is left, or is read."""
    return names_column(link) and link.score <= TRUNCATED_HEADER


def is_last_corner(link: Link, block: Block) -> bool:
    """Whether a label is the one that stands right before the headers of the columns."""
    return link.kind == "head" and link.key == block.heads[-1]


def group_by_line(headers: Sequence[Link]) -> list[list[Link]]:
    """Return the headers of columns and of groups of them, printed line by printed line.

    A header that begins where the one before it ends is its neighbour: only their cells wrap.
    """
    lines: list[list[Link]] = []
    end = -1
    for link in filter(_is_of_columns, headers):
        if lines and end == link.line:
            lines[-1].append(link)
        else:
            lines.append([link])
        end = link.last.line
    return lines


def ends_header(text: str, block: Block) -> bool:
    """Whether a text is the second line of a header, or no words at all."""
    end = label_key(text)
    for column in block.columns:
        if any(label_key(label).endswith(end) for label in column.labels):
            return True
    return False
