"""The small language in which a form states its rules, and what it means.

    holds: received + carried_in = closed_total + carried_out      (each: column)
    holds: total = natural_person + sum(organization)              (each: row)
    when:  requests.received.total > 0                             (each: once)

A term is a key with an optional whole factor before it, a number, `sum(group)`,
or `$name`, a figure that is not a cell (the year). Between terms stands + or -.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Relation = Literal["=", "<=", ">=", "<", ">"]
_RELATION = re.compile(r"(<=|>=|=|<|>)")
FIGURES = ("$year", "$makes_rules", "$office", "$without_powers")
"""The figures that are not cells which a rule may ask for: see check/identity.py."""

_TERM = re.compile(r"\s*([+-]?)\s*(\d+(?:\.\d+)?)?\s*(sum\([a-z_0-9]+\)|\$?[a-z][a-z_0-9.]*)?\s*")


class BrokenRule(Exception):
    """A rule that cannot be read, or names nothing: half a line that says what to do about it."""


@dataclass(frozen=True, slots=True)
class Term:
    """A factor times a name; a plain number has no name."""

    factor: Decimal
    name: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sums of terms and how they should compare."""

    left: tuple[Term, ...]
    relation: Relation
    right: tuple[Term, ...]

    @property
    def names(self) -> list[str]:
        """The names in it, from left to right."""
        return [term.name for term in (*self.left, *self.right) if term.name]


def parse_side(text: str) -> tuple[Term, ...]:
    """Parse one side of a comparison.

    >>> [(str(term.factor), term.name) for term in parse_side("4 a + sum(b) - 3")]
    [('4', 'a'), ('1', 'sum(b)'), ('-3', None)]
    """
    terms: list[Term] = []
    at = 0
    if not text.strip():
        raise BrokenRule("one side of the rule is empty; write 0 if that is meant")
    while at < len(text):
        match = _TERM.match(text, at)
        if match is None or match.end() == at or not (match[2] or match[3]):
            raise BrokenRule(
                f"{text.strip()!r} cannot be read from {text[at:]!r} on; "
                "a rule adds keys, numbers and sum(group)"
            )
        if terms and not match[1]:
            raise BrokenRule(f"nothing stands before {text[at:].strip()!r}; write + or - there")
        factor = Decimal(match[2] or "1")
        terms.append(Term(-factor if match[1] == "-" else factor, match[3]))
        at = match.end()
    return tuple(terms)


def parse_comparison(text: str) -> Comparison:
    """Parse `a + b = c + d` and its kin.

    >>> parse_comparison("a <= 2 b").relation
    '<='
    """
    parts = _RELATION.split(text)
    if len(parts) != 3:
        raise BrokenRule(f"{text!r} needs one of = <= >= < >, once; write it so")
    relation: Relation = parts[1]  # type: ignore[assignment]  # _RELATION matches nothing else
    return Comparison(parse_side(parts[0]), relation, parse_side(parts[2]))
