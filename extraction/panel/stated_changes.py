"""Changes that the prose states, against the figures of both years (Y11)."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from extraction.panel.findings import Pair, PanelFinding
from extraction.panel.plan import StatedChanges
from extraction.panel.year_report import StatedChange
from extraction.values.catalogue import year_to_year as told
from extraction.values.record import CellKey

_HUNDRED = 100


def check_stated(pair: Pair, stated: StatedChanges) -> Iterator[PanelFinding]:
    """Yield where a change is stated that the two reports do not bear out.

    Only a change right behind the figure that the table has, in plain words (同比增长20%): a
    count exactly, a percentage as it is rounded. Percentage points are of shares, and left.
    """
    for change in pair.now.changes:
        path = stated.facts.get(change.key)
        if path is None or pair.now.figures.get(path) != change.figure:
            continue
        before, amount = pair.before.figures.get(path), find_amount(change, stated)
        if before is None or amount is None:
            continue
        real = _change(change, before, amount, stated)
        if real is None or real == amount:
            continue
        found = told.CHANGE_DIFFERS.fails(
            cells=[CellKey(*path.split("."))],
            sides=(amount, real),
            quote=change.quote,
            year=pair.year,
        )
        yield pair.tell(found)


def find_amount(change: StatedChange, stated: StatedChanges) -> Decimal | None:
    """Return a stated change with its sign; None where its words are not plain ones."""
    match = _pattern(stated.since, stated.up, stated.down).match(change.quote)
    if match is None:
        return None
    return change.amount if match["up"] else -change.amount


@lru_cache(maxsize=4)
def _pattern(since: tuple[str, ...], up: tuple[str, ...], down: tuple[str, ...]) -> re.Pattern[str]:
    begin, more, less = ("|".join(map(re.escape, words)) for words in (since, up, down))
    return re.compile(
        rf"(?:{begin})(?:(?P<up>{more})|(?P<down>{less}))\s*[\d.,]+\s*[^\d,]{{1,2}}\Z"
    )


def _change(
    change: StatedChange, before: Decimal, amount: Decimal, stated: StatedChanges
) -> Decimal | None:
    """Return the real change in the unit that is stated; None of no unit.

    One that may be rounded to what is stated is returned as that, either way of a half.
    """
    difference = change.figure - before
    if change.unit in stated.counts:
        return difference
    if change.unit in stated.shares and before:
        share = difference * _HUNDRED / before
        last_digit = Decimal(1).scaleb(int(amount.as_tuple().exponent))
        fits = abs(share - amount) * 2 <= last_digit
        return amount if fits else share.quantize(last_digit, ROUND_HALF_UP)
    return None
