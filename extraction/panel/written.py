"""Where a panel goes: a folder with all of it, or one file; others' files stay as they are."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from extraction.export.folder import write_whole
from extraction.export.lock import cannot_write
from extraction.export.ours import begins_otherwise
from extraction.panel import tables
from extraction.panel.elements import BEGINS
from extraction.panel.page_view import panel_to_page
from extraction.panel.panel import Panel
from extraction.values.bilingual import Language
from extraction.values.errors import AlreadyThere, WrongUsage

_TABLES: Mapping[str, Callable[[Panel], Iterator[bytes]]] = {
    "agency_years.csv": tables.agency_years,
    "definitions.csv": tables.definitions,
    "findings.csv": tables.findings_csv,
    "findings.jsonl": tables.findings_jsonl,
    "missing_years.csv": tables.missing_years,
    "repeated.csv": tables.repeated_shares,
}
_PAGE = "panel.html"
_BY_ENDING = {".csv": "agency_years.csv", ".jsonl": "findings.jsonl", ".html": _PAGE}


@dataclass(frozen=True, slots=True)
class PanelFile:
    """One file to write: its place, and which part of the panel goes there."""

    file: Path
    part: str


def find_targets(out: Path) -> tuple[PanelFile, ...]:
    """Return the files of an OUT: by its ending one, else a folder of all.

    >>> [target.part for target in find_targets(Path("years.csv"))]
    ['agency_years.csv']
    """
    ending = out.suffix.lower()
    if out.is_dir() or not ending:
        return tuple(PanelFile(out / part, part) for part in (*_TABLES, _PAGE))
    if ending not in _BY_ENDING:
        known = ", ".join(_BY_ENDING)
        raise WrongUsage(
            f"{out}: a panel is written to a folder, or to a file that ends in {known}.",
            f"{out}：面板写入文件夹，或以 {known} 结尾的文件。",
        )
    return (PanelFile(out, _BY_ENDING[ending]),)


def write_panel(
    panel: Panel, targets: tuple[PanelFile, ...], lang: Language, *, fresh: bool
) -> None:
    """Write the parts of a panel; AlreadyThere before anything is touched that is not ours."""
    made = {target.file: render(panel, target.part, lang) for target in targets}
    try:
        for file, data in made.items():
            if not fresh and begins_otherwise(file, _beginning(data)):
                raise AlreadyThere(
                    f"{file} is there and holds no panel", f"{file} 已存在，内容不是面板"
                )
        for file, data in made.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, data)
    except OSError as error:
        raise cannot_write(targets[0].file, error) from error


def render(panel: Panel, part: str, lang: Language) -> bytes:
    """Return one part of a panel as bytes."""
    if part == _PAGE:
        return panel_to_page(panel, lang)
    return b"".join(_TABLES[part](panel))


def _beginning(data: bytes) -> bytes:
    """Return what every panel's file of that kind begins with."""
    if data.startswith(BEGINS):
        return BEGINS
    if data.startswith(b"{") or not data:
        return b'{"agency":'
    return data[: data.index(b"\n") + 1]
