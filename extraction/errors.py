"""What can be wrong with us or the machine; what is wrong with a report is a Finding.

GoujiError
├── UnreadableFile    the bytes are not a text that we can read
├── WrongUsage        the command line asks for something that cannot be
├── AskingStopped     no further question to a model makes sense: budget, quota, key
└── BrokenForm        a form file contradicts itself
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extraction.record import Attempt


class GoujiError(Exception):
    """Root of every error that gouji raises on purpose; its text ends with the next step."""


class UnreadableFile(GoujiError):
    """A file could not be opened or turned into text."""


class WrongUsage(GoujiError):
    """The command line asks for something that cannot be done."""


class AskingStopped(GoujiError):
    """The budget is spent, the quota is exhausted or the key is refused: the run ends here.

    attempts: what the question that was stopped has cost until then.
    """

    def __init__(self, message: str, attempts: "Sequence[Attempt]" = ()) -> None:
        super().__init__(message)
        self.attempts = tuple(attempts)


class BrokenForm(GoujiError):
    """A form file contradicts itself."""
