"""Find styles that hide an element's text, or leave open what a browser shows of it.

Each question is asked of what is declared for one element, variables put in. Lengths are
in pixels; `em` is the size of its letters. `inner` is an element in a table's cell, or in
a line of text: there a style that moves it may bring figures into another order.
"""

import re
from collections.abc import Mapping

from extraction.read.html.harmless import asks_more, is_harmless
from extraction.read.html.html_style import OF_ALL, RELEVANT, SYSTEM_COLOURS, Declared
from extraction.read.thresholds import (
    FAINT,
    LOW_PAGE,
    NARROW_BOX,
    NARROW_COLUMN,
    NARROW_PAGE,
    OFF_SCREEN,
    UNSEEN,
)
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import (
    ADDED_BY_STYLE,
    CUT_OFF,
    MAYBE_HIDDEN,
    MOVED_BY_STYLE,
    NOT_READ_ALOUD,
    STRUCK_TEXT,
    TURNED_BY_STYLE,
)

UNITS = {
    "": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945,
    "vw": 12.8, "vh": 8.0, "vmin": 8.0, "vmax": 12.8, "rem": 16.0,
}  # fmt: skip
LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([a-z%]*)")
OWN_DISPLAY = {
    "tr": "table-row",
    "td": "table-cell",
    "th": "table-cell",
    "tbody": "table-row-group",
    "thead": "table-header-group",
    "tfoot": "table-footer-group",
}
SIZED = frozenset({"table", "td", "th", "tr"})
"""Elements whose width an attribute may give."""
STRUCK_OUT = frozenset({"s", "strike", "del"})


def read_length(written: str, em: float) -> float | None:
    """Return a length in pixels; None for a share of what is around it, and for nonsense.

    >>> read_length("-10em", 16.0), read_length("12pt", 16.0), read_length("50%", 16.0)
    (-160.0, 16.0, None)
    """
    match = LENGTH.fullmatch(written.strip())
    if match is None:
        return None
    unit = {"em": em, "ex": em / 2, "ch": em / 2, "ic": em, "lh": em * 1.2}.get(match[2])
    scale = UNITS.get(match[2]) if unit is None else unit
    return None if scale is None else float(match[1]) * scale


def is_closed(tag: str, attributes: Mapping[str, str | None], inner: bool) -> bool:
    """Whether an element is hidden unless a style says otherwise."""
    hidden = "hidden" in attributes and not (inner and _is_until_found(attributes))
    closed = hidden or "popover" in attributes
    return closed or (tag == "dialog" and "open" not in attributes)


def _is_until_found(attributes: Mapping[str, str | None]) -> bool:
    """Whether an element is hidden as boxes are alone: a browser shows it in a line of text."""
    return (attributes.get("hidden") or "").strip().lower() == "until-found"


def is_gone(values: Declared, closed: bool, size: float, inner: bool) -> bool:
    """Whether an element and all in it takes no room; `closed` unless a style opens it."""
    display = _find_display(values, closed)
    if display == "none":
        return True
    out_of_flow = values.get("position") in ("absolute", "fixed")
    if out_of_flow and (_is_far(values, size) or _is_clipped(values)):
        return True
    if inner:
        return False  # whether it has a box that is cut off, or moves, is not known: a veil's
    indent = read_length(values.get("text-indent", ""), size) or 0.0
    margins = (read_length(values.get(f"margin-{side}", ""), size) or 0.0 for side in _SIDES)
    if abs(indent) >= OFF_SCREEN or min(margins) <= -OFF_SCREEN or _is_pushed_off(values, size):
        return True
    if values.get("content-visibility") == "hidden":
        return True
    return _narrowest(values, size) <= 1.0 and _cuts_off(values)


def _is_pushed_off(values: Declared, size: float) -> bool:
    """Whether an element is shown so far to the left or up that no eye sees it."""
    pushes = " ".join(values.get(name, "") for name in ("transform", "translate"))
    lengths = (read_length(found[0], size) for found in LENGTH.finditer(pushes))
    return any(length is not None and length <= -OFF_SCREEN for length in lengths)


def _find_display(values: Declared, closed: bool) -> str:
    """Return how an element is shown; one that is closed may be closed again by `revert`."""
    display = values.get("display", "none" if closed else "")
    return "none" if closed and display.startswith("revert") else display


_SIDES = ("left", "right", "top")
_OFFSETS = ("left", "right", "top", "bottom", "inset")


def _is_far(values: Declared, size: float) -> bool:
    """Whether a box is put off the screen; far to the right or below it is still there."""
    for side in _OFFSETS:
        for written in values.get(side, "").split():
            length = read_length(written, size)
            if length is not None and length <= -OFF_SCREEN:
                return True
            if written.startswith("-") and written.endswith("%"):
                return True
    far_left = read_length(values.get("left", ""), size)
    return far_left is not None and far_left >= 5000.0


def _is_clipped(values: Declared) -> bool:
    """Whether a box is cut down to nothing, as texts for readers-aloud are."""
    clip = values.get("clip", "") + values.get("clip-path", "")
    numbers = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", clip)]
    if "rect(" in clip:
        return all(number <= 1.0 for number in numbers)
    return "inset(" in clip and bool(numbers) and numbers[0] >= 50.0


_KEPT_IN_FLOW = ("relative", "sticky")


def is_unseen(values: Declared, size: float) -> bool:
    """Whether an element and all in it is there and cannot be seen."""
    opacity = read_fraction(values.get("opacity", ""))
    if opacity is not None and opacity <= UNSEEN:
        return True
    if values.get("position") in _KEPT_IN_FLOW and _is_far(values, size):
        return True
    return "clip-path" in values and _is_clipped(values)


def read_fraction(written: str) -> float | None:
    """Return a share, `50%` or `.5`, as a number.

    >>> read_fraction("50%"), read_fraction(".5"), read_fraction("half")
    (0.5, 0.5, None)
    """
    match = LENGTH.fullmatch(written)
    if match is None:
        return None
    return float(match[1]) / (100 if match[2] == "%" else 1)


def _narrowest(values: Declared, size: float) -> float:
    """Return the least length that a box may have in either direction; a page's width else."""
    lengths = [
        read_length(values.get(name, ""), size)
        for name in ("width", "height", "max-width", "max-height")
    ]
    shares = [values.get(name) == "0%" for name in ("width", "height", "max-width", "max-height")]
    known = [length for length in lengths if length is not None]
    return 0.0 if any(shares) else min(known, default=1280.0)


def _is_cut_off(
    tag: str, attributes: Mapping[str, str | None], values: Declared, size: float, of_cell: bool
) -> bool:
    """Whether a box may be too small for the figures in it, and shows no more than fits."""
    hidden = " ".join(values.get(n, "") for n in ("overflow", "overflow-x", "overflow-y"))
    if "hidden" not in hidden and "clip" not in hidden:
        return False
    widths = [read_length(values.get(name, ""), size) for name in ("width", "max-width")]
    if tag in SIZED:
        widths.append(read_length((attributes.get("width") or ""), size))
    known = [width for width in widths if width is not None]
    width = min(known, default=NARROW_PAGE)
    if of_cell:
        return width < NARROW_COLUMN
    heights = (read_length(values.get(name, ""), size) for name in ("height", "max-height"))
    return width < NARROW_PAGE or any(h is not None and h < LOW_PAGE for h in heights)


def _cuts_off(values: Declared) -> bool:
    overflow = " ".join(values.get(n, "") for n in ("overflow", "overflow-x", "overflow-y"))
    return any(word in overflow for word in ("hidden", "clip", "scroll", "auto"))


def find_veil(
    tag: str,
    attributes: Mapping[str, str | None],
    values: Declared,
    size: float,
    inner: bool,
) -> Bilingual | None:
    """Return why a figure in an element cannot be told from the text."""
    if _runs_backwards(tag, attributes, values):
        return TURNED_BY_STYLE
    if tag in STRUCK_OUT or "line-through" in values.get("text-decoration-line", ""):
        return STRUCK_TEXT
    if inner and "hidden" in attributes and _is_until_found(attributes):
        return MAYBE_HIDDEN
    if (attributes.get("aria-hidden") or "").strip().lower() == "true" and inner:
        return NOT_READ_ALOUD
    if _is_flipped(values):
        return TURNED_BY_STYLE
    own = OWN_DISPLAY.get(tag)
    of_cell = inner or own is not None
    if _is_cut_off(tag, attributes, values, size, of_cell):
        return CUT_OFF
    if _may_hide(values, size, of_cell) or (of_cell and _is_strange(values, size, inner)):
        return MAYBE_HIDDEN
    return _find_move(values, size, own, inner)


def _find_move(values: Declared, size: float, own: str | None, inner: bool) -> Bilingual | None:
    """Return why an element's text may stand elsewhere; `own` is how a part of a table is shown."""
    display = values.get("display", own)
    if display == "list-item" and inner:
        return ADDED_BY_STYLE
    if own and display not in (own, "none") and display not in OF_ALL:
        return MOVED_BY_STYLE
    if inner and not is_harmless("vertical-align", values.get("vertical-align", "normal")):
        return MOVED_BY_STYLE
    return MOVED_BY_STYLE if _moves(values, size, inner or own is not None) else None


_SHOWN_AS = re.compile(r"(?:inline|block|flow|flow-root|contents|table|table-cell|flex|grid|[ -])*")
_URL_OR_SHADE = re.compile(r"url\(|gradient\(|image\(|image-set\(|element\(")
_NO_LETTERS = re.compile(r"wingdings|webdings|marlett|dingbats|blank|barcode|code ?128|code ?39")


def _is_strange(values: Declared, size: float, inner: bool) -> bool:
    """Whether anything is declared in or of a cell of which it is not known what is seen then."""
    for name, value in values.items():
        if name not in _WEIGHED or (name in _MEASURES and asks_more(value)):
            return True
    if _lies_on_unknown(values, inner) or not _is_outside(values.get("box-shadow", "none")):
        return True
    if _NO_LETTERS.search(values.get("font-family", "")):
        return True
    indent = values.get("text-indent", "")
    if indent.endswith("%") or abs(read_length(indent, size) or 0.0) > _FAR_INDENT * size:
        return True
    if "all" in values or is_animated(values):
        return True
    return inner and _SHOWN_AS.fullmatch(values.get("display", "")) is None


def _is_outside(shadow: str) -> bool:
    """Whether a box's shadow falls around it, not over what it holds."""
    return is_harmless("box-shadow", shadow)


def is_animated(values: Declared) -> bool:
    """Whether an element is shown otherwise after a while than at first."""
    animated = values.get("animation", values.get("animation-name", "none"))
    return animated not in ("none", *OF_ALL)


def _lies_on_unknown(values: Declared, inner: bool) -> bool:
    """Whether what lies below letters is a picture, or a colour that the page does not know."""
    shade = values.get("background-color", "transparent")
    if shade in SYSTEM_COLOURS:
        return True
    behind = _URL_OR_SHADE.search(values.get("background-image", ""))
    if behind is None:
        return False
    return inner or behind[0] == "gradient(" or shade not in ("transparent", *OF_ALL)


_FAR_INDENT = 8.0
_WEIGHED = RELEVANT | {"::"}
_MEASURES = RELEVANT - {"content", "font", "font-family", "background", "background-image"}


def _runs_backwards(tag: str, attributes: Mapping[str, str | None], values: Declared) -> bool:
    direction = values.get("direction") or (attributes.get("dir") or "").strip().lower()
    bidi = values.get("unicode-bidi", "normal")
    return tag == "bdo" or direction == "rtl" or "override" in bidi or bidi == "plaintext"


SHAPES: tuple[str, ...] = (
    *("clip-path", "mask", "mask-image", "-webkit-mask", "-webkit-mask-image", "filter"),
    *("text-security", "-webkit-text-security"),
)
INNER_SHAPES = ("clip", "animation", "animation-name")


def _is_flipped(values: Declared) -> bool:
    """Whether a style may show what it holds from behind, on its head, or not at all."""
    if values.get("rotate", "none") not in ("none", "0", "0deg", *OF_ALL):
        return True
    turns = (values.get(n, "") for n in ("transform", "-webkit-transform", "scale"))
    return any(re.search(r"rotate|scale|matrix|skew|^-|^0", turn) for turn in turns)


def _may_hide(values: Declared, size: float, of_cell: bool) -> bool:
    """Whether a style may hide some of an element's text, or show it as something else.

    of_cell: a table's cell, or what is in one. Padding may hold open a box that is cut off.
    """
    if of_cell and "hidden" in values.get("content-visibility", ""):
        return True
    for name in ("display", "visibility", "opacity", "font-size", "clip-path", "clip", "content"):
        if asks_more(values.get(name, "")):
            return True
    opacity = read_fraction(values.get("opacity", ""))
    if opacity is not None and opacity < FAINT:
        return True
    kept = ("none", "auto", "normal", "", "border-box", "padding-box", "0px", "0")
    shapes = SHAPES + (INNER_SHAPES if of_cell else ())
    if any(values.get(n, "") not in kept and values.get(n) not in OF_ALL for n in shapes):
        return True
    clipped = values.get("background-clip", "") + values.get("-webkit-background-clip", "")
    if "text" in clipped:
        return True
    spacing = read_length(values.get("letter-spacing", ""), size) or 0.0
    return spacing <= -size / 5 or (
        of_cell and _narrowest(values, size) < NARROW_BOX and _cuts_off(values)
    )


UNMOVED = ("none", "auto", "normal", "", "0", "1", "100%")
TURNS = ("transform", "-webkit-transform", "scale", "rotate", "translate", "zoom")
PLACES = ("order", "grid-area", "grid-row", "grid-column")


def _moves(values: Declared, size: float, inner: bool) -> bool:
    """Whether a style may show what an element holds in another place or order."""
    if "reverse" in values.get("flex-direction", "") + values.get("flex-flow", ""):
        return True
    if not inner:
        return False
    if any(values.get(n, "") not in UNMOVED and values.get(n) not in OF_ALL for n in TURNS):
        return True
    if any(values.get(n, "") not in UNMOVED for n in (*PLACES, "float")):
        return True
    position = values.get("position")
    if position in ("absolute", "fixed"):
        return True
    return (position in _KEPT_IN_FLOW and _is_offset(values, size)) or _is_drawn_in(values, size)


def _is_offset(values: Declared, size: float) -> bool:
    offsets = (read_length(values.get(side, ""), size) for side in _OFFSETS)
    return any(offsets)


def _is_drawn_in(values: Declared, size: float) -> bool:
    """Whether a margin is so far below nothing that an element may lie over its neighbour."""
    written = [values.get("margin", "")]
    written += [values.get(f"margin-{side}", "") for side in _SIDES]
    margins = [read_length(word, size) for word in " ".join(written).split()]
    return any(margin is not None and margin < -size / 2 for margin in margins)


def is_visible(values: Declared, inherited: bool) -> bool:
    """Whether an element's own text is visible, `inherited` where nothing is declared."""
    written = values.get("visibility", "inherit")
    return inherited if written in OF_ALL else written == "visible"
