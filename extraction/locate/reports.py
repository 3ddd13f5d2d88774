"""How many reports a file holds, and which tables belong to which."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

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
    starts = [min(region.start for region in found.values()) for found in rounds]
    ends = [max(region.end for region in found.values()) for found in rounds]
    cuts = [_find_border(tokens, *gap) for gap in zip(ends, starts[1:], strict=False)]
    edges = [0, *cuts, length]
    return tuple(
        ReportLayout(index + 1, dict(found), Span(edges[index], edges[index + 1]))
        for index, found in enumerate(rounds)
    )


def _find_border(tokens: Sequence[Token], end: int, start: int) -> int:
    """Return where between the tables of two reports the second one begins.

    That is at its title or the index box above it; without either, half-way.
    """
    between = tokens[end:start]
    titles = [i for i, token in enumerate(between) if _TITLE.fullmatch(token.text)]
    boxes = [i for i, token in enumerate(between) if _INDEX.match(token.text)]
    at = min((*boxes[:1], *titles[-1:]), default=None)
    if at is None:
        return (tokens[end - 1].span.end + tokens[start].span.start) // 2
    return between[at].span.start


def _find_rounds(regions: Regions) -> list[dict[str, Region]] | None:
    """Return complete sets of tables that follow each other, or None if they are not that."""
    counts = {len(found) for found in regions.values()}
    if len(counts) != 1 or counts == {0}:
        return None
    rounds = [
        {table: found[index] for table, found in regions.items()} for index in range(counts.pop())
    ]
    flat = [region for found in rounds for region in found.values()]
    in_order = all(a.end <= b.start for a, b in pairwise(flat))
    return rounds if in_order or len(rounds) == 1 else None


def _join(regions: Regions) -> tuple[dict[str, Region], tuple[tuple[str, int], ...]]:
    """Take each table once; tokens of one that nothing else parts are one table."""
    joined: dict[str, Region] = {}
    repeated = []
    for table, found in regions.items():
        if not found:
            continue
        whole = Region(table, found[0].start, found[-1].end, sum(r.figures for r in found))
        others = [r for other, rs in regions.items() if other != table for r in rs]
        if len(found) > 1 and any(whole.start < r.start < whole.end for r in others):
            repeated.append((table, len(found)))
            whole = max(found, key=lambda region: region.figures)
        joined[table] = whole
    return joined, tuple(repeated)
