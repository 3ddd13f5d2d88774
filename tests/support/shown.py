"""Ways in which a page shows something else than its text, for the tests of what is shown."""

from collections.abc import Callable

from extraction.values.record import Cell, CellKey, Record
from tests.support.by_hand import draw_cases, draw_documents, draw_requests, write
from tests.support.scored import extract_text, find_form_cells

LICENCES = CellKey("proactive_disclosure", "administrative_licensing", "decisions")

# Declarations under which no eye sees what they are declared for.
HIDING = {
    "display": "display:none",
    "display, misspelt behind": "display:none;display:nonsense",
    "visibility": "visibility:hidden",
    "collapse": "visibility:collapse",
    "opacity": "opacity:0",
    "opacity in percent": "opacity:0%",
    "size": "font-size:0",
    "size of one": "font-size:1px",
    "size in the font": "font:0/1 serif",
    "transparent": "color:transparent",
    "clear ink": "color:rgba(0,0,0,0)",
    "fill": "-webkit-text-fill-color:transparent",
    "white": "color:#fff",
    "white of a page": "color:White",
    "own ground": "color:#123456;background:#123456",
    "ground of its ink": "background:currentColor",
    "own ground, written otherwise": "color:rgb(255 0 0);background-color:#F00",
    "off to the left": "position:absolute;left:-9999px",
    "off the top": "position:fixed;top:-500em",
    "off a strip that stays": "position:sticky;left:-9999px",
    "far indent": "display:block;text-indent:-9999px;overflow:hidden",
    "no room": "display:inline-block;width:0;height:0;overflow:hidden",
    "no height": "display:block;max-height:0;overflow:hidden",
    "clipped": "position:absolute;clip:rect(0 0 0 0);width:1px;height:1px;overflow:hidden",
    "clipped, newer": "position:absolute;clip-path:inset(50%)",
    "clip path": "clip-path:inset(100%)",
    "left out": "content-visibility:hidden",
}
# Declarations under which a text alone cannot say what is seen, or in which order.
UNTELLING = {
    "small": "font-size:4px",
    "faint": "opacity:.2",
    "nearly white": "color:#f4f4f4",
    "struck out": "text-decoration:line-through",
    "struck out, newer": "text-decoration-line:line-through",
    "moved": "position:relative;left:-2em",
    "lifted out": "position:absolute",
    "floating": "float:right",
    "drawn in": "margin-left:-1em",
    "turned": "display:inline-block;transform:scaleX(-1)",
    "pushed": "display:inline-block;transform:translateX(-3em)",
    "scaled": "display:inline-block;transform:scale(0)",
    "rotated": "display:inline-block;rotate:180deg",
    "overridden": "direction:rtl;unicode-bidi:bidi-override",
    "right to left": "direction:rtl",
    "dotted": "-webkit-text-security:disc",
    "squeezed": "letter-spacing:-1em",
    "filtered": "filter:opacity(0)",
    "masked": "mask-image:linear-gradient(transparent,transparent)",
    "variable": "display:var(--x)",
    "reckoned": "font-size:calc(1px - 1px)",
    "cut off": "display:inline-block;width:5px;overflow:hidden",
    "fading": "animation:fade 1s forwards",
    "ordered": "order:-1",
    "shadow of clear ink": "color:transparent;text-shadow:0 0 0 #000",
    "outline of clear ink": "color:transparent;-webkit-text-stroke:1px #000",
    "white turned black": "color:#fff;filter:invert(1)",
    "faint, then shown": "opacity:0;animation:show 1ms forwards",
    "of no size, then grown": "font-size:0;animation:show 1ms forwards",
    "held open by padding": "display:inline-block;height:0;overflow:hidden;padding-bottom:20px",
    "held open by a least width": "display:inline-block;width:0;min-width:3em;overflow:hidden",
    "indent of a line of text": "text-indent:-9999px",
    "margin that takes the rest along": "margin-left:-9999px",
    "left out of a line of text": "content-visibility:hidden",
    "floating to the front": "float:left",
    "covered by its outline": "outline:30px solid #000;outline-offset:-20px",
    "covered by its shadow": "box-shadow:inset 0 0 0 50px #000",
    "covered by its line": "text-decoration:underline;text-decoration-thickness:30px",
    "marked with figures": "text-emphasis:'9'",
}

# Declarations that no list of harmful ones held.
UNTELLING |= {
    css: css
    for css in (
        "line-height:0;overflow:hidden;display:inline-block",
        "display:inline-block;text-indent:120%;white-space:nowrap;overflow:hidden",
        "display:inline-block;inline-size:0;overflow:hidden",
        "display:inline-block;contain:strict",
        "margin-inline-start:-9999px",
        "position:relative;z-index:-1",
        "mix-blend-mode:screen",
        "color:Canvas",
        "color:color-mix(in srgb, white, white)",
        "color:rgb(calc(255),255,255)",
        "color:lab(100 0 0)",
        "color:device-cmyk(0 0 0 0)",
        "background:color-mix(in srgb, black, black)",
        "background:#000 url(x.png)",
        "background-color:CanvasText",
        "background-image:linear-gradient(black,black)",
        "-webkit-text-fill-color:Canvas",
        "font-size-adjust:0",
        "-webkit-text-stroke:20px white",
        "-webkit-filter:opacity(0)",
        "-webkit-mask-box-image:url(x)",
        "-webkit-line-clamp:0",
        "word-spacing:-99px",
        "font-family:Wingdings",
        "display:table-column",
        "display:ruby-text",
        "display:if(style(--a:1): block; else: none)",
        "a-property-of-tomorrow:x",
    )
}

Way = Callable[[str, str], tuple[str, str]]
"""Declarations and a text -> the head's addition, and the text under these declarations."""

WAYS: dict[str, Way] = {
    "inline": lambda css, text: ("", f'<span style="{css}">{text}</span>'),
    "font tag": lambda css, text: ("", f"<font style='{css.upper()}'>{text}</font>"),
    "class": lambda css, text: (
        f"<style>.h{{{css}}}</style>",
        f'<span class="a h b">{text}</span>',
    ),
    "id": lambda css, text: (f"<style>span#h {{{css}}}</style>", f"<span id=h>{text}</span>"),
    "element": lambda css, text: (f"<style>em{{{css}}}</style>", f"<em>{text}</em>"),
    "descendant": lambda css, text: (
        f"<style>td .h i{{{css}}}</style>",
        f"<b class=h><i>{text}</i></b>",
    ),
    "child": lambda css, text: (f"<style>td>u{{{css}}}</style>", f"<u>{text}</u>"),
    "attribute": lambda css, text: (
        f"<style>[data-h='1']{{{css}}}</style>",
        f"<span data-h=1>{text}</span>",
    ),
    "list of selectors": lambda css, text: (
        f"<style>p, .x, span.h {{{css}}}</style>",
        f'<span class="h">{text}</span>',
    ),
    "more than a style that is shown": lambda css, text: (
        f"<style>.h{{{important(css)}}} .h.h{{display:inline;color:#000;opacity:1}}</style>",
        f'<span class="h" style="font-size:16px;visibility:visible">{text}</span>',
    ),
    "on a screen": lambda css, text: (
        f"<style>@media screen and (min-width:600px){{.h{{{css}}}}}</style>",
        f"<span class=h>{text}</span>",
    ),
    "perhaps": lambda css, text: (
        f"<style>@supports (display:grid){{.h{{{css}}}}}</style>",
        f"<span class=h>{text}</span>",
    ),
    "costly": lambda css, text: (
        f"<style>td:has(i) span:not(.x){{{css}}}</style>",
        f"<i></i><span>{text}</span>",
    ),
    "nested": lambda css, text: (
        f"<style>td{{color:#111; & .h{{{css}}}}}</style>",
        f"<span class=h>{text}</span>",
    ),
    "nested condition": lambda css, text: (
        f"<style>.h{{@media screen{{{css}}}}}</style>",
        f"<span class=h>{text}</span>",
    ),
    "in a layer": lambda css, text: (
        f"<style>@layer a{{@media (hover){{.h{{{css}}}}}}}</style>",
        f"<span class=h>{text}</span>",
    ),
    "sheet in the body": lambda css, text: (
        "",
        f"<style>.h{{{css}}}</style><span class=h>{text}</span>",
    ),
    "handed down": lambda css, text: (
        "",
        f'<span style="{css}"><b>{text}</b></span>',
    ),
}


def important(css: str) -> str:
    return ";".join(f"{declared} !important" for declared in css.split(";"))


# Cells in which a browser shows no text of the page: `{}` is the figure that is not read.
STANDING = {
    "picture": '<img src="n.png" alt="{}">',
    "picture with a title": '<img src="n.png" title="{0}" alt="{0}" width=1 height=1>',
    "picture of several": '<picture><source srcset="n.webp"><img alt="{}"></picture>',
    "field": '<input value="{}">',
    "field read only": '<input type=number readonly value="{}">',
    "field that is hidden": '<input type=hidden value="{}">',
    "choice": "<select><option>{}</option><option selected>7</option></select>",
    "text area": "<textarea>{}</textarea>",
    "button": "<button>{}</button>",
    "output": "<output>{}</output>",
    "meter": "<meter value={0} max=999>{0}</meter>",
    "progress": "<progress value={0} max=999>{0}</progress>",
    "drawing": "<svg><text>{}</text></svg>",
    "canvas": "<canvas>{}</canvas>",
    "object": '<object data="n.svg">{}</object>',
    "embed": '<embed src="n.svg">',
    "frame": '<iframe src="n.html">{}</iframe>',
    "film": "<video controls>{}</video>",
    "sound": "<audio controls>{}</audio>",
    "formula": "<math><mn>{}</mn></math>",
    "script": "<script>document.write({})</script>",
    "element of its own making": "<x-figure value={}></x-figure>",
    "shadow": "<div><template shadowrootmode=open>7</template>{}</div>",
    "backdrop": "<div style=\"background:url('{}.png') no-repeat;height:20px\"></div>",
    "beside a figure": '{}<img src="n.png" alt="0">',
    "before a figure": '<img src="n.png" alt="1">{}',
    "in a link": '<a href="#"><img src="n.png" alt="{}"></a>',
    "beside a blank": '&nbsp;<img src="n.png" alt="{}">&nbsp;',
}
# Marks and elements that turn, strike out or add to a figure.
ALTERING = {
    "bdo": "<bdo dir=rtl>{}</bdo>",
    "bdo, left to right": "<bdo dir=ltr>{}</bdo>",
    "dir": "<span dir=rtl>{}</span>",
    "sign that overrides": "\u202e{}\u202c",
    "sign that overrides, unclosed": "&#x202e;{}",
    "sign that isolates": "\u2067{}\u2069",
    "mark": "2\u200f{}",
    "struck out": "<del>{}</del>",
    "struck out, too": "<s>{}</s>9",
    "not correct": "<strike>9</strike>{}",
    "aria": "<span aria-hidden=true>9</span>{}",
    "small above": "<ruby>{}<rt>9</rt></ruby>",
    "numbered": "<ol start=9><li>{}</ol>",
    "folded": "<details><summary>1</summary>{}</details>",
    "closed": "<dialog>{}</dialog>",
    "hidden": "<span hidden>{}</span>",
    "gap": '2<span style="visibility:hidden">9</span>{}',
}
# What a page says of an element beside its style: that it is closed, or that another writes it.
ALTERING |= {
    "popover": "<span popover>{}</span>",
    "hidden until it is found": "<span hidden=until-found>9</span>{}",
    "floating before the rest": "13<span style='float:left'>2</span>",
    "closed again": "<span hidden style='display:revert'>{}</span>",
    "note in style": "{}<span style='vertical-align:super'>1</span>",
    "note in style, small": "{}<span style='vertical-align:6px;font-size:60%'>1</span>",
    "small note": "{}<small>1</small>",
    "note in a small font": "{}<font size=1>1</font>",
    "letters that are signs": "<font face=Wingdings>{}</font>",
    "all taken back": "2<i style='display:none;all:revert'>0</i>{}",
    "above, older": "<ruby>{}<rtc>9</rtc></ruby>",
    "colour of an attribute": "<font color=fff>9</font>{}",
    "of its own making": "<x-figure>{}</x-figure>",
    "bound": "<span v-text='n'>{}</span>",
    "shown if": "<span ng-if='n'>9</span>{}",
    "of a template": "<b th:text='n'>{}</b>",
}
# What a sheet adds to an element, or takes of it: the sheet, and the cell.
ADDING = {
    "before": ('.h::before{content:"9"}', "<span class=h>{}</span>"),
    "before, older": (".h:before{content:'9'}", "<span class=h>{}</span>"),
    "after": ('td i:after{content:"\\39"}', "{}<i></i>"),
    "of an attribute": (".h::after{content:attr(data-n)}", "<b class=h data-n={}></b>"),
    "counted": (".h::after{content:counter(n)}", "<b class=h></b>{}"),
    "first letter": (".h::first-letter{color:transparent}", "<p class=h>9{}</p>"),
    "own font": (
        "@font-face{font-family:secret;src:url(s.woff)} .h{font-family:secret}",
        "<span class=h>{}</span>",
    ),
    "own font, inherited": (
        "@font-face{font-family:'s t';src:url(s.woff)} td{font:12px 's t',serif}",
        "<span>{}</span>",
    ),
    "size of the root": (
        "html{font-size:0} body{font-size:14px} td b{font-size:1rem}",
        "<b>{}</b>",
    ),
    "row reversed": ("tr{display:flex;flex-direction:row-reverse}", "{}"),
    "cells as blocks": ("td{display:block;float:right}", "{}"),
    "table right to left": ("table{direction:rtl}", "{}"),
}
# Rules whose force depends on how a page or a sheet is written.
ADDING |= {
    "a box over it": (
        ".h{position:relative} .h::before{content:'';position:absolute;background:#fff}",
        "<span class=h>{}</span>",
    ),
    "row that fades": ("tr{animation:fade 1s forwards}", "{}"),
    "faint in faint": ("b{opacity:.5}", "<b><b><b><b>9</b></b></b></b>{}"),
    "cut off": ("td{max-width:5px;overflow:hidden;white-space:nowrap}", "{}"),
    "table on its head": ("table{rotate:180deg}", "{}"),
    "white on a dark page": (":root{color-scheme:dark}", "<b style='color:#111'>9</b>{}"),
    "quotes": ("q{quotes:'9' '9'}", "<q>{}</q>"),
}
LINKED = "<link rel=stylesheet href=a.css>"
# Under a sheet that is not at hand.
UNKNOWN = {
    "two classes": "<span class=a>2</span><span class=b>{}</span>",
    "a class and none": "<span class=a>2</span>{}",
    "none and a class": "{}<i class=b>3</i>",
    "three": "<b class=a>2</b><b class=b>0</b><b class=a>{}</b>",
    "two identities": "<b id=a>2</b><b id=b>{}</b>",
    "a class that hides": "<span class='d-none'>{}</span>",
    "an empty sprite": "<i class=n203></i>",
    "a sign and a figure": "<span class=m>-</span><span class=n>{}</span>",
}


def write_page(cell: str, head: str = "") -> str:
    """The report by hand, with something else in the cell of licences."""
    sheets = [draw_documents(), draw_requests(), draw_cases()]
    [row] = [row for row in sheets[0] if row[0] == "行政许可"]
    row[1] = cell
    return write(sheets, "html").replace("<body>", f"<head>{head}</head><body>", 1)


def read_cell(cell: str, head: str = "") -> tuple[Record, Cell]:
    _, [record] = extract_text(write_page(cell, head), ".html")
    return record, find_form_cells(record)[LICENCES]
