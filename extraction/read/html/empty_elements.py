"""Elements that hold no text and may show a figure all the same: what draws, and signs by name.

A page that was saved may have lost the sheet or the script that makes digits of empty elements;
what is left of them is a name: `<i class="num-203"></i>`, `<div data-num="203"></div>`.
"""

import re
from collections.abc import Mapping, Sequence

_Attributes = Mapping[str, str | None]

_QUIET = re.compile(r"(?:[ouwx]\d*|st\d+|m|xml|mv|dt)\Z")
"""Office's namespaces of paragraphs, smart tags and settings, which draw nothing."""
_DRAWING = re.compile(
    r"(?:pict|drawing|oleobject|object|control|image|imagedata|img|picture|shape|chart|svg|embed)\Z"
)
_COMMENTED = re.compile(r"\[if\b[^\]]*\]>(?P<held>.*)<!\[endif\]\s*\Z", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(/?)([a-z][^\s/>]*)[^>]*>", re.IGNORECASE)
_HTML_DRAWING = frozenset({"img", "image", "object", "embed", "applet", "svg", "canvas", "input"})

_ICONS = frozenset({"i", "em", "b", "u", "s", "strong", "ins", "mark"})
"""Elements that pages make icons of; who writes text with them gives them no class."""
_PARTS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th", "col", "colgroup"})
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "br", "o:p", "a"})
"""Elements whose classes number styles: `p15`, `Style3`."""
_FIGURE = re.compile(r"(?:num|digit|count|figure|number|odometer|flip|sprite|shuzi|icon)", re.I)
_STYLE_NAMES = """
    a b c f g h l m p r s t w x y z
    align bumpedfont cell char chars class cn col column cjk default div et fl font fontsize
    fontstyle fs ft header heading height indent justify ke layout level lh line lineheight list
    mb ml mr mso msonormal mt newstyle normal pad padding pb pl pr pt
    row section size span style styles tab table tbl tc td text th title tr txt user userstyle
    width word wordsection xl xs sm md lg zw
"""
_OF_STYLES = frozenset(_STYLE_NAMES.split())
_NUMBERED = re.compile(r"([^\W\d_]*)[-_]*\d")
_STRUCTURE_NAMES = """
    align block brushtype cell ccp cke colspan col color colour colwidth columns contrast column
    copy cols darkmode depth editor font fontsize group hash height hovercard id ids idx index
    indent key lake level line lineheight mce margin offset order page padding pm pos position ratio
    reactid ref reactroot role row rows rowspan sheets size slate slice sort span spm style table
    tableid tabindex time timestamp title tools ueditor uid uuid version w h width wx x y z zindex
"""
_OF_STRUCTURE = frozenset(_STRUCTURE_NAMES.split())
_SPOKEN_NAMES = """
    aria-label aria-valuenow aria-valuetext alt content count digit end num number to val value text
"""
_SPOKEN = frozenset(_SPOKEN_NAMES.split())
_PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp|wmf|emf)\b", re.IGNORECASE)


def is_drawing(tag: str) -> bool:
    """Whether an element that is none of HTML's draws something: Word's shapes, objects, charts.

    >>> [is_drawing(tag) for tag in ("v:shape", "o:oleobject", "svg:rect", "o:p", "st1:place")]
    [True, True, True, False, False]
    """
    space, colon, name = tag.rpartition(":")
    if not colon:
        return "-" in tag or tag == "imagedata"
    return not _QUIET.match(space) or _DRAWING.match(name) is not None


def draws_for_office(comment: str) -> bool:
    """Whether a comment holds for Word alone what draws, or prints, something.

    >>> draws_for_office("[if gte vml 1]><v:shape><v:imagedata src=a></v:shape><![endif]")
    True
    >>> draws_for_office("[if !supportEmptyParas]"), draws_for_office(" 203 ")
    (False, False)
    """
    found = _COMMENTED.match(comment)
    if found is None:
        return False
    names = (tag[2].lower() for tag in _TAG.finditer(found["held"]))
    if any(name in _HTML_DRAWING or (":" in name and is_drawing(name)) for name in names):
        return True
    return "<xml" not in found["held"].lower() and _TAG.sub("", found["held"]).strip() != ""


def names_figure(tag: str, attributes: _Attributes) -> bool:
    """Whether an element without text names a figure that it may show: by a class, or by data.

    >>> names_figure("i", {"class": "num num-203"}), names_figure("div", {"data-num": "203"})
    (True, True)
    >>> names_figure("p", {"class": "p15"}), names_figure("span", {"class": "15", "data-row": "3"})
    (False, False)
    """
    classes = (attributes.get("class") or "").split()
    if tag not in _PARTS and any(_is_of_figures(tag, name) for name in classes):
        return True
    return any(_holds_figure(name, value or "") for name, value in attributes.items())


def _is_of_figures(tag: str, name: str) -> bool:
    """Whether a class holds a digit, and is none of those that number styles."""
    if not any(sign.isdecimal() for sign in name):
        return False
    if tag in _ICONS or _FIGURE.search(name):
        return True
    if tag in _BLOCKS:
        return False
    words = [word for word in _NUMBERED.findall(name.lower()) if word]
    return not all(word in _OF_STYLES or word.startswith("mso") for word in words)


def _holds_figure(name: str, value: str) -> bool:
    """Whether an attribute of data holds a digit, or a picture's file, and tells no structure."""
    data = name.startswith("data-")
    if not data and name not in _SPOKEN:
        return False
    if _PICTURE_FILE.search(value):
        return True
    words = name.removeprefix("data-").split("-")
    digits = any(sign.isdecimal() for sign in value)
    return digits and not (data and (_OF_STRUCTURE & {*words} or words[0] == "v"))


def is_icon(tag: str, attributes: _Attributes) -> bool:
    """Whether an element without text is what pages draw icons with.

    >>> is_icon("i", {"class": "fa"}), is_icon("i", {}), is_icon("span", {"class": "fa"})
    (True, False, False)
    """
    return tag == "i" and bool((attributes.get("class") or "").strip())


def are_digits_apart(shapes: Sequence[_Attributes]) -> bool:
    """Whether empty elements beside each other differ in a number of their class alone.

    >>> are_digits_apart([{"class": "s2"}, {"class": "s0"}, {"class": "s3"}])
    True
    >>> are_digits_apart([{"class": "s2"}, {"class": "s2"}]), are_digits_apart([{"class": "s2"}])
    (False, False)
    """
    names = {(each.get("class") or "").strip() for each in shapes}
    stems = {re.sub(r"\d+", "0", name) for name in names}
    return len(names) > 1 and len(stems) == 1 and not stems & {"", "0"}
