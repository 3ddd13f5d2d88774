"""Headers torn or run together by what wrote a text: read on, they may still be spelt out.

`总计商 业 企` and `业` are no names of columns; but where all that stands over the figures is
the form's headers from the first to the last, nothing there names another thing.
"""

from collections.abc import Iterable, Iterator

from extraction.forms.table import Block, label_key


def spell_headers(texts: Iterable[str], block: Block) -> bool:
    """Whether the texts over a block's rows end in all its headers, in order, level by level."""
    expected = label_key("".join(_by_level(block)))
    return _read_on(texts).endswith(expected)


def spell_headings(texts: Iterable[str], block: Block) -> bool:
    """Whether the texts over one line of figures are all its headers, in order, row by row.

    The names of the rows may stand among them, or before them all.
    """
    text = _read_on(texts)
    names = [name for own in (*block.rows, *block.row_groups) for name in own.labels]
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(label_key(name), "")
    expected = label_key("".join(column.label for column in block.columns))
    return text.endswith(expected * len(block.rows))


def _read_on(texts: Iterable[str]) -> str:
    return label_key("".join(texts))


def _by_level(block: Block) -> Iterator[str]:
    """Yield the upper headers, a group's where its first column stands, then the others."""
    groups = {group.key: group.label for group in block.column_groups}
    for column in block.columns:
        if column.group is None:
            yield column.label
        elif column.group in groups:
            yield groups.pop(column.group)
    for column in block.columns:
        if column.group is not None:
            yield column.label
