"""Codes, and the messages under them: a finding is a message whose fields are filled."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.template import Field, Template
from extraction.values.record import CellKey, Diagnosis, Finding, Severity

Sides = tuple[Decimal, Decimal]
"""What the two sides of a rule come to."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is told where a report breaks a rule, or leaves it open whether it does.

    rule: the rule's speaking id. diagnosis: whose mistake a breach is; what stays open is
    nobody's yet.
    """

    code: str
    rule: str
    severity: Severity
    words: Template
    diagnosis: Diagnosis = "source_error"

    def fails(
        self,
        *,
        cells: Iterable[CellKey] = (),
        quote: str | None = None,
        sides: Sides | None = None,
        **fields: Field,
    ) -> Finding:
        """Return the finding that the report breaks the rule.

        The words may name `quote`, and the sides as `left` and `right`, like any field.
        """
        known: dict[str, Field] = dict(fields)
        if quote is not None:
            known["quote"] = quote
        if sides is not None:
            known["left"], known["right"] = sides
        told = self.words.fill(**known)
        return Finding(
            rule=self.rule,
            code=self.code,
            severity=self.severity,
            result="fail",
            cells=tuple(map(str, cells)),
            left=sides and sides[0],
            right=sides and sides[1],
            difference=sides and sides[0] - sides[1],
            diagnosis=self.diagnosis,
            quote=quote,
            message=told.en,
            message_zh=told.zh,
        )

    def stays_open(
        self,
        *,
        cells: Iterable[CellKey] = (),
        quote: str | None = None,
        sides: Sides | None = None,
        **fields: Field,
    ) -> Finding:
        """Return the finding that it could not be settled; of an error, it bars a verdict."""
        failed = self.fails(cells=cells, quote=quote, sides=sides, **fields)
        return failed.model_copy(update={"result": "unknown", "diagnosis": "unresolved"})


@dataclass(frozen=True, slots=True)
class Code:
    """A rule's code, what it means, and what a person should do about a finding of it."""

    code: str
    means: Bilingual
    advice: Bilingual

    def message(
        self,
        rule: str,
        severity: Severity,
        words: Template,
        diagnosis: Diagnosis = "source_error",
    ) -> Message:
        """Return a message under this code."""
        return Message(self.code, rule, severity, words, diagnosis)
