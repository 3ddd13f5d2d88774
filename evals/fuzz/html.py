"""Drawn rows as a table of HTML."""

from random import Random

from evals.fuzz.grid import Box, Row


def draw_html(rows: list[Row], rng: Random) -> list[str]:
    """Return a table's lines of HTML; a page's turn begins a new table."""
    head = rng.choice(("td", "th"))
    wrap = rng.choice(("{}", "{}", "<p>{}</p>", "<p><span>{}</span></p>", "<font>{}</font>"))
    lines = ["<table>"]
    for row in rows:
        if row[0].kind == "turn":
            lines.extend(("</table>", "<p>- 3 -</p>", "<table>"))
            continue
        cells = [_cell(box, head if box.kind in ("head", "over") else "td", wrap) for box in row]
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return [*lines, "</table>"]


def _cell(box: Box, tag: str, wrap: str) -> str:
    spans = f' colspan="{box.colspan}"' if box.colspan > 1 else ""
    spans += f' rowspan="{box.rowspan}"' if box.rowspan > 1 else ""
    return f"<{tag}{spans}>{wrap.format(box.text) if box.text else ''}</{tag}>"
