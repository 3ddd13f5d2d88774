"""All figures of a report in ink, and what may happen to one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from evals.fuzz import cell_damage, page_damage
from evals.fuzz.ink import PrintedFigure

TWISTS: Mapping[str, cell_damage.Twist] = {**cell_damage.TWISTS, **page_damage.TWISTS}


@dataclass(frozen=True, slots=True)
class Writing:
    """The figures of a report in ink, by their marks."""

    inks: tuple[PrintedFigure, ...]

    def twist(self, name: str, rng: Random) -> "Writing":
        """Return the writing with one to three figures twisted; those that are numbers."""
        places = [i for i, ink in enumerate(self.inks) if _is_plain(ink)]
        telling = [i for i in places if self.inks[i].printed != "0"]
        inks = list(self.inks)
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            pool = telling if telling and rng.random() < 0.75 else places
            if pool:
                place = rng.choice(pool)
                if _is_plain(inks[place]):
                    inks[place] = TWISTS[name](inks[place].printed, rng)
        return Writing(tuple(inks))


def _is_plain(ink: PrintedFigure) -> bool:
    digits = ink.printed.lstrip("-").replace(".", "", 1)
    return len(ink.readings) == 1 and digits.isascii() and digits.isdigit()
