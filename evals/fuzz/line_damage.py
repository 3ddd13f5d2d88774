"""What happens to the lines of a page, whose figures are still marks.

What the print says then is read off the marks: two figures that exchange their lines within
a row have exchanged their cells; whatever else is torn apart may be left open.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from random import Random

from evals.fuzz.ink import LABEL, figures_in, labels_in
from extraction.values.record import CellKey


@dataclass(frozen=True, slots=True)
class DamagedPage:
    """A report's lines, where its tables' lines are, and whose figures they hold.

    homes: the cells that the print gives a figure's mark to. rows: every row's marks of
    figures by its label's mark. unsure: cells that may be left open. lost: cells whose
    figure is not printed any more, in a row where others are. born: each mark's cell before
    any damage. rowwise: see Layout.
    """

    lines: tuple[str, ...]
    first: int
    last: int
    homes: Mapping[int, frozenset[CellKey]]
    rows: Mapping[int, tuple[int, ...]]
    unsure: frozenset[CellKey] = frozenset()
    lost: frozenset[CellKey] = frozenset()
    born: tuple[CellKey, ...] = ()
    rowwise: bool = False

    def row_of(self, mark: int) -> tuple[int, ...]:
        """Return all figures of the row that a figure stands in."""
        return next((marks for marks in self.rows.values() if mark in marks), (mark,))

    def doubt(self, marks: Iterable[int]) -> "DamagedPage":
        """Return the page where the whole rows of these figures may be left open."""
        rows = {other for mark in marks for other in self.row_of(mark)}
        cells = frozenset(cell for mark in rows for cell in self.homes.get(mark, ()))
        return replace(self, unsure=self.unsure | cells)

    def forget(self, line: str) -> "DamagedPage":
        """Return the page without what the labels of a line said: figures may be as they were."""
        homes = dict(self.homes)
        for mark in (m for label in labels_in(line) for m in self.rows.get(label, ())):
            own = self.born[mark : mark + 1]
            homes[mark] = homes.get(mark, frozenset()) | frozenset(own)
        return replace(self, homes=homes)

    def figures_of(self, line: str) -> list[int]:
        """Return the figures that a line is about: its own, and those of its labels."""
        named = [mark for label in labels_in(line) for mark in self.rows.get(label, ())]
        return [*figures_in(line), *named]

    def put(self, first: int, last: int, *lines: str) -> "DamagedPage":
        """Return the page with the lines from first to before last replaced."""
        grown = len(lines) - (last - first)
        return replace(
            self, lines=(*self.lines[:first], *lines, *self.lines[last:]), last=self.last + grown
        )


LineDamage = Callable[[DamagedPage, Random], DamagedPage]
NUMBERS = (
    "- 3 -",
    "3",
    "12",
    "第3页",
    "P. 9",
    "— 4 —",
    "3/7",
    "Page 2 of 5",
    "2023",
    "-5-",
    "[3]",
    "·3·",
    "",
)


def _near(page: DamagedPage, place: int) -> list[int]:
    """Return the figures of the nearest lines before and behind a place that have any."""
    before = next((f for line in page.lines[place - 1 :: -1] if (f := page.figures_of(line))), [])
    behind = next((f for line in page.lines[place:] if (f := page.figures_of(line))), [])
    return [*before, *behind]


def _place(page: DamagedPage, rng: Random) -> int:
    return rng.randrange(page.first, max(page.first + 1, page.last - 1))


def _places(page: DamagedPage, rng: Random) -> int:
    """Return a line that has a figure or a label."""
    known = [i for i in range(page.first, page.last) if page.figures_of(page.lines[i])]
    return rng.choice(known) if known else _place(page, rng)


def put_page_number(page: DamagedPage, rng: Random) -> DamagedPage:
    """A page's number stands between two lines."""
    place = _place(page, rng)
    return page.doubt(_near(page, place)).put(place, place, rng.choice(NUMBERS))


def put_sentence(page: DamagedPage, rng: Random) -> DamagedPage:
    """A line of words, or of a menu, stands between two lines."""
    place = _place(page, rng)
    words = rng.choice(
        (
            "打印本页 关闭窗口",
            "注:以上数据截至2023年12月31日",
            "(续表)",
            "单位:件",
            "字体:大 中 小",
            "2 3 5",
            "上一篇 0 下一篇 1",
            "浏览次数:203",
        )
    )
    return page.doubt(_near(page, place)).put(place, place, words)


def join_lines(page: DamagedPage, rng: Random) -> DamagedPage:
    """A line's end is lost."""
    place = _places(page, rng)
    if place + 1 >= page.last:
        return page
    first, second = page.lines[place], page.lines[place + 1]
    page = page.doubt([*page.figures_of(first), *page.figures_of(second)])
    return page.put(place, place + 2, first + rng.choice(("", " ", " ")) + second)


def join_many(page: DamagedPage, rng: Random) -> DamagedPage:
    """Many line ends are lost."""
    start = _places(page, rng)
    end = min(page.last, start + rng.choice((4, 10, 40)))
    lines = page.lines[start:end]
    page = page.doubt(mark for line in lines for mark in page.figures_of(line))
    return page.put(start, end, rng.choice(("", " ", "  ", "\t")).join(lines))


def break_line(page: DamagedPage, rng: Random) -> DamagedPage:
    """A line is broken in two."""
    place = _places(page, rng)
    line = page.lines[place]
    cuts = [i for i in range(1, len(line)) if _outside_marks(line, i)]
    if not cuts:
        return page
    cut = rng.choice(cuts)
    return page.doubt(page.figures_of(line)).put(place, place + 1, line[:cut], line[cut:])


def _outside_marks(line: str, cut: int) -> bool:
    """Tell whether no mark lies over a place."""
    opened = line.count("\ue000", 0, cut) + line.count("\ue002", 0, cut)
    return opened == line.count("\ue001", 0, cut) + line.count("\ue003", 0, cut)


def drop_line(page: DamagedPage, rng: Random) -> DamagedPage:
    """A line is lost; what is left of its rows may be left open."""
    place = _places(page, rng)
    line = page.lines[place]
    page = page.doubt(page.figures_of(line)).forget(line)
    gone = frozenset(c for mark in figures_in(line) for c in page.homes.get(mark, ()))
    return replace(page.put(place, place + 1), lost=page.lost | gone)


def repeat_line(page: DamagedPage, rng: Random) -> DamagedPage:
    """A line stands there twice."""
    place = _places(page, rng)
    line = page.lines[place]
    return page.doubt(page.figures_of(line)).put(place, place, line)


def swap_lines(page: DamagedPage, rng: Random) -> DamagedPage:
    """Two lines exchange their places."""
    place = _places(page, rng)
    behind = place + rng.choice((1, 1, 1, 2))
    if behind >= page.last:
        return page
    first, second = page.lines[place], page.lines[behind]
    page = _exchange(page, first, second)
    between = page.lines[place + 1 : behind]
    return page.put(place, behind + 1, second, *between, first)


def _exchange(page: DamagedPage, first: str, second: str) -> DamagedPage:
    """Return the page whose truth has followed two lines that exchange their places."""
    ones, others = figures_in(first), figures_in(second)
    bare = not labels_in(first) and not labels_in(second) and not page.rowwise
    page = page.doubt([*page.figures_of(first), *page.figures_of(second)])
    if not bare or len(ones) != len(others):
        return page
    homes = dict(page.homes)
    for one, other in zip(ones, others, strict=True):
        homes[one] = page.homes.get(other, frozenset())
        homes[other] = page.homes.get(one, frozenset())
    return replace(page, homes=homes)


def drop_blank_lines(page: DamagedPage, _: Random) -> DamagedPage:
    """Blank lines, and lines of hard spaces, are taken out; where blanks were is unknown."""
    kept = tuple(
        line for line in page.lines[page.first : page.last] if line.strip() or figures_in(line)
    )
    return page.put(page.first, page.last, *kept)


def indent(page: DamagedPage, rng: Random) -> DamagedPage:
    """Every line is indented, or ends in blanks."""
    gap = rng.choice(("    ", "\u3000\u3000", "\t", "> ", "  "))
    lines = tuple(gap + line for line in page.lines[page.first : page.last])
    return page.put(page.first, page.last, *lines)


def double_lines(page: DamagedPage, _: Random) -> DamagedPage:
    """An empty line behind every line."""
    lines = tuple(part for line in page.lines[page.first : page.last] for part in (line, ""))
    return page.put(page.first, page.last, *lines)


def lose_labels(page: DamagedPage, rng: Random) -> DamagedPage:
    """Some labels are lost with their lines, the figures behind them are not."""
    known = [
        i
        for i in range(page.first, page.last)
        if labels_in(page.lines[i]) and not figures_in(page.lines[i])
    ]
    for place in sorted(rng.sample(known, min(len(known), rng.choice((1, 2, 4)))), reverse=True):
        page = page.doubt(_near(page, place)).forget(page.lines[place]).put(place, place + 1)
    return page


def cut_page_off(page: DamagedPage, rng: Random) -> DamagedPage:
    """The file ends in the middle of its tables."""
    place = _place(page, rng)
    gone = [mark for line in page.lines[place:] for mark in figures_in(line)]
    page = page.doubt(_near(page, place)).doubt(gone)
    lost = frozenset(cell for mark in gone for cell in page.homes.get(mark, ()))
    return replace(page, lines=page.lines[:place], last=place, lost=page.lost | lost)


def repeat_table(page: DamagedPage, rng: Random) -> DamagedPage:
    """Some lines of the tables stand there again further down."""
    start = _places(page, rng)
    end = min(page.last, start + rng.choice((3, 12, 60)))
    block = page.lines[start:end]
    page = page.doubt(mark for line in block for mark in page.figures_of(line))
    place = rng.randrange(end, page.last + 1)
    return page.doubt(_near(page, min(place, len(page.lines) - 1))).put(place, place, *block)


DAMAGES: Mapping[str, LineDamage] = {
    "page number": put_page_number,
    "sentence": put_sentence,
    "lines joined": join_lines,
    "many lines joined": join_many,
    "line broken": break_line,
    "line dropped": drop_line,
    "line repeated": repeat_line,
    "lines swapped": swap_lines,
    "blank lines dropped": drop_blank_lines,
    "indented": indent,
    "lines doubled": double_lines,
    "label lines lost": lose_labels,
    "cut off": cut_page_off,
    "lines again": repeat_table,
}

__all__ = ["DAMAGES", "LABEL", "DamagedPage"]
