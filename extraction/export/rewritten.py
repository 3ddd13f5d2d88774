"""Results written anew in their own place: a file of lines whole, pages one by one."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from extraction.export.folder import write_whole
from extraction.export.jsonl import record_to_line, record_to_page
from extraction.export.loading import Written
from extraction.export.lock import Lock, beside, cannot_write, lock_file, lock_folder
from extraction.values.errors import WrongUsage
from extraction.values.record import Record


@dataclass(slots=True)
class Rewriting:
    """The records of OUT on their way back to it; nobody else writes there meanwhile."""

    out: Path
    _lock: Lock = field(init=False)
    _new: BinaryIO | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if not self.out.exists():
            raise WrongUsage(
                f"{self.out} does not exist. Name what extract has written.",
                f"{self.out} 不存在。请指定 extract 写出的结果。",
            )
        self.out = self.out.resolve()
        pages = self.out.is_dir() or self.out.suffix.lower() == ".json"
        self._lock = lock_folder(self.out) if self.out.is_dir() else lock_file(self.out)
        if not pages:
            try:
                self._new = beside(self.out, "new").open("wb")
            except OSError as error:
                self._lock.release()
                raise cannot_write(self.out, error) from error

    def put(self, found: Written, record: Record) -> None:
        """Write a record in the place where it was found; one that is as it was is left alone."""
        if self._new is not None:
            self._new.write(record_to_line(record))
        elif record != found.record:
            write_whole(found.file, record_to_page(record))

    def keep(self, found: Written) -> None:
        """Leave alone what is no record; WrongUsage in a file of lines, which would lose it."""
        if self._new is not None:
            raise WrongUsage(found.problem.en, found.problem.zh)

    def finish(self) -> None:
        """Put the file in its place."""
        if self._new is not None:
            self._new.close()
            beside(self.out, "new").replace(self.out)

    def close(self) -> None:
        """Let others write there; of what was not finished nothing stays."""
        if self._new is not None:
            self._new.close()
            beside(self.out, "new").unlink(missing_ok=True)
        self._lock.release()
