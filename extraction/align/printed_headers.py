"""The headers that are printed over a block's rows: which links are some, and on which lines."""

from collections.abc import Sequence

from extraction.align.chain import Link
from extraction.align.thresholds import GLUED_HEADERS
from extraction.forms.table import Block, label_key
from extraction.forms.thresholds import TRUNCATED_HEADER, UNCLEAR_HEADER


def find_headers(index: int, links: Sequence[Link]) -> tuple[list[Link], list[Link]]:
    """Return the links of a block's column headers, before its first row and after it."""
    first = _find_first_row(index, links)
    ends = (i for i in range(first, len(links)) if _opens_next(links[i], index))
    end = next(ends, len(links))
    over = find_lines_over(index, links)
    return list(filter(is_column_header, over)), list(filter(is_column_header, links[first:end]))


def find_lines_over(index: int, links: Sequence[Link]) -> Sequence[Link]:
    """Return what stands behind the rows of earlier blocks, to a block's first row and with it."""
    end = len(links)
    while end and not _belongs_before(links[end - 1], index):
        end -= 1
    return links[end : _find_first_row(index, links) + 1]


def _find_first_row(index: int, links: Sequence[Link]) -> int:
    return next((i for i, link in enumerate(links) if is_row_of(link, index)), len(links))


def is_row_of(link: Link, index: int) -> bool:
    """Whether a link is one of the rows of the block with this index."""
    return link.target.kind == "row" and link.target.block == index


def _belongs_before(link: Link, index: int) -> bool:
    return link.target.kind == "row" and link.target.block < index


def _opens_next(link: Link, index: int) -> bool:
    return link.target.position is not None and link.target.block > index


def is_column_header(link: Link) -> bool:
    """Whether a link is the header of columns, read well enough to count as one."""
    if link.target.kind == "columns":
        return link.score >= GLUED_HEADERS
    return (
        link.target.kind in ("column", "column_group", "subtotal") and link.score >= UNCLEAR_HEADER
    )


def names_column(link: Link) -> bool:
    """Whether a link is the header of one column, or of one group of columns."""
    return is_column_header(link) and link.target.kind in ("column", "column_group")


def is_cut_off(link: Link) -> bool:
    """Whether no more than the beginning of a column's header is left, or is read."""
    return names_column(link) and link.score <= TRUNCATED_HEADER


def is_last_corner(link: Link, block: Block) -> bool:
    """Whether a label is the one that stands right before the headers of the columns."""
    return link.target.kind == "head" and link.target.key == block.heads[-1]


def group_by_line(headers: Sequence[Link]) -> list[list[Link]]:
    """Return the headers of columns and of groups of them, printed line by printed line.

    A header that begins where the one before it ends is its neighbour: only their cells wrap.
    """
    lines: list[list[Link]] = []
    for link in (link for link in headers if link.target.kind in ("column", "column_group")):
        if lines and lines[-1][-1].last.line == link.first.line:
            lines[-1].append(link)
        else:
            lines.append([link])
    return lines


def ends_header(text: str, block: Block) -> bool:
    """Whether a text is the second line of a header, or no words at all."""
    key = label_key(text)
    labels = (label_key(label) for column in block.columns for label in column.labels)
    return any(label.endswith(key) for label in labels)
