"""A page of a PDF as it is drawn: its characters and ruled lines, brought upright to be read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from extraction.values.bilingual import Bilingual
from extraction.values.document import PageBox

if TYPE_CHECKING:
    from extraction.read.pdf.painted import Painted

THIN = 3.0
"""Points: what is filled and no thicker is a line, not an area."""
SHORTEST = 3.0
"""Points: a shorter stroke is part of a glyph or of a dash."""
STRAIGHT = 0.7
"""Points by which a line may be off the level."""
TOUCH = 2.0
"""Points by which a line may end short of one that it meets."""
NESTED = 2
"""A filled path of so many parts is a frame: one within the other."""
MOSTLY = 0.6
"""A page is turned where so many of its characters stand on end."""
DOWN, UP = 90, 270
"""How far text is turned that runs down a page, and up."""
Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle on a page, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top

    @property
    def middle(self) -> Point:
        """The point in its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, point: Point) -> bool:
        """Whether a point lies within.

        >>> Box(0, 0, 9, 9).holds((3, 3)), Box(0, 0, 9, 9).holds((3, 10))
        (True, False)
        """
        x, y = point
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def cut(self, other: "Box") -> "Box":
        """Return what two rectangles share; it is empty where they are apart.

        >>> Box(0, 0, 9, 9).cut(Box(5, 5, 20, 20))
        Box(left=5, top=5, right=9, bottom=9)
        """
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(left, top, max(left, right), max(top, bottom))

    def on(self, page: int) -> PageBox:
        """Return this place as one of a page's, to a tenth of a point."""
        edges = [round(edge, 1) for edge in self]
        return PageBox(page, *edges)


def box_around(points: Iterable[Point]) -> Box:
    """Return the rectangle around some points.

    >>> box_around([(1, 5), (3, 2)])
    Box(left=1, top=2, right=3, bottom=5)
    """
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


class Ink(NamedTuple):
    """A character where it stands on the page as shown.

    base: how far down the line lies that it stands on. size: the height of its font. turned:
    degrees by which it is turned, -1 where aslant. veil: why it may not be what the page shows.
    """

    text: str
    box: Box
    base: float
    size: float
    turned: int = 0
    veil: Bilingual | None = None

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.box.left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.box.right


class Ruling(NamedTuple):
    """A ruled line: where it lies across its direction, and from where to where it goes."""

    at: float
    start: float
    end: float

    def reaches(self, place: float) -> bool:
        """Whether it goes as far as a place along it, or nearly so."""
        return self.start - TOUCH <= place <= self.end + TOUCH


@dataclass(slots=True)
class Drawn:
    """A page as it is drawn. `level` and `upright` are its ruled lines.

    pictured: whether a picture covers most of it. unshown: how many characters stand outside
    of what is shown of the page. painted: how it comes out on paper, if that is known.
    """

    number: int
    width: float
    height: float
    characters: list[Ink] = field(default_factory=list)
    level: list[Ruling] = field(default_factory=list)
    upright: list[Ruling] = field(default_factory=list)
    pictured: bool = False
    unshown: int = 0
    painted: "Painted | None" = None

    @property
    def box(self) -> Box:
        """The whole page."""
        return Box(0, 0, self.width, self.height)

    def rule(self, parts: Sequence[Sequence[Point]], *, filled: bool) -> None:
        """Note the ruled lines of a path; of a filled one, those that are thin, or its frame."""
        framed = not filled or len(parts) == NESTED
        for points in parts:
            if filled and self._rule_thin(points):
                continue
            if framed:
                self._rule_edges(points)

    def _rule_edges(self, points: Sequence[Point]) -> None:
        for ends in pairwise(points):
            box = box_around(ends)
            x, y = box.middle
            if box.height <= STRAIGHT and box.width >= SHORTEST:
                self.level.append(Ruling(y, box.left, box.right))
            elif box.width <= STRAIGHT and box.height >= SHORTEST:
                self.upright.append(Ruling(x, box.top, box.bottom))

    def _rule_thin(self, points: Sequence[Point]) -> bool:
        """Note a filled path as the line that it is; return whether it is one."""
        box = box_around(points)
        x, y = box.middle
        if box.height <= THIN <= box.width:
            self.level.append(Ruling(y, box.left, box.right))
        elif box.width <= THIN <= box.height:
            self.upright.append(Ruling(x, box.top, box.bottom))
        return min(box.width, box.height) <= THIN


class Turn(NamedTuple):
    """What brings text upright that stands on end, on a page of this size."""

    degrees: int
    width: float = 0.0
    height: float = 0.0

    def place(self, point: Point) -> Point:
        """Return where a point comes to lie.

        >>> Turn(DOWN, 100, 200).place((90, 20)), Turn(UP, 100, 200).place((90, 20))
        ((20, 10), (180, 90))
        """
        x, y = point
        return (y, self.width - x) if self.degrees == DOWN else (self.height - y, x)

    def turn(self, ink: Ink) -> Ink:
        """Return a character in its new place."""
        left, top, right, bottom = ink.box
        corners = self.place((left, top)), self.place((right, bottom))
        box = box_around(corners)
        turned = (ink.turned - self.degrees) % 360 if ink.turned >= 0 else ink.turned
        return ink._replace(box=box, base=box.bottom, turned=turned)


def turn_upright(drawn: Drawn) -> Drawn:
    """Return a page as it is read: turned where most of its text stands on end."""
    turns = Counter(ink.turned for ink in drawn.characters)
    for degrees in (DOWN, UP):
        if turns[degrees] > MOSTLY * len(drawn.characters):
            turn = Turn(degrees, drawn.width, drawn.height)
            return _turn_page(drawn, turn)
    return drawn


def lay_down(characters: Sequence[Ink]) -> list[Ink]:
    """Return the characters of one cell as they are read: upright, if all stand on end."""
    turns = {ink.turned for ink in characters}
    if turns not in ({DOWN}, {UP}):
        return list(characters)
    turn = Turn(turns.pop())
    return [turn.turn(ink) for ink in characters]


def _turn_page(drawn: Drawn, turn: Turn) -> Drawn:
    turned = Drawn(drawn.number, drawn.height, drawn.width, pictured=drawn.pictured)
    turned.unshown = drawn.unshown
    turned.characters = [turn.turn(ink) for ink in drawn.characters]
    for line in drawn.level:
        ends = turn.place((line.start, line.at)), turn.place((line.end, line.at))
        turned.rule([ends], filled=False)
    for line in drawn.upright:
        ends = turn.place((line.at, line.start)), turn.place((line.at, line.end))
        turned.rule([ends], filled=False)
    return turned
