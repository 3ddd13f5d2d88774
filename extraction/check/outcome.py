"""Hold one equation against a report's cells."""

from decimal import Decimal
from typing import NamedTuple

from extraction.forms.equation import Equation
from extraction.values.record import Result


class Outcome(NamedTuple):
    """The result of one equation; sides are None where an input is missing."""

    equation: Equation
    result: Result
    left: Decimal | None = None
    right: Decimal | None = None
