"""Tell how text in an element looks: shown, hidden, or shown as a text cannot tell.

Each element's look comes of its parent's and of what is declared for it. What is surely
hidden is no text; where it is not sure, or what is shown stands elsewhere or in another
order than in the source, the text is kept under a veil: no figure is read there.
"""

import re
from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from extraction.read.html.hiding import (
    OWN_DISPLAY,
    STRUCK_OUT,
    find_veil,
    is_animated,
    is_closed,
    is_gone,
    is_unseen,
    is_visible,
    read_fraction,
    read_length,
)
from extraction.read.html.html_style import OF_ALL, UNSTYLED, Declared, ElementStyle
from extraction.read.thresholds import FAINT, LEGIBLE, MOST_NAMES, NEAR_COLOURS, SPECK, UNSEEN
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import MAYBE_HIDDEN

Colour = tuple[float, float, float, float]
Shown = Literal["yes", "veiled", "gap", "gone"]
BLACK: Colour = (0.0, 0.0, 0.0, 1.0)
WHITE: Colour = (1.0, 1.0, 1.0, 1.0)
NIGHT: Colour = (0.07, 0.07, 0.07, 1.0)
"""What lies below a page that asks for dark colours alone."""
DARK = re.compile(r"(?:only )?dark(?: only)?")


SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0,
    "x-large": 24.0, "xx-large": 32.0, "xxx-large": 48.0,
}  # fmt: skip
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
URL_OR_SHADE = re.compile(r"url\(|gradient\(|image\(|image-set\(")
# Attributes and elements that change a look by themselves; all others need a style.
ATTRIBUTES = "hidden popover dir aria-hidden bgcolor color text background open size face"
TELLING = frozenset(ATTRIBUTES.split())
SPECIAL = STRUCK_OUT | {"bdo", "dialog", "big", "small"}
FONT_SIZES = dict(zip("1234567", (10.0, 13.0, 16.0, 18.0, 24.0, 32.0, 48.0), strict=True))
ROOT_SIZE = "rem"
NO_NAMES: Mapping[str, str] = {}


class HtmlLook(NamedTuple):
    """The look of text directly in an element, as far as it is handed down.

    gone: nothing inside takes any room. unseen: it takes room, and no eye sees it. paper:
    the colour behind it; None where a picture lies there or a colour is not known.
    veil: why a figure here cannot be told from the text. opacity: that of all it stands in.
    """

    gone: bool = False
    unseen: bool = False
    visible: bool = True
    size: float = 16.0
    ink: Colour | None = BLACK
    paper: Colour | None = WHITE
    veil: Bilingual | None = None
    names: Mapping[str, str] = NO_NAMES
    opacity: float = 1.0

    @property
    def shown(self) -> Shown:
        """Say whether text here is shown; a `gap` takes room unseen."""
        if self.gone or self.size < SPECK:
            return "gone"
        if self.unseen or not self.visible or self.opacity <= UNSEEN:
            return "gap"
        if self.veil is not None:
            return "veiled"  # a shadow, an outline or a filter may show even white on white
        distance = NEAR_COLOURS / 2 if self.ink is None else _distance(self.ink, self.paper)
        if distance == 0.0 and self.paper is not None:
            return "gap"
        near = distance < NEAR_COLOURS or self.opacity < FAINT
        return "veiled" if near or self.size < LEGIBLE else "yes"

    @property
    def reason(self) -> Bilingual:
        """Say why a figure here cannot be told from the text."""
        return self.veil or MAYBE_HIDDEN


PLAIN = HtmlLook()


def look_at(
    parent: HtmlLook,
    tag: str,
    attributes: Mapping[str, str | None],
    styles: ElementStyle,
    inner: bool,
) -> HtmlLook:
    """Return how an element's own text looks; `inner` within a table's cell or a line of text.

    >>> gone = ElementStyle({"display": "none"})
    >>> look_at(PLAIN, "p", {"style": "display:none"}, gone, False).shown
    'gone'
    """
    sure = _look(parent, tag, attributes, styles.sure, inner)
    for declared in styles.perhaps:
        other = _look(parent, tag, attributes, {**styles.sure, **declared}, inner)
        if other.shown != sure.shown:
            seen = sure if sure.shown in ("yes", "veiled") else other
            sure = seen._replace(veil=seen.veil or other.veil or MAYBE_HIDDEN)
    for declared in styles.before:
        if declared["::"] in ("first-letter", "first-line"):
            part = _look(sure, "span", {}, declared, True)
            sure = sure if part.shown == sure.shown else sure._replace(veil=MAYBE_HIDDEN)
    return sure


class HtmlLooks:
    """The looks of one page, each worked out once: most elements look like many others."""

    def __init__(self) -> None:
        self._at: dict[Hashable, HtmlLook] = {}
        self._shown: dict[int, Shown] = {}
        self._kept: list[object] = []  # what is known by its id must stay

    def at(
        self,
        parent: HtmlLook,
        tag: str,
        attributes: Mapping[str, str | None],
        styles: ElementStyle,
        inner: bool,
    ) -> HtmlLook:
        """Return how an element's own text looks, as look_at does."""
        told = tuple((name, attributes[name]) for name in attributes if name in TELLING)
        key = (id(parent), tag, told, id(styles), inner)
        if key not in self._at:
            look = look_at(parent, tag, attributes, styles, inner)
            self._at[key] = parent if look == parent else look
            self._kept += (parent, styles)
        return self._at[key]

    def veiled(self, look: HtmlLook, reason: Bilingual) -> HtmlLook:
        """Return a look under a veil, if it is under none yet."""
        if look.veil is not None:
            return look
        key = (id(look), reason)
        if key not in self._at:
            self._at[key] = look._replace(veil=reason)
            self._kept.append(look)
        return self._at[key]

    def shown(self, look: HtmlLook) -> Shown:
        """Say whether text of this look is shown."""
        if id(look) not in self._shown:
            self._shown[id(look)] = look.shown
            self._kept.append(look)
        return self._shown[id(look)]


def is_plain(tag: str, attributes: Mapping[str, str | None], styles: ElementStyle) -> bool:
    """Whether an element looks just as its parent does."""
    return styles is UNSTYLED and tag not in SPECIAL and not (attributes.keys() & TELLING)


def adds_text(attributes: Mapping[str, str | None], styles: ElementStyle) -> bool:
    """Whether a style puts text of its own before or behind what an element holds."""
    added = [d for d in styles.before if d["::"] in ("before", "after")]
    printed = [styles.sure.get("content", ""), *(d.get("content", "") for d in added)]
    return any(_prints(content, attributes) for content in printed) or any(map(_covers, added))


def _covers(declared: Declared) -> bool:
    """Whether an empty box that a style adds may lie over the text."""
    lifted = declared.get("position") in ("absolute", "fixed")
    painted = declared.get("background-color", "transparent") not in ("transparent", *OF_ALL)
    pictured = URL_OR_SHADE.search(declared.get("background-image", ""))
    return "content" in declared and lifted and (painted or pictured is not None)


def _prints(content: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether a value of `content` shows anything.

    >>> _prints('""', {}), _prints('"203"', {}), _prints("attr(v)", {"v": "203"})
    (False, True, True)
    """
    if content in ("", "none", "normal") or content in OF_ALL:
        return False
    named = re.fullmatch(r"attr\(\s*([\w-]+)\s*\)", content)
    if named:
        return bool((attributes.get(named[1]) or "").strip())
    written = re.fullmatch(r"([\"'])(.*)\1", content, re.DOTALL)
    return not written or bool(written[2].strip())


def shows_picture(attributes: Mapping[str, str | None], declared: Declared) -> bool:
    """Whether a picture lies behind what an element holds."""
    behind = declared.get("background-image", "")
    return bool(attributes.get("background")) or "url(" in behind or "image-set(" in behind


def _look(
    parent: HtmlLook,
    tag: str,
    attributes: Mapping[str, str | None],
    declared: Declared,
    inner: bool,
) -> HtmlLook:
    known = _add_names(parent.names, declared)
    values = {k: _resolve(v, known) for k, v in declared.items() if not k.startswith("--")}
    values = dict(_with_face(tag, attributes, values))
    own_size = _size_of_tag(tag, attributes, parent.size)
    size = _size(values, own_size, float(known.get(ROOT_SIZE, "16")))
    if tag == "html" and size != PLAIN.size:
        known = {**known, ROOT_SIZE: str(size)}
    if tag == "html":
        parent = _under_page(parent, values)
    ink, paper = _colours(parent, attributes, values)
    closed = is_closed(tag, attributes, inner)
    gone = "all" not in values and is_gone(values, closed, size, inner or tag in OWN_DISPLAY)
    look = HtmlLook(
        gone=parent.gone or gone or _is_folded(tag, values),
        unseen=parent.unseen or is_unseen(values, size),
        visible=is_visible(values, parent.visible),
        size=size,
        ink=ink,
        paper=paper,
        veil=parent.veil or find_veil(tag, attributes, values, size, inner),
        names=known,
        opacity=parent.opacity * _read_opacity(values),
    )
    if is_animated(values) and look.shown in ("gap", "gone"):
        return parent._replace(veil=parent.veil or MAYBE_HIDDEN)  # shown after a while, perhaps
    return look


def _under_page(look: HtmlLook, values: Declared) -> HtmlLook:
    """Return the look of what lies below a whole page: dark where it asks for that alone."""
    dark = DARK.fullmatch(values.get("color-scheme", ""))
    return look._replace(ink=WHITE, paper=NIGHT) if dark else look


def _is_folded(tag: str, values: Declared) -> bool:
    return tag == "tr" and values.get("visibility") == "collapse"


def _read_opacity(values: Declared) -> float:
    written = read_fraction(values.get("opacity", ""))
    return 1.0 if written is None else min(1.0, max(0.0, written))


def _resolve(value: str, names: Mapping[str, str]) -> str:
    """Put in what variables stand for; those that are not known stay."""
    for _ in range(4):
        if "var(" not in value or len(value) > 500:
            return value
        value = VARIABLE.sub(lambda m: names.get(m[1], m[2] or m[0]).strip(), value)
    return value.lower()


def _add_names(above: Mapping[str, str], declared: Declared) -> Mapping[str, str]:
    """Return the variables that are known in an element."""
    names = {k: v for k, v in declared.items() if k.startswith("--")}
    known = {**above, **names} if names else above
    return above if len(known) > MOST_NAMES else known


def _with_face(tag: str, attributes: Mapping[str, str | None], values: Declared) -> Declared:
    face = attributes.get("face") if tag == "font" else None
    return {"font-family": face.lower(), **values} if face else values


def _size_of_tag(tag: str, attributes: Mapping[str, str | None], inherited: float) -> float:
    if tag in ("small", "big"):
        return inherited * (1.2 if tag == "big" else 0.83)
    written = (attributes.get("size") or "").strip() if tag == "font" else ""
    return FONT_SIZES.get(written, inherited)


def _size(values: Declared, inherited: float, root: float) -> float:
    written = values.get("font-size", "")
    if written in SIZES:
        return SIZES[written]
    if written in ("smaller", "larger"):
        return inherited * (0.83 if written == "smaller" else 1.2)
    if written.endswith("rem"):
        return root * max(0.0, read_length(written[:-3], root) or 0.0)
    if written.endswith("%"):
        return inherited * max(0.0, read_fraction(written) or 0.0)
    length = read_length(written, inherited)
    return inherited if length is None else max(0.0, length)


@lru_cache(maxsize=512)
def read_colour(written: str) -> Colour | None:
    """Return a colour's red, green, blue and opacity; None where it is not known.

    >>> read_colour("#fff"), read_colour("nonsense")
    ((1.0, 1.0, 1.0, 1.0), None)
    """
    from tinycss2 import color5

    try:
        parsed = color5.parse_color(written)
        if parsed is None or isinstance(parsed, str):
            return None
        red, green, blue, alpha = parsed.to("srgb")
    except (NotImplementedError, ValueError, TypeError):
        return None
    return (float(red or 0), float(green or 0), float(blue or 0), float(alpha))


def _colours(
    parent: HtmlLook, attributes: Mapping[str, str | None], values: Declared
) -> tuple[Colour | None, Colour | None]:
    ink = parent.ink
    filled = values.get("-webkit-text-fill-color", "currentcolor")
    written = values.get("color") if filled in ("currentcolor", *OF_ALL) else filled
    written = written or attributes.get("color") or attributes.get("text")
    if written and written not in OF_ALL and written != "currentcolor" and "var(" not in written:
        ink = read_colour(_hexed(written))
    if URL_OR_SHADE.search(values.get("background-image", "")):
        return ink, None
    behind = values.get("background-color") or attributes.get("bgcolor")
    return ink, _paper(parent, ink, behind or "")


def _paper(parent: HtmlLook, ink: Colour | None, behind: str) -> Colour | None:
    """Return the colour that a written background lays below the ink, None if unknown."""
    if not behind or behind in OF_ALL or behind == "none":
        return parent.paper
    shade = ink if behind == "currentcolor" else read_colour(_hexed(behind))
    if shade is None or shade[3] == 1.0:
        return shade
    return None if shade[3] > 0.0 else parent.paper


def _hexed(written: str) -> str:
    """Return a colour of an attribute with its sharp, which pages forget.

    >>> _hexed("FFFFFF"), _hexed("red")
    ('#FFFFFF', 'red')
    """
    return f"#{written}" if re.fullmatch(r"[0-9a-fA-F]{6}", written) else written


def _distance(ink: Colour, paper: Colour | None) -> float:
    """Return how far apart ink and paper are, from 0 to 1; ink that is clear is not apart."""
    if ink[3] <= UNSEEN:
        return 0.0 if paper is not None else NEAR_COLOURS / 2
    if paper is None:
        return NEAR_COLOURS / 2 if min(ink[:3]) > 1.0 - NEAR_COLOURS else 1.0
    return ink[3] * max(abs(a - b) for a, b in zip(ink[:3], paper[:3], strict=True))
