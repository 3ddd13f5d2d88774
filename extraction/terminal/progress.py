"""What is said to a person while many files are read: sentences, and when to say them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from extraction.batch.inputs import LeftOut
from extraction.batch.summary import Tally
from extraction.batch.worker import FileOutcome
from extraction.values.bilingual import Bilingual, join_texts
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
    say: Callable[[Bilingual], None]
    show: Callable[[int, Bilingual], None] | None = None
    tally: Tally = field(default_factory=Tally)
    _began: float = field(default_factory=time.monotonic)
    _spoke: float = field(default_factory=time.monotonic)

    @property
    def expected(self) -> int:
        """How many files there are, those in archives that were opened among them."""
        return self.total + self.left_out.unpacked

    def follow(self, outcome: FileOutcome[Any]) -> None:
        """Tell of one file: what is wrong with it, and how far the run is."""
        self.tally.count(outcome)
        if outcome.failure is not None:
            self.say(name_file(outcome.task.label, outcome.failure))
        if outcome.unwritten is not None:
            self.say(name_file(outcome.task.label, outcome.unwritten))
        for notice in outcome.notices:
            self.say(name_file(outcome.task.label, notice))
        now = time.monotonic()
        each = f"{self.tally.files / max(now - self._began, 0.001):.0f}"
        rate = Bilingual(f"{each} a second", f"每秒 {each} 个")
        if self.show is not None:
            self.show(self.tally.files, rate)
        elif not self.quiet and self.total > _MANY and now - self._spoke > _EVERY:
            self._spoke = now
            done = self.tally.files, self.expected
            self.say(
                Bilingual(
                    f"{done[0]} of {done[1]} files, {rate.en}",
                    f"已处理 {done[0]} / {done[1]} 个文件，{rate.zh}",
                )
            )

    def finish(self, others: int) -> None:
        """Sum up a run that went through; `others` were kept although not named."""
        for closed in self.left_out.closed:
            self.tally.failures += 1
            self.say(closed)
        if self.quiet:
            return
        for empty in self.left_out.empty:
            self.say(
                name_file(empty, Bilingual("no reports in this folder.", "文件夹中没有报告。"))
            )
        if self.left_out.kinds:
            kinds = self.left_out.said
            self.say(Bilingual(f"Left out: {kinds.en}", f"略过：{kinds.zh}"))
        if others:
            files = count(others, "file")
            self.say(
                Bilingual(
                    f"{files} not named now stay in {self.out}, at its end.",
                    f"{self.out} 中另有 {others} 个文件的结果，本次未指定，保留在末尾。",
                )
            )
        self.say(self._sum())

    def _sum(self) -> Bilingual:
        tally, clauses = self.tally, [self.tally.said]
        if number := len(self.left_out.closed):
            en = f"{count(number, 'folder')} could not be opened"
            clauses.append(Bilingual(en, f"{number} 个文件夹无法打开"))
        if number := tally.unwritten:
            en = f"results of {count(number, 'file')} are not written"
            clauses.append(Bilingual(en, f"{number} 个文件的结果未能写入"))
        if number := tally.kept:
            en = f"{count(number, 'file')} kept from before"
            clauses.append(Bilingual(en, f"{number} 个文件沿用以前的结果"))
        text, seconds = join_texts(Bilingual("; ", "；"), clauses), time.monotonic() - self._began
        return Bilingual(f"{text.en} ({seconds:.1f} s)", f"{text.zh}（{seconds:.1f} 秒）")

    def give_up(self, stopped: AskingStopped) -> None:
        """Say why no model can be asked any more, and what is there."""
        self.tally.asked += bool(stopped.attempts)
        self.say(stopped.said)
        self.stop()

    def stop(self) -> None:
        """Say what is there of a run that was stopped, and how to go on."""
        files, total = self.tally.files, self.expected
        en, zh = (
            f"Stopped after {files} of {count(total, 'file')}",
            f"已停止：完成 {files} / {total} 个文件",
        )
        if self.out is None:
            self.say(
                Bilingual(
                    f"{en}. With -o OUT a run can be continued.",
                    f"{zh}。用 -o OUT 写入文件，中断后可以继续。",
                )
            )
        else:
            self.say(
                Bilingual(
                    f"{en}; they are in {self.out}. The same command goes on from there.",
                    f"{zh}，结果在 {self.out} 中。再次运行同一命令即可继续。",
                )
            )


def name_file(label: str, said: Bilingual) -> Bilingual:
    """Return what is said of a file, with the file's name before it unless it is in it.

    >>> name_file("a.txt", Bilingual("it is empty.", "内容为空。")).zh
    'a.txt：内容为空。'
    >>> name_file("a.txt", Bilingual("a.txt is empty.", "a.txt 内容为空。")).zh
    'a.txt 内容为空。'
    """
    if label in said.en:
        return said
    return Bilingual(f"{label}: {said.en}", f"{label}：{said.zh}")


def count(number: int, what: str) -> str:
    """Return a number and what it counts.

    >>> count(1, "file"), count(2, "file")
    ('1 file', '2 files')
    """
    return f"{number} {what}{'' if number == 1 else 's'}"
