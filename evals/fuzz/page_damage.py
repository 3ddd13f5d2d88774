"""What a page's source does to a figure: struck out, hidden, dressed, drawn by the browser.

What counts is what a browser shows. In plain text each has a likeness of its own.
"""

from collections.abc import Mapping
from random import Random

from evals.fuzz.cell_damage import Twist
from evals.fuzz.ink import BLANK, TEXT, PrintedFigure, count_ink, draw_other, write

STRIKES = (
    "<s>{}</s>",
    "<del>{}</del>",
    "<strike>{}</strike>",
    '<span style="text-decoration:line-through">{}</span>',
)
DRESSES = (
    "<b>{a}</b><i>{b}</i>",
    "<span>{a}</span><span>{b}</span>",
    "{a}<!-- 9 -->{b}",
    "<font size=2>{a}</font>{b}",
    "{a}<wbr>{b}",
    "<a href='#9'>{a}{b}</a>",
    "<p>{a}{b}</p><p></p>",
    "&#{code};{b}",
    "<u>{a}{b}</u>",
    "<o:p></o:p>{a}{b}<o:p>&nbsp;</o:p>",
    "<table><tr><td>{a}{b}</td></tr></table>",
    "<!--[if x]>9<![endif]-->{a}{b}",
)
HIDDEN = (
    '<span style="display:none">{}</span>',
    "<span hidden>{}</span>",
    "<script>{}</script>",
    '<span style="visibility:hidden">{}</span>',
    '<span style="font-size:0">{}</span>',
    "<template>{}</template>",
    '<input type="hidden" value="{}">',
    "<style>{}</style>",
    '<span style="position:absolute;left:-9999px">{}</span>',
    "<noscript>{}</noscript>",
    '<span style="color:#fff;font-size:0px">{}</span>',
    "<ruby>&#8203;<rt>{}</rt></ruby>",
    "<title>{}</title>",
    '<span style="DISPLAY : none !important">{}</span>',
    '<i style="opacity:0">{}</i>',
)
STACKS = (
    "{}<br>{}",
    "<p>{}</p><p>{}</p>",
    "<div>{}</div>{}",
    "<ul><li>{}<li>{}</ul>",
)
DRAWN = (
    '<img alt="{}">',
    '<input value="{}">',
    "<select><option>{}</select>",
    "<textarea>{}</textarea>",
    "<canvas>{}</canvas>",
    "<svg><text>{}</text></svg>",
    "<object>{}</object>",
    "<button>{}</button>",
    "<iframe>{}</iframe>",
    "<meter value={}></meter>",
    "<math><mn>{}</mn></math>",
)


def strike_out(figure: str, rng: Random) -> PrintedFigure:
    """A figure that is struck out, alone or before the one that counts."""
    strike = rng.choice(STRIKES)
    if rng.random() < 0.5:
        return write(f"~~{figure}~~", TEXT, BLANK, html=strike.format(figure))
    new = draw_other(rng)
    html = strike.format(figure) + new
    return write(f"~~{figure}~~{new}", TEXT, count_ink(new), html=html)


def dress(figure: str, rng: Random) -> PrintedFigure:
    """Markup within a figure that leaves it what it is."""
    html = rng.choice(DRESSES).format(a=figure[:1], b=figure[1:], code=ord(figure[0]))
    return write(f"**{figure}**", count_ink(figure), TEXT, html=html)


def hide(figure: str, rng: Random) -> PrintedFigure:
    """Text that a browser does not show, beside the figure."""
    hidden = rng.choice(HIDDEN).format(draw_other(rng))
    html = hidden + figure if rng.random() < 0.5 else figure + hidden
    return write(figure, count_ink(figure), TEXT, html=html)


def raise_figure(figure: str, rng: Random) -> PrintedFigure:
    """A footnote's figure above, or below, the line."""
    tag, other = rng.choice(("sup", "sub")), rng.choice("123")
    html = f"{figure}<{tag}>{other}</{tag}>"
    return write(f"{figure}[{other}]", count_ink(figure), TEXT, html=html)


def stack(figure: str, rng: Random) -> PrintedFigure:
    """Two figures in one cell, one below the other."""
    other = draw_other(rng)
    return write(f"{figure} / {other}", TEXT, html=rng.choice(STACKS).format(figure, other))


def draw_otherwise(figure: str, rng: Random) -> PrintedFigure:
    """What a browser draws as a picture, a field, or in another order."""
    html = rng.choice((*DRAWN, "<bdo dir=rtl>{}</bdo>"))
    source = figure[::-1] if "bdo" in html else figure
    return write(f"![{figure}](a.png)", count_ink(figure), TEXT, html=html.format(source))


TWISTS: Mapping[str, Twist] = {
    "struck out": strike_out,
    "dressed": dress,
    "hidden text": hide,
    "raised": raise_figure,
    "stacked": stack,
    "drawn": draw_otherwise,
}
