"""The parts of an Office Open XML file, and how they refer to each other."""

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from extraction.read.package import Package
from extraction.read.xml_tree import Node, parse_xml


@dataclass(frozen=True, slots=True)
class PackageRelation:
    """What a part refers to: the last word of the relation's type, and the name of the part.

    Nothing outside the file is ever opened: such a relation names no part.
    """

    kind: str
    part: str


def read_part(package: Package, name: str) -> Node | None:
    """Return the root of a part; None if there is no such part."""
    data = package.read(name)
    return None if data is None else parse_xml(data)


def read_relations(package: Package, part: str) -> dict[str, PackageRelation]:
    """Return what a part (the file itself: "") refers to, by id."""
    folder, name = posixpath.split(part)
    root = read_part(package, posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, PackageRelation] = {}
    if root is None:
        return found
    for node in root.all("rel:Relationship"):
        kind = node.get("Type").rsplit("/", 1)[-1]
        target = unquote(node.get("Target"))
        inside = node.get("TargetMode") != "External"
        whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[node.get("Id")] = PackageRelation(kind, whole if inside else "")
    return found


def find_main_part(package: Package, usual: str) -> str:
    """Return the part that a file begins with: as it says itself, else the usual one."""
    for relation in read_relations(package, "").values():
        if relation.kind == "officeDocument" and package.holds(relation.part):
            return relation.part
    return usual


def find_related(package: Package, part: str, kind: str) -> str | None:
    """Return the first part of a kind that a part refers to."""
    for relation in read_relations(package, part).values():
        if relation.kind == kind and package.holds(relation.part):
            return relation.part
    return None
