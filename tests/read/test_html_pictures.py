"""Pictures of tables in web pages and mails: read where they are in the file, else named."""

import base64
from email.message import EmailMessage
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from io import BytesIO
from pathlib import Path

import pytest

from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.read.html.html_page import render_html_page
from extraction.read.html.html_picture import PagePictures, PictureReader
from extraction.read.packed.mail import find_attached
from extraction.read.scan import scanned_file
from extraction.read.scan.scanned_file import has_ocr
from extraction.read.thresholds import MOST_PICTURES
from extraction.settings import default_settings
from extraction.values.document import Document
from tests.read.test_scans import FIGURES, draw_table, save, texts

ocr = pytest.mark.skipif(not has_ocr(), reason="gouji[ocr] is not installed")
REPORT = Path("examples/6-page.html")
PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(500)
AROUND = "<p>年度报告</p><div>{}</div><p>落款</p>"


def data_address(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


def drawn(size: tuple[int, int] | None = None) -> bytes:
    """Return the picture of a table as PNG, cut close around it or brought to a size."""
    table = draw_table().crop((180, 280, 1120, 590))
    return save(table if size is None else table.resize(size), "PNG")


def archive(page: str, picture: bytes, **headers: str) -> bytes:
    """Return an archived page and the picture beside it, under an address of its own."""
    related = MIMEMultipart("related")
    related["From"] = "<Saved by Blink>"
    html = MIMEText(page, "html", "utf-8")
    html["Content-Location"] = "https://www.example.gov.cn/zfxxgk/report.html"
    related.attach(html)
    image = MIMEImage(picture, "png")
    for name, value in headers.items():
        image[name.replace("_", "-")] = value
    related.attach(image)
    return related.as_bytes()


def hold_table(document: Document) -> None:
    """Check that a document shows the drawn table, between what stands around it."""
    assert texts(document) == FIGURES
    assert document.text.startswith("年度报告\n")
    assert document.text.endswith("\n落款\n")
    assert document.scanned is not None
    assert [cell.span.slice(document.text) for cell in document.scanned] == FIGURES
    assert document.pictures == ()


@ocr
@pytest.mark.parametrize("size", ["", "width=600 height=200", "style='width:600px;height:200px'"])
def test_a_picture_within_the_page_is_its_table(size: str) -> None:
    page = AROUND.format(f'<img src="{data_address(drawn())}" {size}>')
    hold_table(document_from_bytes("a.html", page.encode()))
    picture = f'<picture><source srcset="n.webp"><img src="{data_address(drawn())}"></picture>'
    hold_table(document_from_bytes("a.html", AROUND.format(picture).encode()))


@ocr
@pytest.mark.parametrize(
    ("source", "header", "value"),
    [
        ("cid:t2@x", "Content_ID", "<t2@x>"),
        ("/a/%E8%A1%A8.png", "Content_Location", "https://www.example.gov.cn/a/%E8%A1%A8.png"),
        ("../a/t.png", "Content_Location", "https://www.example.gov.cn/a/t.png"),
        ("t.png", "Content_Location", "t.png"),
    ],
)
def test_a_picture_beside_an_archived_page_is_its_table(
    source: str, header: str, value: str
) -> None:
    data = archive(AROUND.format(f'<img src="{source}">'), drawn(), **{header: value})
    hold_table(document_from_bytes("a.mht", data))
    other = archive(AROUND.format('<img src="cid:other">'), drawn(), **{header: value})
    document = document_from_bytes("a.mht", other)
    assert document.grids == ()
    assert document.pictures == ("cid:other",)


def mail_with(picture: bytes, *, attached: bool) -> bytes:
    mail = EmailMessage()
    mail["Subject"] = "报告"
    mail.set_content("见下。")
    page = f"<table><tr><td>规章<td>7</table>{AROUND}".format('<img src="cid:t2@x">')
    mail.add_alternative(page, subtype="html")
    [_, html] = mail.iter_parts()
    assert isinstance(html, EmailMessage)
    html.add_related(picture, "image", "png", cid="<t2@x>", filename="image001.png")
    if attached:
        mail.add_attachment(b"x", maintype="text", subtype="plain", filename="附件.txt")
    return bytes(mail)


@ocr
def test_a_picture_in_the_words_of_a_mail_is_its_table_and_no_file_attached() -> None:
    alone = mail_with(drawn(), attached=False)
    assert find_attached(alone) == []
    assert texts(document_from_bytes("a.eml", alone)) == ["规章", "7", *FIGURES]
    words, other = find_attached(mail_with(drawn(), attached=True))
    assert (words.name, other.name) == ("正文.html", "附件.txt")
    assert texts(document_from_bytes(words.name, words.data)) == ["规章", "7", *FIGURES]


@ocr
@pytest.mark.parametrize(
    "page",
    [
        "<img src='{0}' width=120 height=40>",  # shown as small as an icon
        "<div style='display:none'><img src='{0}'></div>",
        "<nav><a href=x>首页</a><img src='{0}'></nav>",
        "<table><tr><td>规章<td>7<tr><td>许可<td><img src='{0}'></table>",
        "<table><tr><td>规章<td>7<tr><td>许可<td>8<img src='{0}'></table>",
    ],
)
def test_a_picture_in_a_cell_hidden_or_small_is_not_read(page: str) -> None:
    document = document_from_bytes("a.html", page.format(data_address(drawn())).encode())
    assert not set(FIGURES) & set(texts(document))
    assert document.scanned is None
    twin = document_from_bytes("a.html", f"<img src='{data_address(drawn())}'>".encode())
    assert texts(twin) == FIGURES


@ocr
def test_a_picture_of_few_pixels_is_no_table_and_is_not_named() -> None:
    small = data_address(drawn((200, 66)))
    document = document_from_bytes("a.html", AROUND.format(f"<img src='{small}'>").encode())
    assert not document.grids
    assert not document.pictures


@ocr
def test_a_film_is_named_and_not_read() -> None:
    """What it shows changes; a file of a hundred pictures would take as many pages' time."""
    from PIL import Image

    frames = [draw_table().crop((180, 280, 1120, 590)) for _ in range(2)]
    frames[1].paste("white", (0, 0, 400, 100))
    film = BytesIO()
    frames[0].save(film, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert Image.open(film).is_animated
    page = AROUND.format(f"<img src='{data_address(film.getvalue())}'>")
    document = document_from_bytes("a.html", page.encode())
    assert not document.grids
    assert document.pictures == ("data:image/png",)


@ocr
def test_a_code_to_be_scanned_by_a_telephone_holds_no_figures() -> None:
    import numpy as np
    from PIL import Image

    dots = np.random.default_rng(7).integers(0, 2, (33, 33), np.uint8) * 255
    code = save(Image.fromarray(dots).resize((330, 330), 0), "PNG")
    page = f"<p>扫码</p><img src='{data_address(code)}'>"
    document = document_from_bytes("a.html", page.encode())
    assert document.text == "扫码\n"
    assert document.pictures == ("data:image/png",)


def test_of_many_pictures_the_last_are_named() -> None:
    def read(name: str, data: bytes) -> Document:
        assert data == PIXEL, name
        return document_from_bytes("a.html", b"<table><tr><td>7<td>8</table>")

    reader = PictureReader(lambda data: (900.0, float(len(data))), read)
    pictures = [f"<p><img alt='表{n}' src='{data_address(PIXEL)}'></p>" for n in range(22)]
    page = render_html_page("".join(pictures), PagePictures(reader=reader))
    assert len(page.grids) == MOST_PICTURES
    assert page.pictures == ("表20", "表21")


def test_without_ocr_a_picture_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanned_file, "has_ocr", lambda: False)
    page = AROUND.format(f'<img src="{data_address(PIXEL)}">')
    document = document_from_bytes("a.html", page.encode())
    assert document.text == "年度报告\n\n落款\n"
    assert document.pictures == ("data:image/png",)


@pytest.mark.parametrize(
    ("picture", "named"),
    [
        ("<p><img src='https://www.example.gov.cn/W02/t2.png?v=3'></p>", ("t2.png",)),
        ("<p><span> <img src='t2.png'> </span></p>", ("t2.png",)),
        ("<p>见<img src='t2.png' width=600 height=200></p>", ("t2.png",)),
        ("<p><img data-src='t2.png' src='data:image/gif;base64,R0lG'></p>", ("t2.png",)),
        ("<p>见<img src='icon.png'></p>", ()),
        ("<p><a href=x><img src='logo.png'></a></p>", ()),
        ("<p><img src='code.png' width=120 height=120></p>", ()),
    ],
)
def test_a_table_that_may_be_in_a_picture_is_named_with_it(
    picture: str, named: tuple[str, ...]
) -> None:
    written = REPORT.read_text("utf-8")
    start = written.index("<table", written.index("主动公开政府信息情况"))
    stop = written.index("</table>", start) + len("</table>")
    page = written[:start] + picture + written[stop:]
    document = document_from_bytes("a.html", page.encode())
    assert document.pictures == named
    [record] = extract_document(document, default_settings())
    assert record.status == "needs_review"
    assert record.reason is not None
    assert record.reason_code == "S03"
    assert all(name in record.reason for name in named)
    assert ("pictures" in record.reason) == bool(named)
    [whole] = extract_document(
        document_from_bytes("a.html", (written + picture).encode()), default_settings()
    )
    assert not any("t2.png" in finding.message for finding in whole.findings)


def test_a_page_all_of_whose_tables_may_be_pictures_says_so() -> None:
    page = "<h1>2023年政府信息公开工作年度报告</h1><p><img src='t2.png'></p><p>落款</p>"
    [record] = extract_document(document_from_bytes("a.html", page.encode()), default_settings())
    assert record.reason_code == "pictures"
    assert record.reason is not None
    assert record.reason.endswith("t2.png")
