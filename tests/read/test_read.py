"""The read station: bytes of any make to text, pages to text and grids."""

import html
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.read import KNOWN_ENDINGS, document_from_bytes, read_document
from extraction.read.cell_places import CellPlace
from extraction.read.file import open_failure
from extraction.read.html.html_table import Extent, place_cells
from extraction.values.document import Document, Grid
from extraction.values.errors import UnreadableFile
from tests.support.places import CASE_FILES, HOME, SHARED

CELLS = sorted((CASE_FILES / "read").glob("*/*.cells.txt"))
PAGES = [path.with_name(path.name.replace(".cells.txt", ".html")) for path in CELLS]
REPORTS = SHARED / "reports"
LIMIT = 1_000_000

SIMPLIFIED = (
    "本年度共收到政府信息公开申请{}件，办结{}件。\n",
    "二、主动公开政府信息情况\r\n",
    "规章 | {} | {} | 0 |\n",
    "（一）予以公开\t{}\n",
    "信息来源：示例区人民政府　发布日期：2031-01-{}\n",
)
TRADITIONAL = (
    "本年度共收到政府資訊公開申請{}件，辦結{}件。\n",
    "二、主動公開政府資訊情況\r\n",
    "規章 | {} | {} | 0 |\n",
    "因政府資訊公開工作被申請行政復議、提起行政訴訟情況，裏面{}件\n",
)
PAGE = "<table><tr><td>新收</td><td>7</td></tr></table>"


def report_texts(sentences: tuple[str, ...]) -> st.SearchStrategy[str]:
    number = st.integers(0, 99_999).map(str)
    sentence = st.builds(
        lambda pattern, a, b: pattern.format(a, b), st.sampled_from(sentences), number, number
    )
    return st.lists(sentence, min_size=2, max_size=40).map("".join)


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
@given(text=report_texts(SIMPLIFIED))
@settings(max_examples=40)
def test_a_report_comes_back_from_every_encoding(codec: str, text: str) -> None:
    data = text.encode(codec)
    document = document_from_bytes("a.txt", data)
    assert document.text == text
    assert data.decode(document.encoding) == text
    assert not document.notices


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le", "gb18030", "cp950"])
@given(text=report_texts(TRADITIONAL))
@settings(max_examples=40)
def test_a_traditional_report_comes_back_too(codec: str, text: str) -> None:
    assert document_from_bytes("a.txt", text.encode(codec)).text == text


@pytest.mark.parametrize(
    ("codec", "broken"),
    [
        ("utf-8", b"\xe8\xb3\n"),
        ("gb18030", b"\xff"),
        ("gb18030", b"\xd9\n"),
        ("cp950", b"\xb8\n"),
        ("utf-16-le", b"\x00\xd8\n\x00"),
        ("utf-8-sig", b"\xff\xff"),
    ],
)
def test_a_few_broken_bytes_are_shown_and_said(codec: str, broken: bytes) -> None:
    whole = "".join(sentence.format(12, 34) for sentence in TRADITIONAL) * 20
    data = whole.encode(codec)
    place = data.index("規".encode(codec.removesuffix("-sig")))
    document = document_from_bytes("a.txt", data[:place] + broken + data[place:])
    assert "\ufffd" in document.text
    assert document.encoding == codec
    assert document.notices[0].en.endswith(f"the first is at byte {place}.")
    assert f"首处在第{place}字节" in document.notices[0].zh
    assert digits_of(document.text) == digits_of(whole)


def digits_of(text: str) -> str:
    return "".join(char for char in text if char.isdecimal())


def test_a_replacement_character_that_the_file_holds_is_no_notice() -> None:
    document = document_from_bytes("a.txt", "年度报告\ufffd7件".encode())
    assert (document.text, document.notices) == ("年度报告\ufffd7件", ())


def test_a_lying_byte_order_mark_is_not_believed() -> None:
    text = "".join(SIMPLIFIED) * 5
    document = document_from_bytes("a.txt", b"\xef\xbb\xbf" + text.encode("gb18030"))
    assert document.encoding == "gb18030"
    assert document.text == text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("claim", ["gb2312", "utf-8", "iso-8859-1", "nonsense"])
def test_a_lying_meta_charset_changes_nothing(codec: str, claim: str) -> None:
    page = f'<html><head><meta charset="{claim}"></head><p>政府信息公开年度报告</p>{PAGE}'
    assert document_from_bytes("a.html", page.encode(codec)).text == (
        "政府信息公开年度报告\n\n新收 | 7\n"
    )


def test_ascii_is_utf8_and_line_ends_stay() -> None:
    document = document_from_bytes("a.txt", b"1\r\n2\r3\n")
    assert (document.text, document.encoding) == ("1\r\n2\r3\n", "utf-8")
    assert document.media_type == "text/plain"


def test_lone_surrogates_do_not_stop_the_reading() -> None:
    data = ("年度报告公开信息" * 50).encode("utf-16-le") + b"\x00\xd8"
    assert len(document_from_bytes("a.txt", data).text_sha256) == 64
    assert document_from_bytes("a.html", b"<p>&#xD800;7</p>").text == "\ufffd7\n"


@settings(deadline=None)  # what looks like RTF is LibreOffice's to open
@given(data=st.binary(min_size=1, max_size=300))
def test_any_bytes_are_a_document_or_an_error_of_ours(data: bytes) -> None:
    for label in ("a.txt", "a.html", "-"):
        with suppress(UnreadableFile):
            check_spans(document_from_bytes(label, data))


def check_spans(document: Document) -> None:
    for grid in document.grids:
        for cell in grid.cells:
            text = cell.span.slice(document.text)
            assert text == text.strip()
            assert "\n" not in text
            assert 0 <= cell.span.start <= cell.span.end <= len(document.text)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "nothing but blanks"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a PNG image"),
        (b"PK\x03\x04\x14\0", "a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a WebP image"),
        (b"\0" * 500, "no text in"),
        (b"1\0\0\0\x07\0\0\0" * 100, "no text in"),
        (bytes(range(1, 32)) * 20, "no text in"),
    ],
)
def test_what_is_no_text_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=said) as caught:
        read_document(path, LIMIT)
    assert str(path) in str(caught.value)


def test_a_missing_file_a_folder_a_device_and_a_long_file(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_bytes(b"7" * 11)
    refused = {
        "gone.txt": "does not exist: check the path",
        "long.txt/inside.txt": "does not exist",
        "": "is a folder",
        "long.txt": "11 bytes, the limit is 10",
        "nul\0.txt": "is no possible file name",
    }
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.txt")
        refused["pipe.txt"] = "is a pipe or a device"
    for name, said in refused.items():
        with pytest.raises(UnreadableFile, match=said):
            read_document(tmp_path / name, 10)
    assert read_document(tmp_path / "long.txt", 11).text == "7" * 11


def test_a_file_that_may_not_be_read_is_said_so() -> None:
    class Locked(type(Path())):  # type: ignore[misc]  # the platform's Path has no static name
        def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
            raise PermissionError(13, f"denied {follow_symlinks}")

    with pytest.raises(UnreadableFile, match=r"locked\.txt may not be read by this user"):
        read_document(Locked("locked.txt"), LIMIT)
    assert "Input/output error" in str(open_failure("a.txt", OSError(5, "Input/output error")))


def test_endings() -> None:
    assert {".txt", ".md", ".csv", ".tsv", ".html", ".htm", ".shtml", ".xhtml"} <= KNOWN_ENDINGS
    assert {".docx", ".doc", ".wps", ".rtf", ".xlsx", ".xls", ".et", ".ods"} <= KNOWN_ENDINGS
    assert ".pdf" in KNOWN_ENDINGS
    page = f"<!DOCTYPE html>{PAGE}".encode()
    assert document_from_bytes("a.txt", page).text == page.decode()
    assert document_from_bytes("a.md", b"# 7").media_type == "text/markdown"
    assert document_from_bytes("-", page).grids
    assert document_from_bytes("a.SHTML", page).media_type == "text/html"
    bare = document_from_bytes("a.html", "新收 7 < 8\n\n件".encode())
    assert (bare.text, bare.media_type) == ("新收 7 < 8\n\n件", "text/plain")


def test_html_is_only_imported_for_html() -> None:
    program = (
        "import sys; from extraction.read import document_from_bytes as read;"
        "read('a.txt', b'7'); assert not [m for m in sys.modules if 'selectolax' in m]"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=HOME)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.stem))
def test_page_cases(page: Path) -> None:
    document = read_document(page, LIMIT)
    assert document.text == page.with_suffix(".expected.txt").read_text(encoding="utf-8")
    cells = "\n\n".join(grid_lines(grid, document.text) for grid in document.grids)
    assert cells == page.with_suffix(".cells.txt").read_text(encoding="utf-8").rstrip("\n")
    check_spans(document)


def grid_lines(grid: Grid, text: str) -> str:
    return "\n".join(
        f"{cell.row} {cell.column} {cell.rowspan} {cell.colspan} {cell.span.slice(text)}"
        for cell in grid.cells
    )


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>a<br>b<br><br>c</p><div>d</div>e", "a\nb\n\nc\n\nd\ne\n"),
        ("<p>  2030 \n <b> 年 </b>度&nbsp; x&lt;</p>", "2030 年 度\xa0 x<\n"),
        ("<pre>a\n  b</pre>c", "a\n  b\n\nc\n"),
        ("<p>1<script>2</script><style>3</style><template>4</template></p>", "1\n"),
        ("<p>1<svg><text>2</text></svg><!-- 3 --><noscript>4</noscript></p>", "1〔图形〕\n"),
        ("<p>26<sup>3</sup> m<sup>2</sup> <s>8</s>9</p>", "26 3 m2 8 9\n"),
        ("<nav>首页</nav><p>x</p>", "x\n"),
        ("<nav>" + "统计数据" * 99, "统计数据" * 99 + "\n"),
        ("<nav><table><tr><td>新收<td>7</table>", "新收 | 7\n"),
        ("<table><tr><td>正文</td></tr></table>", "正文\n"),
        ("<td>1</td><td>2</td>", "1 | 2\n"),
        ("<div><td>1</td><td>2</td></div>", "1 | 2\n"),
        ("<table><td>1<table><td>2<td>3</table></table>", "1\n\n2 | 3\n"),
        ("<table><tr><td>a<td>b</tr></table></table><tr><td>1<td>2", "a | b\n\n1 | 2\n"),
        ("<table><tr><table><tr><td>a</td></tr></table><td>1</td><td>2</td>", "a\n\n1 | 2\n"),
        (
            "<table><tr><td>a<td>b<tr><td>c<td><table><td>1<td>2</table></table>3",
            "a\nb\nc\n\n1 | 2\n\n3\n",
        ),
        ("<p><td>1</td><td>2</td>x</p><td>3</td>y", "1 | 2\n\nx\n\n3\n\ny\n"),
        ("<textarea>7\n8</textarea>", "7\n8\n"),
        ("<p></p><br><div> </div>", ""),
    ],
)
def test_small_pages(page: str, text: str) -> None:
    assert document_from_bytes("a.html", page.encode()).text == text


def test_an_abbreviated_element_of_xhtml_swallows_nothing() -> None:
    page = f'<?xml version="1.0"?><html><head><script src="a"/><title/></head>{PAGE}</html>'
    assert document_from_bytes("a.xhtml", page.encode()).text == "新收 | 7\n"


def test_a_long_cell_makes_no_layout_of_a_large_table() -> None:
    label = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）" * 6
    rows = "".join(f"<tr><td>{number}<td>{number * 7}</tr>" for number in range(6))
    (grid,) = document_from_bytes("a.html", f"<table><tr><td>{label}<td>x{rows}".encode()).grids
    assert len(grid.cells) == 14


TAGS = ["table", "tr", "tbody", "thead", "caption", "td", "p", "div", "span", "b"]
scraps = st.sampled_from(
    [*(f"<{tag}>" for tag in TAGS if tag != "td"), *(f"</{tag}>" for tag in TAGS)]
)


@given(soup=st.lists(st.one_of(st.just("<td>"), scraps), max_size=14))
def test_no_figure_is_lost_or_joined_to_another_in_tag_soup(soup: list[str]) -> None:
    figures = [str(100 + number) for number, tag in enumerate(soup) if tag == "<td>"]
    page = "".join(
        f"{tag}{100 + number}" if tag == "<td>" else tag for number, tag in enumerate(soup)
    )
    document = document_from_bytes("a.html", f"<p>报告{page}".encode())
    assert sorted(re.findall(r"\d+", document.text)) == figures


HOSTILE: dict[str, Callable[[], str]] = {
    "divs": lambda: "<div>" * 10_000 + "7",
    "tables": lambda: "<table><tr><td>" * 10_000 + "7",
    "lists": lambda: "<ul><li>" * 5_000 + "7",
    "captions": lambda: "<table><caption>" * 5_000 + "7",
    "options": lambda: "<p>7</p><select>" + "<option>" * 50_000,
    "strays": lambda: "<td>7</td>" * 10_000,
    "spans": lambda: "<table>" + ("<tr>" + "<td rowspan=65534 colspan=1000>7" * 100) * 5,
    "digits": lambda: f"<table><tr><td rowspan={'9' * 5000} colspan={'0' * 5000}1>7<td>8</table>",
    "scripts": lambda: "7" + "<script>" * 50_000,
    "comments": lambda: "<p>7" + "<!--" * 50_000,
    "formatting": lambda: "7" + "<b>" * 20_000 + "</i>" * 1_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read(name: str) -> None:
    document = document_from_bytes("a.html", HOSTILE[name]().encode())
    assert "7" in document.text
    check_spans(document)


@pytest.mark.parametrize(
    "page", ["<div>" * 100_000, "".join(f"<p><font size={n}>7</p>" for n in range(9_000))]
)
def test_a_page_that_would_hang_the_parser_is_refused(page: str) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.html cannot be taken apart"):
        document_from_bytes("a.html", page.encode())


extents = st.builds(Extent, st.integers(0, 4), st.integers(1, 4))
row_groups = st.lists(
    st.lists(st.lists(extents, max_size=5), min_size=1, max_size=5), min_size=1, max_size=3
)


def place_slowly(groups: list[list[list[Extent]]]) -> list[list[CellPlace]]:
    """The HTML standard's steps taken literally, with a set of all taken slots."""
    taken: set[tuple[int, int]] = set()
    placed: list[list[CellPlace]] = []
    for group in groups:
        first = len(placed)
        for number, row in enumerate(group):
            y, x = first + number, 0
            placed.append([])
            for rowspan, colspan in row:
                while (x, y) in taken:
                    x += 1
                height = min(rowspan or len(group), len(group) - number)
                placed[-1].append(CellPlace(y, x, height, colspan))
                taken |= {(x + i, y + j) for i in range(colspan) for j in range(height)}
                x += colspan
    return placed


@given(groups=row_groups)
def test_spans_are_spread_as_the_standard_says(groups: list[list[list[Extent]]]) -> None:
    assert place_cells(groups) == place_slowly(groups)


words = st.text(st.sampled_from("规章申请件0123456789/-—|.&<>\xa0 \n\t"), max_size=12)
dirty_rows = st.lists(st.lists(st.tuples(extents, words), max_size=5), min_size=1, max_size=6)


@given(rows=dirty_rows, closed=st.booleans(), sections=st.booleans())
def test_a_random_table_comes_back(
    rows: list[list[tuple[Extent, str]]], closed: bool, sections: bool
) -> None:
    anchor = (Extent(1, 1), "锚")  # two filled columns: no doubt that it is data
    rows = [[anchor, anchor], *rows]
    document = document_from_bytes("a.html", to_html(rows, closed, sections).encode())
    (grid,) = document.grids
    split = [rows[:1], rows[1:]] if sections else [rows]
    places = place_slowly([[[extent for extent, _ in row] for row in group] for group in split])
    found = [
        (CellPlace(*cell_place), text) for *cell_place, text in read_cells(grid, document.text)
    ]
    expected = [word for row in rows for _, word in row]
    assert [place for place, _ in found] == [place for row in places for place in row]
    assert [text for _, text in found] == [plain(word) for word in expected]
    check_spans(document)


def read_cells(grid: Grid, text: str) -> list[tuple[int, int, int, int, str]]:
    return [
        (cell.row, cell.column, cell.rowspan, cell.colspan, cell.span.slice(text))
        for cell in grid.cells
    ]


def plain(word: str) -> str:
    """What is to be seen of a cell, by plainer means than the reader's."""
    for blank in "\n\t":
        word = word.replace(blank, " ")
    while "  " in word:
        word = word.replace("  ", " ")
    return word.strip(" \xa0").replace("|", "¦")


def to_html(rows: list[list[tuple[Extent, str]]], closed: bool, sections: bool) -> str:
    td, tr = ("</td>", "</tr>") if closed else ("", "")
    lines = [
        "<tr>"
        + "".join(
            f"<td rowspan={e.rowspan} colspan={e.colspan}><p>{html.escape(word)}</p>{td}"
            for e, word in row
        )
        + tr
        for row in rows
    ]
    if sections:
        lines.insert(0, "<thead>")
        lines.insert(2, "<tbody>")
    return "<table>" + "\n".join(lines) + "</table>"


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared reports are not on this machine")
def test_the_shared_reports_are_read_as_they_are() -> None:
    for path in sorted(REPORTS.glob("*.txt")):
        document = read_document(path, LIMIT)
        assert document.text.encode() == path.read_bytes()
        again = document_from_bytes("a.txt", document.text.encode("gb18030"))
        assert (again.text, again.encoding) == (document.text, "gb18030")


CSS_WORDS = [
    "display",
    "none",
    "block",
    "visibility",
    "hidden",
    "opacity",
    "0",
    "1",
    ".5",
    "50%",
    "font-size",
    "font",
    "12px/1",
    "-9999px",
    "1e9em",
    "1.2.3",
    "color",
    "red",
    "#fff",
    "rgb(",
    ")",
    "var(--x)",
    "--x",
    "calc(",
    "background",
    "url(a.png)",
    "position",
    "absolute",
    "left",
    "text-indent",
    "clip",
    "rect(",
    "inset(",
    "clip-path",
    "content",
    '"9"',
    "attr(a)",
    "direction",
    "rtl",
    ":",
    ";",
    ",",
    "{",
    "}",
    "(",
    "[",
    "]",
    ">",
    "~",
    "+",
    "*",
    ".a",
    "#b",
    ":has(",
    ":not(",
    "::before",
    "&",
    "@media",
    "@import",
    "@font-face",
    "(min-width:9px)",
    "!important",
]
css = st.lists(st.sampled_from(CSS_WORDS), max_size=14).map(" ".join)


@given(sheet=css, style=css, tag=st.sampled_from(["span", "td", "tr", "table", "div", "i"]))
@settings(deadline=None)
def test_any_style_is_taken_and_loses_no_other_cell(sheet: str, style: str, tag: str) -> None:
    page = (
        f"<style>{sheet}</style><table><tr><td>规章<td>7<tr><td>许可<td>"
        f"<{tag} style='{style}' class=a id=b>8</{tag}></table>"
    )
    document = document_from_bytes("a.html", page.encode())
    check_spans(document)
    assert all(0 <= v.span.start < v.span.end <= len(document.text) for v in document.veils)


@pytest.mark.parametrize("ending", [".pdf", ".xlsx", ".docx", ".zip"])
def test_bytes_of_no_kind_are_not_what_their_name_says(ending: str) -> None:
    noise = Random(4).randbytes(3000)
    with pytest.raises(UnreadableFile, match=f"a{ending} is named a {ending} file"):
        document_from_bytes(f"a{ending}", noise)
    with pytest.raises(UnreadableFile, match="no text in UTF-8"):
        document_from_bytes("a.txt", noise)
