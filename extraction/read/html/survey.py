"""Find the parts of a page that are no report: its navigation, and tables of mere layout."""

from itertools import accumulate

from extraction.read.html.html_tree import TEXT, Tree
from extraction.read.thresholds import MENU_LINK_LENGTH, MENU_LINKS, MENU_SHARE, NAVIGATION_TEXT

CELLS = frozenset({"td", "th"})
LISTS = frozenset({"ul", "ol", "menu", "dir"})
# A menu's links are short and many, and nearly all there is to read.
# More than this outside of links is no navigation: a tag left open swallowed the page.


def find_layout_tables(tree: Tree) -> frozenset[int]:
    """Return the places of the tables that hold another table with cells."""
    layout: set[int] = set()
    inside: list[int] = []
    for at, piece in enumerate(tree.pieces):
        while inside and tree.ends[inside[-1]] <= at:
            inside.pop()
        if piece.tag == "table":
            inside.append(at)
        elif piece.tag in CELLS:
            outer = len(inside) - 2
            while outer >= 0 and inside[outer] not in layout:
                layout.add(inside[outer])
                outer -= 1
    return frozenset(layout)


def find_navigation(tree: Tree) -> frozenset[int]:
    """Return the places of the elements that say they are navigation, and of lists of links.

    Nothing that holds a table's cell is navigation; a header or a footer is not
    by itself: the date of publication often stands there.
    """
    sums = _count_up(tree)
    found: set[int] = set()
    for at, piece in enumerate(tree.pieces):
        end = tree.ends[at]
        chars, linked, links, cells = (column[end] - column[at] for column in sums)
        if cells:
            continue
        if piece.tag == "nav" or piece.attributes.get("role") == "navigation":
            if chars - linked <= NAVIGATION_TEXT:
                found.add(at)
        elif piece.tag in LISTS and is_menu(chars, linked, links):
            found.add(at)
    return frozenset(found)


def is_menu(chars: int, linked: int, links: int) -> bool:
    """Tell a menu by its number of links and how much of its text they are.

    >>> is_menu(chars=30, linked=30, links=7), is_menu(chars=300, linked=40, links=7)
    (True, False)
    """
    many_short = links >= MENU_LINKS and linked <= MENU_LINK_LENGTH * links
    return many_short and linked >= MENU_SHARE * chars


def _count_up(tree: Tree) -> tuple[list[int], ...]:
    """Sum characters, characters in links, links and cells up to each place."""
    chars, linked, links, cells = [], [], [], []
    link_end = 0
    for at, piece in enumerate(tree.pieces):
        text = piece.text.strip() if piece.tag == TEXT else ""
        length = len(text)
        is_link = piece.tag == "a"
        if is_link:
            link_end = max(link_end, tree.ends[at])
        chars.append(length)
        linked.append(length if at < link_end else 0)
        links.append(int(is_link))
        cells.append(int(piece.tag in CELLS))
    columns = (chars, linked, links, cells)
    return tuple(list(accumulate(column, initial=0)) for column in columns)
