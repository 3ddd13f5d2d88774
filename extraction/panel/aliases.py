"""The aliases file: which printed name is whose, in which years, and who stands above whom."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extraction.forms.lined import Misprint, parse_lined
from extraction.panel.names import normalise_name
from extraction.values.errors import WrongUsage
from extraction.values.refusals import explain_refusal

_KEYS: Mapping[str, str] = {
    "name": "name",
    "名称": "name",
    "canonical": "canonical",
    "规范名称": "canonical",
    "from": "first",
    "起": "first",
    "to": "last",
    "止": "last",
    "parent": "parent",
    "上级": "parent",
    "complete": "complete",
    "齐全": "complete",
}
_YES, _NO = frozenset({"yes", "true", "是"}), frozenset({"no", "false", "否"})
_FIRST, _LAST = 1900, 2200
_ALIASES = "aliases"
_LIST = re.compile(r"^aliases:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Alias:
    """A printed name, the canonical one, the years for which that holds, and the parent.

    complete: whether those that name this agency as their parent are all that it covers.
    """

    name: str
    canonical: str
    first: int = _FIRST
    last: int = _LAST
    parent: str | None = None
    complete: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Aliases:
    """All that is declared of names, normalised."""

    lines: tuple[Alias, ...] = ()

    def find(self, name: str, year: int) -> str | None:
        """Return the canonical name of a normalised one in a year; None if none is declared."""
        for alias in self.lines:
            if alias.name == name and alias.first <= year <= alias.last:
                return alias.canonical
        if any(alias.canonical == name for alias in self.lines):
            return name
        return None

    def is_complete(self, parent: str, year: int) -> bool:
        """Say whether the children declared of an agency are all that its figures cover."""
        return any(
            alias.complete and alias.canonical == parent and alias.first <= year <= alias.last
            for alias in self.lines
        )

    def children(self) -> dict[str, tuple[Alias, ...]]:
        """Return the lines that name a parent, by the parent."""
        found: dict[str, tuple[Alias, ...]] = {}
        for alias in self.lines:
            if alias.parent is not None:
                found[alias.parent] = (*found.get(alias.parent, ()), alias)
        return found


def read_aliases(path: Path) -> Aliases:
    """Read a file of aliases, csv or yaml; WrongUsage with the line of what is broken."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        why = explain_refusal(error)
        raise WrongUsage(
            f"{path} cannot be opened: {why.en}. Name a file of aliases (.csv or .yaml).",
            f"{path} 无法打开：{why.zh}。请指定别名文件（.csv 或 .yaml）。",
        ) from error
    except UnicodeDecodeError as error:
        raise WrongUsage(
            f"{path} is not in UTF-8: save it as a csv in UTF-8.",
            f"{path} 不是 UTF-8 编码：请另存为 UTF-8 的 csv。",
        ) from error
    read = _read_csv if path.suffix.lower() == ".csv" else _read_yaml
    if path.suffix.lower() not in (".csv", ".yaml", ".yml"):
        raise WrongUsage(
            f"{path}: aliases are a .csv or a .yaml file.", f"{path}：别名文件须为 .csv 或 .yaml。"
        )
    lines = tuple(_to_alias(path, line, values) for line, values in read(path, text))
    _refuse_contradictions(path, lines)
    return Aliases(lines)


def _broken(path: Path, line: int, en: str, zh: str) -> WrongUsage:
    return WrongUsage(f"{path}, line {line}: {en}.", f"{path} 第 {line} 行：{zh}。")


def _read_csv(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    headers: list[str] = []
    try:
        for fields in reader:
            line = reader.line_num
            if not any(each.strip() for each in fields):
                continue
            if not headers:
                headers = [_key_of(path, line, header) for header in fields]
            elif len(fields) > len(headers):
                raise _broken(path, line, "more fields than headers", "列数多于表头")
            else:
                yield line, dict(zip(headers, fields, strict=False))
    except csv.Error as error:
        raise _broken(path, reader.line_num, f"no csv ({error})", f"不是 csv（{error}）") from error


def _read_yaml(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    if not _LIST.search(text):
        raise _broken(path, 1, "aliases are a list under `aliases:`", "别名须列在 `aliases:` 之下")
    try:
        lined = parse_lined(text)
    except Misprint as error:
        says = error.says
        raise _broken(path, error.line, says, f"不是可用的 .yaml（{says}）") from error
    listed = lined.data[_ALIASES]
    if not isinstance(listed, list):
        line = lined.line_of((_ALIASES,))
        raise _broken(path, line, "aliases are a list under `aliases:`", "别名须为列表")
    for at, each in enumerate(listed):
        line = lined.line_of((_ALIASES, at))
        if not isinstance(each, dict):
            raise _broken(path, line, "an alias has a name and a canonical one", "别名须含规范名称")
        said = {key: value for key, value in each.items() if value is not None}
        yield line, {_key_of(path, line, key): str(value) for key, value in said.items()}


def _key_of(path: Path, line: int, header: str) -> str:
    key = str(header).strip()
    if key not in _KEYS:
        known = ", ".join(_KEYS)
        raise _broken(
            path, line, f"{key!r} is none of {known}", f"{key!r} 不在可用的列中（{known}）"
        )
    return _KEYS[key]


def _to_alias(path: Path, line: int, values: Mapping[str, str]) -> Alias:
    said = {key: value.strip() for key, value in values.items() if value.strip()}
    if "name" not in said or "canonical" not in said:
        raise _broken(path, line, "name and canonical are both needed", "名称和规范名称缺一不可")
    first = _year(path, line, said.get("first"), _FIRST)
    last = _year(path, line, said.get("last"), _LAST)
    if first > last:
        raise _broken(path, line, f"{first} comes after {last}", f"{first} 晚于 {last}")
    parent = said.get("parent")
    return Alias(
        normalise_name(said["name"]),
        normalise_name(said["canonical"]),
        first,
        last,
        normalise_name(parent) if parent else None,
        _is_said(path, line, said.get("complete", "no")),
        line,
    )


def _is_said(path: Path, line: int, text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise _broken(path, line, f"{text!r}: write yes or no", f"“{text}”：请填写是或否")
    return text.lower() in _YES


def _year(path: Path, line: int, text: str | None, usual: int) -> int:
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and _FIRST <= int(text[:5]) <= _LAST):
        raise _broken(path, line, f"{text!r} is no year", f"{text!r} 不是年度")
    return int(text)


def _refuse_contradictions(path: Path, lines: Iterable[Alias]) -> None:
    """Refuse a name that is two agencies' in one year, and a parent that stands below itself."""
    known: dict[str, list[Alias]] = {}
    parents: dict[str, str] = {}
    for alias in lines:
        for other in known.setdefault(alias.name, []):
            both = alias.first <= other.last and other.first <= alias.last
            if both and alias.canonical != other.canonical:
                en = f"{alias.name} is {other.canonical} in line {other.line}"
                zh = f"{alias.name} 在第 {other.line} 行已归入 {other.canonical}"
                raise _broken(path, alias.line, en, zh)
        known[alias.name].append(alias)
        if alias.parent is not None:
            parents[alias.canonical] = alias.parent
            above, seen = alias.parent, {alias.canonical}
            while above not in seen and above in parents:
                seen.add(above)
                above = parents[above]
            if above in seen:
                en, zh = f"{above} stands below itself", f"{above} 成了自己的下级"
                raise _broken(path, alias.line, en, zh)
