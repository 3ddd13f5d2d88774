"""OpenDocument spreadsheets: what is hidden, faint, cut off or covered counts as in .xlsx."""

import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from extraction.read import document_from_bytes
from extraction.read.libre_office import find_office
from extraction.values.document import Document, SheetCell

SPACES = " ".join(
    f'xmlns:{name}="urn:{where}"'
    for name, where in {
        "office": "oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "oasis:names:tc:opendocument:xmlns:style:1.0",
        "draw": "oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "number": "oasis:names:tc:opendocument:xmlns:datastyle:1.0",
        "config": "oasis:names:tc:opendocument:xmlns:config:1.0",
        "calcext": "org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)
MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
NARROW = "its column is too narrow for what stands there"
FAINT = "text stands there that may be hidden"


def pack(**parts: str) -> bytes:
    """A spreadsheet by hand."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MEDIA_TYPE, zipfile.ZIP_STORED)
        for name, part in parts.items():
            root = f"office:document-{name}"
            archive.writestr(f"{name}.xml", f"<{root} {SPACES}>{part}</{root}>")
    return packed.getvalue()


def cell(shown: str = "7", style: str = "", value: str | None = None, within: str = "") -> str:
    """A cell with a figure, of a style; `within` stands beside its text."""
    named = f' table:style-name="{style}"' if style else ""
    stored = shown if value is None else value
    number = f' office:value-type="float" office:value="{stored}"'
    return f"<table:table-cell{named}{number}><text:p>{shown}</text:p>{within}</table:table-cell>"


def word(text: str) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )


def row(*cells: str, about: str = "") -> str:
    return f"<table:table-row{about}>{''.join(cells)}</table:table-row>"


def read(
    *rows: str,
    styles: str = "",
    columns: str = "",
    behind: str = "",
    common: str = "",
    settings: str = "",
) -> Document:
    """A sheet of these rows, under a row of heads; `common`: styles with a part of theirs."""
    head = row(word("项目"), word("数量"), word("备注"))
    table = f'<table:table table:name="表">{columns}{head}{"".join(rows)}{behind}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    automatic = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    packed = pack(
        content=automatic + body,
        styles=f"<office:styles>{common}</office:styles>",
        settings=f"<office:settings>{settings}</office:settings>",
    )
    return document_from_bytes("数据.ods", packed)


def look(cell_properties: str = "", text_properties: str = "", name: str = "ce1") -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell">'
        f"<style:table-cell-properties {cell_properties}/>"
        f"<style:text-properties {text_properties}/></style:style>"
    )


def reason(document: Document) -> str | None:
    """Why the only figure beside a label is not to be read."""
    reasons = [veil.reason.en for veil in document.veils]
    assert len(reasons) < 2
    return reasons[0] if reasons else None


@pytest.mark.parametrize(
    ("cell_properties", "text_properties", "why"),
    [
        ("", "", None),
        ("", 'fo:color="#ffffff"', FAINT),
        ("", 'fo:color="#fefefe"', FAINT),
        ("", 'fo:color="#ff0000"', None),
        ('fo:background-color="#ff0000"', 'fo:color="#ff0000"', FAINT),
        ('fo:background-color="#000000"', 'fo:color="#000000"', FAINT),
        ('fo:background-color="#000000"', 'style:use-window-font-color="true"', None),
        ('fo:background-color="#000000"', 'fo:color="#ffffff"', None),
        ('fo:background-color="transparent"', 'fo:color="#ffffff"', FAINT),
        ('fo:background-color="url(a)"', "", FAINT),
        ("", 'fo:font-size="1pt"', FAINT),
        ("", 'fo:font-size="0.4mm"', FAINT),
        ("", 'style:font-name="Wingdings"', FAINT),
        ("", 'fo:font-family="Webdings"', FAINT),
        ("", 'text:display="none"', FAINT),
        ('style:repeat-content="true"', "", FAINT),
        ("", 'style:text-line-through-style="solid"', "struck-out text stands there"),
        ('style:diagonal-bl-tr="0.7pt solid #000000"', "", "struck-out text stands there"),
        ('style:diagonal-bl-tr="none"', "", None),
    ],
)
def test_ink_that_may_be_missed(
    cell_properties: str, text_properties: str, why: str | None
) -> None:
    styles = look(cell_properties, text_properties)
    assert reason(read(row(word("规章"), cell(style="ce1")), styles=styles)) == why


def test_what_a_style_does_not_say_its_parent_says() -> None:
    own = '<style:style style:name="ce1" style:family="FAMILY" style:parent-style-name="PARENT"/>'
    child = own.replace("FAMILY", "table-cell").replace("PARENT", "白")
    turned = own.replace("FAMILY", "table-cell").replace("PARENT", "ce1")
    other = own.replace("FAMILY", "graphic").replace("PARENT", "ce1")
    white = look("", 'fo:color="#ffffff"', name="白")
    figure = row(word("规章"), cell(style="ce1"))
    assert reason(read(figure, styles=child + other, common=white)) == FAINT
    assert reason(read(figure, styles=child + other)) is None
    assert reason(read(figure, styles=turned)) is None


def test_a_cell_without_a_style_looks_as_its_row_or_column() -> None:
    styles = look("", 'fo:color="#ffffff"')
    usual = ' table:default-cell-style-name="ce1"'
    plain, white = "<table:table-column/>", f"<table:table-column{usual}/>"
    figure = word("规章") + cell() + cell("8")
    veils = read(row(figure), styles=styles, columns=plain + white + plain).veils
    assert [veil.reason.en for veil in veils] == [FAINT]
    veils = read(row(figure, about=usual), styles=styles).veils
    assert [veil.reason.en for veil in veils] == [FAINT, FAINT]


@pytest.mark.parametrize(
    ("run", "shown", "why"),
    [
        ('fo:color="#ffffff"', "71", FAINT),
        ('fo:color="#ff0000"', "71", None),
        ('style:text-line-through-type="single"', "71", "struck-out text stands there"),
        ('style:text-position="33% 58%"', "7 1", None),  # the mark of a note
    ],
)
def test_a_run_of_text_within_a_cell(run: str, shown: str, why: str | None) -> None:
    styles = (
        '<style:style style:name="T1" style:family="text">'
        f"<style:text-properties {run}/></style:style>"
    )
    figure = cell('7<text:span text:style-name="T1">1</text:span>', value="71")
    document = read(row(word("规章"), figure), styles=styles)
    assert document.text.splitlines()[1] == f"规章 | {shown} | "
    assert reason(document) == why


def test_a_figure_that_its_format_does_not_show() -> None:
    hidden = read(row(word("规章"), cell("", value="7")))
    assert hidden.text.splitlines()[1] == "规章 | 〔隐藏〕 | "
    assert reason(hidden) == "hidden text stands there"


def test_a_figure_that_is_stored_without_what_is_shown_of_it() -> None:
    stored = '<table:table-cell office:value-type="float" office:value="7"/>'
    document = read(row(word("规章"), stored))
    assert document.text.splitlines()[1] == "规章 | 7 | "
    assert reason(document) == "its number format leaves open what is shown there"


@pytest.mark.parametrize(("ink", "hidden"), [("#ffffff", True), ("#ff0000", False)])
def test_ink_that_a_number_format_brings(ink: str, hidden: bool) -> None:
    styles = (
        f'<number:number-style style:name="N1"><style:text-properties fo:color="{ink}"/>'
        '<style:map style:apply-style-name="N2"/></number:number-style>'
        '<number:number-style style:name="N2"><style:map style:apply-style-name="N1"/>'
        '</number:number-style><style:style style:name="ce1" style:family="table-cell"'
        ' style:data-style-name="N2"/>'
    )
    why = reason(read(row(word("规章"), cell(style="ce1")), styles=styles))
    assert why == ("its number format leaves open what is shown there" if hidden else None)


@pytest.mark.parametrize(("shown", "read_as"), [("0", "〔隐藏〕"), ("10", "10")])
def test_a_book_that_hides_its_zeros(shown: str, read_as: str) -> None:
    settings = '<config:config-item config:name="ShowZeroValues">false</config:config-item>'
    document = read(row(word("规章"), cell(shown)), settings=settings)
    assert document.text.splitlines()[1] == f"规章 | {read_as} | "
    assert (reason(document) is None) == (shown == read_as)


CONDITION = (
    '<calcext:conditional-formats><calcext:conditional-format TARGET="表.B2:表.B2">RULE'
    "</calcext:conditional-format></calcext:conditional-formats>"
).replace("TARGET", "calcext:target-range-address")


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ('<calcext:condition calcext:apply-style-name="白 色"/>', FAINT),
        ('<calcext:condition calcext:apply-style-name="红"/>', None),
        ('<calcext:condition calcext:apply-style-name="数"/>', FAINT),
        ('<calcext:data-bar calcext:show-value="false"/>', FAINT),
        ('<calcext:data-bar calcext:show-value="true"/>', None),
    ],
)
def test_a_look_that_depends_on_the_figure(rule: str, why: str | None) -> None:
    styles = look("", 'fo:color="#ffffff"', name='白_20_色" style:display-name="白 色')
    styles += look("", 'fo:color="#ff0000"', name="红")
    styles += look(name='数" style:data-style-name="N1')
    document = read(
        row(word("规章"), cell(), cell("8")), styles=styles, behind=CONDITION.replace("RULE", rule)
    )
    assert reason(document) == why


def test_a_style_that_gives_way_to_another() -> None:
    styles = look("", 'fo:color="#ffffff"', name="白") + (
        '<style:style style:name="ce1" style:family="table-cell">'
        '<style:map style:apply-style-name="白"/></style:style>'
    )
    assert reason(read(row(word("规章"), cell(style="ce1")), styles=styles)) == FAINT


def sized(kind: str, name: str, size: str) -> str:
    side = "width" if kind == "column" else "height"
    return (
        f'<style:style style:name="{name}" style:family="table-{kind}">'
        f'<style:table-{kind}-properties style:{kind}-{side}="{size}"/></style:style>'
    )


@pytest.mark.parametrize(
    "about",
    ['table:visibility="collapse"', 'table:visibility="filter"', 'table:style-name="小"'],
)
def test_hidden_rows_and_columns_are_not_there(about: str) -> None:
    styles = sized("row", "小", "0.3mm") + sized("column", "小", "0.05cm")
    columns = f"<table:table-column/><table:table-column {about}/>"
    document = read(
        row(word("规章"), cell("1"), cell("7")),
        row(word("隐藏"), cell("2"), cell("8"), about=f" {about}"),
        row(word("许可"), cell("3"), cell("9")),
        styles=styles,
        columns=columns,
    )
    assert document.text == "项目 | 备注\n规章 | 7\n许可 | 9\n"
    where = {place.span.slice(document.text): place.where for place in document.places}
    assert where["9"] == SheetCell("表", "C4")


def test_rows_of_a_folded_group_are_not_there() -> None:
    folded = row(word("隐藏"), cell("2"))
    group = f'<table:table-row-group table:display="false">{folded}</table:table-row-group>'
    document = read(row(word("规章"), cell("1")), group, row(word("许可"), cell("3")))
    assert "隐藏" not in document.text


@pytest.mark.parametrize(
    ("shown", "width", "properties", "why"),
    [
        ("203", "0.28in", "", None),
        ("203", "0.2in", "", NARROW),
        ("203", "0.28in", 'fo:font-size="18pt"', NARROW),
        ("203", "1.3cm", 'fo:font-size="18pt"', None),
        ("123456789012", None, "", NARROW),
        ("12345678901", None, "", None),
        ("未报送", "0.2in", "", None),
    ],
)
def test_a_column_too_narrow_for_its_figure(
    shown: str, width: str | None, properties: str, why: str | None
) -> None:
    styles = look("", properties) + (sized("column", "宽", width) if width else "")
    named = ' table:style-name="宽"' if width else ""
    columns = f"<table:table-column/><table:table-column{named}/>"
    document = read(row(word("规章"), cell(shown, "ce1")), styles=styles, columns=columns)
    assert reason(document) == why


@pytest.mark.parametrize(
    "about",
    ['style:shrink-to-fit="true"', 'style:rotation-angle="90"', 'style:direction="ttb"'],
)
def test_letters_that_shrink_or_stand_on_their_side_have_room(about: str) -> None:
    styles = look(about) + sized("column", "宽", "0.2in")
    columns = '<table:table-column/><table:table-column table:style-name="宽"/>'
    document = read(row(word("规章"), cell("203", "ce1")), styles=styles, columns=columns)
    assert reason(document) is None


@pytest.mark.parametrize(
    ("drawing", "veiled"),
    [
        ('<draw:rect table:end-cell-address="表.C3"/>', ["1", "2", "3", "4"]),
        ('<draw:rect table:end-cell-address="$表.$B$3"/>', ["1", "3"]),
        ('<draw:rect svg:width="1mm" svg:height="1mm"/>', ["1"]),
        ('<draw:rect svg:width="1mm" svg:height="5mm"/>', ["1", "3"]),
    ],
)
def test_what_lies_over_cells_hides_them(drawing: str, veiled: list[str]) -> None:
    document = read(
        row(word("规章"), cell("1", within=drawing), cell("2")),
        row(word("许可"), cell("3"), cell("4")),
    )
    assert [veil.span.slice(document.text) for veil in document.veils] == veiled
    assert {veil.reason.en for veil in document.veils} == {"a drawing stands there"}


def test_a_million_repeated_rows_and_columns_cost_nothing() -> None:
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    empty = row(blank, about=' table:number-rows-repeated="1048576"')
    columns = '<table:table-column table:visibility="collapse"'
    columns += ' table:number-columns-repeated="2000000"/>'
    document = read(row(word("规章"), cell()), empty, columns="<table:table-column/>" + columns)
    assert document.text.splitlines()[-1] == "规章"


def test_a_workbook_and_what_libre_office_makes_of_it_are_read_alike(tmp_path: Path) -> None:
    program = find_office()
    if program is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc-nogui")
    source = tmp_path / "数据.xlsx"
    book = Workbook(source)
    sheet = book.add_worksheet()
    looks: tuple[dict[str, object], ...] = (
        {},
        {"font_color": "#FFFFFF"},
        {"font_color": "#FF0000", "bg_color": "#FF0000", "pattern": 1},
        {"font_strikeout": True},
        {"font_size": 1},
        {"num_format": ";;;"},
        {"num_format": "[White]0"},
        {"align": "fill"},
        {"diag_type": 1, "diag_border": 1},
        {"font_size": 30},
        {"rotation": 90},
    )
    for number, properties in enumerate(looks):
        sheet.write(number, 0, "规章")
        sheet.write(number, 1, 12345, book.add_format(properties))
    sheet.set_column(1, 1, 7)
    sheet.set_column(2, 2, None, None, {"hidden": True})
    sheet.write(0, 2, 7)
    white = book.add_format({"font_color": "#FFFFFF"})
    rule = {"type": "cell", "criteria": ">", "value": 9, "format": white}
    sheet.conditional_format(0, 1, 0, 1, rule)
    book.close()
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, "--headless", profile, "--convert-to", "ods", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(source)], check=True, timeout=120)
    told = []
    for name in ("数据.xlsx", "数据.ods"):
        document = document_from_bytes(name, (tmp_path / name).read_bytes())
        told.append((document.text, [(veil.span, veil.reason.en) for veil in document.veils]))
    assert told[0] == told[1]
    assert len(told[0][1]) == len(looks) - 1  # what is turned has room
