"""How a cell of a sheet looks, as far as that decides what is seen of its value."""

from typing import NamedTuple

from extraction.read.inks import NO_LETTERS, look_alike

_TINIEST = 4.0
"""Points: smaller letters are there to be missed."""


class CellStyle(NamedTuple):
    """How a cell looks; `code` is its number format, None for one that is not known.

    scale: its letters against those in which columns are measured; 0 if they shrink to fit.
    """

    code: str | None = "General"
    framed: bool = False
    struck: bool = False
    faint: bool = False
    scale: float = 1.0


PLAIN = CellStyle()


class Font(NamedTuple):
    """A font: whether it strikes its text out, may not be read, and in which colour it is.

    ink: six digits; None for one that is not known. points: how high it is.
    """

    struck: bool = False
    unreadable: bool = False
    ink: str | None = "000000"
    points: float = 11.0

    def is_faint_on(self, paper: str | None) -> bool:
        """Say whether its text may be missed; a paper of None is not known."""
        if self.unreadable or paper is None:
            return True
        return self.ink is not None and look_alike(self.ink, paper)


def is_unreadable(points: float, family: str) -> bool:
    """Say whether nobody can read letters so high, of a font of this name.

    >>> is_unreadable(11.0, "宋体"), is_unreadable(1.0, "宋体"), is_unreadable(11.0, "Wingdings")
    (False, True, True)
    """
    return points <= _TINIEST or any(sign in family.lower() for sign in NO_LETTERS)
