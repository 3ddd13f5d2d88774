"""The tool that takes guards out (tests.support.guards): each of these is missed by a case."""

import pytest

from extraction.align import unknown_rows
from tests.support.guards import find_guards, find_noticing, load_checks

GUARDS = {str(guard): guard for guard in find_guards()}
NOTICING = {
    "align.align._is_plain always yes": "align/negative/pipes-rows-swapped-mixed-label.txt",
    "align.align._names_no_other always yes": "align/negative/pipes-label-like-the-next-row.txt",
    "align.chain._is_end_of_another always no": "align/negative/html-end-like-a-missing-row.html",
    "align.drawn._reach_last always yes": "align/negative/markdown-label-moved-left.md",
    "align.row_candidates._is_sign always no": "align/negative/lines-figures-behind-a-mask.txt",
    "align.single_line._doubt_transposed no doubt": "align/made_up/commas-transposed-padded.txt",
    "align.unknown_rows.drop_unknown_rows left out": "align/negative/tabs-row-of-another-thing.txt",
    "align.unread_headers.doubt_places no doubt": "align/negative/html-header-left-of-figures.html",
    "judge.lines.drawn_lines.is_crowded always no": (
        "judge/negative/pipes-two-figures-in-a-cell.txt"
    ),
    "judge.sums.joint._Rest._explains always yes": (
        "judge/made_up/pipes-blanks-lost-by-subtotals.txt"
    ),
    "judge.sums.joint._Rest._explains always no": "judge/negative/own-form-one-figure-too-many.txt",
    "judge.lines.line_proof._is_drawn_evenly always no": (
        "judge/made_up/html-blanks-under-lost-head.html"
    ),
    "judge.lines.pads.blanks_part_figures always no": (
        "judge/made_up/pipes-blank-between-all-cells.txt"
    ),
    "judge.lines.pads.leave_out_blanks left out": "judge/made_up/pipes-blank-between-all-cells.txt",
    "judge.lines.pads.may_lack_column always no": (
        "judge/negative/lines-blank-for-a-lost-column.txt"
    ),
}


@pytest.mark.parametrize("name", NOTICING)
def test_a_case_fails_without_its_guard_and_not_with_it(name: str) -> None:
    checks, case = load_checks(), NOTICING[name]
    assert find_noticing(GUARDS[name], [case], checks) == case
    assert checks[case]() == []


def test_what_is_put_in_a_guard_s_place_is_taken_away_again() -> None:
    guard = GUARDS["align.unknown_rows.departs always no"]
    find_noticing(guard, [], {})
    assert unknown_rows.departs is guard.function
