"""Makes hard reports, reads them, and prints how many of those that can be settled are.

    python -m evals.hard --n 500
    python -m evals.hard --n 50 --kind "blanks removed" --show 3 --seed 1
    python -m evals.hard --n 100 --perfect

For each kind: how many reports; of how many the print and the sums allow one reading (can be told);
of how many they would even if one figure were the report's own slip (ceiling); how many of the
latter are settled with every cell as printed, and their share; how many are settled and right
in all; and how many silently wrong. Near misreadings are tried only where they are named: rows that
print as many figures as they have cells, not all of them their own. With --perfect each report is
read a second time, with a reader that answers from its labels: reached, share, right and silent so;
lost: right alone, and not with the reader; no call: about how many nothing was asked. Layouts that
rules read seldom are tried then, too. It exits 1 if any is silently wrong, or lost.
"""

import argparse
import secrets
import sys
from pathlib import Path

from evals.hard.hard_kinds import ALL_KINDS, KINDS, UNPROPOSED
from evals.hard.share_of_ceiling import (
    HardOutcome,
    HardResults,
    HardRow,
    HelpedRow,
    count_kind,
    try_kind,
)
from evals.header import digest_code, name_code

HEADS = ("kind", "n", "told", "ceiling", "reached", "share", "right", "silent")
HELPED_HEADS = ("reached", "share", "right", "silent", "lost", "no call", "tokens")


def main() -> int:
    """Try every kind that is asked for, and print a line for each; 1 if any is silently wrong."""
    asked = _parse()
    seed = secrets.randbelow(10**6) if asked.seed is None else asked.seed
    print(f"{asked.n} reports of each kind, seed {seed}, {name_code()}")
    heads = "{:<34}{:>6}{:>7}{:>9}{:>9}{:>8}{:>7}{:>8}".format(*HEADS)
    if asked.perfect:
        heads += " |{:>8}{:>8}{:>7}{:>8}{:>6}{:>9}{:>12}".format(*HELPED_HEADS)
    print(heads)
    rows = []
    for kind in asked.kind or [*KINDS, *(UNPROPOSED if asked.perfect else ())]:
        outcomes = list(try_kind(kind, asked.n, seed, helped=asked.perfect))
        rows.append(count_kind(kind, outcomes))
        print(_line(rows[-1]), flush=True)
        _show(outcomes, asked.show)
    if asked.out is not None:
        results = HardResults(code=digest_code(), seed=seed, rows=tuple(rows))
        asked.out.write_text(results.model_dump_json(indent=1) + "\n", "utf-8")
    return 1 if any(row.is_amiss for row in rows) else 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.hard")
    parser.add_argument("--n", type=int, default=200, help="how many reports of each kind")
    parser.add_argument("--seed", type=int, help="which reports; drawn if not given")
    parser.add_argument("--kind", action="append", choices=list(ALL_KINDS), help="only this kind")
    parser.add_argument("--perfect", action="store_true", help="read with a perfect reader, too")
    parser.add_argument("--show", type=int, default=0, help="name so many that were not reached")
    parser.add_argument("--out", type=Path, help="write the counts here, as JSON")
    return parser.parse_args()


def _line(row: HardRow) -> str:
    share = "" if row.share is None else f"{row.share:.1%}"
    told = f"{row.determinable}" if row.computed else "-"
    ceiling = f"{row.ceiling}" if row.computed else "-"
    counts = (
        f"{row.n:>6}{told:>7}{ceiling:>9}{row.reached:>9}{share:>8}{row.right:>7}{row.silent:>8}"
    )
    uncounted = f"  {row.n - row.computed} not computed" if 0 < row.computed < row.n else ""
    helped = "" if row.helped is None else _helped_line(row.helped, row.helped_share)
    return f"{row.kind:<34}{counts}{helped}{uncounted}"


def _helped_line(row: HelpedRow, share: float | None) -> str:
    shown = "" if share is None else f"{share:.1%}"
    counts = f"{row.reached:>8}{shown:>8}{row.right:>7}{row.silent:>8}"
    return f" |{counts}{row.lost:>6}{row.unasked:>9}{row.tokens:>12,}"


def _show(outcomes: list[HardOutcome], most: int) -> None:
    silent = [outcome for outcome in outcomes if outcome.is_silent]
    missed = [o for o in outcomes if o.is_missed and not o.is_silent]
    for outcome in (*silent, *missed[:most]):
        what = "SILENT" if outcome.is_silent else "open"
        print(f"    {what} {outcome.report.name} {outcome.report.form}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
