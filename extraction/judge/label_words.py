"""The labels of a block as patterns over the words that stand in front of a figure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from extraction.forms.table import Block, Labelled, Table, label_key

Keys = frozenset[str]
_CORNERS = ("项目", "行", "列", "数值", "数量", "指标", "类别", "内容", "名称", "序号")
_OTHER_UNIT = re.compile(r"单位|[万亿千]")
_BEFORE_HEADS = 40
"""So many characters before the heads must not speak of another unit."""


class LabelWords:
    """A block's rows, columns, and all else that stands beside them; over `label_key`s."""

    def __init__(self, table: Table, block: Block) -> None:
        self.rows = index_keys(block.rows)
        self.columns = index_keys(block.columns)
        self.grouped = [column.key for column in block.columns if column.group]
        known = {label_key(word) for word in (table.label, *_CORNERS)}
        for each in table.blocks:
            known.update(map(label_key, each.heads))
        for group in (*block.row_groups, *block.column_groups):
            known.update(map(label_key, group.labels))
        known -= self.rows.keys()
        known -= self.columns.keys()
        self._known = _either(known)

    @cached_property
    def _row(self) -> re.Pattern[str]:
        return re.compile(f"(?P<front>.*?)(?P<label>{_either(self.rows)})")

    @cached_property
    def _column(self) -> re.Pattern[str]:
        return re.compile(f"(?P<front>.*?)(?P<label>{_either(self.columns)})")

    @cached_property
    def _heads(self) -> re.Pattern[str]:
        either = _either([*self.rows, *self.columns])
        return re.compile(f"(?P<front>.*?)(?P<heads>(?:{either}|{self._known})+)")

    @cached_property
    def _label(self) -> re.Pattern[str]:
        either = _either([*self.rows, *self.columns])
        return re.compile(f"({either})|{self._known}")

    def split_row(self, words: str) -> tuple[str, Keys]:
        """Return what stands before the row's label that ends words, and the rows it names."""
        found = self._row.fullmatch(words)
        return (
            (words, frozenset()) if found is None else (found["front"], self.rows[found["label"]])
        )

    def split_column(self, words: str) -> tuple[str, Keys]:
        """Return what stands before the column's label that ends words, and the columns."""
        found = self._column.fullmatch(words)
        if found is None:
            return words, frozenset()
        return found["front"], self.columns[found["label"]]

    def split_heads(self, words: str) -> tuple[str, list[str]]:
        """Return what stands before all labels that end words, and these labels."""
        found = self._heads.fullmatch(words)
        if found is None:
            return words, []
        return found["front"], [label for label in self._label.findall(found["heads"]) if label]

    def is_known(self, words: str, own: str = "") -> bool:
        """Whether words are groups and corners of the table alone, and a label's own repeat."""
        rest = words.replace(own, "") if own else words
        return re.fullmatch(f"(?:{self._known})*", rest) is not None

    def end_with_heads(self, words: str, order: Sequence[str], labels: Mapping[str, Keys]) -> bool:
        """Whether words end with these heads in this order, groups and corners between them.

        Heads over two lines have the group first, and its columns below the others.
        """
        if self._end_with(words, order, labels):
            return True
        single = [key for key in order if key not in self.grouped]
        grouped = [key for key in order if key in self.grouped]
        if not grouped:
            return False
        at = order.index(grouped[0])
        together = list(order[at : at + len(grouped)]) == grouped
        return together and self._end_with(words, [*single, *grouped], labels)

    def _end_with(self, words: str, order: Sequence[str], labels: Mapping[str, Keys]) -> bool:
        known = f"(?:{self._known})*"
        parts = []
        for key in order:
            own = [label for label, keys in labels.items() if keys == {key}]
            parts.append(f"(?:{_either(own) or '(?!)'})+")
        found = re.fullmatch(f"(?P<front>.*?){known}{known.join(parts)}{known}", words)
        return found is not None and not speaks_of_other_unit(found["front"])


@lru_cache(maxsize=64)
def find_label_words(table: Table, block: Block) -> LabelWords:
    """Return the labels of a block, made once."""
    return LabelWords(table, block)


def index_keys(labelled: Sequence[Labelled]) -> dict[str, Keys]:
    """Return, by what `label_key` leaves of each label, the keys of those that bear it."""
    found: dict[str, Keys] = {}
    for each in labelled:
        for label in each.labels:
            key = label_key(label)
            found[key] = found.get(key, frozenset()) | {each.key}
    return found


def speaks_of_other_unit(front: str) -> bool:
    """Whether the words before heads name a unit that the form does not have there.

    >>> speaks_of_other_unit("单位万件"), speaks_of_other_unit("三收到和处理")
    (True, False)
    """
    return _OTHER_UNIT.search(front[-_BEFORE_HEADS:]) is not None


def _either(labels: Iterable[str]) -> str:
    longest_first = sorted(labels, key=len, reverse=True)
    return "|".join(re.escape(label) for label in longest_first if label)
