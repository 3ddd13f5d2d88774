"""The tool that takes guards out (tests.support.guards): each of these is missed by a case."""

import pytest

from extraction.align import strangers
from tests.support.guards import KEPT_WITHOUT_CASE, find_guards, find_noticing, load_checks

GUARDS = {str(guard): guard for guard in find_guards()}
NOTICING = {
    "align.strangers.set_strangers_apart left out": "align/negative/tabs-row-of-another-thing.txt",
    "align.single_line._turned no doubt": "align/made_up/commas-transposed-padded.txt",
    "cells.drawn_lines.is_crowded always no": "cells/negative/pipes-two-figures-in-a-cell.txt",
    "cells.pads.may_lack_column always no": "cells/negative/lines-blank-for-a-lost-column.txt",
}


@pytest.mark.parametrize("name", NOTICING)
def test_a_case_fails_without_its_guard_and_not_with_it(name: str) -> None:
    checks, case = load_checks(), NOTICING[name]
    assert find_noticing(GUARDS[name], [case], checks) == case
    assert checks[case]() == []


def test_what_is_put_in_a_guard_s_place_is_taken_away_again() -> None:
    guard = GUARDS["align.strangers.departs always no"]
    find_noticing(guard, [], {})
    assert strangers.departs is guard.function


def test_each_guard_that_is_kept_without_a_case_is_there() -> None:
    assert GUARDS.keys() >= set(KEPT_WITHOUT_CASE)
