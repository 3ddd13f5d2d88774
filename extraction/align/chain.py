"""The best chain of label matches that keeps the form's order, and how sure each link is.

A monotone alignment (Needleman and Wunsch, 1970) over sparse candidates. Labels that
recur anywhere (column headers, 信息内容) are decoys: they take what would else be forced
on a row. For each link the best chain without it is known too; the difference is its
margin.
"""

import re
from collections.abc import Iterator, Sequence
from operator import add
from typing import NamedTuple

from extraction.align.thresholds import (
    CHAIN_FLOOR,
    CLEAR_HEADING,
    COMPLETING,
    DECOY_SHARE,
    EXACT_LABEL,
    FULL_ROW,
    LABEL_LINES,
    LIKELY_LABEL,
    LONGER_GAIN,
    PARTIAL_ROW,
    RIVAL_ROW,
    WRAPPED_COST,
)
from extraction.forms.label_index import FormLabel, LabelIndex, Match, count_common
from extraction.forms.table import label_key
from extraction.values.layout import Token

_HAN = re.compile(r"[\u3400-\u9fff]")
NUMBERED = re.compile(r"\(?\d{1,2}[).、]|[①-⑳㈠-㈩]")
"""What has a number of its own begins a label, and goes on with none."""
_CLOSING = re.compile(r"[)\]”\"』」〕]{1,2}")
_OPEN = re.compile(r"[(（][^)）]*\Z")
_PUNCTUATION = re.compile(r"[\s”\"’』」〕)\]）】、,，.。:：;；]*")
_REMARK = re.compile(r"\s*[(（\[【〔].*[)）\]】〕]\s*|\s*[*※注]\d{0,2}\s*", re.DOTALL)


class Item(NamedTuple):
    """A printed label and the figures that follow it before the next label."""

    label: Token
    values: tuple[Token, ...]


class Link(NamedTuple):
    """Items `[start, end)` read as one label of the form.

    text: the label as printed, its wrapped parts joined. values: the figures after
    (or, in wrapped print, amid) the label; figures_at: the item that they follow. first, last:
    the tokens that the label begins and ends with. margin: how much worse the best chain is
    that does without this link; 0 for a decoy.
    """

    start: int
    end: int
    target: FormLabel
    score: float
    gain: float
    text: str
    values: tuple[Token, ...]
    figures_at: int
    first: Token
    last: Token
    margin: float = 0.0


def find_items(tokens: Sequence[Token]) -> tuple[list[Item], tuple[Token, ...]]:
    """Hang figures on the label before them; figures before any label come second."""
    unlabelled: list[Token] = []
    values: list[Token] = unlabelled
    groups: list[tuple[Token, list[Token]]] = []
    for token in tokens:
        if token.kind == "label":
            values = []
            groups.append((token, values))
        elif not (groups and _is_blank_beyond_grid(token, groups[-1][0])):
            values.append(token)
    return [Item(label, tuple(found)) for label, found in groups], tuple(unlabelled)


def _is_blank_beyond_grid(token: Token, label: Token) -> bool:
    """Whether a blank stands behind the drawn grid of a label: it is no cell of its row."""
    if token.kind != "blank" or label.place is None:
        return False
    return token.place is None or token.place.grid != label.place.grid


def count_printed(values: Sequence[Token]) -> int:
    """Count the figures and marks among a label's values, kept blanks aside."""
    return len([value for value in values if value.kind != "blank"])


def find_chain(items: Sequence[Item], label_index: LabelIndex) -> tuple[list[Link], float]:
    """Return the best chain's links, decoys included, and its score."""
    links = [list(_find_links(items, index, label_index)) for index in range(len(items))]
    forward = _sweep_forward(links, len(label_index.ordered))
    backward = _sweep_backward(links, len(label_index.ordered))
    score = forward[-1][-1]
    chosen = []
    for link in _walk_back(links, forward):
        if link.target.position is not None:
            link = _with_margin(link, links, forward, backward, score)
        chosen.append(link)
    return chosen, score


def _find_links(items: Sequence[Item], start: int, label_index: LabelIndex) -> Iterator[Link]:
    """Yield what the items from `start` on may mean, up to a few joined as one label."""
    text = ""
    values: tuple[Token, ...] = ()
    figures_at, alone = start, 0.0
    for end in range(start + 1, min(start + LABEL_LINES, len(items)) + 1):
        item, before = items[end - 1], text
        if end > start + 1 and not _may_join(items[end - 2], item, values, alone):
            return
        text += item.label.text
        figures_at = end - 1 if item.values or not values else figures_at
        values += item.values
        matches = label_index.find(text)
        best = best_row_score(matches)
        for match in matches:
            if match.target.kind == "row" and match.score < best - RIVAL_ROW:
                continue  # a label that plainly names another row is never bent to this one
            if end > start + 1 and not completes(match.target, before, text):
                continue
            if _is_end_of_another(match, items, start, text, label_index):
                continue
            if match.target.position is None and match.score < CLEAR_HEADING:
                continue  # a column header that is hardly one must not part a longer one
            brings_figures = figures_at == end - 1 and values and match.score >= LIKELY_LABEL
            if end == start + 1 or match.score > alone or brings_figures:
                gain = _weigh(match, end - start, values, label_index)
                found = (match.target, match.score, gain, text, values, figures_at)
                yield Link(start, end, *found, items[start].label, item.label)
        alone = max(alone, matches[0].score if matches else 0.0)


def completes(target: FormLabel, before: str, joined: str) -> bool:
    """Whether a label of the form becomes more complete by what is joined to its beginning.

    What adds nothing to any of the form's words for it is no part of it: 行政许可不到 is not
    行政许可. A bracketed remark may follow, and what an open bracket leaves to be said.
    """
    tail = joined[len(before) :]
    if is_remark(tail) or _PUNCTUATION.fullmatch(tail) or _OPEN.search(before):
        return True
    wanted = max(1, min(len(label_key(tail)), COMPLETING))
    for label in target.labels:
        if count_common(joined, label) - count_common(before, label) >= wanted:
            return True
    return False


def is_remark(text: str) -> bool:
    """Whether a text is a remark in brackets, or a mark that points to one.

    >>> is_remark("(含联合制发)"), is_remark("注1"), is_remark("不到")
    (True, True, False)
    """
    return _REMARK.fullmatch(text) is not None


def _is_end_of_another(
    match: Match, items: Sequence[Item], start: int, text: str, label_index: LabelIndex
) -> bool:
    """Whether a text that is hardly this row's label ends another's that begins before it."""
    if match.target.kind != "row" or match.score >= EXACT_LABEL:
        return False
    for item in reversed(items[max(0, start - LABEL_LINES + 1) : start]):
        if item.values:
            return False
        text = item.label.text + text
        for whole in label_index.find(text)[:1]:
            if whole.target.kind == "row" and whole.score >= EXACT_LABEL:
                return whole.target != match.target
    return False


def best_row_score(matches: Sequence[Match]) -> float:
    """Return the score of the row that a text resembles most; 0 if it resembles none."""
    return next((match.score for match in matches if match.target.kind == "row"), 0.0)


def _may_join(left: Item, right: Item, values: tuple[Token, ...], alone: float) -> bool:
    """Whether two labels may be parts of one: only one of the parts has figures."""
    if left.label.place is not None and left.label.cell != right.label.cell:
        return False
    if not _HAN.search(right.label.text) and not _CLOSING.fullmatch(right.label.text):
        return False
    if NUMBERED.match(right.label.text):
        return False
    return not (values and (right.values or alone >= EXACT_LABEL))


def _weigh(match: Match, parts: int, values: tuple[Token, ...], label_index: LabelIndex) -> float:
    """Return what a link adds to a chain: how well it fits, more where figures follow."""
    target = match.target
    gain = (match.score - CHAIN_FLOOR) / (100.0 - CHAIN_FLOOR) - WRAPPED_COST * (parts - 1)
    if target.position is None:
        return (match.score - CHAIN_FLOOR) / (100.0 - CHAIN_FLOOR) * DECOY_SHARE + LONGER_GAIN * (
            parts - 1
        )
    printed = count_printed(values)
    width = len(label_index.table.blocks[target.block].columns)
    full = printed == width or (printed and len(values) >= width)
    bonus = FULL_ROW if full else PARTIAL_ROW if printed else 0.0
    return gain + {"row": bonus, "group": bonus / 2}.get(target.kind, 0.0)


Links = Sequence[Sequence[Link]]


def _sweep_forward(links: Links, targets: int) -> list[list[float]]:
    """Best score of the items before i with targets before t, for each i and t."""
    best = [[0.0] * (targets + 1) for _ in range(len(links) + 1)]
    for index, row in enumerate(best[:-1]):
        _raise_to(best[index + 1], row)
        for link in links[index]:
            goal = best[link.end]
            position = link.target.position
            if position is None:
                _raise_to(goal, [value + link.gain for value in row])
            else:
                _raise_from(goal, position + 1, row[position] + link.gain)
    return best


def _sweep_backward(links: Links, targets: int) -> list[list[float]]:
    """Best score of the items from i on with targets from t on, for each i and t."""
    best = [[0.0] * (targets + 1) for _ in range(len(links) + 1)]
    for index in range(len(links) - 1, -1, -1):
        row = best[index] = list(best[index + 1])
        for link in links[index]:
            after = best[link.end]
            position = link.target.position
            if position is None:
                _raise_to(row, [value + link.gain for value in after])
            else:
                _raise_up_to(row, position, after[position + 1] + link.gain)
    return best


def _raise_to(goal: list[float], values: Sequence[float]) -> None:
    goal[:] = map(max, goal, values)


def _raise_from(row: list[float], at: int, value: float) -> None:
    """Raise a row that never falls to a value from here on; it never falls afterwards."""
    for place in range(at, len(row)):
        if row[place] >= value:
            return
        row[place] = value


def _raise_up_to(row: list[float], at: int, value: float) -> None:
    """Raise a row that never rises to a value up to here; it never rises afterwards."""
    while at >= 0 and row[at] < value:
        row[at] = value
        at -= 1


def _walk_back(links: Links, forward: Sequence[Sequence[float]]) -> list[Link]:
    """Recover the links of the best chain, in order."""
    into: list[list[Link]] = [[] for _ in range(len(links) + 1)]
    for starting in links:
        for link in starting:
            into[link.end].append(link)
    chosen: list[Link] = []
    index, limit = len(links), len(forward[0]) - 1
    while index > 0:
        leading = [link for link in into[index] if _leads_to(link, forward, index, limit)]
        if not leading:
            index -= 1
            continue
        chosen.append(leading[0])
        index = leading[0].start
        position = leading[0].target.position
        limit = limit if position is None else position
    return chosen[::-1]


def _leads_to(link: Link, forward: Sequence[Sequence[float]], index: int, limit: int) -> bool:
    """Whether a link brings the best score that is reached at `index` within `limit`."""
    position = link.target.position
    if position is None:
        before = forward[link.start][limit]
    elif position < limit:
        before = forward[link.start][position]
    else:
        return False
    return link.gain > 0 and abs(before + link.gain - forward[index][limit]) < 1e-9


def _with_margin(
    link: Link,
    links: Links,
    forward: Sequence[Sequence[float]],
    backward: Sequence[Sequence[float]],
    score: float,
) -> Link:
    """Measure how much worse the best chain is that gives the link's figures elsewhere."""
    index = link.figures_at
    rivals = [max(map(add, forward[index], backward[index + 1]))]
    for start in range(max(0, index - LABEL_LINES + 1), index + 1):
        for rival in links[start]:
            if rival.end > index and rival.target != link.target:
                rivals.append(_through(rival, forward, backward))
    return link._replace(margin=score - max(rivals))


def _through(
    link: Link, forward: Sequence[Sequence[float]], backward: Sequence[Sequence[float]]
) -> float:
    """Score of the best chain that uses a link."""
    before, after = forward[link.start], backward[link.end]
    position = link.target.position
    if position is None:
        around: float = max(map(add, before, after))
        return around + link.gain
    return before[position] + link.gain + after[position + 1]
