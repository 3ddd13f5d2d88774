"""The labels of a block as patterns over the words that stand in front of a figure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from extraction.forms.table import Block, Labelled, Table, label_key

Keys = frozenset[str]
_CORNERS = ("项目", "行", "列", "数值", "数量", "指标", "类别", "内容", "名称", "序号")
_OTHER_UNIT = re.compile(r"单位|[万亿千]")
LIKE_ANOTHER = 50.0
"""Words so much like another label, of which they may be a part, name that one (0 to 100)."""
_BEFORE_HEADS = 40
"""So many characters before the headers must not speak of another unit."""


class LabelWords:
    """A block's rows, columns, and all else that stands beside them; over `label_key`s."""

    def __init__(self, table: Table, block: Block) -> None:
        self.rows = index_keys(block.rows)
        self.columns = index_keys(block.columns)
        self.grouped = [column.key for column in block.columns if column.group]
        own = {*self.rows, *self.columns}
        self._own = _either(own)
        self._known = _either(_find_words_beside(table, block) - own)

    @cached_property
    def _row(self) -> re.Pattern[str]:
        return re.compile(f"(?P<front>.*?)(?P<label>{_either(self.rows)})")

    @cached_property
    def _column(self) -> re.Pattern[str]:
        return re.compile(f"(?P<front>.*?)(?P<label>{_either(self.columns)})")

    @cached_property
    def _headers(self) -> re.Pattern[str]:
        return re.compile(f"(?P<front>.*?)(?P<headers>(?:{self._own}|{self._known})+)")

    @cached_property
    def _leading(self) -> re.Pattern[str]:
        return re.compile(f"^(?:{self._known})+")

    @cached_property
    def _label(self) -> re.Pattern[str]:
        return re.compile(f"({self._own})|{self._known}")

    def split_row(self, words: str) -> tuple[str, Keys]:
        """Return what stands before the row's label that ends words, and the rows it names."""
        found = self._row.fullmatch(words)
        if found is None:
            return words, frozenset()
        return found["front"], self.rows[found["label"]]

    def split_column(self, words: str) -> tuple[str, Keys]:
        """Return what stands before the column's label that ends words, and the columns."""
        found = self._column.fullmatch(words)
        if found is None:
            return words, frozenset()
        return found["front"], self.columns[found["label"]]

    def split_headers(self, words: str) -> tuple[str, list[str]]:
        """Return what stands before all labels that end words, and these labels."""
        found = self._headers.fullmatch(words)
        if found is None:
            return words, []
        printed = self._label.findall(found["headers"])  # groups and corners are empty
        return found["front"], [label for label in printed if label]

    def is_known(self, words: str, own: str = "") -> bool:
        """Whether words are groups and corners of the table alone, and a label's own repeat."""
        rest = words.replace(own, "") if own else words
        return re.fullmatch(f"(?:{self._known})*", rest) is not None

    def is_foreign(self, words: str, row: str) -> bool:
        """Whether words, a group's in front aside, are like no label but perhaps this row's."""
        words = self._leading.sub("", words)
        if not words:
            return True
        if self._label.search(words) is not None:
            return False
        if len(words) > max(map(len, self.rows)):
            return False
        own = frozenset({row})
        for label in (*self.rows, *self.columns):
            if self.rows.get(label) == own:
                continue
            if fuzz.partial_ratio(words, label) >= LIKE_ANOTHER:
                return False
        return True

    def end_with_headers(
        self, words: str, order: Sequence[str], labels: Mapping[str, Keys]
    ) -> bool:
        """Whether words end with these headers in this order, groups and corners between them.

        Headers over two lines have the group first, and its columns below the others.
        """
        if self._end_with(words, order, labels):
            return True
        below = self._lower_grouped(order)
        return below is not None and self._end_with(words, below, labels)

    def _lower_grouped(self, order: Sequence[str]) -> list[str] | None:
        """Return the order with the columns of a group last; None if they are not together."""
        grouped = [key for key in order if key in self.grouped]
        if not grouped:
            return None
        start = order.index(grouped[0])
        end = start + len(grouped)
        if list(order[start:end]) != grouped:
            return None
        return [*order[:start], *order[end:], *grouped]

    def _end_with(self, words: str, order: Sequence[str], labels: Mapping[str, Keys]) -> bool:
        between = f"(?:{self._known})*"
        headers = between.join(_header_pattern(key, labels) for key in order)
        found = re.fullmatch(f"(?P<front>.*?){between}{headers}{between}", words)
        if found is None:
            return False
        return not speaks_of_other_unit(found["front"])


@lru_cache(maxsize=64)
def find_label_words(table: Table, block: Block) -> LabelWords:
    """Return the labels of a block, made once."""
    return LabelWords(table, block)


def _find_words_beside(table: Table, block: Block) -> set[str]:
    """Return the corners, headers and groups that may stand beside a block's labels."""
    words = [table.label, *_CORNERS]
    for each in table.blocks:
        words += each.heads
    for group in (*block.row_groups, *block.column_groups):
        words += group.labels
    return {label_key(word) for word in words}


def index_keys(labelled: Sequence[Labelled]) -> dict[str, Keys]:
    """Return, by what `label_key` leaves of each label, the keys of those that bear it."""
    found: dict[str, Keys] = {}
    for each in labelled:
        for label in each.labels:
            key = label_key(label)
            found[key] = found.get(key, frozenset()) | {each.key}
    return found


def speaks_of_other_unit(front: str) -> bool:
    """Whether the words before headers name a unit that the form does not have there.

    >>> speaks_of_other_unit("单位万件"), speaks_of_other_unit("三收到和处理")
    (True, False)
    """
    return _OTHER_UNIT.search(front[-_BEFORE_HEADS:]) is not None


def _header_pattern(key: str, labels: Mapping[str, Keys]) -> str:
    """Return what matches the labels of one key alone, printed once or repeated."""
    own = [label for label, keys in labels.items() if keys == {key}]
    matches_nothing = "(?!)"
    return f"(?:{_either(own) or matches_nothing})+"


def _either(labels: Iterable[str]) -> str:
    longest_first = sorted(labels, key=len, reverse=True)
    return "|".join(re.escape(label) for label in longest_first if label)
