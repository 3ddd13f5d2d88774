"""Workbooks and separated values: a cell holds what its program shows of it."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from extraction.read import document_from_bytes
from extraction.read.sheets.number_format import show_number
from extraction.read.sheets.sheet_names import cell_name, parse_cell_name, parse_range
from extraction.values.document import Document, SheetCell
from extraction.values.errors import UnreadableFile

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def read(*rows: tuple[Any, ...], **options: Any) -> Document:
    """A sheet with these rows, each cell a value or a value with a format, under a head."""
    packed = BytesIO()
    book = Workbook(packed, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate((("项目", "数量"), *rows)):
        for column, value in enumerate(row):
            value, look = value if isinstance(value, tuple) else (value, None)
            sheet.write(number, column, value, book.add_format(look) if look else None)
    for name, arguments in options.items():
        getattr(sheet, name)(*arguments)
    book.close()
    return document_from_bytes("数据.xlsx", packed.getvalue())


def figure(document: Document) -> tuple[str, str | None]:
    """What stands beside the first label, and why it is not to be read."""
    [grid] = document.grids
    cell = next(c for c in grid.cells if (c.row, c.column) == (1, 1))
    veils = [veil.reason.en for veil in document.veils if veil.span == cell.span]
    return cell.span.slice(document.text), veils[0] if veils else None


@pytest.mark.parametrize(
    ("value", "shown", "why"),
    [
        (3, "3", None),
        (3.0, "3", None),
        (0.1 + 0.2, "0.3", None),
        (12_345_678_901, "12345678901", None),
        (1e15, "1000000000000000", "format"),
        (0.00005, "5E-05", "format"),
        ((203, {"align": "fill"}), "203", "hidden"),  # as often as there is room
        ((203, {"diag_type": 1, "diag_border": 1}), "203", "struck"),
        ((203, {"diag_border": 1}), "203", None),
        (-4, "-4", None),
        ((0.125, {"num_format": "0.0%"}), "12.5%", None),
        ((0.5, {"num_format": "0%"}), "50%", None),
        ((1234567, {"num_format": "#,##0"}), "1,234,567", None),
        ((12.345, {"num_format": "0.00"}), "12.35", None),
        ((12.5, {"num_format": "0"}), "13", None),
        ((2.675, {"num_format": "0.00"}), "2.68", None),
        ((7, {"num_format": '0"件"'}), "7件", None),
        ((5, {"num_format": "000"}), "005", None),
        ((-5, {"num_format": "0;(0)"}), "(5)", None),
        ((0, {"num_format": "0;-0;/"}), "/", None),
        ((0, {"num_format": "#,##0_ ;-#,##0\\ "}), "0", None),
        ((1234.5, {"num_format": "[$￥-804]#,##0.00"}), "￥1,234.50", None),
        ((45306, {"num_format": 'yyyy"年"m"月"d"日"'}), "2024年1月15日", None),
        ((45306.5, {"num_format": "yyyy-mm-dd hh:mm"}), "2024-01-15 12:00", None),
        ((203, {"num_format": "yyyy"}), "203", "format"),
        ((203, {"num_format": "d"}), "203", "format"),
        ((203, {"num_format": "*90"}), "203", "format"),
        ((203, {"num_format": "[White]0"}), "203", "format"),
        ((203, {"num_format": "[Red]0"}), "203", None),
        (("203", {"num_format": "@"}), "203", None),
        (("203", {"num_format": '@"万"'}), "203万", None),
        (("203", {"num_format": ";;;"}), "〔隐藏〕", "hidden"),
        ((5, {"num_format": ";;;"}), "〔隐藏〕", "hidden"),
        ((5, {"num_format": "0,"}), "5", "format"),
        ((5, {"num_format": "[DBNum1]General"}), "5", "format"),
        ((5, {"num_format": "[>3]0;0.0"}), "5", "format"),
        ((5, {"num_format": "# ?/?"}), "5", "format"),
        ((5, {"num_format": "0.0E+00"}), "5", "format"),
        ((5, {"font_strikeout": True}), "5", "struck"),
        ((5, {"font_color": "#FFFFFF"}), "5", "hidden"),
        ((5, {"font_color": "#FEFEFE"}), "5", "hidden"),
        ((5, {"font_color": "#FF0000"}), "5", None),
        ((5, {"font_color": "#FF0000", "bg_color": "#FF0000", "pattern": 1}), "5", "hidden"),
        ((5, {"bg_color": "#000000", "pattern": 1}), "5", "hidden"),
        ((5, {"bg_color": "#FFFF00", "pattern": 1}), "5", None),
        ((5, {"font_size": 1}), "5", "hidden"),
        ((5, {"font_name": "Wingdings"}), "5", "hidden"),
        ((5, {"font_color": "#FFFFFF", "bg_color": "#000000", "pattern": 1}), "5", None),
        ("12\n", "12", None),
        ("=1+1", "0", None),  # the writer stores 0 for what it has not calculated
    ],
)
def test_a_cell_is_read_as_it_is_shown(value: Any, shown: str, why: str | None) -> None:
    text, reason = figure(read(("规章", value), ("许可", 1), set_column=(1, 1, 30)))
    assert text == shown
    assert (reason is None) if why is None else (reason is not None and why in reason)


@given(st.integers(0, 10**9), st.integers(0, 4))
def test_a_fixed_number_of_decimals_is_that_of_python(value: int, decimals: int) -> None:
    code = "0." + "0" * decimals if decimals else "0"
    assert show_number(str(value), code) == f"{value:.{decimals}f}"


@given(st.text('0#,.;%"\\[]_*-@ymdhsE+件', max_size=12), st.integers(-9999, 9999))
def test_no_format_makes_other_digits_of_a_whole_number(code: str, value: int) -> None:
    shown = show_number(str(value), code)
    assert shown is None or isinstance(shown, str)


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_a_cell_s_name_leads_back_to_its_place(row: int, column: int) -> None:
    assert parse_cell_name(cell_name(row, column)) == (row, column)


def test_names_that_mean_nothing() -> None:
    assert parse_range("B2:A1") is None
    assert parse_cell_name("A0") is None


def test_hidden_rows_columns_and_sheets_are_not_there() -> None:
    document = read(
        ("规章", 1, 7),
        ("隐藏", 2, 8),
        ("许可", 3, 9),
        set_row=(2, None, None, {"hidden": True}),
        set_column=(1, 1, None, None, {"hidden": True}),
    )
    assert document.text == "项目 | \n规章 | 7\n许可 | 9\n"
    where = {p.span.slice(document.text): p.where for p in document.places}
    assert where["9"] == SheetCell("Sheet1", "C4")


@pytest.mark.parametrize(
    ("look", "read_there"),
    [
        ({"font_color": "#FFFFFF"}, False),
        ({"num_format": ";;;"}, False),
        ({"num_format": '0"万"'}, False),
        ({"font_strikeout": True}, False),
        ({"bg_color": "#000000"}, False),
        ({"bold": True, "font_color": "#C00000"}, True),
        ({"bg_color": "#FFC7CE"}, True),
    ],
)
def test_a_look_that_depends_on_the_figure(look: dict[str, Any], read_there: bool) -> None:
    packed = BytesIO()
    book = Workbook(packed, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate((("项目", "数量"), ("规章", 203), ("许可", 1))):
        sheet.write_row(number, 0, row)
    rule = {"type": "cell", "criteria": ">", "value": 9, "format": book.add_format(look)}
    sheet.conditional_format(1, 1, 1, 1, rule)
    book.close()
    document = document_from_bytes("数据.xlsx", packed.getvalue())
    assert (figure(document)[1] is None) == read_there
    assert all(veil.span.slice(document.text) == "203" for veil in document.veils)


@pytest.mark.parametrize(
    ("rule", "veiled"),
    [
        ('<n:cfRule type="cellIs"><n:dxf><font/></n:dxf></n:cfRule>', ["7"]),
        ('<n:cfRule type="dataBar"><n:dataBar showValue="0"/></n:cfRule>', ["7"]),
        ('<n:cfRule type="dataBar"><n:dataBar/></n:cfRule>', []),
    ],
)
def test_a_condition_of_the_newer_kind(rule: str, veiled: list[str]) -> None:
    newer = 'xmlns:n="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
    where = '<m:sqref xmlns:m="http://schemas.microsoft.com/office/excel/2006/main">B1</m:sqref>'
    condition = f"<n:conditionalFormatting {newer}>{rule}{where}</n:conditionalFormatting>"
    row = '<row><c t="inlineStr"><is><t>规章</t></is></c><c><v>7</v></c><c><v>8</v></c></row>'
    document = document_from_bytes(
        "a.xlsx",
        pack(f"<sheetData>{row}</sheetData><extLst><ext>{condition}</ext></extLst>"),
    )
    assert [veil.span.slice(document.text) for veil in document.veils] == veiled


def test_what_lies_over_cells_hides_them() -> None:
    document = read(
        ("规章", 203),
        ("许可", 1),
        insert_textbox=(1, 1, "204", {"width": 60, "height": 15}),
    )
    assert figure(document) == ("203", "a drawing stands there")
    assert [veil.span.slice(document.text) for veil in document.veils] == ["203"]


def test_a_drawing_of_which_only_the_size_is_told_covers_what_it_reaches() -> None:
    packed = BytesIO()
    book = Workbook(packed, {"in_memory": True})
    sheet = book.add_worksheet()
    for number in range(6):
        sheet.write_row(number, 0, ("规章", number))
    sheet.insert_textbox(1, 1, "204", {"width": 60, "height": 45})
    book.close()
    changed = BytesIO()
    size = '<xdr:ext cx="571500" cy="428625"/>'
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if name.endswith("drawing1.xml"):
                part = re.sub("<xdr:to>.*</xdr:to>", size, part)
                part = part.replace("twoCellAnchor", "oneCellAnchor")
            new.writestr(name, part)
    document = document_from_bytes("数据.xlsx", changed.getvalue())
    veiled = [veil.span.slice(document.text) for veil in document.veils]
    assert veiled == ["1", "2", "3"]


def test_a_sheet_that_hides_its_zeros() -> None:
    assert figure(read(("规章", 0), hide_zero=())) == ("〔隐藏〕", "hidden text stands there")
    assert figure(read(("规章", 10), hide_zero=())) == ("10", None)


def test_a_row_lower_than_any_figure_is_not_there() -> None:
    document = read(("规章", 1), ("许可", 2), ("处罚", 3), set_row=(2, 0.5))
    assert document.text == "项目 | 数量\n规章 | 1\n处罚 | 3\n"


NARROW = "its column is too narrow for what stands there"


@pytest.mark.parametrize(
    ("value", "width", "why"),
    [
        (203, 2, NARROW),
        (203, 3, None),
        (12.34, 2, NARROW),  # shown as 12
        (-12, 2, NARROW),
        (-12, 3, None),
        ("203", 2, NARROW),  # a text that is cut off, or wrapped
        ("未报送", 2, None),
        ((203, {"font_size": 18}), 3, NARROW),
        ((203, {"font_size": 18}), 6, None),
        ((203, {"shrink": True}), 1, None),
        ((203, {"num_format": '0"件"'}), 3, NARROW),
        (123456789, None, NARROW),
        (12345678, None, None),
    ],
)
def test_a_column_too_narrow_for_its_figure(value: Any, width: int | None, why: str | None) -> None:
    widths = {} if width is None else {"set_column": (1, 1, width)}
    assert figure(read(("规章", value), **widths))[1] == why


def test_a_merged_cell_has_the_room_of_all_its_columns() -> None:
    document = read(
        ("规章", 1, 2),
        merge_range=(2, 1, 2, 3, 12345, None),
        set_column=(1, 3, 2),
        write_number=(3, 1, 12345),
    )
    veils = [veil.span.slice(document.text) for veil in document.veils]
    assert veils == ["12345"]


def test_a_sheet_that_shows_its_formulas() -> None:
    figures = "<c><f>1+1</f><v>2</v></c><c><v>3</v></c>"
    row = f'<row><c t="inlineStr"><is><t>规章</t></is></c>{figures}</row>'
    view = '<sheetViews><sheetView showFormulas="1"/></sheetViews>'
    document = document_from_bytes("a.xlsx", pack(f"{view}<sheetData>{row}</sheetData>"))
    veils = {veil.span.slice(document.text): veil.reason.en for veil in document.veils}
    assert veils == {"2": "a formula stands there"}


def test_rows_that_are_low_by_default_are_not_there() -> None:
    rows = "".join(
        f'<row{high}><c t="inlineStr"><is><t>规章</t></is></c><c><v>{number}</v></c></row>'
        for number, high in enumerate(("", ' ht="15"', ""))
    )
    size = '<sheetFormatPr defaultRowHeight="0" zeroHeight="1"/>'
    document = document_from_bytes("a.xlsx", pack(f"{size}<sheetData>{rows}</sheetData>"))
    assert document.text == "规章 | 1\n"


def test_a_merged_cell_spans_what_is_seen_of_it() -> None:
    document = read(
        ("规章", 1, 2),
        ("许可", 3, 4),
        merge_range=(3, 0, 4, 1, "合并", None),
        write_number=(3, 2, 5),
        set_row=(4, None, None, {"hidden": True}),
    )
    [grid] = document.grids
    merged = next(c for c in grid.cells if c.span.slice(document.text) == "合并")
    assert (merged.row, merged.column, merged.rowspan, merged.colspan) == (3, 0, 1, 2)


def test_prose_and_tables_of_one_sheet_are_told_apart() -> None:
    packed = BytesIO()
    book = Workbook(packed, {"in_memory": True})
    sheet = book.add_worksheet()
    lines = [
        ["示例市水务局2023年政府信息公开工作年度报告"],
        ["一、总体情况\n（一）主动公开。"],
        ["二、主动公开政府信息情况"],
        ["第二十条第（一）项"],
        ["信息内容", "本年制发件数"],
        ["规章", 0],
        ["第二十条第（五）项"],
        ["信息内容", "本年处理决定数量"],
        ["行政许可", 3],
        [],
        ["三、收到和处理政府信息公开申请情况"],
        ["申请人情况", "自然人"],
        ["一、本年新收政府信息公开申请数量", 4],
        ["五、存在的主要问题及改进情况"],
        ["没有。"],
    ]
    for number, line in enumerate(lines):
        sheet.write_row(number, 0, line)
    book.close()
    document = document_from_bytes("a.xlsx", packed.getvalue())
    assert len(document.grids) == 2
    assert document.text.split("\n\n")[1:4] == [
        "一、总体情况\n（一）主动公开。",
        "二、主动公开政府信息情况",
        "第二十条第（一）项 | \n信息内容 | 本年制发件数\n规章 | 0\n"
        "第二十条第（五）项 | \n信息内容 | 本年处理决定数量\n行政许可 | 3",
    ]


def test_blank_cells_that_lines_frame_make_a_row_of_a_table() -> None:
    framed = {"border": 1}
    document = read(
        *[((label, framed), ("", framed), ("", framed)) for label in ("规章", "许可", "处罚")],
        (("合计", framed), (1, framed), (2, framed)),
    )
    [grid] = document.grids
    assert max(cell.row for cell in grid.cells) == 4
    assert document.text.splitlines()[1] == "规章 |  | "


def test_sheets_follow_each_other_under_their_names() -> None:
    packed = BytesIO()
    book = Workbook(packed, {"in_memory": True})
    for name in ("水务局", "隐藏", "教育局"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["规章", 1])
        if name == "隐藏":
            sheet.hide()
    book.close()
    text = document_from_bytes("a.xlsx", packed.getvalue()).text
    assert text == "水务局\n\n规章 | 1\n\n教育局\n\n规章 | 1\n"


def pack(sheet: str, **parts: str) -> bytes:
    """A workbook by hand, for what no library writes."""
    packed = BytesIO()
    links = f'<Relationships xmlns="{PACKAGE}">' + "".join(
        f'<Relationship Id="{name}" Type="{REL}/{kind}" Target="{target}"/>'
        for name, kind, target in (
            ("s", "worksheet", "sheet.xml"),
            ("t", "sharedStrings", "strings.xml"),
            ("y", "styles", "styles.xml"),
        )
    )
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{SPACE}" xmlns:r="{REL}"><sheets>'
            '<sheet name="表" r:id="s"/></sheets></workbook>',
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"{links}</Relationships>")
        archive.writestr("xl/sheet.xml", f'<worksheet xmlns="{SPACE}">{sheet}</worksheet>')
        for name, content in parts.items():
            archive.writestr(f"xl/{name}.xml", content)
    return packed.getvalue()


def test_rich_text_inline_text_and_formulas_without_a_result() -> None:
    strings = (
        f'<sst xmlns="{SPACE}"><si><r><t>1</t></r><r><rPr><vertAlign val="superscript"/></rPr>'
        "<t>2</t></r><rPh><t>yi</t></rPh></si></sst>"
    )
    rows = (
        '<row><c t="inlineStr"><is><t>规章</t></is></c><c t="s"><v>0</v></c><c><f>SUM(A1)</f></c>'
        '<c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c></row>'
    )
    document = document_from_bytes(
        "a.xlsx", pack(f"<sheetData>{rows}</sheetData>", strings=strings)
    )
    assert document.text == "规章 | 1 2 | 〔公式〕 | TRUE | #REF!\n"
    [veil] = document.veils
    assert "result" in veil.reason.en


def test_a_million_declared_rows_cost_nothing() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    rows += '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    merged = '<mergeCells><mergeCell ref="A5:XFD1048576"/></mergeCells>'
    dimension = '<dimension ref="A1:XFD1048576"/>'
    document = document_from_bytes(
        "a.xlsx", pack(f"{dimension}<sheetData>{rows}</sheetData>{merged}")
    )
    assert document.text == "1 | 2\n"


def test_more_cells_than_any_report_has_are_refused() -> None:
    cells = "".join(f"<c><v>{number * 7919 % 100_003}</v></c>" for number in range(1000))
    rows = f"<row>{cells}</row>" * 401
    with pytest.raises(UnreadableFile, match="400,000 cells"):
        document_from_bytes("a.xlsx", pack(f"<sheetData>{rows}</sheetData>"))


@pytest.mark.parametrize(
    ("text", "codec", "shown"),
    [
        ("项目,数量\n规章,3\n", "gbk", "项目 | 数量\n规章 | 3\n"),
        ("项目;数量\n规章;3,5\n", "utf-8", "项目 | 数量\n规章 | 3,5\n"),
        ("项目\t数量\n规章\t3\n", "utf-16", "项目 | 数量\n规章 | 3\n"),
        ("sep=;\n项目;数量\n规章;3\n", "utf-8-sig", "项目 | 数量\n规章 | 3\n"),
        ('项目,数量\n"规章,\n和""其他""",3\n', "utf-8", '项目 | 数量\n规章, 和"其他" | 3\n'),
        ('标题,\n项目,数量\n"未关,3\n规章,4\n', "utf-8", None),
    ],
)
def test_separated_values(text: str, codec: str, shown: str | None) -> None:
    document = document_from_bytes("a.csv", text.encode(codec))
    assert document.media_type == "text/csv"
    assert shown is None or document.text == shown


def test_a_separated_value_s_place_is_its_cell() -> None:
    document = document_from_bytes("a.csv", "sep=,\n项目,数量\n规章,3\n".encode())
    assert document.places[-1].where == SheetCell("", "B3")


def test_a_web_page_or_a_text_named_as_a_workbook_is_what_it_is() -> None:
    page = document_from_bytes("a.xls", "<table><tr><td>规章<td>7</table>".encode())
    assert (page.media_type, page.text) == ("text/html", "规章 | 7\n")
    text = document_from_bytes("a.xls", "项目\t数量\n规章\t7\n".encode("gbk"))
    assert text.text == "项目 | 数量\n规章 | 7\n"


def test_what_is_protected_by_a_password_is_said_to_be() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0\0"
    with pytest.raises(UnreadableFile, match="protected by a password"):
        document_from_bytes("a.xlsx", data)


def test_a_damaged_old_workbook_is_one_line() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900 + "Workbook".encode("utf-16-le")
    with pytest.raises(UnreadableFile, match="damaged workbook"):
        document_from_bytes("a.xls", data + b"\0\0")


ROWS = "".join(f"{number}.第{number}项,{number},0\n" for number in range(20))


@pytest.mark.parametrize("comma", [",", ";"])
def test_a_text_with_its_tables_between_commas_is_read_as_such(comma: str) -> None:
    text = "本年收到申请,均已办结。\n" + ROWS.replace(",", comma)
    document = document_from_bytes("报告.txt", text.encode())
    assert document.media_type == "text/csv"
    assert "本年收到申请,均已办结。\n" in document.text
    assert "7.第7项 | 7 | 0\n" in document.text


@pytest.mark.parametrize(
    "text",
    [
        ROWS.replace(",0\n", "\n"),  # one figure a row
        ROWS.replace(",0", ",未报"),
        "申请5件,答复3件,结转2件\n" * 20,
        "约5,2,1。\n" * 20,
        "1,234,567\n" * 60,  # figures with their thousands
        "".join(ROWS.splitlines(keepends=True)[:19]),  # too few
    ],
)
def test_a_text_with_commas_in_its_prose_is_no_table(text: str) -> None:
    assert document_from_bytes("报告.txt", text.encode()).media_type == "text/plain"
