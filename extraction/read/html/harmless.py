"""Declarations under which a figure looks as it is written; whatever else is declared may not.

Styles change what is seen in more ways than anybody lists, and browsers learn new ones every
year. So the harmless ones are listed: a figure under any other is open.
"""

import re

_VENDOR = re.compile(r"-(?:webkit|moz|ms|o|khtml)-")
_BY_NAME = """
    accent aspect-ratio background-attachment background-origin background-position
    background-repeat background-size behavior border box-align box-flex box-orient box-pack
    box-shadow box-sizing break- caption-side caret clear color-adjust  column-count
    column-gap column-rule column-span column-width columns container counter- cursor
    empty-cells filter-none flex-basis flex-grow flex-shrink flood font-display font-kerning
    font-language font-optical font-smooth font-stretch font-style font-synthesis font-weight
    forced-color gap hang hyphen image- ime- isolation justify- align- lang layout-grid
    line-break min- mso- object- orphans osx-font outline overflow-anchor overflow-style
    overflow-wrap overscroll padding page perspective-origin place- pointer-events
    print-color punctuation resize row-gap ruby-align scroll speak src tab- table-layout tap-
    text-align text-autospace text-decoration-color text-decoration-skip text-decoration-style
    text-decoration-thickness text-effect text-fit text-indent-adjust text-justify
    text-kashida text-overflow text-rendering text-size text-spacing text-transform
    text-underline text-wrap timeline touch transform-origin transition user- view- white-space
    widows will-change word-break word-wrap
"""
_HARMLESS = re.compile("|".join(map(re.escape, _BY_NAME.split())))
_UNSET = frozenset({"none", "normal", "auto", "initial", "inherit", "unset", "revert"})
_NOT_NEGATIVE = re.compile(r"(?:(?:\+?[\d.]+[a-z%]*|auto)\s*)+")
_NOTHING = re.compile(r"(?:0(?:px)?|auto|\s)+")
_BY_VALUE = {
    "margin-bottom": _NOT_NEGATIVE,
    "margin-inline": _NOT_NEGATIVE,
    "margin-inline-start": _NOT_NEGATIVE,
    "margin-inline-end": _NOT_NEGATIVE,
    "margin-block": _NOT_NEGATIVE,
    "margin-block-start": _NOT_NEGATIVE,
    "margin-block-end": _NOT_NEGATIVE,
    "word-spacing": _NOT_NEGATIVE,
    "font-feature-settings": re.compile(r"""(?:["'](?:tnum|lnum|kern|liga|palt)["'][\s\d,on]*)+"""),
    "font-variant": re.compile(r"(?:small-caps|tabular-nums|lining-nums|\s)+"),
    "font-variant-caps": re.compile(r"small-caps"),
    "font-variant-ligatures": re.compile(r"[-a-z ]+"),
    "font-variant-numeric": re.compile(r"(?:tabular-nums|lining-nums|\s)+"),
    "font-variant-east-asian": re.compile(r"[-a-z0-9 ]+"),
    "flex": re.compile(r"[\w.% ]+"),
    "flex-wrap": re.compile(r"nowrap|wrap"),
    "inset-block": _NOTHING,
    "inset-inline": _NOTHING,
    "line-height": re.compile(
        r"(?:[1-9]\d*(?:\.\d+)?|0?\.[5-9]\d*)(?:em|rem)?"
        r"|(?:[5-9]|[1-9]\d+)(?:\.\d+)?(?:px|pt)|(?:[5-9]\d|\d{3,})(?:\.\d+)?%"
    ),
    "list-style": re.compile(r"[-a-z ]+"),
    "list-style-type": re.compile(r"[-a-z]+"),
    "list-style-position": re.compile(r"[a-z]+"),
    "box-shadow": re.compile(r"(?!.*inset).*"),
    "outline-offset": _NOT_NEGATIVE,
    "text-decoration-thickness": re.compile(r"auto|from-font|[0-3](?:\.\d+)?px|0?\.\d+em"),
    "text-emphasis": re.compile(r"[a-z ]+"),
    "text-emphasis-style": re.compile(r"[a-z ]+"),
    "text-underline-offset": _NOT_NEGATIVE,
    "text-stroke": _NOTHING,
    "text-stroke-width": _NOTHING,
    "vertical-align": re.compile(r"baseline|middle|top|bottom|text-bottom"),
    "writing-mode": re.compile(r"horizontal-tb|lr-tb"),
    "z-index": re.compile(r"\d+"),
}


def is_harmless(name: str, value: str) -> bool:
    """Whether a declaration leaves what it is for in its place and in sight.

    >>> is_harmless("padding-left", "2px"), is_harmless("mso-hide", "x"), is_harmless("hue", "1")
    (True, True, False)
    >>> is_harmless("vertical-align", "middle"), is_harmless("vertical-align", "super")
    (True, False)
    """
    name = _VENDOR.sub("", name, count=1)
    if value in _UNSET:
        return True
    known = _BY_VALUE.get(name)
    if known is not None:
        return known.fullmatch(value) is not None
    return _HARMLESS.match(name) is not None


_KNOWN_FUNCTIONS = re.compile(r"(?:rgba?|hsla?|url|rect|inset|attr|counters?|local|format)\(")


def asks_more(value: str) -> bool:
    """Whether a value is reckoned out in a way that is not looked into.

    >>> asks_more("rgb(0 0 0)"), asks_more("calc(1px - 1px)")
    (False, True)
    """
    return "(" in _KNOWN_FUNCTIONS.sub("", value)
