"""A format's name to how records look in it, and to where they go."""

import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from extraction.export import jsonl, tidy
from extraction.export.escaping import harmless
from extraction.export.folder import Folder
from extraction.export.index import Current
from extraction.export.loading import Copy
from extraction.export.named_formats import GrowingFormat
from extraction.export.resumable import FileLayout, GrowingFile
from extraction.export.stream import Stream, WholeFile
from extraction.forms.form import Form
from extraction.values.record import Record

Opened = GrowingFile | Folder | Stream

_LAYOUTS = {
    "jsonl": FileLayout(b"", jsonl.BEGINS, jsonl.find_places, str),
    "csv": FileLayout(tidy.HEADER, tidy.HEADER, tidy.find_places_in_table, harmless),
}


def renderer(form: GrowingFormat, forms: tuple[Form, ...]) -> Callable[[Record], bytes]:
    """Return what turns a record into bytes; it works in any process."""
    if form == "csv":
        return partial(tidy.record_to_lines, forms=forms)
    return jsonl.record_to_line if form == "jsonl" else jsonl.record_to_page


def open_copy(written: Path, out: Path, forms: tuple[Form, ...], *, fresh: bool) -> Copy:
    """Open a place for records that are written again, in the manner of what they come from."""
    if out.suffix == ".csv":
        return Copy(written, out, renderer("csv", forms), tidy.HEADER, fresh)
    pages = written.is_dir() or written.suffix == ".json"
    return Copy(written, out, renderer("json" if pages else "jsonl", forms), fresh=fresh)


def open_facts(out: Path, header: bytes, begins: bytes, *, fresh: bool) -> WholeFile | Stream:
    """Open a file for facts, which are made anew each time."""
    if _is_device(out):
        return Stream(out.open("wb"), header)
    return WholeFile(out, header, begins, fresh)


def open_stream(form: GrowingFormat, stream: BinaryIO, *, plain: bool) -> Stream:
    """Open a stream for results; `plain` is for a terminal."""
    return Stream(stream, tidy.HEADER if form == "csv" else b"", plain)


def open_results(
    form: GrowingFormat, out: Path, base: Path, current: Current, *, fresh: bool
) -> Opened:
    """Open a file or folder for results, to go on with what is there unless `fresh`.

    `base` is the folder from which files in a folder of results are named.
    """
    if form == "json":
        return Folder(out, base, current, fresh)
    if _is_device(out):
        return open_stream(form, out.open("wb"), plain=False)
    return GrowingFile(out, _LAYOUTS[form], current, fresh)


def _is_device(out: Path) -> bool:
    try:
        return out.exists() and not stat.S_ISREG(out.stat().st_mode) and not out.is_dir()
    except OSError:
        return False  # who opens it is told why it cannot be
