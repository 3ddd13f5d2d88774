"""Corrections as a person writes them in Excel: a csv of named columns, its lines and values."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extraction.text.numbers import Figure, parse_cell
from extraction.values.bilingual import Bilingual
from extraction.values.errors import WrongUsage
from extraction.values.refusals import explain_refusal

COLUMNS: Mapping[str, str] = {
    "file": "文件",
    "report": "第几份",
    "table": "表",
    "row": "行",
    "column": "列",
    "value": "数值",
    "reason": "理由",
    "who": "更正人",
    "when": "时间",
    "printed": "原文",
    "row_label": "行名",
    "column_label": "列名",
    "suggestion": "建议",
    "checks": "检查",
    "sha256": "摘要",
}
"""Headers of columns in English and in Chinese; either may be written, in any order."""
_NEEDED = ("file", "table", "row", "column", "value", "reason", "who")
_KEYS = {header: key for key, chinese in COLUMNS.items() for header in (key, chinese)}
_SEPARATORS = ",;\t，"
_BLANK = Figure("blank")
_BLANKS = frozenset({"blank", "空白"})
_DAY = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?"
)


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One line of the csv: where it stands, and what its columns say, stripped."""

    file: Path
    number: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return what a column says; nothing where the file has no such column."""
        return self.values.get(column, "")

    def refuse(self, en: str, zh: str) -> WrongUsage:
        """Return the error that names this line: what is wrong, and what to write."""
        return WrongUsage(
            f"{self.file}, line {self.number}: {en}. Nothing was done.",
            f"{self.file} 第 {self.number} 行：{zh}。未做任何处理。",
        )

    @property
    def part(self) -> int | None:
        """Which report of the file; None where the line does not say."""
        said = self["report"]
        if not said:
            return None
        if not (said.isascii() and said.isdigit() and int(said[:6]) > 0):
            raise self.refuse(
                f"{said!r} is no report of a file: write 1, 2, ... in report, or leave it empty",
                f"“{said}”不是份数：请在“第几份”中填 1、2 等，或留空",
            )
        return int(said[:6])

    @property
    def figure(self) -> Figure:
        """What the cell is to hold: a number, a blank, or a mark such as `/`."""
        said = unicodedata.normalize("NFKC", self["value"])
        if said.lower() in _BLANKS:
            return _BLANK
        figure = parse_cell(said)
        if figure.state == "text" or figure.unit or not figure.canonical:
            raise self.refuse(
                f"{self['value']!r} is no value: write a number without a unit, `/`, or blank",
                f"“{self['value']}”不是数值：请填不带单位的数字、“/”或“空白”",
            )
        return figure

    @property
    def when(self) -> datetime:
        """When it was decided, in the zone of this machine; else when the file was saved."""
        said = self["when"]
        if not said:
            return datetime.fromtimestamp(int(self.file.stat().st_mtime), UTC)
        try:
            return _parse_moment(said)
        except (ValueError, OverflowError, OSError) as error:
            raise self.refuse(
                f"{said!r} is no day: write it as 2026-11-30 or 2026-11-30 14:05",
                f"“{said}”不是日期：请按 2026-11-30 或 2026-11-30 14:05 填写",
            ) from error


def _parse_moment(text: str) -> datetime:
    """Return a moment with its offset; a day alone is its first moment, here.

    >>> _parse_moment("2026-11-29T22:00:00Z").isoformat()
    '2026-11-29T22:00:00+00:00'
    >>> _parse_moment("2026/1/5 9:30").strftime("%Y-%m-%d %H:%M")
    '2026-01-05 09:30'
    """
    match = _DAY.fullmatch(text)
    if match is None:
        moment = datetime.fromisoformat(text)
    else:
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
        moment = datetime(year, month, day, hour, minute, second)
    return moment if moment.tzinfo else moment.astimezone()


def read_sheet_lines(file: Path) -> tuple[CorrectionLine, ...]:
    """Return the lines of a csv that decide something; WrongUsage names what cannot be read.

    A line without a value decides nothing: so stand those of a template that nobody has filled.
    """
    text = _decode(file)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return tuple(line for line in _lines(file, reader) if line["value"])
    except csv.Error as error:
        line = CorrectionLine(file, reader.line_num, {})
        raise line.refuse(
            f"no csv ({error}): save the sheet as csv again",
            f"不是 csv（{error}）：请重新另存为 csv",
        ) from error


def _decode(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        why = explain_refusal(error)
        raise WrongUsage(
            f"{file} cannot be opened: {why.en}. Name a file of corrections.",
            f"{file} 无法打开：{why.zh}。请指定更正文件。",
        ) from error
    marked = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    for codec in (marked, "gb18030"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    raise WrongUsage(
        f"{file} is neither UTF-8 nor GB18030: save it in Excel as “CSV UTF-8”.",
        f"{file} 既不是 UTF-8 也不是 GB18030：请在 Excel 中另存为“CSV UTF-8”。",
    )


def _lines(file: Path, reader: "Iterator[list[str]]") -> Iterator[CorrectionLine]:
    headers: list[str] = []
    number = 0
    for fields in reader:
        # Where the line begins: a quoted field may go on over several.
        began, number = number + 1, reader.line_num  # type: ignore[attr-defined]
        if not any(each.strip() for each in fields):
            continue
        if not headers:
            headers = _parse_headers(CorrectionLine(file, began, {}), fields)
            continue
        if any(each.strip() for each in fields[len(headers) :]):
            raise CorrectionLine(file, began, {}).refuse(
                "more fields than headers: put a field with a comma into quotes",
                "列数多于表头：含逗号的内容请加引号",
            )
        said = (each.strip() for each in fields)
        yield CorrectionLine(file, began, dict(zip(headers, said, strict=False)))


def _parse_headers(line: CorrectionLine, fields: list[str]) -> list[str]:
    headers: list[str] = []
    while fields and not fields[-1].strip():
        fields = fields[:-1]
    for field in fields:
        header = unicodedata.normalize("NFKC", field).strip().lower()
        if header not in _KEYS:
            known = _list_headers(COLUMNS)
            raise line.refuse(
                f"no column is called {field!r}: rename or delete it; known are {known.en}",
                f"没有名为“{field}”的列：请改名或删除该列；可用的列：{known.zh}",
            )
        if _KEYS[header] in headers:
            raise line.refuse(
                f"{field!r} stands twice: delete one of the columns",
                f"“{field}”重复：请删除其中一列",
            )
        headers.append(_KEYS[header])
    missing = _list_headers([key for key in _NEEDED if key not in headers])
    if missing.en:
        raise line.refuse(f"add the columns {missing.en}", f"请补上这些列：{missing.zh}")
    return headers


def _list_headers(keys: "Mapping[str, str] | list[str]") -> Bilingual:
    return Bilingual(", ".join(keys), "、".join(COLUMNS[key] for key in keys))
