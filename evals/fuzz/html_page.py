"""Drawn rows as a table of HTML."""

from random import Random

from evals.fuzz.grid import GridBox, GridRow

HIDING = (' style="display:none"', " hidden", ' style="DISPLAY: none;color:red"')


def draw_html(rows: list[GridRow], rng: Random) -> list[str]:
    """Return a table's lines of HTML; a page's turn begins a new table."""
    head = rng.choice(("td", "th"))
    wrap = rng.choice(("{}", "{}", "<p>{}</p>", "<p><span>{}</span></p>", "<font>{}</font>"))
    hide = rng.choice(HIDING)
    lines = ["<table>"]
    for row in rows:
        if row[0].kind == "turn":
            lines.extend(("</table>", "<p>- 3 -</p>", "<table>"))
            continue
        hidden = row[0].hidden and row[0].kind != "head"
        cells = (_cell(box, head, wrap, "" if hidden else hide) for box in row)
        lines.append(f"<tr{hide if hidden else ''}>{''.join(cells)}</tr>")
    return [*lines, "</table>"]


def _cell(box: GridBox, head: str, wrap: str, hide: str) -> str:
    tag = head if box.kind in ("head", "over") else "td"
    spans = f' colspan="{box.colspan}"' if box.colspan > 1 else ""
    spans += f' rowspan="{box.rowspan}"' if box.rowspan > 1 else ""
    spans += hide if box.hidden else ""
    return f"<{tag}{spans}>{wrap.format(box.text) if box.text else ''}</{tag}>"
