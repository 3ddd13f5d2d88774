"""PDFs to text and grids: ruled tables, page ends, page marks, what is hidden, what is no text."""

import pytest

from evals.synth.hand_made_pdf import PdfPage, assemble_pdf, write_pdf
from extraction.locate import tokenize, veil_tokens
from extraction.read import document_from_bytes
from extraction.read.scan import scanned_file
from extraction.values.catalogue import doubts
from extraction.values.document import Document, PageBox, SheetCell, TableCell
from extraction.values.errors import UnreadableFile

WIDTHS = (80, 60, 60, 60)


@pytest.fixture(autouse=True)
def _without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read PDFs as they are without gouji[ocr], whatever is installed."""
    monkeypatch.setattr(scanned_file, "has_ocr", lambda: False)


def read(*pages: PdfPage) -> Document:
    return document_from_bytes("a.pdf", write_pdf(pages))


def table_page(*rows: list[str], top: float = 200, height: float = 20) -> PdfPage:
    page = PdfPage()
    page.table(70, top, WIDTHS, rows, height)
    return page


def reasons(document: Document) -> list[tuple[str, str]]:
    return [(veil.span.slice(document.text), veil.reason.en) for veil in document.veils]


def test_a_ruled_table_is_a_grid_with_its_spans() -> None:
    document = read(
        table_page(
            ["项目", "申请人", "<", "总计"], ["^", "自然人", "其他", "^"], ["新收", "3", "", "3"]
        )
    )
    assert document.text == "项目 | 申请人 | 总计\n自然人 | 其他\n新收 | 3 |  | 3\n"
    (grid,) = document.grids
    placed = [
        (cell.row, cell.column, cell.rowspan, cell.colspan, cell.span.slice(document.text))
        for cell in grid.cells
    ]
    assert placed == [
        (0, 0, 2, 1, "项目"),
        (0, 1, 1, 2, "申请人"),
        (0, 3, 2, 1, "总计"),
        (1, 1, 1, 1, "自然人"),
        (1, 2, 1, 1, "其他"),
        (2, 0, 1, 1, "新收"),
        (2, 1, 1, 1, "3"),
        (2, 2, 1, 1, ""),
        (2, 3, 1, 1, "3"),
    ]


def test_each_cell_and_line_has_its_box_on_its_page() -> None:
    first = PdfPage()
    first.text(70, 100, "第一页的话", 10)
    document = read(first, table_page(["项目", "数", "计", "总"], ["新收", "3", "0", "3"]))
    boxes = {place.span.slice(document.text): place.where for place in document.places}
    assert boxes["新收"] == PageBox(2, 70.0, 220.0, 150.0, 240.0)
    words = boxes["第一页的话"]
    assert not isinstance(words, SheetCell | TableCell)
    assert (words.page, words.left, words.right) == (1, 70.0, 120.0)
    assert words.top < 100 <= words.bottom


def test_open_sides_are_sides_all_the_same() -> None:
    page = PdfPage()
    for y in (200, 220, 240):
        page.line(70, y, 310, y)
    page.line(150, 200, 150, 240)
    page.line(230, 200, 230, 240)
    for number, words in enumerate(("新收", "1", "2", "结转", "3", "4")):
        page.text(75 + number % 3 * 80, 214 + number // 3 * 20, words)
    assert read(page).text == "新收 | 1 | 2\n结转 | 3 | 4\n"


def test_a_number_on_two_lines_is_one_only_where_its_cell_is_full() -> None:
    narrow, wide = PdfPage(), PdfPage()
    narrow.table(70, 200, (80, 26), [["许可", "123\n45"]], 30)
    wide.table(70, 200, (80, 60), [["许可", "123\n45"]], 30)
    joined, apart = read(narrow), read(wide)
    assert joined.text == "许可 | 12345\n"
    assert [remark.en for remark in joined.remarks] == [
        "page 1: the number 12345 stands on several lines of its cell (123/45)"
    ]
    assert reasons(apart) == [("123 45", doubts.CELL_OVERFULL.en)]


def test_a_number_over_a_wall_is_read_in_neither_cell() -> None:
    page = table_page(["许可", "", "", "3"])
    page.text(205 - 5, 214, "1234", 10)
    document = read(page)
    assert document.text == "许可 | 12 | 34 | 3\n"
    assert reasons(document) == [
        ("12", doubts.FIGURE_OVER_WALL.en),
        ("34", doubts.FIGURE_OVER_WALL.en),
    ]


def test_a_footnote_mark_is_no_digit_of_the_number_beside_it() -> None:
    page = table_page(["许可", "12", "0", "3"])
    page.text(155 + 9, 200 + 8, "1", 5)
    assert reasons(read(page)) == [("1 12", doubts.CELL_OVERFULL.en)]


def test_text_on_end_and_letters_below_each_other_are_read_as_words() -> None:
    page = table_page(["三\n年\n度", "", "0", "3"], height=60)
    page.text(185, 250, "办理结果", 10, how="0 Tr 0 g 0 1 -1 0")
    assert read(page).text == "三年度 | 办理结果 | 0 | 3\n"


def test_a_page_that_lies_on_its_side_is_read_upright() -> None:
    page = PdfPage(entries="/Rotate 90")
    page.text(300, 400, "新收三件", 10, how="0 Tr 0 g 0 1 -1 0")
    assert read(page).text == "新收三件\n"


# Page ends


def test_a_table_goes_on_over_a_page_with_its_header_repeated() -> None:
    head = ["项目", "数", "计", "总"]
    document = read(
        table_page(head, ["新收", "1", "2", "3"], top=700),
        table_page(head, ["结转", "4", "5", "9"], top=60),
    )
    assert document.text == "项目 | 数 | 计 | 总\n新收 | 1 | 2 | 3\n结转 | 4 | 5 | 9\n"
    assert len(document.grids) == 1
    assert "page 2: the table's header is repeated there" in document.remarks[0].en


def test_a_row_that_the_page_cuts_in_two_is_one_row() -> None:
    document = read(
        table_page(["1.重复", "1", "2", "3"], ["2.不掌握相关", "4", "5", "9"], top=700),
        table_page(["政府信息", "", "", ""], ["3.其他", "0", "0", "0"], top=60),
    )
    assert document.text.splitlines()[1] == "2.不掌握相关政府信息 | 4 | 5 | 9"
    assert "one row again" in document.remarks[0].en


def test_headers_that_the_page_cuts_in_two_are_one_row() -> None:
    document = read(
        table_page(["结果维", "起诉", "<", "总"], ["^", "结果", "其他", "^"], top=700),
        table_page(["持", "维持", "结果", "计"], ["0", "1", "2", "3"], top=60),
    )
    assert document.text == "结果维持 | 起诉 | 总计\n结果维持 | 其他结果\n0 | 1 | 2 | 3\n"
    assert "one row again" in document.remarks[0].en


def test_a_tall_header_that_the_page_cuts_is_one_beside_others_that_begin_there() -> None:
    document = read(
        table_page(["项", "申请人", "<", "总"], top=700),
        table_page(["目", "自然人", "其他", "计"], ["新收", "3", "0", "3"], top=60),
    )
    assert document.text == "项目 | 申请人 | 总计\n自然人 | 其他\n新收 | 3 | 0 | 3\n"


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(["规章", "", "", ""], id="one label"),
        pytest.param(["三、结果", "(一)公开", "", ""], id="numbered labels"),
        pytest.param(["规章", "0", "1", "1"], id="figures"),
        pytest.param(["规章", "无", "无", "无"], id="marks"),
    ],
)
def test_a_row_below_whole_headers_is_no_part_of_them(first: list[str]) -> None:
    document = read(
        table_page(["项目", "数", "计", "总"], top=700),
        table_page(first, ["其他", "0", "2", "2"], top=60),
    )
    assert document.text.splitlines()[1] == " | ".join(first)


def test_rows_with_labels_of_their_own_stay_apart_over_a_page() -> None:
    document = read(
        table_page(["1.重复", "1", "2", "3"], top=700),
        table_page(["2.其他", "", "", ""], top=60),
    )
    assert document.text.splitlines() == ["1.重复 | 1 | 2 | 3", "2.其他 |  |  | "]


def test_a_merged_label_that_the_page_cuts_in_two_is_one_cell() -> None:
    document = read(
        table_page(["(四)无", "1.甲", "2", "3"], ["^", "2.乙", "4", "5"], top=700),
        table_page(["法提供", "3.丙", "6", "7"], ["^", "4.丁", "8", "9"], top=60),
    )
    label = document.grids[0].cells[0]
    assert (label.rowspan, label.span.slice(document.text)) == (4, "(四)无法提供")
    assert document.text.splitlines()[2] == "3.丙 | 6 | 7"


def test_two_tables_with_words_between_them_are_two() -> None:
    below = table_page(["新收", "1", "2", "3"], top=100)
    below.text(70, 70, "四、行政复议情况", 12)
    document = read(table_page(["新收", "1", "2", "3"], top=700), below)
    assert len(document.grids) == 2


@pytest.mark.parametrize("marks", [("- 1 -", "- 2 -"), ("1", "2"), ("1 / 2", "2 / 2")])
def test_page_marks_at_the_edge_are_left_out(marks: tuple[str, str]) -> None:
    pages = []
    for mark in marks:
        page = PdfPage()
        page.text(70, 300, "全年公开12条。", 12)
        page.text(290, 800, mark, 9)
        pages.append(page)
    document = read(*pages)
    assert document.text == "全年公开12条。\n全年公开12条。\n"
    assert "edge of 2 pages are left out" in document.remarks[0].en


def test_a_number_that_counts_no_pages_stays_and_so_does_one_away_from_the_edge() -> None:
    pages = []
    for number, edge, inside in ((1, "7", "1"), (2, "3", "2")):
        page = PdfPage()
        page.text(70, 300, f"第{number}段", 12)
        page.text(290, 500, inside, 9)
        page.text(290, 800, edge, 9)
        pages.append(page)
    assert read(*pages).text.split() == ["第1段", "1", "7", "第2段", "2", "3"]


def test_a_running_header_is_left_out_and_a_title_is_not() -> None:
    pages = []
    for words in ("石桥县年度报告", "总体情况", "其他事项"):
        page = PdfPage()
        page.text(70, 60, "石桥县人民政府公报", 9)
        page.text(200, 90, words, 16)
        pages.append(page)
    assert read(*pages).text.split() == ["石桥县年度报告", "总体情况", "其他事项"]


def test_lines_of_a_paragraph_are_one_and_a_heading_stays_alone() -> None:
    page, following = PdfPage(), PdfPage()
    page.text(70, 100, "石桥县人民政府二〇二三年度政府信息公开工作年度报告的", 16)
    page.text(94, 140, "全年共受理申请三十二件" * 3, 12)
    page.text(70, 160, "其中自然人" * 7 + "共", 12)
    page.text(70, 180, "二十件。", 12)
    page.text(94, 200, "一、总体情况", 12)
    following.text(70, 60, "接上页", 12)
    lines = read(page, following).text.splitlines()
    assert lines[1] == "全年共受理申请三十二件" * 3 + "其中自然人" * 7 + "共二十件。"
    assert lines[2:] == ["一、总体情况", "接上页"]


# What a page may not show


def test_white_and_unpainted_figures_are_not_read() -> None:
    page = table_page(["许可", "", "", "3"])
    page.text(155, 214, "7", 10, how="0 Tr 1 g 1 0 0 1")
    page.text(215, 214, "8", 10, how="3 Tr 0 g 1 0 0 1")
    hidden = doubts.MAYBE_HIDDEN.en
    assert reasons(read(page)) == [("7", hidden), ("8", hidden)]


def test_white_figures_on_a_dark_ground_are_read() -> None:
    page = table_page(["许可", "", "0", "3"])
    page.fill(151, 201, 209, 219, grey=0.2)
    page.text(155, 214, "7", 10, how="0 Tr 1 g 1 0 0 1")
    document = read(page)
    assert document.veils == ()
    assert document.text == "许可 | 7 | 0 | 3\n"


@pytest.mark.parametrize("cover", ["picture", "fill"])
def test_what_is_painted_over_is_not_read(cover: str) -> None:
    page = table_page(["许可", "7", "0", "3"])
    getattr(page, cover)(151, 201, 209, 219)
    assert reasons(read(page)) == [("7", doubts.MAYBE_COVERED.en)]


SEVEN = "BT /F1 9 Tf 0 Tr 0 g 1 0 0 1 155 630 Tm <0037> Tj ET"
UNPAINTED = {
    "cut off by a path": f"q 300 300 10 10 re W n {SEVEN} Q",
    "cut in half": f"q 140 620 17 30 re W n {SEVEN.replace('0037', '00310037')} Q",
    "outlined in white": SEVEN.replace("0 Tr", "1 Tr 1 G"),
    "of no size": SEVEN.replace("9 Tf", "0.1 Tf"),
    "shrunk": SEVEN.replace("1 0 0 1 155", ".01 0 0 .01 155"),
    "under a thick stroke": f"{SEVEN} 1 G 18 w 151 632 m 209 632 l S",
    "mirrored": SEVEN.replace("1 0 0 1 155", "-1 0 0 1 160"),
    "on its head": SEVEN.replace("1 0 0 1 155 630", "-1 0 0 -1 160 637"),
    "over another": SEVEN + SEVEN.replace("0037", "0039"),
    "struck out": f"{SEVEN} 0 G 0.7 w 152 633 m 168 633 l S",
    "named otherwise": f"/Span <</ActualText (9)>> BDC {SEVEN} EMC",
}


@pytest.mark.parametrize("name", UNPAINTED)
def test_a_figure_that_does_not_come_out_as_the_file_has_it_is_not_read(name: str) -> None:
    page = table_page(["许可", "", "0", "3"], ["处罚", "4", "5", "6"])
    page.content.append(UNPAINTED[name])
    document = read(page)
    assert [text for text, _ in reasons(document)] in (["7"], ["9"], ["79"], ["97"], ["17"])


@pytest.mark.parametrize(
    "drawing",
    [
        "0 G 1 w 155 638 m 160 638 l 157 630 l S",
        "0 g 157 630 1 8 re f",
        "q 8 0 0 8 155 630 cm /Im1 Do Q",
    ],
)
def test_a_cell_in_which_something_is_painted_is_not_blank(drawing: str) -> None:
    page = table_page(["许可", "", "0", "3"], ["处罚", "4", "5", "6"])
    page.content.append(drawing)
    assert reasons(read(page)) == [("〔图形〕", doubts.DRAWING_THERE.en)]


NOTE = "/Type/Annot/F 4/Rect[153 625 206 638]"
FIELD = f"<<{NOTE}/Subtype/Widget/FT/Tx/T(a)/V(9)>>"


def test_a_field_of_a_form_leaves_its_cell_open_and_a_link_does_not() -> None:
    page = table_page(["许可", "", "0", "3"], ["处罚", "4", "5", "6"])
    page.entries = f"/Annots[{FIELD}]"
    assert reasons(read(page)) == [("〔图形〕", doubts.DRAWING_THERE.en)]
    page.entries = f"/Annots[<<{NOTE}/Subtype/Link/Border[0 0 0]>>]"
    assert reasons(read(page)) == []


def test_a_shaded_cell_and_an_underlined_figure_are_read() -> None:
    page = PdfPage()
    page.fill(151, 201, 209, 219, grey=0.9)
    page.table(90, 200, [60, 60, 60, 60], [["许可", "", "0", "3"], ["处罚", "4", "5", "6"]])
    page.content.append(f"{SEVEN} 0 G 0.5 w 155 629 m 160 629 l S")
    document = read(page)
    assert (document.text.splitlines()[0], document.veils) == ("许可 | 7 | 0 | 3", ())


def typed_page() -> PdfPage:
    """Return a page with a table without ruled lines, whose last row has a gap."""
    rows = ("规章 1 2 3", "行政规范性文件 1 2 3", "许可 10 2 3", "行政处罚 4 - 6")
    page = PdfPage()
    for number, row in enumerate(rows):
        for left, text in zip((90, 260, 330, 400), row.split(), strict=True):
            page.text(left, 200 + 20 * number, text.replace("-", ""), 10)
    return page


def last_kinds(page: PdfPage) -> list[str]:
    document = read(page)
    tokens = veil_tokens(tokenize(document.text), document.veils)
    return [token.kind for token in tokens[-3:]]


@pytest.mark.parametrize(
    ("drawing", "kind"),
    [
        ("", "blank"),
        ("0 G 1 w 332 590 m 337 590 l 334 582 l S", "words"),
        ("q 8 0 0 8 332 582 cm /Im1 Do Q", "words"),
        ("0 G 0.5 w 90 597 m 450 597 l S", "blank"),  # a line above the row
        ("q 8 0 0 8 500 582 cm /Im1 Do Q", "blank"),  # right of the table
    ],
)
def test_a_gap_of_a_table_without_lines_is_a_blank_unless_something_is_painted_there(
    drawing: str, kind: str
) -> None:
    page = typed_page()
    page.content.append(drawing)
    assert last_kinds(page) == ["figure", kind, "figure"]


def test_text_beside_the_page_is_none() -> None:
    page = PdfPage(entries="/CropBox[0 0 595 600]")
    page.text(70, 100, "看不见的12件", 10)
    page.text(70, 400, "看得见", 10)
    assert read(page).text == "看得见\n"


def test_what_a_scanner_read_is_not_believed() -> None:
    page = PdfPage()
    page.picture(0, 0, 595, 842)
    page.text(70, 100, "许可 12件", 10, how="3 Tr 0 g 1 0 0 1")
    page.text(70, 130, "处罚 34件", 10, how="3 Tr 0 g 1 0 0 1")
    document = read(page)
    assert {reason for _, reason in reasons(document)} == {doubts.SCANNER_READ.en}
    assert "".join(text for text, _ in reasons(document)).count("12") == 1


def test_watermarks_are_left_out_and_told() -> None:
    page = PdfPage()
    page.text(70, 100, "公开12条", 10)
    page.text(200, 400, "内部资料99", 40, how="0 Tr 0 g 0.7 0.7 -0.7 0.7")
    document = read(page)
    assert document.text == "公开12条\n"
    assert "aslant" in document.remarks[-1].en


# Pages that are pictures


def test_a_scan_is_refused_in_one_line() -> None:
    page = PdfPage()
    page.picture(0, 0, 595, 842)
    with pytest.raises(UnreadableFile) as refused:
        read(page)
    said = refused.value.said
    assert "a.pdf is a scan: its pages (1) are pictures" in said.en
    assert "扫描件" in said.zh
    assert "\n" not in said.en


def test_a_page_among_others_that_is_a_picture_is_named() -> None:
    scan = PdfPage()
    scan.picture(20, 20, 575, 800)
    words = PdfPage()
    words.text(70, 100, "公开12条", 10)
    document = read(words, scan)
    assert [unread.en for unread in document.unread] == ["page 2 is a picture, without text"]


def test_a_photograph_beside_words_is_no_scan() -> None:
    page = PdfPage()
    page.picture(70, 300, 500, 800)
    page.text(70, 100, "公开12条", 10)
    assert read(page).unread == ()


# Bad files


def test_blank_pages_hold_nothing() -> None:
    with pytest.raises(UnreadableFile, match="whose pages are blank"):
        read(PdfPage(), PdfPage())


def test_a_password_is_told() -> None:
    key = "<" + "00" * 32 + ">"
    trailer = f"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O{key}/U{key}>>/ID[{key}{key}]"
    with pytest.raises(UnreadableFile, match="under a password") as refused:
        document_from_bytes("a.pdf", write_pdf([PdfPage()], trailer))
    assert "加密" in refused.value.said.zh


def test_a_file_cut_off_is_read_as_far_as_it_tells_or_refused() -> None:
    page = PdfPage()
    page.text(70, 100, "公开12条", 10)
    data = write_pdf([page])
    misplaced = data.replace(b"startxref\n", b"startxref\n9")
    assert document_from_bytes("a.pdf", misplaced).text == "公开12条\n"
    with pytest.raises(UnreadableFile, match="damaged"):
        document_from_bytes("a.pdf", data[:40])


def test_a_file_of_too_many_pages_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="1,001 pages"):
        read(*[PdfPage()] * 1001)


def test_page_trees_without_an_end_end() -> None:
    loop = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"]
    deep = [b"<</Type/Catalog/Pages 2 0 R>>"]
    deep += [f"<</Type/Pages/Kids[{at} 0 R]/Count 1>>".encode() for at in range(3, 5000)]
    for bodies in (loop, deep):
        with pytest.raises(UnreadableFile):
            document_from_bytes("a.pdf", assemble_pdf(bodies))


def test_a_crowded_page_is_refused() -> None:
    page = PdfPage()
    for number in range(60):
        page.text(70, 100 + number, "字" * 1000, 0.4)
    with pytest.raises(UnreadableFile, match="page 1 holds far more"):
        read(page)
    areas = PdfPage()
    areas.text(70, 100, "字", 9)
    for _ in range(3000):
        areas.fill(70, 100, 90, 120)
    with pytest.raises(UnreadableFile, match="page 1 holds far more"):
        read(areas)


def test_drawings_full_of_lines_rule_no_table() -> None:
    page = PdfPage()
    page.text(70, 50, "图一", 9)
    for number in range(2500):
        page.line(10, 60 + number * 0.3, 500 + number % 7, 60 + number * 0.3)
        page.line(10 + number * 0.2, 60, 10 + number * 0.2, 800)
    assert "图一" in read(page).text
