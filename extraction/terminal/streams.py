"""Standard streams that are closed, full or know few characters: one line, never a traceback."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from typing import IO

from extraction.terminal.language import spoken
from extraction.values.bilingual import Bilingual
from extraction.values.refusals import explain_refusal

_WRONG = 2
_NOBODY_READS = 1


@contextmanager
def guarded() -> Iterator[None]:
    """Let a program run, and end it in one line on stderr where the machine fails it."""
    _fill_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may know few characters
    why: OSError | None = None
    ending: SystemExit | None = None
    try:
        yield
    except OSError as error:
        why = error
    except SystemExit as asked:
        ending = asked
    unsaid = _flush()
    if why is None and not (ending and ending.code):
        why = unsaid
    if why is not None:
        ending = SystemExit(_NOBODY_READS if why.errno == errno.EPIPE else _tell(why))
    if ending is not None:
        raise ending


def is_terminal(stream: IO[str] | None) -> bool:
    """Say whether a stream is there and is a terminal."""
    return stream is not None and stream.isatty()


def refusal(error: OSError) -> Bilingual:
    """Return in a sentence what the machine has refused."""
    why, name = explain_refusal(error), error.filename
    if isinstance(name, str):
        return Bilingual(
            f"{name} cannot be read or written: {why.en}.", f"{name} 无法读写：{why.zh}。"
        )
    return Bilingual(f"stdout cannot be written: {why.en}.", f"标准输出无法写入：{why.zh}。")


def _tell(error: OSError) -> int:
    with suppress(OSError, ValueError):  # nobody can be told
        line = spoken(refusal(error)).encode("utf-8", "replace").decode()
        print(line, file=sys.stderr, flush=True)
    return _WRONG


def _fill_closed() -> None:
    """Open what takes everything where a stream was closed.

    Else the next file that is opened takes its number, and whatever is said is written into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # till we end


def _flush() -> OSError | None:
    """Write what stdout still holds; return why it cannot be written, and forget it."""
    if sys.stdout is None or sys.stdout.closed:
        return None
    try:
        sys.stdout.flush()
    except OSError as error:
        with suppress(OSError), open(os.devnull, "wb") as nowhere:
            # Else Python tries once more as it ends, and complains.
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        return error
    return None
