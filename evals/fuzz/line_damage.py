"""What happens to the lines of a page, whose figures are still marks.

What the print says then is read off the marks: two figures that exchange their lines within
a row have exchanged their cells; whatever else is torn apart may be left open.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from random import Random

from evals.fuzz.figure_ink import LABEL, figures_in, labels_in
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
        for marks in self.rows.values():
            if mark in marks:
                return marks
        return (mark,)

    def cells_of(self, marks: Iterable[int]) -> frozenset[CellKey]:
        """Return the cells that the print gives these figures to."""
        cells: set[CellKey] = set()
        for mark in marks:
            cells |= self.homes.get(mark, frozenset())
        return frozenset(cells)

    def doubt(self, marks: Iterable[int]) -> "DamagedPage":
        """Return the page where the whole rows of these figures may be left open."""
        rows = chain.from_iterable(map(self.row_of, marks))
        cells = self.cells_of(rows)
        return replace(self, unsure=self.unsure | cells)

    def doubt_lines(self, *lines: str) -> "DamagedPage":
        """Return the page where all rows that these lines are about may be left open."""
        about = map(self.figures_of, lines)
        return self.doubt(chain.from_iterable(about))

    def lose(self, marks: Iterable[int]) -> "DamagedPage":
        """Return the page where these figures are not printed any more."""
        cells = self.cells_of(marks)
        return replace(self, lost=self.lost | cells)

    def forget(self, line: str) -> "DamagedPage":
        """Return the page without what the labels of a line said: figures may be as they were."""
        homes = dict(self.homes)
        for mark in self.named_by(line):
            own = frozenset(self.born[mark : mark + 1])
            homes[mark] = homes.get(mark, frozenset()) | own
        return replace(self, homes=homes)

    def figures_of(self, line: str) -> list[int]:
        """Return the figures that a line is about: its own, and those of its labels."""
        return [*figures_in(line), *self.named_by(line)]

    def named_by(self, line: str) -> list[int]:
        """Return the figures of the rows whose labels stand in a line."""
        named: list[int] = []
        for label in labels_in(line):
            named += self.rows.get(label, ())
        return named

    @property
    def table_lines(self) -> tuple[str, ...]:
        """The lines of its tables."""
        return self.lines[self.first : self.last]

    def put_tables(self, lines: Iterable[str]) -> "DamagedPage":
        """Return the page with other lines of its tables."""
        return self.put(self.first, self.last, *lines)

    def put(self, first: int, last: int, *lines: str) -> "DamagedPage":
        """Return the page with the lines from first to before last replaced."""
        before, behind = self.lines[:first], self.lines[last:]
        grown = len(lines) - (last - first)
        return replace(
            self,
            lines=(*before, *lines, *behind),
            last=self.last + grown,
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
    before = _first_figures(page, page.lines[place - 1 :: -1])
    behind = _first_figures(page, page.lines[place:])
    return [*before, *behind]


def _first_figures(page: DamagedPage, lines: Iterable[str]) -> list[int]:
    """Return the figures of the first of some lines that has any."""
    for line in lines:
        figures = page.figures_of(line)
        if figures:
            return figures
    return []


def _any_line(page: DamagedPage, rng: Random) -> int:
    return rng.randrange(page.first, max(page.first + 1, page.last - 1))


def _telling_line(page: DamagedPage, rng: Random) -> int:
    """Return a line that has a figure or a label, if there is one."""
    telling = []
    for at, line in enumerate(page.table_lines, page.first):
        if page.figures_of(line):
            telling.append(at)
    return rng.choice(telling) if telling else _any_line(page, rng)


def put_page_number(page: DamagedPage, rng: Random) -> DamagedPage:
    """A page's number stands between two lines."""
    place = _any_line(page, rng)
    return _insert(page, place, rng.choice(NUMBERS))


def _insert(page: DamagedPage, place: int, words: str) -> DamagedPage:
    """Return the page with a line that may belong to what stands before or behind it."""
    doubted = page.doubt(_near(page, place))
    return doubted.put(place, place, words)


def put_sentence(page: DamagedPage, rng: Random) -> DamagedPage:
    """A line of words, or of a menu, stands between two lines."""
    place = _any_line(page, rng)
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
    return _insert(page, place, words)


def join_lines(page: DamagedPage, rng: Random) -> DamagedPage:
    """A line's end is lost."""
    place = _telling_line(page, rng)
    if place + 1 >= page.last:
        return page
    pair = page.lines[place : place + 2]
    gap = rng.choice(("", " ", " "))
    doubted = page.doubt_lines(*pair)
    return doubted.put(place, place + 2, gap.join(pair))


def join_many(page: DamagedPage, rng: Random) -> DamagedPage:
    """Many line ends are lost."""
    start = _telling_line(page, rng)
    end = min(page.last, start + rng.choice((4, 10, 40)))
    lines = page.lines[start:end]
    gap = rng.choice(("", " ", "  ", "\t"))
    doubted = page.doubt_lines(*lines)
    return doubted.put(start, end, gap.join(lines))


def break_line(page: DamagedPage, rng: Random) -> DamagedPage:
    """A line is broken in two."""
    place = _telling_line(page, rng)
    line = page.lines[place]
    cuts = [i for i in range(1, len(line)) if _outside_marks(line, i)]
    if not cuts:
        return page
    cut = rng.choice(cuts)
    doubted = page.doubt_lines(line)
    return doubted.put(place, place + 1, line[:cut], line[cut:])


def _outside_marks(line: str, cut: int) -> bool:
    """Tell whether no mark lies over a place."""
    opened = line.count("\ue000", 0, cut) + line.count("\ue002", 0, cut)
    return opened == line.count("\ue001", 0, cut) + line.count("\ue003", 0, cut)


def drop_line(page: DamagedPage, rng: Random) -> DamagedPage:
    """A line is lost; what is left of its rows may be left open."""
    place = _telling_line(page, rng)
    line = page.lines[place]
    page = page.doubt_lines(line).forget(line)
    page = page.lose(figures_in(line))
    return page.put(place, place + 1)


def repeat_line(page: DamagedPage, rng: Random) -> DamagedPage:
    """A line stands there twice."""
    place = _telling_line(page, rng)
    line = page.lines[place]
    return page.doubt_lines(line).put(place, place, line)


def swap_lines(page: DamagedPage, rng: Random) -> DamagedPage:
    """Two lines exchange their places."""
    place = _telling_line(page, rng)
    behind = place + rng.choice((1, 1, 1, 2))
    if behind >= page.last:
        return page
    first, second = page.lines[place], page.lines[behind]
    page = _exchange(page, first, second)
    between = page.lines[place + 1 : behind]
    return page.put(place, behind + 1, second, *between, first)


def _exchange(page: DamagedPage, first: str, second: str) -> DamagedPage:
    """Return the page whose truth has followed two lines that exchange their places."""
    page = page.doubt_lines(first, second)
    labels = labels_in(first) + labels_in(second)
    ones = figures_in(first)
    others = figures_in(second)
    if labels or page.rowwise or len(ones) != len(others):
        return page
    homes = dict(page.homes)
    for one, other in zip(ones, others, strict=True):
        homes[one] = page.homes.get(other, frozenset())
        homes[other] = page.homes.get(one, frozenset())
    return replace(page, homes=homes)


def drop_blank_lines(page: DamagedPage, _: Random) -> DamagedPage:
    """Blank lines, and lines of hard spaces, are taken out; where blanks were is unknown."""
    return page.put_tables(line for line in page.table_lines if line.strip() or figures_in(line))


def indent(page: DamagedPage, rng: Random) -> DamagedPage:
    """Every line is indented, or ends in blanks."""
    gap = rng.choice(("    ", "\u3000\u3000", "\t", "> ", "  "))
    return page.put_tables(gap + line for line in page.table_lines)


def double_lines(page: DamagedPage, _: Random) -> DamagedPage:
    """An empty line behind every line."""
    doubled: list[str] = []
    for line in page.table_lines:
        doubled += (line, "")
    return page.put_tables(doubled)


def lose_labels(page: DamagedPage, rng: Random) -> DamagedPage:
    """Some labels are lost with their lines, the figures behind them are not."""
    known = []
    for at, line in enumerate(page.table_lines, page.first):
        if labels_in(line) and not figures_in(line):
            known.append(at)
    count = min(len(known), rng.choice((1, 2, 4)))
    for place in sorted(rng.sample(known, count), reverse=True):
        line = page.lines[place]
        page = page.doubt(_near(page, place)).forget(line)
        page = page.put(place, place + 1)
    return page


def cut_page_off(page: DamagedPage, rng: Random) -> DamagedPage:
    """The file ends in the middle of its tables."""
    place = _any_line(page, rng)
    kept = page.lines[:place]
    gone = list(chain.from_iterable(map(figures_in, page.lines[place:])))
    page = page.doubt(_near(page, place)).doubt(gone)
    return replace(page.lose(gone), lines=kept, last=place)


def repeat_table(page: DamagedPage, rng: Random) -> DamagedPage:
    """Some lines of the tables stand there again further down."""
    start = _telling_line(page, rng)
    end = min(page.last, start + rng.choice((3, 12, 60)))
    block = page.lines[start:end]
    page = page.doubt_lines(*block)
    place = rng.randrange(end, page.last + 1)
    last = len(page.lines) - 1
    near = _near(page, min(place, last))
    return page.doubt(near).put(place, place, *block)


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
