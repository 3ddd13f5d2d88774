"""What a browser shows is what counts: hidden text, pictures and fields are no figures."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.values.record import Cell, Record
from tests.support.by_hand import LAYOUTS, draw_cases, draw_documents, draw_requests, write
from tests.support.scored import extract_text, find_form_cells
from tests.support.shown import (
    ADDING,
    ALTERING,
    HIDING,
    LICENCES,
    LINKED,
    STANDING,
    UNKNOWN,
    UNTELLING,
    WAYS,
    read_cell,
    write_page,
)

FIGURE = re.compile(r"[\d.]+")
SHOWN = {
    "plain": ("203", ""),
    "in parts, no sheet": ("<b>2</b><i>03</i>", ""),
    "hidden for print": ("<span class=h>203</span>", "<style media=print>.h{display:none}</style>"),
    "hidden in a narrow window": (
        "<span class=h>203</span>",
        "<style>@media (max-width:600px){.h{display:none}}</style>",
    ),
    "hidden under a pointer": (
        "<span class=h>203</span>",
        "<style>.h:hover{display:none}</style>",
    ),
    "another's class": ("<span class=a>203</span>", "<style>.b{display:none}</style>"),
    "shown by a stronger rule": (
        "<span class=h id=s>203</span>",
        "<style>#s{display:inline}.h{display:none}</style>",
    ),
    "shown again": (
        '<span style="visibility:hidden"><b style="visibility:visible">203</b></span>',
        "",
    ),
    "white on black": ('<font color=white style="background:#000">203</font>', ""),
    "one class under a sheet": ("<p class=a><span class=b>203</span></p>", LINKED),
    "nothing added": ("<b class=h>203</b>", '<style>.h::after{content:"";clear:both}</style>'),
    "larger": ("<span class=h>203</span>", "<style>.h{font-size:2em;color:#333}</style>"),
    "a variable": (
        "<span class=h>203</span>",
        "<style>:root{--ink:#222} .h{color:var(--ink)}</style>",
    ),
    "as Word writes it": (
        "<p class=MsoNormal style='text-indent:2em;margin:0 -5.4pt'><span lang=EN-US "
        "style='font-size:12.0pt;font-family:宋体;color:black;mso-font-kerning:0pt'>203<o:p>"
        "</o:p></span></p>",
        "<style>@font-face{font-family:宋体;panose-1:2 1 6} .MsoNormal{font-family:宋体}</style>"
        + LINKED,
    ),
    "a script on something else": ("<b id=n>203</b>", "<script>$('#m').text(1)</script>"),
    "as an editor writes it": (
        "<p style='line-height:150%;vertical-align:middle;text-indent:0;margin-bottom:0pt;"
        "word-break:break-all;layout-grid-mode:char;font-variant:normal;border:0;-webkit-font-"
        "smoothing:antialiased'><span style='background:#fff;white-space:normal;line-height:1.5;"
        "letter-spacing:0;box-sizing:border-box;font-variant-ligatures:no-common-ligatures'>203"
        "</span></p>",
        "<style>td{vertical-align:middle;line-height:28px;list-style:none;flex:1;z-index:1;"
        "transition:all .3s;-webkit-tap-highlight-color:rgba(0,0,0,0)}</style>",
    ),
    "a sheet in another language": (
        "<i class=h>203</i>",
        "<style type='text/less'>.h{display:none}</style>",
    ),
    "another case, after the standard": (
        "<i class=h>203</i>",
        "<!DOCTYPE html><style>.H{display:none}</style>",
    ),
    "a class that hides in narrow windows": ("<b class='hidden-xs'>203</b>", LINKED),
    "a clearing box": (
        "<b class=h>203</b>",
        "<style>.h::after{content:'';display:table;clear:both}</style>",
    ),
    "letters a little smaller": ("<b>2</b><span style='font-size:15px'>03</span>", ""),
    "a name of a framework": ("<b data-v-7ba5bd90 x:num>203</b>", ""),
    "pinyin above": ("203<ruby>件<rt>jian</rt></ruby>", ""),
    "an embedded script elsewhere": ("203", "<script>var a='<img>';</script>"),
    "a script that dresses tables": (
        "203",
        "<script>$('table').addClass('wide').css('width', '100%')</script>",
    ),
    "hidden by an attribute of either case": (
        "<b align=RIGHT>9</b>203",
        "<style>[align=right]{display:none}</style>",
    ),
    "hidden in two layers": (
        "<b style='opacity:.2'><b style='opacity:.2'>9</b></b>203",
        "",
    ),
    "not empty": ("<b>203</b>", "<style>b:empty{display:none}</style>"),
    "a page for light and dark": ("203", "<style>:root{color-scheme:light dark}</style>"),
    "padding in a wide box": ("<b style='padding:1px;min-width:2em'>203</b>", ""),
    "a box around": ("<span style='border:1px solid #000'>203</span>", ""),
    "a shade behind": ("<span style='background:yellow'>203</span>", ""),
    "lines between cells": ("203", "<style>td{border-left:1px solid #000}</style>"),
    "no line": (
        "<p style='border:none;mso-border-alt:none'><span style='border-left:0 solid'>203"
        "</span></p>",
        "",
    ),
    "a wide cell that cuts off": ("203", "<style>td{width:80px;overflow:hidden}</style>"),
    "a box around floats": ("<div style='overflow:hidden;height:20px'>203</div>", ""),
    "a wide table that cuts off": ("203", "<style>table{width:600px;overflow:hidden}</style>"),
    "a table that scrolls": ("203", "<style>table{width:100px;overflow-x:auto}</style>"),
    "a plain mark": ("\u200e203\u200e", ""),
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_shown_is_read(name: str) -> None:
    record, cell = read_cell(*SHOWN[name])
    assert (record.status, cell.value) == ("verified", Decimal(203)), record.reason


def hold_open(record: Record, cell: Cell) -> None:
    """The cell is open, named, and no other cell suffers."""
    assert record.status == "needs_review"
    assert (cell.state, cell.value) == ("text", None)
    named = [f for f in record.findings if str(LICENCES) in f.cells]
    assert named
    assert named[0].message == record.reason
    others = [c for key, c in find_form_cells(record).items() if key != LICENCES]
    assert all(other.state == "number" for other in others)


@pytest.mark.parametrize(
    "head",
    [
        "<script>document.querySelectorAll('td b').forEach(b => b.remove())</script>",
        "<script>for (const t of document.getElementsByTagName('TD')) t.innerHTML = 5</script>",
        "<script>$('td').text(5)</script>",
        "<script>document.body.innerHTML = document.body.innerHTML.replace('203', 5)</script>",
        "<script>onload = () => document.forms[0].rows[3].cells[2].textContent = 5</script>",
        "<script>document.head.insertAdjacentHTML('beforeend', '<style>td b{display:none}')"
        "</script>",
    ],
)
def test_a_script_may_write_into_any_cell_of_tables_that_it_speaks_of(head: str) -> None:
    record, cell = read_cell("<b>9</b>203", head)
    assert record.status == "needs_review"
    assert (cell.state, cell.value) == ("text", None)


@pytest.mark.parametrize("doing", ["n.remove()", "window.n.innerText = ''"])
@pytest.mark.parametrize("how", ["<script>{}</script>", '<body onload="{}">', '<img onerror="{}">'])
def test_an_element_with_a_name_is_a_variable_of_that_name(how: str, doing: str) -> None:
    hold_open(*read_cell("<b id=n>9</b>203", how.format(doing)))


@pytest.mark.parametrize("name", STANDING)
def test_a_picture_a_field_or_a_drawing_is_open(name: str) -> None:
    hold_open(*read_cell(STANDING[name].format(203)))


@pytest.mark.parametrize("name", ALTERING)
def test_a_figure_that_is_turned_struck_out_or_added_to_is_open(name: str) -> None:
    hold_open(*read_cell(ALTERING[name].format(203)))


@pytest.mark.parametrize("name", ADDING)
def test_what_a_sheet_adds_or_moves_leaves_the_figure_open(name: str) -> None:
    sheet, cell = ADDING[name]
    record, read = read_cell(cell.format(203), f"<style>{sheet}</style>")
    assert record.status == "needs_review"
    assert (read.state, read.value) == ("text", None)


@pytest.mark.parametrize("script", ["getElementById('n')", "$('#n')", "$('td .c')", '$("b.c")'])
def test_a_cell_that_a_script_speaks_of_may_be_written_by_it(script: str) -> None:
    for cell in ("<b id=n class=c>0</b>", "<b id=n class=c></b>"):
        hold_open(*read_cell(cell, f"<script>{script}.text(203)</script>"))


BARS = {
    "a line": "<i style='border-left:1px solid #000'></i>",
    "a narrow box": "<i style='display:inline-block;width:1px;height:1em;background:#000'></i>",
    "a class": "<i class=b></i>",
    "a flat line": "<hr>",
    "a shadow": "<i style='box-shadow:0 0 1px 1px #000'></i>",
}


@pytest.mark.parametrize("name", BARS)
@pytest.mark.parametrize("figure", ["", "203"])
def test_a_line_that_a_style_draws_may_be_read_as_a_digit(name: str, figure: str) -> None:
    head = "<style>.b{width:2px;height:1em;display:inline-block;background:#333}</style>"
    hold_open(*read_cell(BARS[name] + figure, head))


def test_a_line_at_one_side_of_a_figure_may_be_read_as_a_digit() -> None:
    hold_open(*read_cell("<b style='border-left:2px solid #000'>203</b>"))
    hold_open(*read_cell("<b style='border:0;border-right:2px solid #000'>203</b>"))


@pytest.mark.parametrize(
    "sheet",
    [
        "table{width:100px;overflow:hidden;display:block}",
        "td{width:20px;overflow:hidden}",
        "body>*{height:40px;overflow:hidden}",
        "table{max-width:10em;overflow-x:clip}",
    ],
)
def test_a_table_that_is_narrower_than_its_figures_may_cut_them_off(sheet: str) -> None:
    record, cell = read_cell("203", f"<style>{sheet}</style>")
    assert record.status == "needs_review"
    assert (cell.state, cell.value) == ("text", None)


def test_a_part_of_a_cell_that_is_narrower_than_its_figure_may_cut_it_off() -> None:
    hold_open(*read_cell("<div style='width:20px;overflow:hidden'>20355</div>"))


@pytest.mark.parametrize("name", UNKNOWN)
def test_parts_under_a_sheet_that_is_not_at_hand_are_open(name: str) -> None:
    hold_open(*read_cell(UNKNOWN[name].format(203), LINKED))
    hold_open(*read_cell(UNKNOWN[name].format(203), "<style>@import 'a.css';</style>"))


TELLING_ONES = ("display", "visibility", "size", "white", "off to the left")
HIDDEN_WAYS = [
    *((name, way) for name in HIDING for way in ("inline", "class")),
    *((name, way) for name in TELLING_ONES for way in WAYS),
]


@pytest.mark.parametrize(("name", "way"), dict.fromkeys(HIDDEN_WAYS))
def test_hidden_text_never_joins_a_figure(name: str, way: str) -> None:
    head, hidden = WAYS[way](HIDING[name], "9")
    for cell in (f"{hidden}203", f"203{hidden}"):
        record, read = read_cell(cell, head)
        assert read.value in (Decimal(203), None), cell
        assert (read.value is None) == (record.status == "needs_review"), cell
    record, read = read_cell(f"2{hidden}03", head)
    assert read.value in (Decimal(203), None), "between"
    record, read = read_cell(WAYS[way](HIDING[name], "203")[1], head)
    hold_open(record, read)


@pytest.mark.parametrize("way", ["inline", "class", "perhaps", "costly"])
@pytest.mark.parametrize("name", UNTELLING)
def test_a_figure_that_a_style_leaves_open_is_open(name: str, way: str) -> None:
    head, part = WAYS[way](UNTELLING[name], "9")
    hold_open(*read_cell(f"{part}203", head))


@pytest.mark.parametrize("standing", ["picture", "field"])
def test_a_page_of_pictures_says_so_in_one_line(standing: str) -> None:
    sheets = [draw_documents(), draw_requests(), draw_cases()]
    pages = [
        [[STANDING[standing].format(c) if FIGURE.fullmatch(c) else c for c in row] for row in sheet]
        for sheet in sheets
    ]
    figures = sum(
        FIGURE.fullmatch(cell) is not None for sheet in sheets for row in sheet for cell in row
    )
    _, [record] = extract_text(write(pages, "html"), ".html")
    assert record.status == "needs_review"
    assert record.reason is not None
    assert record.reason.startswith(f"{figures} of 200 cells: a ")
    assert not any(cell.state in ("number", "blank") for cell in find_form_cells(record).values())


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("sign", [*"\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200f", "\u05d0"])
def test_a_sign_that_turns_the_writing_leaves_its_figures_open(sign: str, layout: str) -> None:
    sheets = [draw_documents(), draw_requests(), draw_cases()]
    [row] = [row for row in sheets[0] if row[0] == "行政许可"]
    row[1] = f"{sign}302"
    _, [record] = extract_text(write(sheets, layout), ".html" if layout == "html" else ".txt")
    assert record.status == "needs_review"
    assert find_form_cells(record)[LICENCES].value is None


snippets = st.sampled_from(
    [
        *(WAYS[way](css, "9") for way in WAYS for css in (*HIDING.values(), *UNTELLING.values())),
        *(("", cell.format("9")) for cell in (*STANDING.values(), *ALTERING.values())),
        *((f"<style>{sheet}</style>", cell.format("9")) for sheet, cell in ADDING.values()),
        *((LINKED, cell.format("9")) for cell in UNKNOWN.values()),
    ]
)


@given(st.lists(snippets, min_size=1, max_size=3), st.data())
@settings(max_examples=60, deadline=None)
def test_no_hidden_figure_ends_as_a_number(
    found: list[tuple[str, str]], data: st.DataObject
) -> None:
    parts = data.draw(st.permutations([*(cell for _, cell in found), "203"]))
    head = "".join(head for head, _ in found)
    record, cell = read_cell("".join(parts), head)
    assert cell.value in (None, Decimal(203)), parts
    assert cell.state != "blank"
    assert (record.status == "needs_review") or cell.value == Decimal(203)


def test_names_of_classes_are_alike_in_any_case_on_old_pages() -> None:
    hold_open(*read_cell("<i class=h>203</i>", "<style>.H{display:none}</style>"))
    hold_open(*read_cell("<i id=N>203</i>", "<style>#n{display:none}</style>"))


def test_a_sheet_for_no_scripts_may_hold() -> None:
    head = "<noscript><style>i{display:none!important}</style></noscript>"
    hold_open(*read_cell("<i>203</i>", head))


def test_the_page_by_hand_is_verified() -> None:
    _, [record] = extract_text(write_page("203"), ".html")
    assert record.status == "verified"
