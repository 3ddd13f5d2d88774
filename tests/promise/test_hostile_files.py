"""Files made to harm: each costs one clear line in both languages, and nothing else is lost."""

import base64
import io
import json
import struct
import tarfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from cli import app
from evals.synth.any_format import FileFormat, generate_file
from evals.synth.docx import CONTENT_TYPES, RELATIONS, pack_docx, paragraph, table, table_cell
from evals.synth.hand_made_pdf import PdfPage, assemble_pdf, write_pdf
from extraction.batch.inputs import LeftOut
from extraction.batch.members import Unpacker
from extraction.batch.worker import Task, Worker
from extraction.read import KNOWN_ENDINGS
from extraction.settings import default_settings
from extraction.values.record import Record
from tests.conftest import EXAMPLES

SETTINGS = default_settings()
SECONDS = 20.0
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 50 + '">]>'
OUTSIDE = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE l SYSTEM "http://127.0.0.1:9/x.dtd">'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(files: dict[str, bytes | str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def office_parts(part: str, content: str) -> bytes:
    kinds: dict[str, bytes | str] = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONS}
    return zipped({**kinds, part: content})


def made_to_harm() -> Iterator[tuple[str, bytes]]:
    """Yield files that no honest program writes."""
    for part, ending in (
        ("word/document.xml", "docx"),
        ("xl/workbook.xml", "xlsx"),
        ("content.xml", "ods"),
    ):
        head: dict[str, bytes | str] = {}
        if ending == "ods":
            head["mimetype"] = "application/vnd.oasis.opendocument.spreadsheet"
        for name, content in (
            ("laughs", f"{LAUGHS}<l>&b;</l>"),
            ("outside", f"{OUTSIDE}<l>&x;</l>"),
            ("remote", f"{REMOTE}<l/>"),
            ("deep", "<l>" * 100_000),
            ("utf16", f"{LAUGHS}<l>&b;</l>".encode("utf-16")),
            ("nothing", ""),
            ("binary", bytes(range(256)) * 8),
            ("bomb", " " * 300_000_000 if ending == "docx" else " " * 30_000_000),
        ):
            yield f"{name}.{ending}", zipped({**head, part: content})
    yield (
        "loop.docx",
        office_parts(
            "word/_rels/document.xml.rels",
            '<Relationships><Relationship Id="a" Type="x/styles" Target="../../../../etc/passwd"/>'
            "</Relationships>",
        ),
    )
    wide = "".join(table_cell("1", 999_999_999) for _ in range(50))
    yield "wide.docx", pack_docx(table([f"<w:tr>{wide}</w:tr>"] * 3))
    yield "nested.docx", pack_docx("<w:tbl><w:tr><w:tc>" * 90 + "</w:tc></w:tr></w:tbl>" * 90)
    yield "runs.docx", pack_docx("<w:p>" + "<w:r><w:t>1</w:t></w:r>" * 20_000 + "</w:p>")
    yield (
        "fields.docx",
        pack_docx('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 2000),
    )
    styles = "".join(
        f'<w:style w:styleId="{n}"><w:basedOn w:val="{(n + 1) % 500}"/></w:style>'
        for n in range(500)
    )
    loop = '<w:p><w:pPr><w:pStyle w:val="0"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    yield "styles.docx", pack_docx(loop * 50, {"styles": styles})
    for name, signs in (
        ("locked.xlsx", "EncryptedPackage"),
        ("locked.docx", "EncryptedPackage"),
        ("broken.xls", "Workbook"),
        ("show.ppt", "PowerPoint Document"),
        ("strange.et", "Nothing"),
    ):
        yield name, OLE + b"\0" * 600 + signs.encode("utf-16-le") + b"\0" * 600
    yield "presentation.pptx", zipped({"ppt/presentation.xml": "<x/>"})
    yield "binary.xlsb", zipped({"xl/workbook.bin": b"\0"})
    yield "a.rar", b"Rar!\x1a\x07\x01\x00" + b"x" * 50
    yield "a.7z", b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\xff" * 200
    yield "empty.docx", b""
    yield "blank.csv", b" ,\n,\n"
    yield "nul.tsv", b"a\t\0\0\0\tb\n" * 3
    yield "quote.csv", b'"' + b"x" * 200_000
    yield "loop.zip", zipped({"a/b.zip": zipped({"b.zip": zipped({"c.zip": zipped({"d": ""})})})})
    yield "bomb.zip", zipped({"a.txt": b"0" * 100_000_000})
    yield "mail.eml", b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x" * 500
    yield (
        "parts.mht",
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n" + b"--x\n\n" * 5000,
    )
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        entry = tarfile.TarInfo("a.txt")
        entry.size = 80_000_000
        archive.addfile(entry, io.BytesIO(bytes(entry.size)))
        link = tarfile.TarInfo("b.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    yield "links.tar.gz", packed.getvalue()


def archived(page: str, picture: bytes) -> bytes:
    """Return a page that a browser has archived, and a picture beside it."""
    related = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
    html = b"Content-Type: text/html; charset=utf-8\n\n" + page.encode() + b"\n--x\n"
    return related + html + b"Content-Type: image/png\nContent-ID: <a>\n\n" + picture + b"\n--x--\n"


def made_pages() -> Iterator[tuple[str, bytes]]:
    """Yield pages and PDFs that no honest program writes, and the pictures in them."""
    head = struct.pack(">4sIIBBBBB", b"IHDR", 90_000, 90_000, 8, 2, 0, 0, 0)
    size, checked = struct.pack(">I", 13), struct.pack(">I", zlib.crc32(head))
    huge = b"\x89PNG\r\n\x1a\n" + size + head + checked
    pictures = {
        "huge": huge,
        "broken": b"\x89PNG\r\n\x1a\n" + b"\0" * 900,
        "tiff": b"II*\0\xff\xff\xff\xff",
        "webp": b"RIFF\xff\xff\xff\x7fWEBPVP8X",
        "page": b"<html><img src='data:text/html,<img src=x>'>",
        "word": pack_docx(paragraph("规章 12")),
    }
    for name, data in pictures.items():
        image = f"<p><img src='data:image/png;base64,{base64.b64encode(data).decode()}'></p>"
        yield f"{name}.html", f"<h1>年度报告</h1>{image}".encode()
        yield f"{name}-many.html", f"<h1>年度报告</h1>{image * 200}".encode()
        yield f"{name}.mht", archived("<p><img src='cid:a'></p>", data)
        yield f"{name}.png", data
    yield "addresses.html", ("<h1>报告</h1>" + "<p><img src='data:,'></p>" * 20_000).encode()
    yield "lazy.html", ("<h1>报告</h1>" + "<p><img data-src='%'></p>" * 20_000).encode()
    yield "base.html", f"<h1>报告</h1><img src='data:;base64,{'=' * 500_000}'>".encode()
    yield "pages.pdf", write_pdf([PdfPage()] * 3_000)
    loop = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>")
    yield "loop.pdf", assemble_pdf(loop)
    yield "nothing.pdf", b"%PDF-1.7\n%%EOF"
    yield "locked.pdf", assemble_pdf(loop, "/Encrypt<</Filter/Standard/V 9/R 9>>")


def mutilated() -> Iterator[tuple[str, bytes]]:
    """Yield good files cut off, and with bytes of theirs changed."""
    rng = Random(20260)
    page = PdfPage()
    page.table(70, 100, (80, 60, 60), [["规章", "1", "2"], ["许可", "3", "4"]] * 12)
    cells = "<tr><td>规章<td>1<td>2<tr><td>许可<td>3<td>4" * 12
    good: dict[str, bytes] = {form: generate_file(1, form)[1] for form in FORMS}
    good["pdf"] = write_pdf([page] * 3)
    good["mht"] = archived(f"<h1>年度报告</h1><table>{cells}</table><img src='cid:a'>", b"x" * 99)
    for form, data in good.items():
        for share in range(1, 13):
            yield f"cut{share}.{form}", data[: len(data) * share // 13]
        for number in range(24):
            changed = bytearray(data)
            for _ in range(30):
                changed[rng.randrange(len(changed))] = rng.randrange(256)
            yield f"changed{number}.{form}", bytes(changed)


FORMS: tuple[FileFormat, ...] = ("docx", "xlsx")
FILES = dict([*made_to_harm(), *made_pages(), *mutilated()])


def same(record: Record) -> Record:
    return record


def test_there_are_two_hundred() -> None:
    assert len(FILES) >= 200


@pytest.mark.parametrize("name", FILES)
def test_a_file_made_to_harm_is_one_line_or_a_text(name: str) -> None:
    began = time.process_time()
    unpacker = Unpacker(SETTINGS.max_file_bytes, KNOWN_ENDINGS, LeftOut())
    for task in unpacker.expand([Task(Path(name), name, FILES[name])]):
        outcome = Worker(SETTINGS, same).read(task)
        assert not outcome.crashed, outcome.failure
        assert "verified" not in outcome.statuses or name.startswith("changed")
        if outcome.failure is not None:
            for line in (outcome.failure.en, outcome.failure.zh):
                assert 10 < len(line) < 400
                assert "\n" not in line
    assert time.process_time() - began < SECONDS


def test_nothing_that_a_file_names_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    for name in ("outside.docx", "remote.docx", "loop.docx", "outside.xlsx"):
        outcome = Worker(SETTINGS, same).read(Task(Path(name), name, FILES[name]))
        assert outcome.failure is not None
        assert "root:" not in outcome.failure.en


def test_a_folder_of_them_costs_a_line_each_and_no_good_file(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    bad = [name for name in FILES if "bomb" not in name][:30]
    for name in bad:
        (folder / name).write_bytes(FILES[name])
    (folder / "好.docx").write_bytes(generate_file(3, "docx", "cn2021")[1])
    (folder / "页.html").write_bytes((EXAMPLES / "6-page.html").read_bytes())
    out = tmp_path / "out.jsonl"
    done = CliRunner().invoke(app, ["extract", str(folder), "-o", str(out)])
    assert done.exit_code == 1
    records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    verdicts = {Path(r["source"]["path"]).name: r["status"] for r in records}
    assert verdicts["好.docx"] == verdicts["页.html"] == "verified"
    assert len(records) == len(bad) + 2


def test_a_document_with_macros_is_read_and_they_are_not_looked_at() -> None:
    macro = zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": RELATIONS,
            "word/document.xml": zipfile.ZipFile(io.BytesIO(pack_docx(paragraph("年度报告")))).read(
                "word/document.xml"
            ),
            "word/vbaProject.bin": OLE,
        }
    )
    outcome = Worker(SETTINGS, same).read(Task(Path("a.docm"), "a.docm", macro))
    assert outcome.failure is None
    assert not outcome.crashed
