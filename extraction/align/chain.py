"""The best chain of label matches that keeps the form's order, and how sure each link is.

A monotone alignment (Needleman and Wunsch, 1970) over sparse candidates. Labels that
recur anywhere (column headers, 信息内容) are decoys: they take what would else be forced
on a row. For each link the best chain without it is known too; the difference is its
margin.
"""

import re
from collections.abc import Iterator, Sequence

from extraction.align.links import Item, Link, count_printed
from extraction.align.sweeps import add_margin, sweep_backward, sweep_forward, walk_back
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


def find_chain(items: Sequence[Item], label_index: LabelIndex) -> tuple[list[Link], float]:
    """Return the best chain's links, decoys included, and its score."""
    links = [list(_find_links(items, index, label_index)) for index in range(len(items))]
    forward = sweep_forward(links, len(label_index.ordered))
    backward = sweep_backward(links, len(label_index.ordered))
    chosen = []
    for link in walk_back(links, forward):
        if link.target.position is not None:
            link = add_margin(link, links, forward, backward)
        chosen.append(link)
    return chosen, forward[-1][-1]


def _find_links(items: Sequence[Item], start: int, label_index: LabelIndex) -> Iterator[Link]:
    """Yield what the items from `start` on may mean, up to a few joined as one label."""
    text = ""
    values: tuple[Token, ...] = ()
    figures_at, alone = start, 0.0
    for index in range(start, min(start + LABEL_LINES, len(items))):
        item, before = items[index], text
        goes_on = index > start
        if goes_on and not _may_join(items[index - 1], item, values, alone):
            return
        text += item.label.text
        if item.values or not values:
            figures_at = index
        values += item.values
        matches = label_index.find(text)
        brings_figures = figures_at == index and bool(values)
        for match in _drop_unlikely(matches):
            if goes_on and not (
                _gains_by_joining(match, alone, brings_figures=brings_figures)
                and completes(match.target, before, text)
            ):
                continue
            if _is_end_of_another(match, items, start, text, label_index):
                continue
            gain = _weigh(match, index - start, values, label_index)
            found = (match.target, match.score, gain, text, values, figures_at)
            yield Link(start, index + 1, *found, items[start].label, item.label)
        alone = max(alone, matches[0].score if matches else 0.0)


def _drop_unlikely(matches: Sequence[Match]) -> Iterator[Match]:
    """Yield what a text may mean.

    A label that plainly names another row is never bent to this one, and a column header that
    is hardly one must not part a longer one.
    """
    least = best_row_score(matches) - RIVAL_ROW
    for match in matches:
        if match.target.kind == "row" and match.score < least:
            continue
        if match.target.position is not None or match.score >= CLEAR_HEADING:
            yield match


def _gains_by_joining(match: Match, alone: float, *, brings_figures: bool) -> bool:
    """Whether labels are better read as one: it is more like the form's, or brings the figures."""
    return match.score > alone or (brings_figures and match.score >= LIKELY_LABEL)


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


def _weigh(match: Match, joints: int, values: tuple[Token, ...], label_index: LabelIndex) -> float:
    """Return what a link adds to a chain: how well it fits, more where figures follow."""
    target = match.target
    fit = (match.score - CHAIN_FLOOR) / (100.0 - CHAIN_FLOOR)
    if target.position is None:
        return fit * DECOY_SHARE + LONGER_GAIN * joints
    printed = count_printed(values)
    width = len(label_index.table.blocks[target.block].columns)
    full = printed == width or (printed and len(values) >= width)
    bonus = FULL_ROW if full else PARTIAL_ROW if printed else 0.0
    gain = fit - WRAPPED_COST * joints
    return gain + {"row": bonus, "group": bonus / 2}.get(target.kind, 0.0)
