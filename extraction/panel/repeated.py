"""How much of a report stands in the one of the year before: sentences by section, cells (Y10)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from extraction.panel.findings import Pair, PanelFinding
from extraction.panel.year_report import Sentences
from extraction.values.catalogue.year_to_year import (
    FIGURES_REPEATED,
    SECTION_REPEATED,
    TEXT_REPEATED,
)
from extraction.values.record import CellKey

WHOLE = ""
"""Stands for all sections together."""

_TEXT = (20, 19)
"""19 sentences of 20. Five real reports of five bodies share 3 of 22 at most: prescribed ones."""
_FEWEST = 10
"""Sentences of a whole text: prescribed ones (whose report, by which law, no fee) are fewer."""
_SECTION, _FEWEST_IN_SECTION = (10, 9), 6
"""A section of fewer sentences may be nothing but the prescribed ones."""
_FEWEST_CELLS, _LARGE, _FEWEST_LARGE = 12, 10, 3
"""One request fills six cells, so few cells repeat by chance. Of counts from ten on one year's
has a chance of one in ten at best to be the last year's, three of them one in a thousand."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """How much of a section, or of the figures above zero (`section` None), is last year's."""

    section: str | None
    same: int
    of: int

    @property
    def share(self) -> Decimal | None:
        """The share that repeats; None of nothing."""
        return Decimal(self.same) / self.of if self.of else None

    def reaches(self, share: tuple[int, int], fewest: int) -> bool:
        """Say whether there is enough to judge by, and the share is reached, exactly."""
        of, same = share
        return self.of >= fewest and self.same * of >= self.of * same


def measure_repeated(pair: Pair) -> Iterator[Repeated]:
    """Yield the whole text, each section, and the figures above zero.

    A sentence repeats if it stands anywhere in the report of the year before, each as often as
    it stands there.
    """
    before = Counter(_all_sentences(pair.before.sentences))
    mine = pair.now.sentences
    yield _count(WHOLE, _all_sentences(mine), before)
    for section, sentences in mine.items():
        yield _count(section, sentences, before)
    now, last = pair.now.nonzero, pair.before.nonzero
    same = sum(1 for path, value in now.items() if last.get(path) == value)
    yield Repeated(None, same, len(now.keys() | last.keys()))


def _all_sentences(sections: Sentences) -> list[int]:
    """Return the sentences of all sections; those of a section's parts stand in it already."""
    found: list[int] = []
    for key, sentences in sections.items():
        if "." not in key:
            found += sentences
    return found


def _count(section: str, sentences: Iterable[int], before: Counter[int]) -> Repeated:
    mine = Counter(sentences)
    return Repeated(section, (mine & before).total(), mine.total())


def check_repeated(pair: Pair) -> Iterator[PanelFinding]:
    """Yield what a report repeats past the thresholds."""
    for found in measure_repeated(pair):
        sides = (Decimal(found.same), Decimal(found.of))
        if found.section is None:
            if found.same == found.of and _may_tell(pair.now.nonzero.values()):
                cells = [CellKey(*path.split(".")) for path in pair.now.nonzero]
                yield pair.fails(FIGURES_REPEATED, cells=cells, sides=sides)
        elif found.section == WHOLE:
            if found.reaches(_TEXT, _FEWEST):
                yield pair.fails(TEXT_REPEATED, sides=sides)
        elif found.reaches(_SECTION, _FEWEST_IN_SECTION):
            section = name_section(pair, found.section)
            yield pair.fails(SECTION_REPEATED, sides=sides, section=section)


def name_section(pair: Pair, key: str) -> str:
    """Return a section's heading in the form; its key where no form has one."""
    known = pair.now.known
    if known is None:
        return key
    section, _, part = key.partition(".")
    parts = known.section_parts.get(section, {})
    names = parts.get(part) if part else known.sections.get(section)
    return names[0] if names else key


def _may_tell(values: Iterable[Decimal]) -> bool:
    """Whether so many figures, and so large ones, hardly repeat by chance."""
    listed = list(values)
    large = [value for value in listed if value >= _LARGE]
    return len(listed) >= _FEWEST_CELLS and len(large) >= _FEWEST_LARGE
