"""How well the best chain of links does: up to a place, from there on, with a link, without it."""

from collections.abc import Iterator, Sequence
from operator import add

from extraction.align.links import Link
from extraction.align.thresholds import LABEL_LINES

Links = Sequence[Sequence[Link]]
"""By item: the links that begin with it."""
Sweep = Sequence[Sequence[float]]
"""By item and target: the best score of what comes before both, or from both on."""


def sweep_forward(links: Links, targets: int) -> list[list[float]]:
    """Return the best score of the items before i with targets before t, for each i and t."""
    best = _start_sweep(links, targets)
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


def sweep_backward(links: Links, targets: int) -> list[list[float]]:
    """Return the best score of the items from i on with targets from t on, for each i and t."""
    best = _start_sweep(links, targets)
    for index in reversed(range(len(links))):
        row = list(best[index + 1])
        best[index] = row
        for link in links[index]:
            after = best[link.end]
            position = link.target.position
            if position is None:
                _raise_to(row, [value + link.gain for value in after])
            else:
                _raise_up_to(row, position, after[position + 1] + link.gain)
    return best


def _start_sweep(links: Links, targets: int) -> list[list[float]]:
    """Return a sweep that has found nothing yet."""
    return [[0.0] * (targets + 1) for _ in range(len(links) + 1)]


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


def walk_back(links: Links, forward: Sweep) -> list[Link]:
    """Recover the links of the best chain, in order."""
    ending = _group_by_end(links)
    chosen: list[Link] = []
    index = len(links)
    limit = len(forward[0]) - 1
    while index > 0:
        leading = (link for link in ending[index] if _leads_to(link, forward, index, limit))
        link = next(leading, None)
        if link is None:
            index -= 1
            continue
        chosen.append(link)
        index = link.start
        if link.target.position is not None:
            limit = link.target.position
    return chosen[::-1]


def _group_by_end(links: Links) -> list[list[Link]]:
    """Return for each item the links that end before it."""
    ending: list[list[Link]] = [[] for _ in range(len(links) + 1)]
    for starting in links:
        for link in starting:
            ending[link.end].append(link)
    return ending


def _leads_to(link: Link, forward: Sweep, index: int, limit: int) -> bool:
    """Whether a link brings the best score that is reached at `index` within `limit`."""
    position = link.target.position
    if position is None:
        before = forward[link.start][limit]
    elif position < limit:
        before = forward[link.start][position]
    else:
        return False
    reached = forward[index][limit]
    return link.gain > 0 and abs(before + link.gain - reached) < 1e-9


def add_margin(link: Link, links: Links, forward: Sweep, backward: Sweep) -> Link:
    """Measure how much worse the best chain is that gives the link's figures elsewhere."""
    index = link.figures_at
    unread = max(map(add, forward[index], backward[index + 1]))
    rivals = [_through(rival, forward, backward) for rival in _find_rivals(link, links)]
    margin = forward[-1][-1] - max([unread, *rivals])
    return link._replace(margin=margin)


def _find_rivals(link: Link, links: Links) -> Iterator[Link]:
    """Yield what else the item may be read as that a link's figures follow."""
    last = link.figures_at
    first = max(0, last - LABEL_LINES + 1)
    for start in range(first, last + 1):
        for rival in links[start]:
            if rival.end > last and rival.target != link.target:
                yield rival


def _through(link: Link, forward: Sweep, backward: Sweep) -> float:
    """Return the score of the best chain that uses a link."""
    before = forward[link.start]
    after = backward[link.end]
    position = link.target.position
    if position is None:
        around: float = max(map(add, before, after))
        return around + link.gain
    return before[position] + link.gain + after[position + 1]
