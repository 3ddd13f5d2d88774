"""What happens to one block of a table, and to its truth with it."""

from collections.abc import Mapping

from evals.fuzz import column_damage, figure_damage, row_damage
from evals.fuzz.sheet import SheetDamage

DAMAGES: Mapping[str, SheetDamage] = {
    **row_damage.DAMAGES,
    **column_damage.DAMAGES,
    **figure_damage.DAMAGES,
}
