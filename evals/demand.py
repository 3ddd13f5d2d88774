"""What a caller demands of a run: `silent_reports<=0`, one comparison of a metric by name."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from extraction.errors import NotMeasured, WrongUsage

_DEMAND = re.compile(r"\s*([a-z_]+)\s*(<=|>=|==|=|<|>)\s*(-?\d+(?:\.\d+)?)(%?)\s*")
_RELATIONS: Mapping[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "=": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
}


@dataclass(frozen=True, slots=True)
class Demand:
    """A comparison that must hold; `text` is how it was written."""

    text: str
    name: str
    relation: str
    value: float

    def is_met(self, measured: Mapping[str, float | None]) -> bool:
        """Tell whether it holds; NotMeasured where the metric has no value."""
        value = measured[self.name]
        if value is None:
            raise NotMeasured(f"{self.text}: {self.name} has no value here; nothing bears on it.")
        return _RELATIONS[self.relation](value, self.value)


def parse_demand(text: str, names: Sequence[str]) -> Demand:
    """Read a demand on one of these names; WrongUsage lists them if it names none.

    >>> parse_demand("right >= 85%", ("right",)).value
    0.85
    """
    match = _DEMAND.fullmatch(text)
    if match is None:
        raise WrongUsage(f"{text!r} is no demand: write a name, <= or >=, and a number.")
    name, relation, number, percent = match.groups()
    if name not in names:
        near = get_close_matches(name, names, 1)
        meant = f" Did you mean {near[0]}?" if near else ""
        raise WrongUsage(f"There is no {name!r}.{meant} Known: {', '.join(names)}.")
    return Demand(text, name, relation, float(number) / (100 if percent else 1))
