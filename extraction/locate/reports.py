"""Split a file into its reports, each with its own tables."""

import re
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise

from extraction.values.document import Span
from extraction.values.layout import Region, ReportLayout, Token

Regions = Mapping[str, Sequence[Region]]

_TITLE = re.compile(r"(?=.{0,60}\Z)(?:.*公开.*|.*年度)(?:报告|年报)(?:\(.{1,16}\))?")
_INDEX = re.compile(r"索\s?引\s?号")


def split_reports(
    regions: Regions, tokens: Sequence[Token], length: int
) -> tuple[ReportLayout, ...]:
    """Return a file's reports in order.

    Two complete sets of tables, one after the other, are two reports. A table that
    stands twice in any other way is a doubt. Without any table there is one part.
    """
    rounds = _find_rounds(regions)
    if rounds is None:
        joined, repeated = _join(regions)
        return (ReportLayout(1, joined, Span(0, length), repeated),)
    edges = [0]
    for before, after in pairwise(rounds):
        end = max(region.end for region in before.values())
        start = min(region.start for region in after.values())
        edges.append(_find_border(tokens, end, start))
    edges.append(length)
    reports = []
    for number, found in enumerate(rounds, 1):
        window = Span(edges[number - 1], edges[number])
        reports.append(ReportLayout(number, found, window))
    return tuple(reports)


def _find_border(tokens: Sequence[Token], end: int, start: int) -> int:
    """Return where between the tables of two reports the second one begins.

    That is at its title or the index box above it; without either, half-way.
    """
    box = title = None
    for token in tokens[end:start]:
        at = token.span.start
        if box is None and _INDEX.match(token.text):
            box = at
        if _TITLE.fullmatch(token.text):
            title = at
    known = [at for at in (box, title) if at is not None]
    if known:
        return min(known)
    last, first = tokens[end - 1], tokens[start]
    return (last.span.end + first.span.start) // 2


def _find_rounds(regions: Regions) -> list[dict[str, Region]] | None:
    """Return complete sets of tables that follow each other, or None if they are not that."""
    counts = {len(found) for found in regions.values()}
    if len(counts) != 1 or counts == {0}:
        return None
    columns = zip(*regions.values(), strict=True)
    rounds = [dict(zip(regions, column, strict=True)) for column in columns]
    if len(rounds) == 1:
        return rounds
    flat = chain.from_iterable(found.values() for found in rounds)
    for before, after in pairwise(flat):
        if before.end > after.start:
            return None
    return rounds


def _join(regions: Regions) -> tuple[dict[str, Region], tuple[tuple[str, int], ...]]:
    """Take each table once; tokens of one that nothing else parts are one table."""
    joined: dict[str, Region] = {}
    repeated = []
    for table, found in regions.items():
        if not found:
            continue
        start, end = found[0].start, found[-1].end
        if len(found) > 1 and _is_parted(regions, table, start, end):
            repeated.append((table, len(found)))
            joined[table] = max(found, key=lambda region: region.figures)
        else:
            figures = sum(region.figures for region in found)
            joined[table] = Region(table, start, end, figures)
    return joined, tuple(repeated)


def _is_parted(regions: Regions, table: str, start: int, end: int) -> bool:
    """Whether another table begins among the tokens of this one."""
    for other, found in regions.items():
        if other == table:
            continue
        if any(start < region.start < end for region in found):
            return True
    return False
