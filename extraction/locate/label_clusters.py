"""Where labels of one table stand close together, and what belongs to them in front and behind."""

from collections.abc import Sequence
from dataclasses import replace

from extraction.forms.label_index import LabelIndex
from extraction.locate.label_hits import Hits, owns_label
from extraction.locate.thresholds import (
    CUT_OFF_LABEL,
    LINES_OF_LABEL,
    MOST_STRANGE_LABELS,
    PROSE_LABEL,
    SHORT_LABEL,
    WORD_BELOW,
    WORDS_BEHIND,
)
from extraction.values.layout import Region, Token


def find_clusters(
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
            figures = sum(map(fills_cell, tokens[begin:end]))
            clusters.append(Region(table, begin, end, figures, len(seen)))

    for index in labels:
        found = hits[index]
        if owns_label(found, table):
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


def _reach_back(tokens: Sequence[Token], hits: Sequence[Hits], table: str, start: int) -> int:
    """Take in the headers before the first label: laid out, they may be wrapped past knowing."""
    while start > 0:
        token, found = tokens[start - 1], hits[start - 1]
        owned = any(owns_label(found, other) for other in found if other != table)
        apart = token.kind == "label" and token.x_range is not None
        if not apart or len(token.text) > PROSE_LABEL or owned:
            break
        start -= 1
    return start


def _extend(
    tokens: Sequence[Token], hits: Sequence[Hits], label_indexes: Sequence[LabelIndex], end: int
) -> int:
    """Take in the figures after the last label, past headers cut off, wrapped or shared."""
    table = label_indexes[0].table.key
    reached, strange, printed = end, 0, False
    for index in range(end, len(tokens)):
        token = tokens[index]
        if token.kind != "label":
            printed = printed or token.kind != "blank"
            reached = index + 1
        elif table not in hits[index] and not _is_of_narrow_headers(token, label_indexes):
            strange += 1
            found = hits[index]
            owned = any(owns_label(found, other) for other in found)
            if printed or owned or strange > MOST_STRANGE_LABELS or len(token.text) > CUT_OFF_LABEL:
                break
    return reached


def _is_of_narrow_headers(token: Token, label_indexes: Sequence[LabelIndex]) -> bool:
    """Whether a label is a line of headers one or two characters wide, or several lines."""
    stacked = token.span.end - token.span.start > len(token.text)
    words = list(token.text) if stacked else token.text.split()
    if any(len(word) > SHORT_LABEL for word in words):
        return False
    return any(all(map(label_index.holds, words)) for label_index in label_indexes)


def extend_to_last_label(
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


def extend_to_last_words(
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


def fills_cell(token: Token) -> bool:
    """Whether a token is what a cell prints: a figure, a mark, words."""
    return token.kind not in ("label", "blank")
