"""What is said to a person while many files are read: sentences, and when to say them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from extraction.batch.inputs import LeftOut
from extraction.batch.summary import Tally
from extraction.batch.worker import FileOutcome
from extraction.export.escaping import shown
from extraction.values.errors import AskingStopped

# Where no bar can be drawn, a run of so many files speaks up every so many seconds.
_MANY = 200
_EVERY = 10.0


@dataclass(slots=True)
class Talk:
    """Tells how a run goes, through `say`, a line at a time.

    `show` draws the number of files done and the rate, where a bar is drawn.
    `quiet` leaves only what went wrong.
    """

    total: int
    left_out: LeftOut
    out: str | None
    quiet: bool
    say: Callable[[str], None]
    show: Callable[[int, str], None] | None = None
    tally: Tally = field(default_factory=Tally)
    _began: float = field(default_factory=time.monotonic)
    _spoke: float = field(default_factory=time.monotonic)

    def follow(self, outcome: FileOutcome[Any]) -> None:
        """Tell of one file: what is wrong with it, and how far the run is."""
        self.tally.count(outcome)
        if outcome.failure is not None:
            label, failure = outcome.task.label, outcome.failure
            self.say(shown(failure if label in failure else f"{label}: {failure}"))
        if outcome.unwritten is not None:
            self.say(shown(f"{outcome.task.label}: {outcome.unwritten}"))
        for notice in outcome.notices:
            self.say(shown(f"{outcome.task.label}: {notice}"))
        now = time.monotonic()
        rate = f"{self.tally.files / max(now - self._began, 0.001):.0f} a second"
        if self.show is not None:
            self.show(self.tally.files, rate)
        elif not self.quiet and self.total > _MANY and now - self._spoke > _EVERY:
            self._spoke = now
            self.say(f"{self.tally.files} of {self.total} files, {rate}")

    def finish(self, others: int) -> None:
        """Sum up a run that went through; `others` were kept although not named."""
        for closed in self.left_out.closed:
            self.tally.failures += 1
            self.say(shown(closed))
        if self.quiet:
            return
        for empty in self.left_out.empty:
            self.say(shown(f"{empty}: no reports in this folder."))
        if self.left_out.kinds:
            self.say(shown(f"Left out: {self.left_out}"))
        if others:
            self.say(f"{count(others, 'file')} not named now stay in {self.out}, at its end.")
        self.say(self._sum())

    def _sum(self) -> str:
        tally = self.tally
        failed = f"; {count(tally.failures, 'file')} could not be read" if tally.failures else ""
        unwritten = f"; results of {count(tally.unwritten, 'file')} are not written"
        failed += unwritten if tally.unwritten else ""
        kept = f"; {count(tally.kept, 'file')} kept from before" if tally.kept else ""
        return f"{tally}{failed}{kept} ({time.monotonic() - self._began:.1f} s)"

    def give_up(self, stopped: AskingStopped) -> None:
        """Say why no model can be asked any more, and what is there."""
        self.tally.asked += bool(stopped.attempts)
        self.say(shown(str(stopped)))
        self.stop()

    def stop(self) -> None:
        """Say what is there of a run that was stopped, and how to go on."""
        done = f"Stopped after {self.tally.files} of {count(self.total, 'file')}"
        if self.out is None:
            self.say(f"{done}. With -o OUT a run can be continued.")
        else:
            self.say(f"{done}; they are in {self.out}. The same command goes on from there.")


def count(number: int, what: str) -> str:
    """Return a number and what it counts.

    >>> count(1, "file"), count(2, "file")
    ('1 file', '2 files')
    """
    return f"{number} {what}{'' if number == 1 else 's'}"
