"""What can be wrong with us or the machine; what is wrong with a report is a Finding.

GoujiError
├── UnreadableFile    the bytes are not a text that we can read
├── WrongUsage        the command line asks for something that cannot be
│   └── AlreadyThere  a file that is not ours lies where results are to go
├── NotWritten        one report's results cannot be put where they belong
├── AskingStopped     no further question to a model makes sense: budget, quota, key
├── BrokenForm        a form file contradicts itself
└── EvalError         something is wrong in an eval, which speaks English alone
    ├── BrokenGold    a file of labels contradicts itself, or its report
    └── NotMeasured   an eval gives no result that could be trusted
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extraction.values.bilingual import Bilingual

if TYPE_CHECKING:
    from extraction.values.usage import Attempt


class GoujiError(Exception):
    """Root of every error that gouji raises on purpose.

    `said` is one line in each language: what happened, to which file, what to do next.
    """

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en, zh)
        self.said = Bilingual(en, zh)

    def __str__(self) -> str:
        """Return what happened in English: for a log, a traceback, a test."""
        return self.said.en


class UnreadableFile(GoujiError):
    """A file could not be opened or turned into text."""


class WrongUsage(GoujiError):
    """The command line asks for something that cannot be done."""


class AlreadyThere(WrongUsage):
    """A file that is not ours lies where results are to go; it may be overwritten if asked for."""

    def __init__(self, en: str, zh: str) -> None:
        """Take what is there, as a clause: what to do about it is added here."""
        self.found = Bilingual(en, zh)
        super().__init__(
            f"{en}: name another file with -o, or overwrite it with --fresh.",
            f"{zh}：请用 -o 另指定文件，或用 --fresh 覆盖。",
        )


class NotWritten(GoujiError):
    """One report's results cannot be put where they belong; those of the others can."""


class AskingStopped(GoujiError):
    """The budget is spent, the quota is exhausted or the key is refused: the run ends here.

    attempts: what the question that was stopped has cost until then.
    """

    def __init__(self, en: str, zh: str, attempts: "Sequence[Attempt]" = ()) -> None:
        super().__init__(en, zh)
        self.attempts = tuple(attempts)


class BrokenForm(GoujiError):
    """A form file contradicts itself."""


class EvalError(GoujiError):
    """Something is wrong in an eval: `gouji eval` is for who builds gouji, and speaks English."""

    def __init__(self, en: str) -> None:
        super().__init__(en, en)
        self.args = (en,)


class BrokenGold(EvalError):
    """A file of labels cannot be read, or contradicts itself or its report."""


class NotMeasured(EvalError):
    """An eval has nothing to measure, or would mix what must not be mixed."""
