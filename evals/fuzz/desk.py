"""What a layout is drawn with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from evals.fuzz.ink import PrintedFigure, print_marks, printed_in
from evals.fuzz.sheet import BlockSheet

TURNS = ("- 3 -", "第3页 共5页", "Page 3", "", "—3—", "3 / 7")


@dataclass(frozen=True, slots=True)
class Desk:
    """What a layout is drawn with: chance, the inks, and which label's mark comes first."""

    rng: Random
    inks: Sequence[PrintedFigure]
    first_label: int

    def shown(self, text: str) -> str:
        """Return a text as it will be printed."""
        return print_marks(text, printed_in(self.inks))

    def turn(self) -> str:
        """Return what stands between two pages."""
        return self.rng.choice(TURNS)


DrawSheet = Callable[[BlockSheet, Desk], list[str]]
