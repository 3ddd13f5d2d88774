"""Reports as web pages: real tables with spans, in the ways that editors write them."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from random import Random

from evals.synth.draft import Draft, DraftPart, DraftProse
from evals.synth.sheets import PrintedBox, PrintedSheet, is_header

SCRIPT = "<script>var total = 128; document.write('<table><tr><td>12</td></tr></table>');</script>"
STYLE = "<style>td { border: 1px solid #000; width: 68px }</style>"
BLANKS = ("", "&nbsp;", "&#160;", " ", "<br>")


@dataclass(frozen=True, slots=True)
class Habit:
    """How one editor writes tables."""

    with_thead: bool
    in_cell: str
    blank: str
    upper: bool
    styled: bool
    nested: bool
    unclosed: bool


def draw_habit(rng: Random) -> Habit:
    """Return the habit of one editor."""
    return Habit(
        with_thead=rng.random() < 0.3,
        in_cell=rng.choice(("{}", "{}", "<p>{}</p>", "<p><span>{}</span></p>", "\n  {}\n")),
        blank=rng.choice(BLANKS),
        upper=rng.random() < 0.1,
        styled=rng.random() < 0.4,
        nested=rng.random() < 0.25,
        unclosed=rng.random() < 0.1,
    )


def write_html(draft: Draft, rng: Random) -> str:
    """Return the report as an HTML document."""
    habit = draw_habit(rng)
    body = "\n".join(_write_part(part, habit, rng) for part in draft.parts)
    if habit.nested:
        body = f'<table width="100%"><tr><td valign="top">\n{body}\n</td></tr></table>'
    title = next(
        (p.text for p in draft.parts if isinstance(p, DraftProse) and p.role == "title"), ""
    )
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>{STYLE}{SCRIPT}'
    page = f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n{body}\n"
    return page if draft.style.cut_off else page + "</body></html>\n"


def write_fragment(draft: Draft, rng: Random) -> str:
    """Return title and text as they are, and the rest as HTML that nobody rendered."""
    habit = draw_habit(rng)
    first = "\n".join(p.text for p in draft.parts[:2] if isinstance(p, DraftProse))
    rest = "".join(_write_part(part, habit, rng) for part in draft.parts[2:])
    return f"{first}\n{rest}\n"


def _write_part(part: DraftPart, habit: Habit, rng: Random) -> str:
    if isinstance(part, PrintedSheet):
        return sheet_to_html(part, habit)
    text = escape(part.text, quote=False).replace("\n", "<br>")
    if part.role == "nav":
        return f'<div class="nav"><ul><li><a href="#">{text}</a></li></ul></div>'
    if part.role in {"title", "heading"}:
        return rng.choice(("<h2>{}</h2>", "<p><strong>{}</strong></p>", "<p>{}</p>")).format(text)
    return f'<p style="text-indent: 2em">{text}</p>' if habit.styled else f"<p>{text}</p>"


def sheet_to_html(sheet: PrintedSheet, habit: Habit) -> str:
    """Return a table element with the sheet's spans."""
    table, row = ("TABLE", "TR") if habit.upper else ("table", "tr")
    close = "" if habit.unclosed else f"</{row}>"
    lines = []
    for line in sheet.lines:
        cells = "".join(_cell(box, habit) for box in line)
        lines.append((is_header(line), f"<{row}>{cells}{close}"))
    attributes = ' border="1" cellspacing="0"' if habit.styled else ""
    return f"<{table}{attributes}>\n" + "\n".join(_with_sections(lines, habit)) + f"\n</{table}>"


def _with_sections(lines: list[tuple[bool, str]], habit: Habit) -> Iterator[str]:
    if not habit.with_thead:
        yield from (line for _, line in lines)
        return
    heads = next((i for i, (is_head, _) in enumerate(lines) if not is_head), 0)
    yield from ("<thead>", *(line for _, line in lines[:heads]), "</thead>", "<tbody>")
    yield from (*(line for _, line in lines[heads:]), "</tbody>")


def _cell(box: PrintedBox, habit: Habit) -> str:
    name = "th" if habit.with_thead and box.role == "head" else "td"
    name = name.upper() if habit.upper else name
    spans = "".join(
        f' {span}="{count}"'
        for span, count in (("rowspan", box.rowspan), ("colspan", box.colspan))
        if count > 1
    )
    style = ' style="width:54.8pt;padding:0 5.4pt"' if habit.styled else ""
    text = escape(box.text, quote=False).replace("\n", "<br>").replace("\xa0", "&nbsp;")
    inside = habit.in_cell.format(text) if text.strip() else habit.blank
    return f"<{name}{spans}{style}>{inside}" + ("" if habit.unclosed else f"</{name}>")
