"""Reads made-up reports as other tools write them, and says how that comes out.

    python -m evals.bench_tools --n 100 --seed 7 --out FOLDER

LibreOffice prints the reports as PDFs, six extractors take the text out again, and four
converters make text of the same reports' web pages. Needs the extra `converters`, LibreOffice
and Poppler's pdftotext. `hold` counts the texts in which each cell can still be told from the
next, row by row; the figure behind it, how many of these are settled. The last line leaves out
reports that stay open as web pages, too: their own slips are to blame. Texts with a silent error
are written to FOLDER's `silent.txt` by name.
"""

import argparse
import sys
from pathlib import Path

from evals.converted.through_tools import ConvertedOutcome, measure, tabulate_tools


def main() -> int:
    """Print the table; 1 if a settled record has a wrong cell."""
    parser = argparse.ArgumentParser(
        "python -m evals.bench_tools",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--n", type=int, default=100, help="how many reports")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="a folder for the PDFs")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    outcomes: dict[str, list[ConvertedOutcome]] = {}
    silent: list[str] = []
    for outcome in measure(asked.n, asked.seed, asked.out):
        outcomes.setdefault(outcome.tool, []).append(outcome)
        if outcome.silent:
            silent.append(f"{outcome.tool}: {outcome.name}, {outcome.silent} cells\n")
    (asked.out / "silent.txt").write_text("".join(silent), "utf-8")
    print(tabulate_tools(outcomes))
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
