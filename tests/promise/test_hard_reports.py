"""Reports that were once read wrong, and draws of the modifiers that mislead most.

Each seed below was a silent error when it was found; it must be right or flagged.
"""

from random import Random

import pytest

from evals.synth import LAYOUTS, generate_report
from tests.promise.test_promise import hold_promise

FOUND = [
    # A cell drawn over several columns was read as one figure.
    (7444, None, None),
    (2772, None, None),
    (8553, None, None),
    *((seed, "html", ("run_together",)) for seed in (13, 22, 29, 41, 44)),
    # The pipe that opens a line was taken for a blank cell of table 4.
    (35, "pipes-in-front", ("blanks_removed",)),
    (410, "pipes-in-front", ("blanks_removed",)),
    # Two long labels that exchanged their places were each bent to the other's row.
    (5000838, None, None),
    (3952, None, None),
    # 其他 inside a head that was printed in tokens was taken for a column of its own.
    (87886341, "html", ("blank_totals", "hard_spaces")),
    # A subtotal column under heads that nobody can read.
    (15097696, "pdf", ("marks", "subtotal_column")),
    # Exchanged columns whose heads stand below the figures.
    (23059181, "pdf", ("columns_swapped", "heads_last")),
]
MISLEADING = (
    "blanks_removed",
    "run_together",
    "page_number",
    "blank_totals",
    "lost_row_label",
    "blanks_kept",
    "subtotal_column",
    "subtotal_rows",
    "local_row",
    "rows_swapped",
    "columns_swapped",
    "repeated_heads",
    "heads_last",
    "hard_spaces",
    "marks",
)


@pytest.mark.parametrize(("seed", "layout", "modifiers"), FOUND)
def test_a_report_once_read_wrong_is_right_or_flagged(
    seed: int, layout: str | None, modifiers: tuple[str, ...] | None
) -> None:
    for mistakes in (0, 1, 2):
        hold_promise(generate_report(seed, layout=layout, modifiers=modifiers, mistakes=mistakes))


@pytest.mark.parametrize("start", range(0, 300, 50))
def test_what_misleads_most_is_right_or_flagged(start: int) -> None:
    for seed in range(start, start + 50):
        rng = Random(seed)
        layout = rng.choice(sorted(LAYOUTS))
        modifiers = rng.sample(MISLEADING, rng.choice([1, 2, 3]))
        mistakes = rng.choice([0, 0, 0, 1, 2])
        report = generate_report(
            rng.randrange(10**8), layout=layout, modifiers=modifiers, mistakes=mistakes
        )
        hold_promise(report)
