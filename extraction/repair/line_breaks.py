"""Put back the line breaks of a table that stands, with all that is around it, in one line.

What takes the text out of a page may drop every break: labels, figures and the next labels then
touch. A table is found there only as a whole: its heads in the form's order, then every row's
label with figures right behind it, nothing else in between, and some label right behind the
figures of the row before it. Figures that stand before their labels, columns in another order, a
row without figures: all are left as they are.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from extraction.forms.form import Form
from extraction.forms.table import Block, Labelled, Table, label_key
from extraction.repair.edits import Edit
from extraction.repair.thresholds import SHORTEST_DUMP

KIND = "line_breaks"
_LINE = re.compile(r"[^\n\r]+")
_KEPT = re.compile(r"[0-9\u3400-\u9fff]")
_NUMBERED = re.compile(r"\d{1,2}(?=[.、．])")
_GAP = r"[^\w|\n]{0,2}"
_END = r"[)）”\"’:：]?"
_GUIDANCE = r"(?:[(（][^()（）\d]{2,60}[)）])?"
_APART = r"[ \t]{0,2}"
_FIGURES = rf"{_APART}\d(?:[\d.+\-增减 \t]*?\d)?"
_NO_MORE = r"(?=\s*(?:\Z|[\u3400-\u9fff](?<![件项个元万亿千百余多人次条])))"
"""Behind the last figures words begin, or nothing: a digit may be a page's, a unit is theirs."""
_TITLE = re.compile(r"[^。，,；;：:《]{6,60}?(?:年度报告|年报)(?=[\u3400-\u9fff《])(?!编制)")
_YEAR = r"(?:20\d\d|二[〇○零Oo][〇○零一二三四五六七八九Oo]{2})"
_DAYS = r"[\d〇一二三四五六七八九十]{1,3}"
_SIGNATURE = re.compile(
    rf"(?<=。)[\u3400-\u9fff]{{4,40}}?\s*(?P<day>{_YEAR} ?年 ?{_DAYS} ?月 ?{_DAYS} ?日)\s*\Z"
)
_NUMERAL = "[一二三四五六七八九十]{1,2}、"
_SECTION_BEFORE = r"(?<=[。;；)）\d\s])"
_BREAK = rf"{_APART}()"
"""An empty group: its place is where a line begins."""


def find_lost_breaks(text: str, forms: Sequence[Form]) -> Iterator[Edit]:
    """Find where lines began in a line that holds a whole table of a form, in one piece."""
    for line in _LINE.finditer(text):
        if line.end() - line.start() < SHORTEST_DUMP:
            continue
        places = set[int]()
        for form in forms:
            places |= _find_places(line[0], form)
        places -= {0, len(line[0])}
        for place in sorted(places):
            at = line.start() + place
            yield Edit(at, at, "\n", KIND)


def _find_places(line: str, form: Form) -> set[int]:
    """Return where lines begin in the tables of a form within a line, and in its sections."""
    places = set[int]()
    for table, endings in _endings_of(form).items():
        if not any(ending in line for ending in endings):
            continue
        for found in _print_of(form, table).finditer(line):
            starts = {start for start, _ in found.regs[1:]}
            inner = starts.intersection(range(1, len(line)))
            if any(line[start - 1].isdigit() for start in inner):
                places |= starts
    if not places:
        return places
    for heading in _heading_of(form).finditer(line):
        places.update(heading.span())
    if title := _TITLE.match(line):
        places.add(title.end())
    if signature := _SIGNATURE.search(line):
        places.update((signature.start(), signature.start("day")))
    return places - {-1}  # what is not printed begins nowhere


@lru_cache(maxsize=8)
def _endings_of(form: Form) -> Mapping[str, tuple[str, ...]]:
    """Return how the label of each table's last row may end: where none stands, no table does."""
    endings: dict[str, tuple[str, ...]] = {}
    for table in form.tables:
        labels = table.blocks[-1].rows[-1].labels
        endings[table.key] = tuple(label_key(label)[-2:] for label in labels)
    return endings


@lru_cache(maxsize=32)
def _print_of(form: Form, table: str) -> re.Pattern[str]:
    """Return a table as a pattern, whose groups are empty, at the beginning of each line."""
    return re.compile(_print_table(form.table(table), form))


@lru_cache(maxsize=8)
def _heading_of(form: Form) -> re.Pattern[str]:
    names: list[str] = []
    for own in form.sections.values():
        names += map(_say, own)
    return re.compile(_SECTION_BEFORE + _NUMERAL + _any(names))


def _print_table(table: Table, form: Form) -> str:
    """Return a table as it is printed: title, then each block's heads and rows."""
    titles = [table.label.split("、", 1)[-1]]
    titles += form.sections.get(table.key, ())
    title = _any(map(_say, titles))
    printed = [f"(?:{_BREAK}{_NUMERAL}{title})?"]
    printed += map(_print_block, table.blocks)
    printed += (_NO_MORE, _BREAK)
    return "".join(printed)


def _print_block(block: Block) -> str:
    if block.arrangement == "across":
        return _print_across(block)
    printed: list[str] = []
    for head in block.heads:
        printed += (_BREAK, _maybe(_say(head) + _APART))
    printed.append(_BREAK.join(map(_say_all, _head_lines(block))))
    printed += _print_rows(block)
    return "".join(printed)


def _print_rows(block: Block) -> Iterator[str]:
    """Yield each row: the groups that begin with it, its label, its figures."""
    groups = {group.key: group for group in block.row_groups}
    opened: set[str] = set()
    for row in block.rows:
        opening = ""
        key = row.group
        while key is not None and key not in opened:
            opened.add(key)
            group = groups[key]
            opening = _maybe(_say_any(group) + _APART) + opening
            key = group.within
        yield _BREAK
        if opening:
            yield opening + _maybe(_FIGURES + _BREAK)
        yield _say_any(row) + _GUIDANCE + _FIGURES


def _head_lines(block: Block) -> Iterator[list[Labelled]]:
    """Yield the lines of heads: a group's name above those of its columns."""
    named: dict[str, Labelled] = {}
    for each in (*block.columns, *block.column_groups):
        named[each.key] = each
    over: dict[str, Labelled] = {}
    under: list[Labelled] = []
    for column in block.columns:
        key = column.group or column.key
        over[key] = named[key]
        if column.group:
            under.append(column)
    yield list(over.values())
    if under:
        yield under


def _print_across(block: Block) -> str:
    """Return a block whose rows stand side by side: two lines of rows, each over its columns."""
    first, *later = map(_say_any, block.rows)
    columns = _say_all(block.columns)
    above = _APART.join((first, *map(_say, block.heads)))
    below = _APART.join([columns] * len(later))
    beside = _APART.join((columns, *later))
    return _BREAK.join(("", above, beside, below, _FIGURES))


def _say_all(labelled: Sequence[Labelled]) -> str:
    return _APART.join(map(_say_any, labelled))


def _say_any(labelled: Labelled) -> str:
    return _any(map(_say, labelled.labels))


def _maybe(pattern: str) -> str:
    return f"(?:{pattern})?"


def _any(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(patterns, key=len, reverse=True))})"


def _say(label: str) -> str:
    """Return a pattern for a label: its signs may be others, but a number's own stays.

    >>> bool(re.fullmatch(_say("(七)总计"), "（七）总计")), bool(re.match(_say("3.其他"), "3其他"))
    (True, False)
    """
    numbered = _NUMBERED.match(label)
    number = f"{numbered[0]}[.、．]{_GAP}" if numbered else ""
    rest = label[numbered.end() :] if numbered else label
    opening = '[(（“"]?' if not _KEPT.match(label) else ""
    return number + opening + _GAP.join(_KEPT.findall(rest)) + _END
