"""XML of a document to a small tree: no entity is expanded, and nothing is fetched."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from extraction.values.bilingual import Bilingual

_DEEPEST = 300
"""Elements inside each other; a table within a table within a table has about forty."""
_MOST = 2_000_000
"""Elements of one part: a report of this kind has about ten thousand."""

_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "x",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr",
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing": "xdr",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0": "number",
    "urn:oasis:names:tc:opendocument:xmlns:config:1.0": "config",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
"""The names that elements get here, whichever of the standard's two spellings a file has."""

TEXT = "#text"


class BrokenXmlError(Exception):
    """XML that cannot be taken apart, or must not be; `said` says why, as a clause."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.said = Bilingual(en, zh)


@dataclass(slots=True)
class Node:
    """An element: its name with a known prefix (`w:p`), its attributes likewise, what it holds.

    A stretch of text is a node called `#text`.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node]" = field(default_factory=list)
    text: str = ""

    def first(self, name: str) -> "Node | None":
        """Return the first child of this name."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> "Iterator[Node]":
        """Yield the children of this name."""
        return (child for child in self.children if child.name == name)

    def find(self, *path: str) -> "Node | None":
        """Return the node that a path of names leads to, by the first child of each."""
        node: Node | None = self
        for name in path:
            node = node.first(name) if node is not None else None
        return node

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute."""
        return self.attributes.get(name, default)

    def below(self) -> "Iterator[Node]":
        """Yield every node in this one, in document order."""
        waiting = self.children[::-1]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def words(self) -> str:
        """Return all text in this node."""
        return "".join(node.text for node in self.below() if node.name == TEXT)


def parse_xml(data: bytes) -> Node:
    """Return the root of an XML part; BrokenXmlError if it is none, or a dangerous one.

    >>> parse_xml(b'<a x="1">7<b/></a>').words()
    '7'
    """
    top = Node("")
    stack = [top]

    def start(name: str, attributes: dict[str, str]) -> None:
        node = Node(name, attributes)
        stack[-1].children.append(node)
        stack.append(node)

    def end(_name: str) -> None:
        stack.pop()

    def text(data: str) -> None:
        stack[-1].children.append(Node(TEXT, text=data))

    read_xml(data, start, end, text)
    return top.children[0]


def read_xml(
    data: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Go through an XML part, element by element; BrokenXmlError if it is none.

    A document type is refused before anything in it is read: no office program writes one, and
    entities can be declared nowhere else.
    """
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.buffer_text = True
    depth = count = 0
    names: dict[str, str] = {}

    def short(name: str) -> str:
        known = names.get(name)
        if known is None:
            space, _, local = name.rpartition("\n")
            known = f"{_SPACES.get(space, '?')}:{local}" if space else local
            names[name] = known
        return known

    def open_element(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > _DEEPEST or count > _MOST:
            raise BrokenXmlError("it is nested too deeply or too large", "嵌套过深或过大")
        start(short(name), {short(key): value for key, value in attributes.items()})

    def close_element(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(short(name))

    def refuse(*_told: object) -> None:
        raise BrokenXmlError("it declares a document type", "含有文档类型声明")

    parser.StartElementHandler = open_element
    parser.EndElementHandler = close_element
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        line = error.lineno
        raise BrokenXmlError(f"its XML is broken in line {line}", f"XML第{line}行有错误") from error
    except (ValueError, LookupError) as error:
        raise BrokenXmlError("its XML is in no encoding that is known", "XML编码未知") from error
