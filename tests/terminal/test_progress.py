import re
from collections import Counter
from pathlib import Path

import pytest

from extraction.batch.inputs import LeftOut
from extraction.batch.worker import FileOutcome, Task
from extraction.terminal.progress import Talk
from extraction.values.bilingual import Bilingual
from extraction.values.errors import AskingStopped


def follow_three(said: list[Bilingual], out: str | None = "out.jsonl") -> Talk:
    """Let a run of nine files go on for three: one is read, one cannot be, one is kept."""
    left_out = LeftOut(Counter({Bilingual(".pdf", ".pdf 文件"): 2}), [], ["empty"])
    talk = Talk(9, left_out, out, quiet=False, say=said.append)
    a, b, c = (Task(Path(name), name) for name in ("a.txt", "b.txt", "c.txt"))
    talk.follow(FileOutcome(a, ("verified",), notices=(Bilingual("1 byte lost.", "缺1字节。"),)))
    talk.follow(
        FileOutcome(b, ("unreadable",), failure=Bilingual("b.txt is empty.", "b.txt 为空。"))
    )
    kept = Task(c.path, c.label, kept=("needs_review",))
    talk.follow(FileOutcome(kept, ("needs_review",), unwritten=Bilingual("It is full.", "已满。")))
    return talk


def test_a_run_is_told_in_both_languages() -> None:
    said: list[Bilingual] = []
    follow_three(said).finish(others=2)
    english, chinese = ([text.to(lang) for text in said] for lang in ("en", "zh"))
    assert english[:-1] == [
        "a.txt: 1 byte lost.",
        "b.txt is empty.",
        "c.txt: It is full.",
        "empty: no reports in this folder.",
        "Left out: 2 .pdf",
        "2 files not named now stay in out.jsonl, at its end.",
    ]
    assert chinese[:-1] == [
        "a.txt：缺1字节。",
        "b.txt 为空。",
        "c.txt：已满。",
        "empty：文件夹中没有报告。",
        "略过：.pdf 文件 2 个",
        "out.jsonl 中另有 2 个文件的结果，本次未指定，保留在末尾。",
    ]
    assert re.sub(r"\d\.\d", "…", english[-1]) == (
        "3 reports: 1 verified, 1 needs_review, 1 unreadable; results of 1 file"
        " are not written; 1 file kept from before (… s)"
    )
    assert re.sub(r"\d\.\d", "…", chinese[-1]) == (
        "报告 3 份：核实无误 1 份，需要人工 1 份，不可读 1 份；"
        "1 个文件的结果未能写入；1 个文件沿用以前的结果（… 秒）"
    )


@pytest.mark.parametrize(
    ("out", "english", "chinese"),
    [
        (
            "out.jsonl",
            "Stopped after 3 of 9 files; they are in out.jsonl. The same command goes on from"
            " there.",
            "已停止：完成 3 / 9 个文件，结果在 out.jsonl 中。再次运行同一命令即可继续。",
        ),
        (
            None,
            "Stopped after 3 of 9 files. With -o OUT a run can be continued.",
            "已停止：完成 3 / 9 个文件。用 -o OUT 写入文件，中断后可以继续。",
        ),
    ],
)
def test_a_run_that_ends_early_says_how_to_go_on(
    out: str | None, english: str, chinese: str
) -> None:
    said: list[Bilingual] = []
    follow_three(said, out).give_up(AskingStopped("No key: set one.", "没有密钥：请设置。"))
    assert said[-2:] == [
        Bilingual("No key: set one.", "没有密钥：请设置。"),
        Bilingual(english, chinese),
    ]


def test_a_bar_is_told_the_rate() -> None:
    shown: list[tuple[int, Bilingual]] = []
    talk = follow_three([])
    talk.show = lambda done, rate: shown.append((done, rate))
    talk.follow(FileOutcome(Task(Path("d.txt"), "d.txt"), ("verified",)))
    [(done, rate)] = shown
    assert done == 4
    assert re.fullmatch(r"\d+ a second", rate.en)
    assert re.fullmatch(r"每秒 \d+ 个", rate.zh)
