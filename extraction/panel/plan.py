"""What reports of several years are measured and compared by: plan.yaml, typed."""

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from extraction.values.bilingual import Bilingual


class _Plan(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Count(_Plan):
    """A figure of a report that every form has in its own cells: their sum."""

    key: str
    en: str
    zh: str
    cells: tuple[str, ...]

    @property
    def name(self) -> Bilingual:
        """What it is called."""
        return Bilingual(self.en, self.zh)

    @property
    def definition(self) -> Bilingual:
        """The cells that it adds up."""
        cells = " + ".join(self.cells)
        return Bilingual(f"sum of {cells}", f"{cells} 之和")


class Measure(_Plan):
    """A share: counts over counts, those with - before them taken off."""

    key: str
    en: str
    zh: str
    of: tuple[str, ...]
    by: tuple[str, ...]

    @property
    def name(self) -> Bilingual:
        """What it is called."""
        return Bilingual(self.en, self.zh)


class YearFlow(_Plan):
    """What one year hands to the next, in each row or column of a table."""

    table: str
    along: Literal["row", "column"]
    now: str
    before: tuple[str, ...]
    moved: tuple[str, ...] = ()
    whole: str | None = None


class YearFlows(_Plan):
    """The flows that there are."""

    carry_over: YearFlow
    stock: YearFlow
    items: YearFlow
    pending: YearFlow


class Jumps(_Plan):
    """Paths of the cells in which a jump is told."""

    received: tuple[str, ...]
    decisions: tuple[str, ...]
    charges: tuple[str, ...]


class StatedChanges(_Plan):
    """Facts whose stated change is held against their cell, and the words that state it."""

    facts: dict[str, str]
    since: tuple[str, ...]
    up: tuple[str, ...]
    down: tuple[str, ...]
    counts: tuple[str, ...]
    shares: tuple[str, ...]


class Plan(_Plan):
    """All of plan.yaml."""

    counts: tuple[Count, ...]
    measures: tuple[Measure, ...]
    flows: YearFlows
    jumps: Jumps
    stated: StatedChanges

    def define(self, measure: Measure) -> Bilingual:
        """Return what a measure is, in the names of its counts."""
        names = {count.key: count.name for count in self.counts}
        of, by = _spell(measure.of, names), _spell(measure.by, names)
        return Bilingual(f"({of.en}) / ({by.en})", f"({of.zh})/({by.zh})")


def signed(term: str) -> tuple[int, str]:
    """Return a term's sign and its name.

    >>> signed("-repealed"), signed("issued")
    ((-1, 'repealed'), (1, 'issued'))
    """
    return (-1, term[1:]) if term.startswith("-") else (1, term)


def _spell(terms: tuple[str, ...], names: dict[str, Bilingual]) -> Bilingual:
    en, zh = "", ""
    for term in terms:
        sign, key = signed(term)
        mark = " - " if sign < 0 else " + " if en else ""
        en += mark + names[key].en
        zh += mark + names[key].zh
    return Bilingual(en, zh)


@cache
def load_plan() -> Plan:
    """Return what comes with gouji."""
    text = files("extraction.panel").joinpath("plan.yaml").read_text("utf-8")
    return Plan.model_validate(yaml.safe_load(text))
