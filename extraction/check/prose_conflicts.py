"""The narrative station: what the prose says against the tables, and against itself (N01 to N18).

A finding is derived from the facts as they are written, so that it can be derived again
after a person has corrected a cell. It is raised only where the fact is bound beyond
doubt: the report's own, of the year, exact, and all its cells settled. In doubt nothing is
said (N19). Charges in table 2 are another thing than the fee for information (N16).
"""

from collections.abc import Sequence

from extraction.check.against_tables import SettledCells, find_conflicts, find_odd_shares
from extraction.check.prose_facts import ProseFacts
from extraction.check.within_prose import (
    find_broken_rules,
    find_contradictions,
    find_excess,
    find_unsaid,
)
from extraction.forms.evaluate import Cells
from extraction.forms.form import Form
from extraction.values.record import Finding

__all__ = ["ProseFacts", "check_narrative"]


def check_narrative(
    form: Form, cells: Cells, said: ProseFacts, findings: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Return every conflict between the prose and the tables, and within the prose.

    `findings` are those about the tables: figures that are open there prove nothing here.
    What a conflict with the tables explains is not told again as one within the prose.
    """
    settled = SettledCells(form, _settled_cells(cells, findings))
    conflicts = tuple(find_conflicts(settled, said))
    explained = frozenset(finding.quote for finding in conflicts)
    return (
        *conflicts,
        *find_broken_rules(settled, said, explained),
        *find_contradictions(form, said, explained),
        *find_excess(form, said),
        *find_odd_shares(settled, said),
        *find_unsaid(form, said),
    )


def _settled_cells(cells: Cells, findings: Sequence[Finding]) -> Cells:
    """Leave out cells that a finding leaves open; all, if it leaves open what stands where."""
    still_open = [finding for finding in findings if finding.result == "unknown"]
    if any(finding.severity == "error" and not finding.cells for finding in still_open):
        return {}
    doubted = {name for finding in still_open for name in finding.cells}
    return {key: cell for key, cell in cells.items() if str(key) not in doubted}
