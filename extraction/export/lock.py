"""One run at a time writes to an OUT: a lock beside it that ends with its process."""

import os
from contextlib import suppress
from pathlib import Path

from extraction.values.errors import WrongUsage
from extraction.values.refusals import explain_refusal

_LONGEST = 200  # bytes of a name: most file systems stop at 255


class Lock:
    """The right to write to one file or folder, held until `release` or the process's end.

    The operating system keeps it (flock on POSIX, a locked range on Windows), so nothing has
    to be cleaned up after a crash: the file that it is kept on may lie there, and says nothing.
    """

    def __init__(self, out: Path, file: Path) -> None:
        from filelock import FileLock, Timeout

        # Not one object for all who name the same file: a second run in this process waits too.
        self._lock = FileLock(file, timeout=0, is_singleton=False)
        self._file = file
        try:
            self._lock.acquire()
        except Timeout:
            raise WrongUsage(
                f"Another run of gouji is writing to {out}: let it end, or name another with -o.",
                f"另一个 gouji 正在写入 {out}：请等它结束，或用 -o 另指定。",
            ) from None
        except OSError as error:
            raise cannot_write(out, error) from error

    def release(self) -> None:
        """Give it back; a second time does nothing."""
        if not self._lock.is_locked:
            return
        # Who has opened the file in the meantime sees that it is gone, and makes a new one.
        # Windows keeps a file that is open: there it stays.
        with suppress(OSError):
            self._file.unlink()
        self._lock.release()


def lock_file(out: Path) -> Lock:
    """Take the right to write to a file; WrongUsage if another run has it."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(out, error) from error
    return Lock(out, beside(out, "lock"))


def lock_folder(out: Path) -> Lock:
    """Take the right to write to a folder, which is made if it is not there."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(out, error) from error
    return Lock(out, out / ".gouji-lock")


def beside(out: Path, what: str) -> Path:
    """Return the name of a file of ours beside OUT, which nobody else would give one of theirs.

    >>> beside(Path("a/out.csv"), "new").as_posix()
    'a/.out.csv.gouji-new'
    """
    name = os.fsencode(out.name)[:_LONGEST].decode("utf-8", "ignore")
    return out.with_name(f".{name}.gouji-{what}")


def cannot_write(out: Path, error: OSError) -> WrongUsage:
    """Return what to tell somebody whose OUT cannot be written to."""
    why = explain_refusal(error)
    return WrongUsage(
        f"Results cannot be written to {out}: {why.en}. Name another place with -o.",
        f"结果无法写入 {out}：{why.zh}。请用 -o 另指定位置。",
    )
