"""The index of the case files: `python -m tests.support.case_index` writes it anew."""

import json
from collections.abc import Iterator
from pathlib import Path

from tests.support.case_files import REPORTS, SORTS, STATIONS
from tests.support.places import CASE_FILES

INDEX = CASE_FILES / "README.md"
_SORTS = {
    "in_the_wild": "In the wild",
    "made_up": "Made up",
    "negative": "Negative",
    "known_failures": "Known failures",
}
_STATIONS = {
    "read": "read: bytes to text and grids",
    "repair": "repair: damage undone",
    "locate": "locate: where tables, sections and reports stand",
    "align": "align: printed rows and columns to the form's",
    "judge": "judge: figures to cells",
    "prose": "prose: metadata and facts",
    "check": "check: rules and verdicts",
    "whole": "whole: the plain report in each layout",
    "forms": "forms: files that describe a form",
}
_HEAD = """\
# Case files

Written by `python -m tests.support.case_index`; tests/support/case_files.py says how a case is
written. Stations are those of the walk; the sorts are those of
[ftfy](https://github.com/rspeer/python-ftfy)'s cases: in the wild, made up, negative (what must
not be done), known failures (strict xfail; never settled wrongly all the same). Which case fails
when a guard of align, cells or prose is gone: `python -m tests.support.guards`.
"""


def write_index() -> str:
    """Return the index: each case file, what it shows, where it comes from."""
    return "\n".join((_HEAD, *_list_stations()))


def _list_stations() -> Iterator[str]:
    for station in STATIONS:
        yield f"## {_STATIONS[station]}\n"
        for sort in SORTS:
            lines = list(_list_cases(CASE_FILES / station / sort))
            if lines:
                yield "\n".join((f"### {_SORTS[sort]}\n", *lines, ""))


def _list_cases(folder: Path) -> Iterator[str]:
    """Yield a line for each case file: reports, lists of lesser cases, form files."""
    for path in sorted(folder.rglob("*.json")):
        case = json.loads(path.read_text("utf-8"))
        count = f" ({len(case['cases'])} cases)" if "cases" in case else ""
        yield f"- `{_name(path)}`{count}: {case['shows']} *{case['from']}*"
    own = {path.with_suffix(".yaml") for path in folder.glob("*.json")}
    for path in sorted(set(folder.glob("*.yaml")) - own):
        refusal = path.with_suffix(".txt")
        shows = refusal.read_text("utf-8").split(": ", 1)[1].strip() if refusal.exists() else ""
        yield f"- `{path.name}`: {shows or 'the sound form that the broken ones are made from'}"


def _name(path: Path) -> str:
    """Return the place under station and sort of a case's input, or of a list of cases."""
    inputs = (each.path for each in REPORTS.values() if each.path.with_suffix(".json") == path)
    return Path(*next(inputs, path).relative_to(CASE_FILES).parts[2:]).as_posix()


if __name__ == "__main__":
    INDEX.write_text(write_index(), "utf-8")
