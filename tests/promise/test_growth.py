"""What once took time in the square of its size: a short part of growth.py, for every run."""

import pytest

from tests.support.growth import PATTERNS, seconds_of, seconds_without

NAMED = {pattern.name: pattern for pattern in PATTERNS}
TIMES, AT_MOST, TRIES = 4, 9, 3
"""Four times the text took 13 to 16 times as long; a busy machine makes 4 into 6 at most."""


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("rule alone", 8_000),
        ("rule-colon prose", 8_000),
        ("rule-short table", 8_000),
        ("mixed-head-row alone", 6_000),
    ],
)
def test_what_repeats_costs_no_more_than_its_length(name: str, size: int) -> None:
    pattern = NAMED[name]
    ratios = []
    for _ in range(TRIES):
        once = seconds_of(pattern.text(size)) - seconds_without(pattern.place)
        often = seconds_of(pattern.text(TIMES * size)) - seconds_without(pattern.place)
        ratios.append(often / max(once, 0.01))
        if ratios[-1] <= AT_MOST:
            return
    pytest.fail(f"{TIMES} times the text takes {ratios} times as long")


def test_there_are_patterns_of_every_kind() -> None:
    kinds = {name.split("-")[0].split()[0] for name in NAMED}
    assert len(NAMED) == len(PATTERNS) > 3_000
    assert {"pipe", "rule", "title", "label", "figure", "date", "agency", "mask", "gbk"} <= kinds
