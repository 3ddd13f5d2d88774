"""Mistakes in a form's tables: keys, groups, and labels that cannot be told apart."""

from collections.abc import Iterator, Sequence

from extraction.forms.lined import Path, shorten_value
from extraction.forms.mistakes.mistake import (
    Keyed,
    Mistake,
    find_repeated,
    find_unknown,
    keyed,
)
from extraction.forms.table import Block, Column, Group, Labelled, Row, Table, label_key


def find_in_tables(tables: Sequence[Table]) -> Iterator[Mistake]:
    """Yield what is wrong with tables, whatever rules there are."""
    at: Path = ("tables",)
    if not tables:
        yield Mistake(at, "a form without a table reads nothing; add one")
    yield from find_repeated(keyed(tables, at), "table")
    titles: list[Labels] = []
    for number, table in enumerate(tables):
        titles.append((table.key, (table.label,), (*at, number)))
    yield from _find_alike(titles, "tables")
    for number, table in enumerate(tables):
        yield from _find_in_table(table, (*at, number))


def _find_in_table(table: Table, at: Path) -> Iterator[Mistake]:
    """Yield mistakes of one table; its rows and groups have keys of their own throughout it."""
    if not table.blocks:
        yield Mistake((*at, "blocks"), f"the table {table.key} has no blocks; add one")
    yield from find_repeated(keyed(table.blocks, (*at, "blocks")), "block")
    rows: list[Keyed] = []
    groups: list[Keyed] = []
    in_blocks: list[Mistake] = []
    for number, block in enumerate(table.blocks):
        place = (*at, "blocks", number)
        rows += _row_keys(block, place)
        groups += _group_keys(block, place)
        in_blocks += _find_in_block(block, place)
    yield from find_repeated(rows, "row")
    yield from find_repeated(groups, "group")
    yield from in_blocks


def _row_keys(block: Block, at: Path) -> Iterator[Keyed]:
    yield from keyed(block.rows, (*at, "rows"))
    yield from _subtotals(block.row_groups, (*at, "row_groups"))


def _column_keys(block: Block, at: Path) -> Iterator[Keyed]:
    yield from keyed(block.columns, (*at, "columns"))
    yield from _subtotals(block.column_groups, (*at, "column_groups"))


def _group_keys(block: Block, at: Path) -> Iterator[Keyed]:
    yield from keyed(block.row_groups, (*at, "row_groups"))
    yield from keyed(block.column_groups, (*at, "column_groups"))


def _subtotals(groups: Sequence[Group], at: Path) -> Iterator[Keyed]:
    for number, group in enumerate(groups):
        if group.subtotal is not None:
            yield Keyed(group.subtotal, (*at, number, "subtotal"))


def _find_in_block(block: Block, at: Path) -> Iterator[Mistake]:
    for name, things in (("rows", block.rows), ("columns", block.columns)):
        if not things:
            yield Mistake((*at, name), f"the block {block.key} has no {name}; add one")
    yield from find_repeated(_column_keys(block, at), "column")
    yield from _find_in_groups(block.row_groups, block.rows, at, "row")
    yield from _find_in_groups(block.column_groups, block.columns, at, "column")
    for number, group in enumerate(block.column_groups):
        if group.subtotal and not group.subtotal_labels:
            says = f"the subtotal {group.subtotal} has no subtotal_labels; add how it is printed"
            place = (*at, "column_groups", number, "subtotal")
            yield Mistake(place, says)
    yield from _find_alike(_labels(block.row_groups, block.rows, at, "row"), "rows")
    yield from _find_alike(_labels(block.column_groups, block.columns, at, "column"), "columns")


def _find_in_groups(
    groups: Sequence[Group], members: Sequence[Row | Column], at: Path, what: str
) -> Iterator[Mistake]:
    """Yield groups that are unknown, empty, or within themselves."""
    place = (*at, f"{what}_groups")
    over = {group.key: group.within for group in groups}
    named: list[Keyed] = []
    held: set[str] = set()
    for number, group in enumerate(groups):
        if group.within:
            named.append(Keyed(group.within, (*place, number, "within")))
    for number, member in enumerate(members):
        if member.group:
            named.append(Keyed(member.group, (*at, f"{what}s", number, "group")))
            held.update(_outward(member.group, over))
    yield from find_unknown(named, over, f"group of {what}s")
    for number, group in enumerate(groups):
        if group.within and group.key in _outward(group.within, over):
            says = f"the group {group.key} is within itself; within names the group around it"
            yield Mistake((*place, number, "within"), says)
        elif group.key not in held:
            says = f"the group {group.key} has no {what}s; leave it out"
            yield Mistake((*place, number), says)


def _outward(group: str, over: dict[str, str | None]) -> list[str]:
    """Return a group and those around it, each once, also where they go in a circle."""
    chain: list[str] = []
    around: str | None = group
    while around is not None and around not in chain:
        chain.append(around)
        around = over.get(around)
    return chain


Labels = tuple[str, tuple[str, ...], Path]
"""A key, what is printed for it, and where it stands."""


def _labels(
    groups: Sequence[Group], members: Sequence[Labelled], at: Path, what: str
) -> list[Labels]:
    """Return the labels of a block's rows or columns, and of what is printed over them."""
    found: list[Labels] = []
    for number, group in enumerate(groups):
        place: Path = (*at, f"{what}_groups", number)
        found.append((group.key, group.labels, place))
        if group.subtotal:
            found.append((group.subtotal, group.subtotal_labels, (*place, "subtotal_labels")))
    for number, member in enumerate(members):
        place = (*at, f"{what}s", number)
        found.append((member.key, member.labels, place))
    return found


def _find_alike(labelled: Sequence[Labels], what: str) -> Iterator[Mistake]:
    """Yield labels of which nothing is left to be found by, or the same as another's."""
    owners: dict[str, str] = {}
    for key, labels, path in labelled:
        for label in labels:
            left = label_key(label)
            owner = owners.setdefault(left, key)
            if not left:
                says = (
                    f"the label {shorten_value(label)} has no Han character or digit to be found by"
                )
                yield Mistake(path, f"{says}; write it as it is printed")
            elif owner != key:
                says = f"the {what} {owner} and {key} are both printed as {shorten_value(left)}"
                yield Mistake(path, f"{says}: they cannot be told apart; change one label")
