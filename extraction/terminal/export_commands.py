"""What `gouji export` does, and `gouji extract` where OUT is made of finished records at once."""

import re
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from extraction.export.named_formats import ExportFormat, WholeFormat, find_format
from extraction.terminal.commands import (
    OutputFormat,
    open_asking,
    run_extract,
    settings_told,
    stdout,
)
from extraction.terminal.exits import say, silent
from extraction.terminal.language import VOICE, spoken
from extraction.terminal.run_options import How
from extraction.terminal.streams import is_terminal
from extraction.values.bilingual import Bilingual
from extraction.values.errors import AlreadyThere, WrongUsage

if TYPE_CHECKING:
    from extraction.batch.summary import Tally
    from extraction.forms.form import Form
    from extraction.settings import Asking

_EVERY = 10.0  # seconds between two lines, where no bar can be drawn


def run_export(
    written: Path, out: Path, form: ExportFormat, *, fresh: bool, quiet: bool
) -> "Tally":
    """Write finished records in another format; return what they are, and what is no record."""
    from extraction.batch.summary import Tally
    from extraction.export.exports import ExportLook, open_export
    from extraction.export.loading import count_written, read_written

    looks, tally = ExportLook(settings_told().forms, VOICE.lang), Tally()
    refuse_same(written, out)
    opened = partial(open_export, form, out, looks)
    with closing(open_asking(opened, fresh=fresh)) as export:
        with following(count_written(written), quiet=quiet) as step:
            for found in read_written(written):
                if found.record is None:
                    tally.failures += 1
                    say(found.problem)
                else:
                    export.add(found.record)
                    tally.statuses[found.record.status] += 1
                step()
        files = export.finish()
    if not quiet:
        say(tally.said)
        for line in _name_files(form, files):
            say(line)
    return tally


def refuse_same(written: Path, out: Path) -> None:
    """Refuse to write over what is read."""
    if out.exists() and written.exists() and out.samefile(written):
        raise AlreadyThere(f"{out} holds the results that are read", f"{out} 正是要读取的结果")


def _name_files(form: ExportFormat, files: list[Path]) -> Iterator[Bilingual]:
    """Yield where the results are, and why they lie in several files."""
    first, *others = files
    yield Bilingual(f"Written: {first}", f"已写入：{first}")
    names = ", ".join(file.name for file in others)
    if others and form == "xlsx":
        yield Bilingual(
            f"One workbook does not take them all: the reports go on in {names}, beside it.",
            f"一个工作簿容纳不下：后续报告在同一文件夹的 {names} 中。",
        )
    elif others:
        yield Bilingual(f"Beside it: {names}", f"同一文件夹中另有：{names}")


@contextmanager
def following(total: int, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """Yield what is called after each record, and shows how far it is, the rate, the time left."""
    if quiet or not is_terminal(sys.stderr):
        yield Pace(total, silent if quiet else say).step
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Left

    console = Console(stderr=True, highlight=False, emoji=False, markup=False)
    rate = TextColumn("{task.fields[rate]}")
    columns = (BarColumn(), MofNCompleteColumn(), rate, Left())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=total, rate="")
        pace = Pace(total, silent)

        def step() -> None:
            pace.step()
            progress.update(task, completed=pace.done, rate=spoken(pace.rate))

        yield step


class Pace:
    """Counts records, and says now and then how many are done, how fast, and what is left."""

    def __init__(self, total: int, tell: Callable[[Bilingual], None]) -> None:
        self.total, self.done, self.tell = total, 0, tell
        self._began = self._spoke = time.monotonic()

    @property
    def rate(self) -> Bilingual:
        """How many a second."""
        each = f"{self._rate:.0f}"
        return Bilingual(f"{each} a second", f"每秒 {each} 份")

    @property
    def _rate(self) -> float:
        return self.done / max(time.monotonic() - self._began, 0.001)

    def step(self) -> None:
        """Count one more."""
        self.done += 1
        now = time.monotonic()
        if now - self._spoke > _EVERY:
            self._spoke = now
            left = max(self.total - self.done, 0) / self._rate
            rate = self.rate
            self.tell(
                Bilingual(
                    f"{self.done} of {self.total} records, {rate.en}, {left:.0f} s left",
                    f"已处理 {self.done} / {self.total} 份，{rate.zh}，约剩 {left:.0f} 秒",
                )
            )


def run_extract_to(
    paths: list[Path], out: Path | None, form: OutputFormat, how: How, asking: "Asking | None"
) -> "Tally":
    """Read what is named and write it in any format; return what it came to."""
    match form:
        case "table" | "jsonl" | "json" | "csv":
            return run_extract(paths, out, form, how, asking)
    if out is None:
        raise WrongUsage(
            f"--format {form} is for a file: name it with -o.",
            f"--format {form} 只能写入文件：请用 -o 指定文件名。",
        )
    return _extract_whole(paths, out, form, how, asking)


def _extract_whole(
    paths: list[Path], out: Path, form: WholeFormat, how: How, asking: "Asking | None"
) -> "Tally":
    """Read what is named into OUT.jsonl beside OUT, which can be continued; then make OUT of it."""
    records = records_beside(out)
    fresh = how.fresh or open_asking(partial(_may_replace, out, records), fresh=False)
    tally = run_extract(paths, records, "jsonl", how, asking)
    run_export(records, out, form, fresh=fresh, quiet=how.quiet)
    return tally


def records_beside(out: Path) -> Path:
    """Return where the records lie that OUT is made of.

    >>> records_beside(Path("a/年报.xlsx")).as_posix()
    'a/年报.xlsx.jsonl'
    """
    return out.with_name(out.name + ".jsonl")


def _may_replace(out: Path, records: Path, *, fresh: bool) -> bool:
    """Say that OUT may be made anew; AlreadyThere if it is not ours, or somebody has changed it."""
    if fresh or not out.exists() or not out.stat().st_size:
        return True
    if not records.exists():
        raise AlreadyThere(f"{out} is there and is not empty", f"{out} 已存在，且不为空")
    if out.suffix.lower() == ".xlsx" and was_changed(out):
        raise AlreadyThere(
            f"{out} was changed since gouji wrote it", f"{out} 在 gouji 写出后被修改过"
        )
    return True


_STAMP = re.compile(rb"<dcterms:(created|modified)[^>]*>([^<]*)<")


def was_changed(workbook: Path) -> bool:
    """Say whether somebody has saved a workbook since gouji has written it.

    gouji writes the same moment as its making and its last change; whoever saves it, does not.
    """
    try:
        with zipfile.ZipFile(workbook) as parts:
            stamps = dict(_STAMP.findall(parts.read("docProps/core.xml")))
    except (zipfile.BadZipFile, KeyError):
        return True
    return stamps.get(b"created") is None or stamps.get(b"created") != stamps.get(b"modified")


def run_dictionary(form: "Form", out: Path | None, *, fresh: bool) -> None:
    """Write a form's data dictionary: csv to stdout, or to OUT as csv or as a workbook."""
    from extraction.export.dictionary import dictionary_to_csv
    from extraction.export.folder import write_whole
    from extraction.export.ours import holds_something

    if out is None:
        stdout().write(dictionary_to_csv(form, VOICE.lang))
        return
    picked = find_format(out)
    if picked not in ("csv", "xlsx"):
        raise WrongUsage(
            f"{out}: a dictionary is written as csv or xlsx. Name the file so.",
            f"{out}：数据字典只能写成 csv 或 xlsx。请改文件名。",
        )
    if not fresh and holds_something(out):
        raise AlreadyThere(f"{out} is there and is not empty", f"{out} 已存在，且不为空")
    if picked == "csv":
        write_whole(out, dictionary_to_csv(form, VOICE.lang))
        return
    from extraction.export.workbook.dictionary_sheet import write_dictionary_book

    write_dictionary_book(out, form, VOICE.lang)
