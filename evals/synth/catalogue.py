"""Which layouts and modifiers there are, and how often each is met.

Weights of layouts are their counts among the 82 real pages that showed a table.
"""

from collections.abc import Mapping

LAYOUTS: Mapping[str, int] = {
    "L1": 24,
    "L2": 2,
    "L3": 19,
    "L3a": 2,
    "L3b": 3,
    "L4": 12,
    "L5": 4,
    "L6": 4,
    "L7": 2,
    "tabs": 1,
    "markdown": 6,
}
