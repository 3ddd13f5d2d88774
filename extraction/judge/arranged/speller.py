"""Printed characters held against the labels of a block's rows and groups."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extraction.forms.table import Block, label_key

_DIGITS = "0123456789"


class _State(NamedTuple):
    """How far labels are said: a row's, of those it may have, and each level of groups'."""

    row: int
    label: str
    said: int
    groups: tuple[int, ...]


class Speller:
    """Says whether printed characters are the labels of a block, in the form's order.

    A group's label may stand anywhere among those of rows, in parts. The figures of a row stand
    within its label or behind it.

    >>> from extraction.forms.table import Column, Row
    >>> rows = (Row(key="a", label="行政处罚"), Row(key="b", label="行政强制"))
    >>> speller = Speller(Block(key="c", columns=(Column(key="d", label="数量"),), rows=rows))
    >>> for part in ("行政", 0, "处罚行政强", 1, "制"):
    ...     speller.say(part) if isinstance(part, str) else speller.pass_figures(part)
    >>> speller.is_done
    True
    """

    def __init__(self, block: Block) -> None:
        self._rows = [tuple(_ways_to_say(row.labels)) for row in block.rows]
        self._levels = _spell_groups(block)
        self._passed = -1
        self._states = {_State(-1, "", 0, (0,) * len(self._levels))}

    @property
    def is_done(self) -> bool:
        """Whether all labels may be said, and no part of another."""
        last = len(self._rows) - 1
        whole = tuple(map(len, self._levels))
        for state in self._states:
            ended = state.said == len(state.label) and state.row == last
            if ended and state.groups == whole:
                return True
        return False

    @property
    def may_go_on(self) -> bool:
        """Whether all that was said is of the labels."""
        return bool(self._states)

    def say(self, text: str) -> None:
        """Go on by printed characters: each goes on in a row's label, or in a group's."""
        for character in text:
            further = set[_State]()
            for state in self._states:
                further.update(self._go_on(state, character))
            self._states = further

    def pass_figures(self, row: int) -> None:
        """Go on past the figures of a row: its label is begun."""
        self._passed = row
        self._states = {state for state in self._states if state.row == row}

    def _go_on(self, state: _State, character: str) -> Iterator[_State]:
        row, label, said, groups = state
        for level, whole in enumerate(self._levels):
            at = groups[level]
            if whole[at : at + 1] == character:
                yield state._replace(groups=(*groups[:level], at + 1, *groups[level + 1 :]))
        if label[said : said + 1] == character:
            yield state._replace(said=said + 1)
        may_begin = said == len(label) and row == self._passed
        if may_begin and row + 1 < len(self._rows):
            for following in self._rows[row + 1]:
                if following.startswith(character):
                    yield _State(row + 1, following, 1, groups)


def _ways_to_say(labels: Sequence[str]) -> Iterator[str]:
    """Yield what `label_key` leaves of labels, and of those that are numbered in other signs."""
    for label in labels:
        key = label_key(label)
        yield key
        yield key.lstrip(_DIGITS)


def _spell_groups(block: Block) -> list[str]:
    """Return the labels of groups that stand beside each other, level by level, outermost first."""
    within = {group.key: group.within for group in block.row_groups}
    levels: list[str] = []
    for group in block.row_groups:
        depth = 0
        over = group.within
        while over is not None:
            depth += 1
            over = within[over]
        levels += [""] * (depth + 1 - len(levels))
        levels[depth] += label_key(group.label)
    return levels
