"""Makes spoilt reports, reads them, and says what is wrong in those that are called settled.

    python -m evals.fuzz --n 10000 --jobs 2 --out FOLDER
    python -m evals.fuzz --n 500 --layout boxes --operation "figure split" --seed 1

Each report has a form, a layout, contents, and none to three damages. Whatever fails is made
smaller (fewer damages, plainer contents), printed, and written to FOLDER with what is true of
every cell beside it. The same seed and options make the same reports.

The tables at the end count reports by layout, damage and contents: how many were tried; how
many came out verified or source_inconsistent; and how many of those have a cell that says what
was not printed for it: twofold, where the print is also that of a report with fewer damages and
was read as that; by order, where a table's heads cannot be read, its cells have the form's
places, and the record says so; silent, the rest, and what crashed. What is never settled tests
nothing. The command fails where anything is silent.
"""

import argparse
import json
import secrets
import sys
from pathlib import Path
from typing import Any

from evals.fuzz.make import OPERATIONS, RecipeChoice, make_spoilt
from evals.fuzz.sheet_layouts import LAYOUTS
from evals.fuzz.spoilt_truth import say_printed
from evals.fuzz.try_out import SpoiltOutcome, minimise, tabulate, try_seeds


def main() -> int:
    """Try reports, print how they came out, and write those that failed; 1 if any did."""
    asked = _parse()
    seed = secrets.randbelow(10**6) if asked.seed is None else asked.seed
    seeds = range(seed * 1_000_003, seed * 1_000_003 + asked.n)
    outcomes = []
    failed = 0
    choice = RecipeChoice(tuple(asked.layout), tuple(asked.operation))
    for outcome in try_seeds(seeds, asked.jobs, choice):
        outcomes.append(outcome)
        if outcome.failed:
            failed += outcome.is_silent
            small = outcome if asked.whole else minimise(outcome)
            kind = "silent" if small.is_silent else "by order" if small.is_by_order else "twofold"
            said = f"{len(outcomes)}: {kind}: {small.recipe}\n    {_say(small)}"
            print(said, file=sys.stderr, flush=True)
            if asked.out:
                write_failure(small, asked.out)
    print(f"seed {seed}\n\n{tabulate(outcomes)}")
    return 1 if failed else 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m evals.fuzz",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--n", type=int, default=1000, help="how many reports")
    parser.add_argument("--seed", type=int, help="drawn if not given, and printed")
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time")
    parser.add_argument("--out", type=Path, help="a folder for what failed, with its truth")
    some: dict[str, Any] = {"action": "append", "default": [], "metavar": "NAME"}
    parser.add_argument("--layout", choices=sorted(LAYOUTS), help="draw from these alone", **some)
    parser.add_argument("--operation", choices=OPERATIONS, help="draw from these alone", **some)
    parser.add_argument("--whole", action="store_true", help="do not make failing reports small")
    return parser.parse_args()


def _say(outcome: SpoiltOutcome) -> str:
    wrong = [f"{w.cell}: {w.found}, printed {w.expected} ({w.kind})" for w in outcome.wrong[:3]]
    more = f" and {len(outcome.wrong) - 3} more" if len(outcome.wrong) > 3 else ""
    return outcome.crashed or f"{outcome.status}: {'; '.join(wrong)}{more}"


def write_failure(outcome: SpoiltOutcome, folder: Path) -> None:
    """Write a failing report, and beside it what is true of it and what was said."""
    spoilt = make_spoilt(outcome.recipe)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / spoilt.name).write_bytes(spoilt.text.encode())
    told = {
        "recipe": str(outcome.recipe),
        "status": outcome.status,
        "crashed": outcome.crashed,
        "wrong": [
            {"cell": str(w.cell), "kind": w.kind, "printed": w.expected, "found": w.found}
            for w in outcome.wrong
        ],
        "truth": {str(cell): say_printed(truth) for cell, truth in spoilt.truths.items()},
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (folder / f"{spoilt.name}.truth.json").write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
