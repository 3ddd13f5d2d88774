"""Pictures and shapes of a workbook's sheet, and the cells over which they lie."""

from collections.abc import Iterator

from extraction.read.package import Package
from extraction.read.parts import read_part, read_relations
from extraction.read.sheets.sheet_names import Range
from extraction.read.xml_tree import Node

_COVERING = frozenset({"xdr:pic", "xdr:sp", "xdr:graphicFrame", "xdr:cxnSp"})
_NARROW, _LOW = 250_000, 150_000
"""EMU: columns (3.5 digits) and rows (12 points) of tables are hardly smaller."""
_FURTHEST = 400


def find_drawings(package: Package, part: str) -> Iterator[tuple[Range, bool]]:
    """Yield the cells over which pictures and shapes of a sheet lie, and which it is."""
    for relation in read_relations(package, part).values():
        root = read_part(package, relation.part) if relation.kind == "drawing" else None
        for anchor in root.children if root is not None else ():
            start = _read_corner(anchor, "xdr:from")
            names = {node.name for node in anchor.below()}
            if start is None or not names & _COVERING:
                continue
            end = _read_corner(anchor, "xdr:to") or _find_end(anchor, start)
            yield Range(*start, *end), "xdr:pic" in names


def _read_corner(anchor: Node, name: str) -> tuple[int, int] | None:
    corner = anchor.first(name)
    if corner is None:
        return None
    places = []
    for side in ("xdr:row", "xdr:col"):
        node = corner.first(side)
        places.append(node.words().strip() if node is not None else "")
    return (int(places[0]), int(places[1])) if all(map(str.isdecimal, places)) else None


def _find_end(anchor: Node, start: tuple[int, int]) -> tuple[int, int]:
    """Return the last cell under a drawing of which only the size is known."""
    size = anchor.first("xdr:ext")
    cells = []
    for side, least in (("cy", _LOW), ("cx", _NARROW)):
        written = size.get(side) if size is not None else ""
        length = int(written) if written.isdecimal() and len(written) < 12 else 0
        cells.append(min(length // least, _FURTHEST))
    return start[0] + cells[0], start[1] + cells[1]
