"""Read the declarations of style sheets and attributes that decide what is seen.

Parsing is tinycss2's, selectors are cssselect2's; both are imported once a page has styles.
Rules that hold only perhaps (an unknown selector, a condition that we cannot weigh) are
kept apart from those that surely hold.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from extraction.read.html.harmless import is_harmless
from extraction.read.thresholds import (
    LONGEST_SELECTOR,
    ROOT_EM,
    WINDOW_WIDTH,
)

PROPERTIES = """
    all animation animation-name appearance background background-clip background-color
    background-image border border-bottom border-left border-left-style border-right
    border-right-style border-style border-top bottom box-shadow clip clip-path color
    color-scheme content content-visibility direction display filter flex-direction flex-flow
    float font font-family font-size grid-area grid-column grid-row height inset left
    letter-spacing margin margin-left margin-right margin-top mask mask-image max-height
    max-width opacity order outline overflow overflow-x overflow-y position right rotate scale
    text-decoration text-decoration-line text-indent text-security top transform translate
    unicode-bidi visibility width zoom -webkit-background-clip -webkit-mask -webkit-mask-image
    -webkit-text-fill-color -webkit-text-security -webkit-transform
"""
RELEVANT = frozenset(PROPERTIES.split())
CONDITION = re.compile(r"\(\s*(min|max)-width\s*:\s*(\d+(?:\.\d+)?)(px|em|rem)\s*\)")
MEDIA_WORDS = re.compile(r"\b(?:only|all|screen)\b")
# Pseudo-classes and combinators that cost more than a step up or down the tree, or that
# cssselect2 does not know: such a rule is taken to hold perhaps, for what its end names.
COSTLY = re.compile(r"~|:has|:is|:where|of-type|:nth|:not|:only-child|:last-child", re.IGNORECASE)
NAME_IN_SELECTOR = re.compile(r"[.#][-\w]+")
# Attributes whose values HTML compares without regard to case.
ANY_CASE = re.compile(
    r"""(\[\s*(?:accept|align|alink|axis|bgcolor|charset|checked|clear|codetype|color|compact
    |declare|defer|dir|direction|disabled|enctype|face|frame|hreflang|http-equiv|lang|language
    |link|media|method|multiple|nohref|noresize|noshade|nowrap|readonly|rel|rev|rules|scope
    |scrolling|selected|shape|target|text|type|valign|valuetype|vlink)\s*[~|^$*]?=
    \s*(?:"[^"]*"|'[^']*'|[-\w]+))\s*\]""",
    re.IGNORECASE | re.VERBOSE,
)
LAST_COMPOUND = re.compile(r"[^\s>+~]+$")
PSEUDO_CLASS = re.compile(r"(?<!:):(?!:)[-\w]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?")
PSEUDO_ELEMENT = re.compile(
    r"::[-\w]+(?:\([^()]*\))?|(?<!:):(?:before|after|first-letter|first-line)\b", re.IGNORECASE
)

SIZE_IN_FONT = re.compile(r"(?:^|\s)((?:\d+\.?\d*|\.\d+)(?:[a-z]+|%)?)(?:\s*/\s*\S+)?\s")
# A value that no browser knows is as if it were not written.
KNOWN_VALUES = {
    "display": re.compile(
        r"none|contents|(?:block|inline|run-in|flow|flow-root|table|flex|grid|ruby|list-item"
        r"|inline-(?:block|table|flex|grid)|table-[a-z-]+|ruby-[a-z-]+|-webkit-(?:inline-)?(?:box|flex)"
        r"|-moz-box|-ms-(?:inline-)?(?:flex(?:box)?|grid)|[ ])+"
    ),
    "visibility": re.compile(r"visible|hidden|collapse"),
    "opacity": re.compile(r"[+-]?[\d.]+(?:e[+-]?\d+)?%?"),
    "font-size": re.compile(r"[a-z-]+|\+?[\d.]+(?:[a-z]+|%)?"),
}
_SYSTEM_COLOURS = """
    accentcolor accentcolortext activeborder activecaption activetext appworkspace background
    buttonborder buttonface buttonhighlight buttonshadow buttontext canvas canvastext captiontext
    field fieldtext graytext highlight highlighttext inactiveborder inactivecaption
    inactivecaptiontext infobackground infotext linktext mark marktext menu menutext scrollbar
    selecteditem selecteditemtext threeddarkshadow threedface threedhighlight threedlightshadow
    threedshadow visitedtext window windowframe windowtext
"""
SYSTEM_COLOURS = frozenset(_SYSTEM_COLOURS.split())
"""Colours that a browser takes from its system: which they are, no page says."""
OF_ALL = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})

Declared = Mapping[str, str]
NOTHING: Declared = {}


class StyleRule(NamedTuple):
    """The declarations of one rule; `sure` unless it holds only perhaps, `important` apart."""

    declared: Declared
    important: Declared
    sure: bool


class ElementStyle(NamedTuple):
    """The declarations for one element: sure ones, and those that may come on top.

    before: what is declared for content that is added to the element, or for parts of it.
    """

    sure: Declared = NOTHING
    perhaps: tuple[Declared, ...] = ()
    before: tuple[Declared, ...] = ()


UNSTYLED = ElementStyle()
TANGLED: tuple[Declared, Declared] = ({}, {"display": "var(--unknown)"})
"""What a style that cannot be taken apart declares: it may hide what it is for."""


@lru_cache(maxsize=4096)
def parse_style(style: str) -> tuple[Declared, Declared]:
    """Return what a style attribute declares, plainly and as important; the last word counts.

    >>> parse_style("padding:0; DISPLAY : none !important; color:Red")
    ({'color': 'red'}, {'display': 'none'})
    """
    import tinycss2

    try:
        return _declarations(tinycss2.parse_blocks_contents(style, True, True))
    except RecursionError:  # brackets within brackets, a thousand deep
        return TANGLED


def _declarations(nodes: Iterable[Any]) -> tuple[Declared, Declared]:
    import tinycss2

    plain: dict[str, str] = {}
    important: dict[str, str] = {}
    for node in nodes:
        if node.type != "declaration":
            continue
        name = node.name if node.name.startswith("--") else node.lower_name
        value = tinycss2.serialize(node.value).strip()
        if name != "content" and not name.startswith("--"):
            value = value.lower()
        weighed = name in RELEVANT or name.startswith("--")
        if (weighed or not is_harmless(name, value)) and _is_known(name, value):
            (important if node.important else plain).update(_expand(name, value))
    return plain, important


def _expand(name: str, value: str) -> dict[str, str]:
    """Return a declaration as those of its parts that matter here.

    >>> _expand("font", "bold 0/1 serif")
    {'font-size': '0', 'font-family': 'bold 0/1 serif'}
    """
    if name == "font":
        size = SIZE_IN_FONT.search(value)
        return {"font-size": size[1] if size else "inherit", "font-family": value}
    if name == "background":
        return {"background-color": _shade(value), "background-image": value}
    if name == "text-decoration":
        return {"text-decoration-line": value}
    return {name: value}


def _shade(background: str) -> str:
    """Return the colour that a `background` names among other things."""
    words = re.findall(r"[a-z-]+\((?:[^()]|\([^()]*\))*\)|[^\s()]+", background)
    shades = (word for word in words if _may_be_shade(word))
    return next(shades, "transparent")


def _may_be_shade(word: str) -> bool:
    """Whether a word of a background is a colour, or may come out as one."""
    from tinycss2 import color5

    if "(" in word:
        return not word.startswith(("url(", "linear-", "radial-", "conic-", "repeating-"))
    return word in SYSTEM_COLOURS or color5.parse_color(word) is not None


def _is_known(name: str, value: str) -> bool:
    """Whether a browser takes a value at all; what a function gives is not looked into.

    >>> _is_known("display", "nonsense"), _is_known("color", "red"), _is_known("color", "rot")
    (False, True, False)
    """
    from tinycss2 import color5

    if value in OF_ALL or "(" in value:
        return True
    if name in ("color", "background-color", "-webkit-text-fill-color"):
        return value in SYSTEM_COLOURS or color5.parse_color(value) is not None
    return name not in KNOWN_VALUES or KNOWN_VALUES[name].fullmatch(value) is not None


def holds(media: str) -> bool | None:
    """Whether a media query holds in a wide window on a screen; None where we cannot tell.

    >>> holds("screen and (min-width: 600px)"), holds("print"), holds("(hover)")
    (True, False, None)
    """
    answers = [_query_holds(query.strip().lower()) for query in media.split(",")]
    return True if True in answers else None if None in answers else False


def _query_holds(query: str) -> bool | None:
    if query.startswith("not"):
        return None
    if re.match(r"(?:only\s+)?(?:print|speech|tty|tv|aural|braille|handheld|projection)\b", query):
        return False
    for bound, number, unit in CONDITION.findall(query):
        width = float(number) * (1 if unit == "px" else ROOT_EM)
        if (width > WINDOW_WIDTH) if bound == "min" else (width < WINDOW_WIDTH):
            return False
    rest = MEDIA_WORDS.sub("", CONDITION.sub("", query)).replace("and", "").strip()
    return None if rest else True


@dataclass(slots=True)
class Sheets:
    """The rules of a page's own sheets, by what their selectors end in.

    unknown: whether some sheet is not at hand. tangled: whether one cannot be taken apart.
    fonts: families that the page brings along. quirks: whether names of classes are alike
    however they are written, as on old pages.
    """

    quirks: bool = False
    unknown: bool = False
    tangled: bool = False
    fonts: set[str] = field(default_factory=set)
    by_key: dict[str, list[tuple[Any, StyleRule, int]]] = field(default_factory=dict)
    count: int = 0

    def add(self, css: str, media: str = "", *, sure: bool = True) -> None:
        """Read one sheet in; unless it is `sure`, its rules hold only perhaps."""
        import tinycss2

        try:
            rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
            here = holds(media) if media else True
            self._add_rules(rules, here if sure or not here else None)
        except RecursionError:  # brackets within brackets, a thousand deep
            self.tangled = True

    def _add_rules(self, rules: Iterable[Any], sure: bool | None) -> None:
        for rule in rules:
            if rule.type == "at-rule":
                self._add_at_rule(rule, sure)
            elif rule.type == "qualified-rule" and sure is not False:
                self._add_rule(rule, sure=sure is True)

    def _add_at_rule(self, rule: Any, sure: bool | None) -> None:
        import tinycss2

        name, prelude = rule.lower_at_keyword, tinycss2.serialize(rule.prelude)
        if name == "import":
            self.unknown = True
        elif name == "font-face" and rule.content is not None:
            self._add_font(tinycss2.parse_blocks_contents(rule.content, True, True))
        elif name in ("media", "supports", "layer", "container", "scope", "document"):
            if rule.content is None:
                return
            here = holds(prelude) if name == "media" else None
            both = False if False in (sure, here) else None if None in (sure, here) else True
            self._add_rules(tinycss2.parse_rule_list(rule.content, True, True), both)

    def _add_font(self, nodes: Iterable[Any]) -> None:
        """Note a family that comes from a file; Word names those of the machine, too."""
        import tinycss2

        told = {n.lower_name: tinycss2.serialize(n.value) for n in nodes if n.type == "declaration"}
        family = told.get("font-family", "").strip(" \"'").lower()
        if family and "url(" in told.get("src", "").lower():
            self.fonts.add(family)

    def _add_rule(self, rule: Any, *, sure: bool) -> None:
        import tinycss2

        selectors = list(_split(tinycss2.serialize(rule.prelude)))
        self._add_block(selectors, tinycss2.parse_blocks_contents(rule.content, True, True), sure)

    def _add_block(self, selectors: Sequence[str], nodes: Sequence[Any], sure: bool) -> None:
        """Add what a block declares; of rules within it we know where they end, no more."""
        import tinycss2

        plain, important = _declarations(nodes)
        if plain or important:
            for selector in selectors:
                self._add_selector(selector, StyleRule(plain, important, sure))
        for node in nodes:
            if node.type == "qualified-rule":
                self._add_rule(node, sure=False)
            elif node.type == "at-rule" and node.content is not None:
                inner = tinycss2.parse_blocks_contents(node.content, True, True)
                self._add_block(selectors, inner, False)

    def _add_selector(self, selector: str, rule: StyleRule) -> None:
        self.count += 1
        selector = ANY_CASE.sub(r"\1 i]", selector)
        if self.quirks:
            selector = NAME_IN_SELECTOR.sub(lambda name: name[0].lower(), selector)
        if len(selector) > LONGEST_SELECTOR or COSTLY.search(selector) or "&" in selector:
            compiled = None
        else:
            compiled = _compile(selector)
        if compiled is None:
            compiled, rule = _compile(_end_of(selector)), rule._replace(sure=False)
        if compiled is None:
            self.tangled = True
        elif not compiled.never_matches:
            key = _key(compiled.id, compiled.class_name, compiled.lower_local_name)
            self.by_key.setdefault(key, []).append((compiled, rule, self.count))

    def candidates(self, keys: Iterable[str]) -> Iterator[tuple[Any, StyleRule, int]]:
        """Yield the rules that may hold for an element with these keys."""
        for key in keys:
            yield from self.by_key.get(key, ())


@lru_cache(maxsize=256)
def _compile(selector: str) -> Any:
    """Return a selector as cssselect2 takes it; None if it does not know it."""
    import cssselect2

    try:
        [compiled] = cssselect2.compile_selector_list(selector)
    except (cssselect2.SelectorError, NotImplementedError, SyntaxError, ValueError):
        return None
    return compiled


def _key(identity: str | None, class_name: str | None, tag: str | None) -> str:
    if identity is not None:
        return f"#{identity}"
    return f".{class_name}" if class_name is not None else tag or "*"


def _split(selectors: str) -> Iterator[str]:
    """Yield the selectors of a list; commas within brackets part none.

    >>> list(_split("a, b:not(c, d)"))
    ['a', 'b:not(c, d)']
    """
    depth = start = 0
    for match in re.finditer(r"[(),\[\]]", selectors):
        if match[0] in "([":
            depth += 1
        elif match[0] in ")]":
            depth -= 1
        elif depth <= 0:
            yield selectors[start : match.start()].strip()
            start = match.end()
    yield selectors[start:].strip()


def _end_of(selector: str) -> str:
    """Return what a selector ends in, without its pseudo-classes.

    >>> _end_of("tr ~ td.a:nth-child(2)::before"), _end_of(":is(a, b)")
    ('td.a::before', '*')
    """
    element = PSEUDO_ELEMENT.findall(selector)
    plain = PSEUDO_CLASS.sub("", PSEUDO_ELEMENT.sub("", selector)).strip()
    last = LAST_COMPOUND.search(plain[-LONGEST_SELECTOR:].replace("&", ""))
    return (last[0] if last else "*") + "".join(element)


def weigh(
    own: tuple[Declared, Declared], found: Iterable[tuple[Any, StyleRule, int]]
) -> ElementStyle:
    """Return what counts for an element: its style attribute, and the rules that hold for it."""
    ranked = sorted(found, key=lambda item: (item[0].specificity, item[2]))
    sure: dict[str, str] = {}
    important: dict[str, str] = {}
    perhaps: list[Declared] = []
    before: list[Declared] = []
    for compiled, rule, _ in ranked:
        if compiled.pseudo_element is not None:
            before.append({**rule.declared, **rule.important, "::": str(compiled.pseudo_element)})
        elif rule.sure:
            sure.update(rule.declared)
            important.update(rule.important)
        else:
            perhaps.append({**rule.declared, **rule.important})
    sure.update(own[0])
    important.update(own[1])
    return ElementStyle({**sure, **important}, tuple(perhaps), tuple(before))
