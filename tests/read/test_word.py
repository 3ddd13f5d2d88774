"""Word files: what Word shows is what is read, however it is stored."""

import zipfile
from io import BytesIO

import pytest

from evals.synth.docx import pack_docx, paragraph, run_xml, table, table_cell
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.read.word.numbering import to_chinese
from extraction.settings import default_settings
from extraction.values.document import Document, TableCell
from extraction.values.errors import UnreadableFile

LABEL = "行政许可"


def read(body: str, **parts: str) -> Document:
    return document_from_bytes("报告.docx", pack_docx(body, parts))


def row(*cells: str, properties: str = "") -> str:
    made = "".join(cell if cell.startswith("<w:") else table_cell(cell) for cell in cells)
    return f"<w:tr>{properties}{made}</w:tr>"


def cell(inside: str) -> str:
    return f"<w:tc><w:p>{inside}</w:p></w:tc>"


def in_table(figure: str) -> str:
    """A table of two rows in which one cell holds what is given."""
    return table([row("规章", "0", "4"), row(LABEL, cell(figure), "5")])


def shown(document: Document) -> dict[tuple[int, int], str]:
    [grid] = document.grids
    return {(c.row, c.column): c.span.slice(document.text) for c in grid.cells}


def veiled(document: Document) -> dict[str, str]:
    return {veil.span.slice(document.text): veil.reason.en for veil in document.veils}


def instructed(instruction: str) -> str:
    """A field without a result."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def either(newer: str, one: str, other: str) -> str:
    """The same in two ways, the first for programs that know what it needs."""
    return (
        f'<mc:AlternateContent><mc:Choice Requires="{newer}">{one}</mc:Choice>'
        f"<mc:Fallback>{other}</mc:Fallback></mc:AlternateContent>"
    )


PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="{cx}" cy="{cy}"/><a:graphic><a:graphicData>'
    "<pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
LARGE = PICTURE.format(cx=5_000_000, cy=3_000_000)
SMALL = PICTURE.format(cx=300_000, cy=300_000)
BOX = "<w:txbxContent>{}</w:txbxContent>"
TWICE = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:anchor><a:graphic><wps:wsp><wps:txbx>"
    f"{BOX}</wps:txbx></wps:wsp></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback>"
    f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("figure", "text", "why"),
    [
        (run_xml("12"), "12", None),
        (run_xml("1") + run_xml("2"), "12", None),
        (run_xml("1") + "<w:bookmarkStart/>" + run_xml("2"), "12", None),
        (run_xml("12") + run_xml("1", '<w:vertAlign w:val="superscript"/>'), "12 1", None),
        (run_xml("1") + "<w:r><w:tab/></w:r>" + run_xml("2"), "1 2", None),
        ("<w:r><w:t>1</w:t><w:br/><w:t>2</w:t></w:r>", "1 2", None),
        (f"<w:hyperlink>{run_xml('12')}</w:hyperlink>", "12", None),
        (f"<w:smartTag><w:smartTagPr/>{run_xml('12')}</w:smartTag>", "12", None),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run_xml('12')}</w:sdtContent></w:sdt>", "12", None),
        (f'<w:fldSimple w:instr=" =SUM(ABOVE) ">{run_xml("12")}</w:fldSimple>', "12", None),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=3+9</w:instrText>'
            '</w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + run_xml("12")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "12",
            None,
        ),
        (
            f'<w:del w:id="1"><w:r><w:delText>9</w:delText></w:r></w:del>{run_xml("12")}',
            "12",
            "change",
        ),
        (f'{run_xml("1")}<w:ins w:id="1">{run_xml("2")}</w:ins>', "12", "change"),
        (f'<w:moveTo w:id="1">{run_xml("12")}</w:moveTo>', "12", "change"),
        ('<w:del w:id="1"><w:r><w:delText>9</w:delText></w:r></w:del>', "〔空〕", "change"),
        (run_xml("1") + run_xml("9", "<w:vanish/>") + run_xml("2"), "12", "hidden"),
        (run_xml("12") + run_xml("9", '<w:vanish w:val="0"/>'), "129", None),
        (run_xml("12", "<w:strike/>"), "12", "struck"),
        (run_xml("12", '<w:color w:val="FFFFFF"/>'), "12", "hidden"),
        (run_xml("12", '<w:sz w:val="2"/>'), "12", "hidden"),
        (run_xml("12", '<w:sz w:val="21"/><w:position w:val="0"/><w:w w:val="90"/>'), "12", None),
        (run_xml("12") + run_xml("1", '<w:position w:val="12"/>'), "12 1", None),
        (run_xml("12", '<w:color w:themeColor="background1"/>'), "12", "hidden"),
        (run_xml("12", '<w:color w:val="FDFDFD"/>'), "12", "hidden"),
        (run_xml("12", '<w:color w:val="FFFFFF"/><w:shd w:fill="1F3864"/>'), "12", None),
        (run_xml("12", '<w:color w:val="FF0000"/><w:shd w:fill="FF0000"/>'), "12", "hidden"),
        (run_xml("12", '<w:shd w:val="clear" w:fill="auto"/>'), "12", None),
        (
            run_xml("12", '<w:shd w:val="clear" w:fill="000000"/>'),
            "12",
            None,
        ),  # Word turns it white
        (run_xml("12", '<w:color w:val="000000"/><w:highlight w:val="black"/>'), "12", "hidden"),
        (run_xml("12", '<w:highlight w:val="yellow"/>'), "12", None),
        (run_xml("12", '<w:w w:val="1"/>'), "12", "hidden"),
        (run_xml("12", '<w:spacing w:val="-400"/>'), "12", "hidden"),
        (run_xml("12", '<w:spacing w:val="20"/><w:kern w:val="2"/>'), "12", None),
        (run_xml("12", '<w:rFonts w:ascii="Wingdings"/>'), "12", "hidden"),
        (run_xml("12", '<w:rFonts w:ascii="Times New Roman" w:eastAsia="宋体"/>'), "12", None),
        (run_xml("12", "<w:ofTomorrow/>"), "12", "hidden"),
        (f'<w:bdo w:val="rtl">{run_xml("12")}</w:bdo>', "12", "hidden"),
        (instructed("EQ \\o\\ac(○,9)"), "〔表单项〕", "field"),
        (
            instructed("EQ \\F(1,2)").replace(
                '<w:r><w:fldChar w:fldCharType="end"/>',
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t></w:t></w:r>'
                '<w:r><w:fldChar w:fldCharType="end"/>',
            ),
            "〔表单项〕",
            "field",
        ),
        (instructed("MACROBUTTON x 12"), "〔表单项〕", "field"),
        (run_xml("12") + instructed("XE 词条"), "12", None),
        ('<w:fldSimple w:instr="QUOTE 12"/>', "〔表单项〕", "field"),
        (either("wps", run_xml("12"), run_xml("9")), "12", None),
        (either("later", run_xml("9"), run_xml("12")), "12", None),
        (run_xml("12") + SMALL, "12〔图片〕", "picture"),
        (SMALL, "〔图片〕", "picture"),
        (TWICE.format(paragraph("12"), paragraph("12")), "12", "drawing"),
        ("<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath>", "〔公式〕", "formula"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox/></w:ffData></w:fldChar>'
            '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "〔表单项〕",
            "field",
        ),
        (
            f"<w:r><w:ruby><w:rt>{run_xml('9')}</w:rt><w:rubyBase>{run_xml('12')}</w:rubyBase></w:ruby></w:r>",
            "12",
            "above",
        ),
    ],
)
def test_a_figure_is_what_word_shows_in_its_cell(figure: str, text: str, why: str | None) -> None:
    document = read(in_table(figure))
    assert shown(document)[1, 1] == text
    said = veiled(document)
    assert (why is None) == (not said)
    assert why is None or why in said[text]


@pytest.mark.parametrize(
    ("height", "rule", "read_there"), [(20, "exact", False), (20, "atLeast", True)]
)
def test_a_row_lower_than_letters_is_not_read(height: int, rule: str, read_there: bool) -> None:
    low = f'<w:trPr><w:trHeight w:val="{height}" w:hRule="{rule}"/></w:trPr>'
    document = read(table([row("规章", "0"), row(LABEL, "12", properties=low)]))
    assert ("12" in veiled(document)) != read_there


def test_ink_of_a_cell_s_own_paper_is_hidden() -> None:
    shade = '<w:tcPr><w:shd w:val="clear" w:fill="C00000"/></w:tcPr>'
    red = run_xml("12", '<w:color w:val="C00000"/>')
    one = f"<w:tc>{shade}<w:p>{red}</w:p></w:tc>"
    other = f"<w:tc>{shade}<w:p>{run_xml('13')}</w:p></w:tc>"
    document = read(table([row("规章", "0"), row(LABEL, one), row("处罚", other)]))
    assert list(veiled(document)) == ["12"]


def test_a_label_stays_a_label_whatever_touches_it() -> None:
    changed = f'<w:ins w:id="1">{run_xml("行政")}</w:ins>{run_xml("许可")}{SMALL}'
    document = read(table([row("规章", "0"), row(cell(changed), "5")]))
    assert shown(document)[1, 0] == LABEL
    assert not document.veils


def test_merged_cells_and_rows_that_begin_late_stand_in_their_columns() -> None:
    late = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    document = read(
        table(
            [
                row(table_cell("一", 2), table_cell("二", merge='<w:vMerge w:val="restart"/>')),
                row("三", "1", table_cell("", merge="<w:vMerge/>")),
                row("2", "3", properties=late),
            ]
        )
    )
    [grid] = document.grids
    places = {
        c.span.slice(document.text): (c.row, c.column, c.rowspan, c.colspan) for c in grid.cells
    }
    assert places == {
        "一": (0, 0, 1, 2),
        "二": (0, 2, 2, 1),
        "三": (1, 0, 1, 1),
        "1": (1, 1, 1, 1),
        "2": (2, 1, 1, 1),
        "3": (2, 2, 1, 1),
    }
    assert document.text == "一 | 二\n三 | 1\n2 | 3\n"


def test_a_cell_that_goes_on_below_nothing_may_not_be_shown() -> None:
    document = read(
        table([row("一", "1"), row("二", table_cell("2", 2, "<w:vMerge/>")), row("三", "3")])
    )
    assert shown(document)[1, 1] == "2"
    assert [veil.span.slice(document.text) for veil in document.veils] == ["2"]


def test_cells_merged_in_the_old_way_are_one() -> None:
    begins = table_cell("一", merge='<w:hMerge w:val="restart"/>')
    document = read(table([row(begins, table_cell("", merge="<w:hMerge/>")), row("二", "2")]))
    [grid] = document.grids
    assert [(c.column, c.colspan) for c in grid.cells] == [(0, 2), (0, 1), (1, 1)]


def test_rows_cells_and_tables_in_content_controls_are_there() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inner = row("规章", control.format(table_cell("7")))
    document = read(control.format(table([control.format(inner), row("许可", "8")])))
    assert document.text == "规章 | 7\n许可 | 8\n"
    assert document.grids


def test_hidden_and_deleted_rows_are_gone_and_new_ones_are_veiled() -> None:
    document = read(
        table(
            [
                row("规章", "1"),
                row("许可", "2", properties="<w:trPr><w:hidden/></w:trPr>"),
                row("处罚", "3", properties='<w:trPr><w:del w:id="1"/></w:trPr>'),
                row("强制", "4", properties='<w:trPr><w:ins w:id="2"/></w:trPr>'),
            ]
        )
    )
    assert document.text == "规章 | 1\n强制 | 4\n"
    assert list(veiled(document)) == ["4"]


def test_a_table_in_a_cell_makes_its_outer_one_a_layout() -> None:
    inner = table([row("规章", "1"), row("许可", "2")])
    outer = f"<w:tc>{inner}{paragraph('注')}</w:tc>"
    document = read(table([row(table_cell("菜单"), outer)]))
    assert document.text == "菜单\n\n规章 | 1\n许可 | 2\n\n注\n"
    assert len(document.grids) == 1


def test_text_boxes_are_read_once_and_after_their_paragraph() -> None:
    box = TWICE.format(paragraph("框内"), paragraph("框内"))
    document = read(f"<w:p>{run_xml('正文')}{box}</w:p>{paragraph('后文')}")
    assert document.text == "正文\n\n框内\n\n后文\n"


NUMBERING = """<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:pStyle w:val="1"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="8"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">
<w:startOverride w:val="5"/></w:lvlOverride></w:num>"""
STYLES = """<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr>
<w:numId w:val="7"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/></w:style>
<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>"""


def numbered(text: str, level: int, list_id: int = 7) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
        f"</w:pPr>{run_xml(text)}</w:p>"
    )


def test_numbers_that_word_makes_are_read() -> None:
    styled = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr>{}</w:p>'
    document = read(
        styled.format("1", run_xml("总体情况"))
        + numbered("主动公开", 1)
        + numbered("规章", 2)
        + numbered("处罚", 2)
        + numbered("依申请", 1)
        + styled.format("2", run_xml("申请情况"))
        + numbered("新收", 1)
        + styled.format("1", run_xml("隐藏的", "<w:rStyle w:val='h'/>"))
        + numbered("另起", 0, 8)
        + numbered("无号", 0, 0),
        numbering=NUMBERING,
        styles=STYLES,
    )
    assert document.text.split("\n\n") == [
        "一、总体情况",
        "（一）主动公开",
        "1.规章",
        "2.处罚",
        "（二）依申请",
        "二、申请情况",
        "（一）新收",
        "三、",
        "五、另起",
        "无号\n",
    ]


def test_chinese_numbers_are_those_of_a_plain_count() -> None:
    said = [to_chinese(number) for number in range(1, 1000)]
    assert len(set(said)) == 999
    assert said[98] == "九十九"
    assert said[204] == "二百零五"


def test_footnotes_follow_the_text_and_headers_are_left_out() -> None:
    notes = (
        '<w:footnote w:id="2">' + paragraph("含上年结转") + "</w:footnote>"
        '<w:footnote w:id="3">' + paragraph("无人引用") + "</w:footnote>"
    )
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    document = read(f"<w:p>{run_xml('收到 12')}{mark}{run_xml(' 件')}</w:p>", footnotes=notes)
    assert document.text == "收到 12 件\n\n含上年结转\n"


def test_places_name_table_row_and_column() -> None:
    document = read(in_table(run_xml("12")) + paragraph("间") + in_table(run_xml("13")))
    named = {p.span.slice(document.text): p.where for p in document.places}
    assert named["12"] == TableCell(1, 2, 2)
    assert named["13"] == TableCell(2, 2, 2)


def test_pictures_for_tables_are_named_and_small_ones_are_not() -> None:
    words = paragraph("示例市水务局2023年政府信息公开工作年度报告") + paragraph("总体情况如下。")
    document = read(f"{words}<w:p>{LARGE}</w:p><w:p>{SMALL}</w:p>")
    assert document.text.count("[图片]") == 1
    [record] = extract_document(document, default_settings())
    assert record.status == "needs_review"
    assert record.reason_code == "pictures"
    [plain] = extract_document(read(f"{words}<w:p>{SMALL}</w:p>"), default_settings())
    assert plain.reason_code == "prose_only"


def test_a_field_that_spans_paragraphs_shows_its_result_alone() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    middle = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = f"<w:p>{begin}{run_xml('x')}</w:p><w:p>{run_xml('y')}{middle}"
    body += f"{run_xml('目录')}</w:p><w:p>{end}"
    assert read(f"{body}{run_xml('正文')}</w:p>").text == "目录\n\n正文\n"


def test_a_page_that_word_is_to_take_in_is_read() -> None:
    body = paragraph("年度报告") + '<w:altChunk r:id="rId1"/>' + paragraph("落款")
    packed = BytesIO()
    page = "<html><p>正文<table><tr><td>规章<td>1<tr><td>许可<td>2</table></html>"
    made = zipfile.ZipFile(BytesIO(pack_docx(body, {"aFChunk": ""})))
    with zipfile.ZipFile(packed, "w") as archive:
        for name in made.namelist():
            archive.writestr(name, page if "aFChunk" in name else made.read(name))
    document = document_from_bytes("a.docx", packed.getvalue())
    assert document.text == "年度报告\n\n正文\n\n规章 | 1\n许可 | 2\n\n落款\n"
    assert list(shown(document).values()) == ["规章", "1", "许可", "2"]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("<w:document><w:body>", "broken in line 1"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><w:document>&a;</w:document>', "a document type"),
        ("<p>" * 400, "nested too deeply"),
        ("", "broken in line 1"),
    ],
)
def test_what_cannot_be_taken_apart_is_refused(document: str, said: str) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", document)
    with pytest.raises(UnreadableFile, match=said) as caught:
        document_from_bytes("坏.docx", packed.getvalue())
    assert "坏.docx" in caught.value.said.zh


def test_an_empty_document_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="shows no text"):
        read(paragraph(""))


def test_the_ending_says_nothing() -> None:
    data = pack_docx(paragraph("年度报告"))
    for name in ("a.doc", "a.txt", "stdin", "a.wps"):
        assert document_from_bytes(name, data).text == "年度报告\n"
