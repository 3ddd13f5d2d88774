"""Old formats through LibreOffice: really run where it is installed, one line where it is not."""

import subprocess
import sys
from pathlib import Path
from random import Random

import psutil
import pytest

from evals.synth.docx import write_docx
from evals.synth.generate import draw_draft
from extraction.read import document_from_bytes, libre_office
from extraction.read.kinds import find_kind
from extraction.values.errors import UnreadableFile

needs_office = pytest.mark.skipif(
    libre_office.find_office() is None,
    reason="LibreOffice is not installed: apt-get install libreoffice-writer-nogui",
)
RTF = b"{\\rtf1\\ansi\\ansicpg936 \\u24180?\\u24230?\\u25253?\\u21578?\\par}"
OLD_XML = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument '
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r>'
    "<w:t>年度报告</w:t></w:r></w:p></w:body></w:wordDocument>"
)


def convert(data: bytes, ending: str, folder: Path) -> bytes:
    """A document in another format, by LibreOffice itself."""
    program = libre_office.find_office()
    assert program is not None
    (folder / "a.docx").write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = [program, "--headless", f"-env:UserInstallation={profile}", "--convert-to", ending]
    subprocess.run(
        [*command, "--outdir", str(folder), str(folder / "a.docx")], check=True, timeout=120
    )
    return (folder / f"a.{ending}").read_bytes()


@needs_office
@pytest.mark.parametrize("form", ["cn2021", "cn2019"])
def test_an_old_word_file_is_read_as_the_new_one_is(form: str, tmp_path: Path) -> None:
    draft, _ = draw_draft(5, layout="html", modifiers=(), form=form, mistakes=0)
    new = write_docx(draft, Random(1))
    old = document_from_bytes("a.wps", convert(new, "doc", tmp_path))
    assert old.media_type == "application/msword"
    assert old.text == document_from_bytes("a.docx", new).text
    assert len(old.grids) == 3


@needs_office
@pytest.mark.parametrize("data", [RTF, OLD_XML.encode()])
def test_other_formats_that_word_writes(data: bytes) -> None:
    assert document_from_bytes("a.doc", data).text == "年度报告\n"


@needs_office
def test_what_cannot_be_opened_is_one_line() -> None:
    storage = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000
    data = storage + "WordDocument".encode("utf-16-le") + b"\0" * 2000
    with pytest.raises(UnreadableFile, match="cannot be opened by LibreOffice"):
        document_from_bytes("a.doc", data)


def test_without_it_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libre_office, "find_office", lambda: None)
    with pytest.raises(UnreadableFile, match=r"install LibreOffice.*save it as \.docx") as caught:
        document_from_bytes("a.doc", RTF)
    assert "请安装 LibreOffice" in caught.value.said.zh


@pytest.mark.skipif(sys.platform == "win32", reason="the program that hangs is a shell's")
def test_a_conversion_that_hangs_ends_with_all_that_it_has_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program, noted = tmp_path / "office", tmp_path / "pid"
    program.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {noted}\nwait\n")
    program.chmod(0o700)
    monkeypatch.setattr(libre_office, "find_office", lambda: str(program))
    with pytest.raises(UnreadableFile, match="more than 2 seconds"):
        libre_office.to_docx("a.doc", RTF, ".rtf", seconds=2)
    child = int(noted.read_text())
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == "zombie"


def test_kinds_are_told_by_bytes() -> None:
    kinds = [find_kind(data) for data in (RTF, OLD_XML.encode())]
    told = [kind.media_type for kind in kinds if kind is not None]
    assert told == ["application/rtf", "application/vnd.ms-word.xml"]
