"""Split a file into its reports, each with its own tables."""

import re
from collections.abc import Mapping, Sequence
from itertools import chain, groupby, pairwise, takewhile
from operator import attrgetter

from extraction.text.agencies import is_body
from extraction.values.document import Span
from extraction.values.layout import Region, ReportLayout, Token

Regions = Mapping[str, Sequence[Region]]

_TITLE = re.compile(r"(?=.{0,60}\Z)(?:.*公开.*|.*年度)(?:报告|年报)(?:\(.{1,16}\))?")
_INDEX = re.compile(r"索\s?引\s?号")
_FIELD = re.compile(r"([\u3400-\u9fff]{2,6})\s?[:：]")


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
    starts = list(map(_start_of, rounds))
    head = _find_head(tokens[: starts[0]])
    for before, start in zip(rounds, starts[1:], strict=False):
        end = max(region.end for region in before.values())
        edges.append(_find_border(tokens, end, start, head))
    edges.append(length)
    reports = []
    for number, found in enumerate(rounds, 1):
        window = Span(edges[number - 1], edges[number])
        reports.append(ReportLayout(number, found, window))
    return tuple(reports)


def _start_of(tables: Mapping[str, Region]) -> int:
    return min(region.start for region in tables.values())


def _find_border(tokens: Sequence[Token], end: int, start: int, head: Sequence[str]) -> int:
    """Return where between the tables of two reports the second one begins.

    That is at its title, with the `head` that the file's first report has above its own, or at
    the index box above that; without either, half-way.
    """
    between = tokens[end:start]
    boxes = [token for token in between if _INDEX.match(token.text)]
    known = boxes[:1]
    title = _find_title(between)
    if title is not None:
        first = between[title]
        for line, kind in zip(_list_first_above(between, title), head, strict=False):
            if _kind_of(line) != kind:
                break
            first = line
        known.append(first)
    if known:
        return min(token.span.start for token in known)
    return (tokens[end - 1].span.end + tokens[start].span.start) // 2


def _find_title(tokens: Sequence[Token]) -> int | None:
    """Return which token is the last title among those above a report's tables."""
    titles = [at for at, token in enumerate(tokens) if _TITLE.fullmatch(token.text)]
    return titles[-1] if titles else None


def _find_head(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return what kinds of lines stand above the first report's title, from it upwards.

    Only a name, and a field with its name before a colon, are of a kind.
    """
    title = _find_title(tokens)
    if title is None:
        return ()
    kinds = map(_kind_of, _list_first_above(tokens, title))
    return tuple(takewhile(bool, kinds))


def _list_first_above(tokens: Sequence[Token], title: int) -> list[Token]:
    """Return the first token of each line above a title, from it upwards."""
    lines = groupby(tokens[:title], key=attrgetter("line"))
    return [next(line) for _, line in lines][::-1]


def _kind_of(token: Token) -> str:
    """Return what kind of line a token begins above a title: a body's name, or a field by its name.

    >>> lines = "白水县财政局", "发布日期:2024-01-12", "我局认真做好公开工作"
    >>> [_kind_of(Token("label", line, Span(0, 1), 1, 1)) for line in lines]
    ['name', '发布日期', '']
    """
    if is_body(token.text):
        return "name"
    field = _FIELD.match(token.text)
    return field[1] if field else ""


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
