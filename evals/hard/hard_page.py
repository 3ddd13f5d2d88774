"""The counts of hard reports as the table that docs/evaluation.md shows."""

from evals.hard.share_of_ceiling import HardResults, HardRow

_HEAD = "| kind | reports | told | ceiling | reached | share | right in all | silent |"


def hard_to_markdown(results: HardResults) -> str:
    """Return the table, and what it was measured with."""
    lines = [
        f"`python -m evals.hard --n {max(row.n for row in results.rows)} --seed {results.seed}`:",
        "",
        _HEAD,
        f"|---|{'---:|' * 7}",
        *map(_to_line, results.rows),
    ]
    return "\n".join(lines)


def _to_line(row: HardRow) -> str:
    share = "" if row.share is None else f"{row.share:.0%}"
    if not row.computed:
        return f"| {row.kind} | {row.n} | not computed | | | | {row.right} | {row.silent} |"
    counts = (row.n, row.determinable, row.ceiling, row.reached, share, row.right, row.silent)
    return f"| {row.kind} | {' | '.join(map(str, counts))} |"
