"""What can be wrong with us or the machine; what is wrong with a report is a Finding.

GoujiError
├── UnreadableFile    the bytes are not a text that we can read
├── WrongUsage        the command line asks for something that cannot be
│   └── AlreadyThere  a file that is not ours lies where results are to go
├── NotWritten        one report's results cannot be put where they belong
├── AskingStopped     no further question to a model makes sense: budget, quota, key
├── BrokenForm        a form file contradicts itself
├── BrokenGold        a file of labels contradicts itself, or its report
└── NotMeasured       an eval gives no result that could be trusted
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extraction.values.record import Attempt


class GoujiError(Exception):
    """Root of every error that gouji raises on purpose; its text ends with the next step."""


class UnreadableFile(GoujiError):
    """A file could not be opened or turned into text."""


class WrongUsage(GoujiError):
    """The command line asks for something that cannot be done."""


class AlreadyThere(WrongUsage):
    """A file that is not ours lies where results are to go; it may be overwritten if asked for."""

    def __init__(self, path: Path, what: str) -> None:
        self.said = f"{path} is there and {what}"
        super().__init__(f"{self.said}: name another file with -o, or overwrite it with --fresh.")


class NotWritten(GoujiError):
    """One report's results cannot be put where they belong; those of the others can."""


class AskingStopped(GoujiError):
    """The budget is spent, the quota is exhausted or the key is refused: the run ends here.

    attempts: what the question that was stopped has cost until then.
    """

    def __init__(self, message: str, attempts: "Sequence[Attempt]" = ()) -> None:
        super().__init__(message)
        self.attempts = tuple(attempts)


class BrokenForm(GoujiError):
    """A form file contradicts itself."""


class BrokenGold(GoujiError):
    """A file of labels cannot be read, or contradicts itself or its report."""


class NotMeasured(GoujiError):
    """An eval has nothing to measure, or would mix what must not be mixed."""
