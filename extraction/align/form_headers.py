"""The headers that a form gives a block: from left to right, or line by line of their two."""

from collections.abc import Iterator

from extraction.forms.table import Block


def list_columns(block: Block) -> tuple[str, ...]:
    """Return the keys of a block's columns, from left to right."""
    return tuple(column.key for column in block.columns)


def list_grouped(block: Block) -> list[str]:
    """Return the keys of the columns that stand under a group's name."""
    return [column.key for column in block.columns if column.group]


def list_levels(block: Block) -> tuple[list[str], list[str]]:
    """Return the keys on each of two levels: single columns and groups, and the groups' columns."""
    over = dict.fromkeys(column.group or column.key for column in block.columns)
    return list(over), list_grouped(block)


def list_by_level(block: Block) -> Iterator[str]:
    """Yield the labels of the upper headers, then of the lower ones."""
    yield from list_upper(block)
    yield from list_lower(block)


def list_upper(block: Block) -> Iterator[str]:
    """Yield the labels of single columns, and of groups where their first columns stand."""
    groups = _label_groups(block)
    for column in block.columns:
        if column.group is None:
            yield column.label
        elif column.group in groups:
            yield groups.pop(column.group)


def list_lower(block: Block) -> Iterator[str]:
    """Yield the labels of the columns that stand under a group's name."""
    for column in block.columns:
        if column.group is not None:
            yield column.label


def list_by_place(block: Block) -> Iterator[str]:
    """Yield the labels from left to right, a group's before those that it stands over."""
    groups = _label_groups(block)
    for column in block.columns:
        if column.group in groups:
            yield groups.pop(column.group)
        yield column.label


def _label_groups(block: Block) -> dict[str, str]:
    return {group.key: group.label for group in block.column_groups}
