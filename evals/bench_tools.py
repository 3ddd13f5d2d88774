"""Reads made-up reports as other tools write them, and says how that comes out.

    python -m evals.bench_tools --n 100 --seed 7 --out FOLDER

LibreOffice prints the reports as PDFs, six extractors take the text out again, and four
converters make text of the same reports' web pages. Needs the extra `converters`, LibreOffice
and Poppler's pdftotext. `hold` counts the texts in which each cell can still be told from the
next, row by row; the figure behind it, how many of these are settled. The last line leaves out
reports that stay open as web pages, too: their own slips are to blame.

FOLDER's `outcomes.jsonl` has a line for each text: what is there is not measured again, so that a
run that was stopped goes on; without that file, the texts that are there are read anew.
`silent.txt` names those with a silent error, `open.txt` those that hold the grid and are not
settled, and why.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from evals.converted.through_tools import ConvertedOutcome, measure, tabulate_tools
from evals.converted.tools import CONVERTERS, EXTRACTORS

_READ_BY = len(EXTRACTORS) + len(CONVERTERS) + 2
"""Outcomes of a report: by each tool, and by gouji itself from the page and the PDF."""


def read_outcomes(kept: Path) -> list[ConvertedOutcome]:
    """Return what was measured before; a line that was not written whole is left out."""
    outcomes: list[ConvertedOutcome] = []
    lines = kept.read_text("utf-8").splitlines(keepends=True) if kept.exists() else []
    for line in lines:
        if line.endswith("\n"):
            fields = json.loads(line)
            outcomes.append(ConvertedOutcome(**fields))
    return outcomes


def list_done(outcomes: Iterable[ConvertedOutcome]) -> dict[str, list[ConvertedOutcome]]:
    """Return the reports that every tool has read, by name, with what came of each."""
    by_name: dict[str, list[ConvertedOutcome]] = {}
    for outcome in outcomes:
        by_name.setdefault(Path(outcome.name).stem, []).append(outcome)
    return {name: own for name, own in by_name.items() if len(own) == _READ_BY}


def measure_on(count: int, seed: int, folder: Path) -> Iterator[list[ConvertedOutcome]]:
    """Yield what came of each report: those of a run before first, then the others."""
    kept = folder / "outcomes.jsonl"
    done = list_done(read_outcomes(kept))
    kept.write_text("".join(map(_to_lines, done.values())), "utf-8")
    wanted = {f"{seed}-{index:04}" for index in range(count)}
    yield from (own for name, own in done.items() if name in wanted)
    with kept.open("a", encoding="utf-8") as written:
        for own in measure(count, seed, folder, done.keys()):
            written.write(_to_lines(own))
            written.flush()
            yield own


def _to_lines(outcomes: Iterable[ConvertedOutcome]) -> str:
    lines: list[str] = []
    for outcome in outcomes:
        fields = json.dumps(asdict(outcome), ensure_ascii=False)
        lines.append(f"{fields}\n")
    return "".join(lines)


def main() -> int:
    """Print the table; 1 if a settled record has a wrong cell."""
    parser = argparse.ArgumentParser(
        "python -m evals.bench_tools",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--n", type=int, default=100, help="how many reports")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="a folder for PDFs and outcomes")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    outcomes: dict[str, list[ConvertedOutcome]] = {}
    silent: list[str] = []
    left: list[str] = []
    for own in measure_on(asked.n, asked.seed, asked.out):
        for outcome in own:
            outcomes.setdefault(outcome.tool, []).append(outcome)
            if outcome.silent:
                silent.append(f"{outcome.tool}: {outcome.name}, {outcome.silent} cells\n")
            if outcome.holds and not outcome.settled:
                left.append(f"{outcome.tool}: {outcome.name}, {outcome.why}\n")
    (asked.out / "silent.txt").write_text("".join(silent), "utf-8")
    (asked.out / "open.txt").write_text("".join(left), "utf-8")
    print(tabulate_tools(outcomes))
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
