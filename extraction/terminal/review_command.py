"""`gouji review`: records to a page in a file, or one that this machine shows to itself."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extraction.export.escaping import shown
from extraction.terminal.commands import open_asking, settings_told
from extraction.terminal.exits import say
from extraction.terminal.language import VOICE, spoken
from extraction.terminal.streams import is_terminal
from extraction.values.bilingual import Bilingual
from extraction.values.errors import WrongUsage

if TYPE_CHECKING:
    from extraction.review.write import PageWriter

_EVERY = 10.0  # seconds between two words of progress where no bar can be drawn


@dataclass(frozen=True, slots=True)
class ReviewAsked:
    """What `gouji review` was asked for: results, where the page goes, whether it is served."""

    written: Path
    out: Path | None
    serve: bool
    fresh: bool
    quiet: bool


def run_review(asked: ReviewAsked) -> int:
    """Write the page, or serve it until somebody stops us; return the number of failures."""
    if asked.serve:
        if asked.out is not None:
            raise WrongUsage(
                "--serve writes no page, -o does: leave one out.",
                "--serve 不写出页面，-o 写出页面：请去掉其中一个。",
            )
        return _serve(asked)
    out = asked.out or _page_beside(asked.written)
    if out.suffix.lower() not in {".html", ".htm"}:
        raise WrongUsage(
            f"The page is a web page: name a file that ends in .html, not {out}.",
            f"页面是网页文件：请指定以 .html 结尾的文件，而不是 {out}。",
        )
    page, failures = _write(asked, out)
    if not asked.quiet:
        say(Bilingual(f"Open {page} in a browser.", f"请用浏览器打开 {page}。"))
    return failures


def _page_beside(written: Path) -> Path:
    name = written.stem if written.suffix in {".json", ".jsonl"} else written.name
    return written.with_name(f"{name}.review.html")


def _write(asked: ReviewAsked, out: Path, save: str | None = None) -> tuple[Path, int]:
    """Write the page of all records; return the file to open, and how many could not be read."""
    from extraction.corrections.decisions import kept_beside, read_kept
    from extraction.export.loading import count_written, read_written
    from extraction.review.source_text import SourceReader
    from extraction.review.write import PageChoices, PageWriter
    from extraction.terminal.codes import list_codes

    settings = settings_told()
    codes = {sheet.code: (sheet.means, sheet.advice) for sheet in list_codes(settings.forms)}
    kept, known = kept_beside(asked.written), read_kept(asked.written)

    def opened(*, fresh: bool) -> "PageWriter":
        choices = PageChoices(VOICE.lang, kept.name, known, codes, save, fresh)
        sources = SourceReader(settings.max_file_bytes)
        return PageWriter(out, settings.forms, sources, choices)

    writer, failures = open_asking(opened, fresh=asked.fresh), 0
    with _telling(count_written(asked.written), quiet=asked.quiet) as tell:
        for number, found in enumerate(read_written(asked.written), start=1):
            if found.record is None:
                failures += 1
                say(found.problem)
            else:
                writer.add(found.record)
            tell(number)
        page = writer.finish()
    if not asked.quiet:
        say(_counted(writer.reports, len(writer.files)))
    return page, failures


def _counted(reports: int, files: int) -> Bilingual:
    many = "" if reports == 1 else "s"
    if files == 1:
        return Bilingual(f"{reports} report{many} on the page.", f"页面含报告 {reports} 份。")
    return Bilingual(
        f"{reports} report{many} on {files} pages, and a list of all.",
        f"报告 {reports} 份，分为 {files} 页，另有总目录。",
    )


@contextmanager
def _telling(total: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Yield what tells how many records are done: a bar, or a sentence every few seconds."""
    if quiet:
        yield _say_nothing
        return
    if not is_terminal(sys.stderr):
        yield _Pace(total).tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Left

    console = Console(stderr=True, highlight=False, emoji=False, markup=False, soft_wrap=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), Left())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=total, rate="")
        pace = _Pace(total)
        yield lambda done: progress.update(
            task, completed=done, rate=shown(spoken(pace.rate(done)))
        )


def _say_nothing(done: int) -> None:
    del done


class _Pace:
    """How fast records are done, and when to say so."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.began = self.spoke = time.monotonic()

    def rate(self, done: int) -> Bilingual:
        each = f"{done / max(time.monotonic() - self.began, 0.001):.0f}"
        return Bilingual(f"{each} a second", f"每秒 {each} 份")

    def tell(self, done: int) -> None:
        now = time.monotonic()
        if now - self.spoke < _EVERY:
            return
        self.spoke = now
        left = (self.total - done) * (now - self.began) / done
        rate = self.rate(done)
        say(
            Bilingual(
                f"{done} of {self.total} reports, {rate.en}, {left:.0f} s left",
                f"已处理 {done} / {self.total} 份报告，{rate.zh}，约剩 {left:.0f} 秒",
            )
        )


def _serve(asked: ReviewAsked) -> int:
    from extraction.corrections.decisions import kept_beside
    from extraction.review.serve import SAVE, Served, serve_page
    from extraction.terminal.signals import stoppable

    kept = kept_beside(asked.written)
    with tempfile.TemporaryDirectory(prefix="gouji-review-") as made:
        folder = Path(made)
        page, failures = _write(asked, folder / "index.html", SAVE)
        served = Served(page.parent, asked.written)
        with stoppable() as stop, serve_page(served) as serving:
            say(
                Bilingual(
                    f"Open {serving.url} in a browser on this machine. Corrections are kept in "
                    f"{kept}. Ctrl-C ends it.",
                    f"请在本机浏览器打开 {serving.url} 。更正保存在 {kept}。按 Ctrl-C 结束。",
                )
            )
            while not stop:
                serving.answer()
    return failures
