import ctypes
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner, Result

import cli
from extraction.export.verdicts import STATUSES
from extraction.pipeline import extract_file
from extraction.prose.facts import known_keys
from extraction.prose.facts.fact_names import CHINESE_NAMES
from extraction.settings import default_settings
from extraction.terminal.fact_screen import facts_view
from extraction.terminal.language import find_language, system_language
from extraction.terminal.screen import full_view, report_line
from extraction.terminal.table_grid import View
from extraction.values.bilingual import Language
from tests.conftest import EXAMPLES
from tests.support.places import HOME

CHINESE = re.compile(r"[\u3400-\u9fff]")
SETTINGS = default_settings()
RECORDS = [record for file in sorted(EXAMPLES.iterdir()) for record in extract_file(file, SETTINGS)]


def gouji(*args: object, lang: str | None = None, locale: str | None = None) -> Result:
    """Run a command; without a language, by this locale alone."""
    environment = {"GOUJI_LANG": lang, "LC_ALL": locale, "LC_MESSAGES": None, "LANG": None}
    return CliRunner(env=environment).invoke(cli.app, [str(a) for a in args])


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.Big5"}, "zh"),
        ({"LANG": "zh_CN.GBK", "LC_MESSAGES": ""}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "ZH_cn"}, "zh"),
        ({"LC_CTYPE": "zh_CN.UTF-8", "LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_CTYPE": "zh_CN.UTF-8"}, None),
        ({}, None),
    ],
)
def test_the_locale_decides_and_else_the_system(
    environment: dict[str, str], language: str | None
) -> None:
    assert find_language(environment, lambda: "en") == (language or "en")
    assert find_language(environment, lambda: "zh") == (language or "zh")


@pytest.mark.parametrize(
    ("number", "language"),
    [(0x0804, "zh"), (0x0404, "zh"), (0x0C04, "zh"), (0x0409, "en"), (0x0411, "en")],
)
def test_windows_says_in_which_language_its_windows_are(
    monkeypatch: pytest.MonkeyPatch, number: int, language: str
) -> None:
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: number)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert system_language() == language


def test_elsewhere_english_is_spoken_without_a_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert system_language() == "en"


def test_who_asks_nearest_is_heard() -> None:
    gone = ["extract", "gone.txt"]
    assert "不存在" in gouji(*gone, locale="zh_CN.UTF-8").stderr
    assert "does not exist" in gouji(*gone, locale="C").stderr
    assert "does not exist" in gouji(*gone, locale="zh_CN.UTF-8", lang="en").stderr
    assert "不存在" in gouji("--lang", "zh", *gone, lang="en").stderr
    assert "does not exist" in gouji("--lang", "zh", *gone, "--lang", "en").stderr


@pytest.mark.parametrize(
    ("args", "lang"),
    [
        (["--lang", "xx", "forms"], None),
        (["forms", "--lang", "xx"], None),
        (["forms", "--lang", "ZH"], None),
        (["forms"], "fr"),
    ],
)
def test_another_language_is_refused_in_one_line(args: list[str], lang: str | None) -> None:
    done = gouji(*args, lang=lang, locale="C")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert re.fullmatch(
        r"gouji does not speak '\w+': write --lang zh or --lang en\.\n", done.stderr
    )


@pytest.fixture
def written(tmp_path: Path) -> Path:
    out = tmp_path / "out.jsonl"
    gouji("extract", EXAMPLES, "-o", out, "-q", lang="en")
    return out


@pytest.mark.parametrize(
    ("args", "english", "chinese"),
    [
        (
            ["extract", EXAMPLES, "--format", "table"],
            "8 reports: 6 verified, 1 source_inconsistent, 1 needs_review (",
            "报告 8 份：核实无误 6 份，原文自相矛盾 1 份，需要人工 1 份（",
        ),
        (["extract", EXAMPLES / "7-slip.txt", "--format", "table"], "Findings", "发现的问题"),
        (
            ["extract", EXAMPLES / "7-slip.txt", "--format", "table"],
            "5 against 3, but the total equals",
            "二、上年结转政府信息公开申请数量：左边5，右边3，不符合“总计等于各类申请人之和”",
        ),
        (["facts", EXAMPLES / "1-lines.txt", "--format", "table"], "trainings  ", "培训  "),
        (["check", "OUT"], "7-slip.txt: source_inconsistent", "7-slip.txt: 原文自相矛盾"),
        (["check", "OUT"], "8 reports: ", "报告 8 份："),
        (["forms"], "200 cells", "200 个单元格"),
        (["forms", "cn2021"], "warning", "警告"),
        (["forms", "cn1999"], "There is no form cn1999.", "没有表样 cn1999。"),
        (["text", EXAMPLES], "is a folder, not a file", "是文件夹，不是文件"),
        (["text", EXAMPLES / "0-gone.txt"], "does not exist", "不存在：请检查路径。"),
        (
            ["check", EXAMPLES / "0-gone.jsonl"],
            "0-gone.jsonl cannot be opened: No such file or directory.",
            "0-gone.jsonl 无法打开：没有此文件或文件夹。请指定 extract 写出的结果。",
        ),
        (["extract", "x", "--reader", "model"], "needs a model", "需要模型"),
        (["eval", "run"], "Nothing to measure", "没有可测量的报告"),
    ],
)
def test_each_command_speaks_both(
    written: Path, args: list[object], english: str, chinese: str
) -> None:
    named = [written if arg == "OUT" else arg for arg in args]
    in_english, in_chinese = (gouji(*named, lang=lang) for lang in ("en", "zh"))
    assert english in in_english.output
    assert chinese not in in_english.output
    assert chinese in in_chinese.output
    assert english not in in_chinese.output
    assert in_english.exit_code == in_chinese.exit_code


def test_a_file_that_cannot_be_read_says_why_in_both(tmp_path: Path) -> None:
    (tmp_path / "scan.txt").write_bytes(b"GIF89a" + bytes(500))
    (tmp_path / "words.txt").write_text("本年度没有表格。", "utf-8")
    done = gouji("extract", tmp_path, "--format", "table", lang="zh")
    assert done.exit_code == 1
    told = f"{tmp_path / 'scan.txt'} 是GIF图片，不是文本：请把显示的内容另存为"
    assert told in done.stderr
    assert "报告 2 份：需要人工 1 份，不可读 1 份（" in done.stderr
    assert "不可读" in done.stdout
    shown = done.stdout.replace("\n", "").replace(" ", "")
    assert "不是文本：请把显示的内容另存为" in shown
    assert "文中没有表格：只有文字叙述" in shown
    assert "no tables" not in done.output


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_what_is_written_is_the_same_in_both(form: str) -> None:
    english, chinese = (
        gouji("extract", EXAMPLES, "--format", form, lang=lang) for lang in ("en", "zh")
    )
    assert english.stdout == chinese.stdout


def test_what_fact_is_there_has_a_name_in_chinese() -> None:
    assert set(CHINESE_NAMES) == known_keys()
    assert all(CHINESE.search(name) for name in CHINESE_NAMES.values())


def lines_of(shown: object, width: int) -> list[str]:
    console = Console(width=width, highlight=False, emoji=False, markup=False, no_color=True)
    with console.capture() as capture:
        console.print(shown)
    return capture.get().splitlines()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_tables_are_in_line(lang: Language, width: int) -> None:
    for record in RECORDS:
        [form] = [form for form in SETTINGS.forms if form.form == record.form]
        view = View(width, lang)
        one_line = lines_of(report_line(record, view), width)
        verdicts = max(cell_len(name.to(lang)) for name in STATUSES.values())
        before, _, _ = one_line[0].partition(Path(record.source.path).name)
        assert before.startswith(STATUSES[record.status].to(lang))
        assert cell_len(before) >= verdicts
        whole = lines_of(full_view(record, form, view), width)
        facts = lines_of(facts_view(record, lang), width)
        assert max(map(cell_len, (*one_line, *whole, *facts))) <= width
        sums = [line for line in whole if re.match(r"(行政复议|未经复议|复议后)", line)]
        assert len({cell_len(line) for line in sums}) == 1, sums


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "args",
    [
        ["extract", EXAMPLES, "--format", "table"],
        ["extract", EXAMPLES / "7-slip.txt", "--format", "table"],
        ["extract", EXAMPLES / "8-blanks.txt", "--format", "table"],
        ["facts", EXAMPLES / "1-lines.txt", "--format", "table"],
        ["forms", "cn2019"],
        ["extract", "gone.txt"],
    ],
    ids=["line by line", "slip", "blanks", "facts", "form", "error"],
)
def test_a_console_in_code_page_936_shows_all_of_our_words(lang: str, args: list[object]) -> None:
    program = [sys.executable, "-c", "from cli import app; app()", "--lang", lang]
    shown = {}
    for encoding in ("gbk", "utf-8"):
        environment = {**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "100"}
        done = subprocess.run(
            [*program, *map(str, args)], cwd=HOME, env=environment, capture_output=True, check=False
        )
        text = (done.stdout + done.stderr).decode(encoding)
        assert "Traceback" not in text
        shown[encoding] = re.sub(r"\d+\.\d 秒|\d+\.\d s", "", text)
    assert shown["gbk"] == shown["utf-8"]
