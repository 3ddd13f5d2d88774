"""Findings in the making: a check that is no form's tells what it found of a report."""

from collections.abc import Iterable
from typing import NamedTuple

from extraction.values.record import CellKey, Diagnosis, Finding, Severity


def count_of(number: int, noun: str) -> str:
    """Return a number of things in English.

    >>> count_of(1, "figure"), count_of(3, "cell")
    ('1 figure', '3 cells')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class Check(NamedTuple):
    """A check's name, the code of the rule that it stands for, and how grave a breach is."""

    name: str
    code: str
    severity: Severity

    def fails(
        self,
        message: str,
        message_zh: str,
        *,
        cells: Iterable[CellKey] = (),
        quote: str | None = None,
        diagnosis: Diagnosis = "source_error",
    ) -> Finding:
        """Return the finding that the report breaks the rule."""
        return Finding(
            rule=self.name,
            code=self.code,
            severity=self.severity,
            result="fail",
            cells=tuple(map(str, cells)),
            diagnosis=diagnosis,
            quote=quote,
            message=message,
            message_zh=message_zh,
        )

    def stays_open(
        self,
        message: str,
        message_zh: str,
        *,
        cells: Iterable[CellKey] = (),
        quote: str | None = None,
    ) -> Finding:
        """Return the finding that it could not be settled; of an error, it bars a verdict."""
        return Finding(
            rule=self.name,
            code=self.code,
            severity=self.severity,
            result="unknown",
            cells=tuple(map(str, cells)),
            quote=quote,
            message=message,
            message_zh=message_zh,
        )
