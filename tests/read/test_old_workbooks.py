"""Old workbooks (.xls, .et): as they are seen, which their values alone do not tell."""

import subprocess
from pathlib import Path
from random import Random
from typing import Any

import pytest
from xlsxwriter import Workbook

from extraction.read import document_from_bytes
from extraction.read.libre_office import find_office
from extraction.values.document import Document
from extraction.values.errors import UnreadableFile

LOOKS: tuple[tuple[Any, dict[str, Any], str, str | None], ...] = (
    (203, {}, "203", None),
    (-4, {}, "-4", None),
    (12.5, {"num_format": "0"}, "13", None),
    (5, {"num_format": '0"万"'}, "5万", None),
    (5, {"num_format": "0,"}, "5", "format"),
    (5, {"num_format": ";;;"}, "〔隐藏〕", "hidden"),
    ("203", {"num_format": "@"}, "203", None),
    (45306, {"num_format": 'yyyy"年"m"月"'}, "2024年1月", None),
    (5, {"font_color": "#FFFFFF"}, "5", "hidden"),
    (5, {"font_color": "#FF0000", "bg_color": "#FF0000", "pattern": 1}, "5", "hidden"),
    (5, {"bg_color": "#FFFF00", "pattern": 1}, "5", None),
    (5, {"font_strikeout": True}, "5", "struck"),
    (5, {"font_size": 1}, "5", "hidden"),
    (5, {"font_name": "Wingdings"}, "5", "hidden"),
    (5, {"align": "fill"}, "5", "hidden"),
    (1234567890, {"shrink": True}, "1234567890", None),
    (1234567890, {}, "1234567890", "too narrow"),
    (True, {}, "TRUE", None),
)
NEW_AND_HIDDEN = 40
"""The row from which on some are hidden."""


def write_new(folder: Path) -> Path:
    """A workbook of today with all the looks, to be saved as an old one."""
    path = folder / "a.xlsx"
    book = Workbook(path)
    sheet = book.add_worksheet("表")
    sheet.set_column(0, 0, 12)
    for row, (value, look, _, _) in enumerate(LOOKS):
        sheet.write(row, 0, f"第{row}行")
        sheet.write(row, 1, value, book.add_format(look) if look else None)
    for row in range(NEW_AND_HIDDEN, NEW_AND_HIDDEN + 3):
        sheet.write_row(row, 0, (f"第{row}行", row, row))
    sheet.set_row(NEW_AND_HIDDEN + 1, None, None, {"hidden": True})
    sheet.set_column(2, 2, None, None, {"hidden": True})
    raised = book.add_format({"font_script": 1})
    sheet.write(NEW_AND_HIDDEN + 3, 0, "第9行")
    sheet.write_rich_string(NEW_AND_HIDDEN + 3, 1, "12", raised, "3")
    sheet.merge_range(NEW_AND_HIDDEN + 4, 0, NEW_AND_HIDDEN + 4, 1, "合并")
    book.add_worksheet("隐藏").hide()
    book.close()
    return path


@pytest.fixture(scope="module")
def old_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    program = find_office()
    if program is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc-nogui")
    folder = tmp_path_factory.mktemp("old")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, "--headless", profile, "--convert-to", "xls", "--outdir", str(folder)]
    subprocess.run([*command, str(write_new(folder))], check=True, timeout=120)
    return (folder / "a.xls").read_bytes()


@pytest.fixture(scope="module")
def old(old_bytes: bytes) -> Document:
    return document_from_bytes("a.xls", old_bytes)


def test_an_old_workbook_s_cells_are_read_as_they_are_shown(old: Document) -> None:
    veils = {veil.span.start: veil.reason.en for veil in old.veils}
    lines = old.text.splitlines()
    at = 0
    for (_, _, shown, why), line in zip(LOOKS, lines, strict=False):
        label, figure = line.split(" | ")
        assert figure == shown, label
        veil = veils.get(at + line.index("|") + 2)
        assert (veil is None) if why is None else (veil is not None and why in veil), label
        at += len(line) + 1


def test_what_an_old_workbook_hides_is_not_there(old: Document) -> None:
    first = f"第{NEW_AND_HIDDEN}行 | {NEW_AND_HIDDEN}\n"
    behind = f"第{NEW_AND_HIDDEN + 2}行 | {NEW_AND_HIDDEN + 2}\n"
    assert f"{first}{behind}第9行 | 12 3\n合并" in old.text
    assert "隐藏\n" not in old.text


def test_an_old_workbook_with_a_password_is_said_to_have_one() -> None:
    begin = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    stream = b"\x09\x08\x10\x00" + b"\0\x06\x05\0" + b"\0" * 12 + b"\x2f\x00\x36\x00"
    names = "Workbook".encode("utf-16-le") + b"\0\0"
    with pytest.raises(UnreadableFile, match="protected by a password"):
        document_from_bytes("a.xls", begin + stream + names)


def test_an_old_workbook_that_is_spoilt_is_read_or_is_one_line(old_bytes: bytes) -> None:
    """What is spoilt makes xlrd fail anywhere; a bug of ours would not be taken for damage."""
    rng = Random(3)
    refused = 0
    for _ in range(150):
        data = bytearray(old_bytes)
        for _ in range(rng.choice((1, 4, 40))):
            data[rng.randrange(512, len(data))] = rng.randrange(256)
        del data[rng.choice((len(data), rng.randrange(512, len(data)))) :]
        try:
            document_from_bytes("a.xls", bytes(data))
        except UnreadableFile:
            refused += 1
    assert 0 < refused < 150
