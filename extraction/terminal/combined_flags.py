"""Flags that mean something together, and what is meant where one is left out."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from extraction.export.named_formats import find_format
from extraction.terminal.commands import FactsFormat, OutputFormat
from extraction.terminal.streams import is_terminal
from extraction.values.errors import WrongUsage

if TYPE_CHECKING:
    from extraction.batch.summary import Tally
    from prompts import Prompts

ReaderChoice = Literal["auto", "offline", "model"]
"""Whether a model is asked: about what stays open, about nothing, or about every table."""


def exit_code(tally: "Tally", *, strict: bool) -> int:
    """Return 1 if something could not be read or written, or is not as `--strict` wants it.

    So it is where a model was asked, and has answered nothing at all.
    """
    failed = tally.failures or tally.unwritten or tally.in_vain
    return 1 if failed or (strict and not tally.all_verified) else 0


def wants_model(reader: ReaderChoice, model: str | None, facts: str, *, vision: bool) -> bool:
    """Say whether a model is to be asked; WrongUsage if one is wanted and none may be."""
    if reader == "offline" and facts == "model":
        raise WrongUsage(
            "--facts model asks a model, --reader offline nobody: leave one out.",
            "--facts model 要询问模型，--reader offline 不询问模型：请去掉其中一个。",
        )
    if vision and not _reads_scans():
        raise WrongUsage(
            "--vision reads figures of scans once more, and nothing here reads scans:"
            " pip install gouji[ocr] first.",
            "--vision 用于再次识读扫描件中的数字，但本机尚不能识别扫描件："
            "请先运行 `pip install gouji[ocr]`。",
        )
    wishes = {"--reader model": reader == "model", "--facts model": facts == "model"}
    wishes["--vision"] = vision
    if model is None and any(wishes.values()):
        wish = next(flag for flag, wished in wishes.items() if wished)
        raise WrongUsage(
            f"{wish} needs a model: add --model openai/NAME.",
            f"{wish} 需要模型：请加上 --model openai/NAME。",
        )
    return model is not None and reader != "offline"


def _reads_scans() -> bool:
    from extraction.read.scan.scanned_file import has_ocr

    return has_ocr()


def own_prompts(folder: Path | None) -> "Prompts":
    """Return the prompts of a folder; WrongUsage where one has no version, or there is none."""
    from prompts import NAMES, Prompts

    found = Prompts(folder)
    if folder is not None and not any((folder / f"{name}.md").is_file() for name in NAMES):
        named = ", ".join(f"{name}.md" for name in NAMES)
        raise WrongUsage(
            f"{folder} holds none of {named}: name the folder that does.",
            f"{folder} 中没有 {named}：请指定含有这些文件的文件夹。",
        )
    try:
        for name in NAMES:
            found.load(name)
    except ValueError as error:
        raise WrongUsage(f"{folder}: {error}.", f"{folder}：{error}。") from error
    return found


def default_cache() -> Path:
    """Return where answers are kept if nothing else is said."""
    return Path(typer.get_app_dir("gouji"), "answers.sqlite")


def pick_format(asked: OutputFormat | None, out: Path | None) -> OutputFormat:
    """Return the format asked for, else what fits where the results go."""
    if asked == "table" and out is not None:
        raise WrongUsage(
            "--format table is for the terminal: with -o take another, as jsonl or xlsx.",
            "--format table 只用于终端显示：与 -o 合用时请选其他格式，如 jsonl 或 xlsx。",
        )
    if asked is not None:
        return asked
    if out is not None:
        return find_format(out)
    return "table" if is_terminal(sys.stdout) else "jsonl"


def pick_facts_format(asked: FactsFormat | None, out: Path | None) -> FactsFormat:
    """Return the format asked for, else what fits where the facts go."""
    if asked is not None:
        pick_format(asked, out)  # which refuses a table in a file
        return asked
    if out is None:
        return "table" if is_terminal(sys.stdout) else "jsonl"
    picked = find_format(out)
    if picked not in ("csv", "jsonl"):
        raise WrongUsage(
            f"{out}: facts are written as jsonl or csv. Name the file so, or add --format.",
            f"{out}：事实清单只能写成 jsonl 或 csv。请改文件名，或加上 --format。",
        )
    return "csv" if picked == "csv" else "jsonl"
