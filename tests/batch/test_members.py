"""Archives: every report in them is read under a name of its own, and a bad one costs one line."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from extraction.batch.inputs import LeftOut
from extraction.batch.members import Unpacker
from extraction.batch.worker import Task
from extraction.read import KNOWN_ENDINGS, read_document
from extraction.read.package import MOST_MEMBERS
from extraction.read.packed.archives import safe_name
from extraction.values.errors import UnreadableFile
from tests.conftest import EXAMPLES

LINES = (EXAMPLES / "1-lines.txt").read_bytes()
PAGE = (EXAMPLES / "6-page.html").read_bytes()
LIMIT = 1_000_000


def pack_zip(files: Mapping[str, bytes], *, gbk: bool = False) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo("x" * len(name.encode("gbk")) if gbk else name)
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    data = packed.getvalue()
    for name in files if gbk else ():
        written = name.encode("gbk")
        data = data.replace(b"x" * len(written), written)
    return data


def pack_tar(files: Mapping[str, bytes], mode: str = "w") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


def pack_7z(files: Mapping[str, bytes], password: str | None = None) -> bytes:
    import py7zr

    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w", password=password) as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return packed.getvalue()


def pack_mail(files: Mapping[str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["Subject"] = "年度报告"
    mail.set_content("请查收附件。")
    for name, data in files.items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(mail)


PACKERS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "zip": pack_zip,
    "tar": pack_tar,
    "tar.gz": lambda files: pack_tar(files, "w:gz"),
    "tar.bz2": lambda files: pack_tar(files, "w:bz2"),
    "tar.xz": lambda files: pack_tar(files, "w:xz"),
    "7z": pack_7z,
    "eml": pack_mail,
}


def expand(folder: Path, data: bytes, name: str = "档案.zip") -> tuple[list[Task], LeftOut]:
    path = folder / name
    path.write_bytes(data)
    left_out = LeftOut()
    unpacker = Unpacker(LIMIT, KNOWN_ENDINGS, left_out)
    return list(unpacker.expand([Task(path, name)])), left_out


def labels(tasks: list[Task]) -> list[str]:
    return [task.label for task in tasks]


def said(tasks: list[Task]) -> str:
    [task] = tasks
    assert task.refused is not None
    assert task.refused.reason.zh
    return task.refused.reason.en


@pytest.mark.parametrize("kind", PACKERS)
def test_members_are_tasks_of_their_own(tmp_path: Path, kind: str) -> None:
    files = {"内/报告.txt": LINES, "内/网页.html": PAGE, "内/图.png": b"\x89PNG"}
    if kind == "eml":
        files = {name.removeprefix("内/"): data for name, data in files.items()}
    tasks, left_out = expand(tmp_path, PACKERS[kind](files), f"档案.{kind}")
    assert [(task.label, task.data) for task in tasks] == [
        (f"档案.{kind}/{name}", data) for name, data in files.items() if not name.endswith(".png")
    ]
    assert left_out.said.en == "1 .png"
    assert left_out.unpacked == 1


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    tasks, _ = expand(tmp_path, pack_zip({"年度报告/水务局.txt": b"x"}, gbk=True))
    assert labels(tasks) == ["档案.zip/年度报告/水务局.txt"]


def test_a_single_packed_file(tmp_path: Path) -> None:
    tasks, _ = expand(tmp_path, gzip.compress(LINES), "报告.txt.gz")
    assert [(task.label, task.data) for task in tasks] == [("报告.txt.gz/报告.txt", LINES)]


def test_archives_in_archives_are_opened_to_a_small_depth(tmp_path: Path) -> None:
    data = pack_zip({"报告.txt": LINES})
    for _ in range(2):
        data = pack_zip({"内.zip": data, "旁.txt": LINES})
    tasks, _ = expand(tmp_path, data)
    assert labels(tasks) == [
        "档案.zip/内.zip/内.zip/报告.txt",
        "档案.zip/内.zip/旁.txt",
        "档案.zip/旁.txt",
    ]
    deeper, _ = expand(tmp_path, pack_zip({"内.zip": data}))
    broken = [task.label for task in deeper if task.refused]
    assert broken == ["档案.zip/内.zip/内.zip/内.zip"]


def test_equal_names_do_not_collide_and_lead_nowhere(tmp_path: Path) -> None:
    names = ("a.txt", "q.txt", "../../a.txt", "/etc/b.txt", "C:\\c.txt", ".x/d.txt")
    data = pack_zip(dict.fromkeys(names, b"x")).replace(b"q.txt", b"a.txt")
    tasks, left_out = expand(tmp_path, data)
    assert labels(tasks) == [
        "档案.zip/a.txt",
        "档案.zip/a~2.txt",
        "档案.zip/a~3.txt",
        "档案.zip/etc/b.txt",
        "档案.zip/c.txt",
    ]
    assert left_out.said.en == "1 hidden"


def test_an_office_file_is_no_archive(tmp_path: Path) -> None:
    data = pack_zip({"word/document.xml": b"<x/>"})
    [task], _ = expand(tmp_path, data, "a.docx")
    assert (task.label, task.data) == ("a.docx", None)


def flagged(data: bytes) -> bytes:
    """The same archive, its members said to be encrypted."""
    entry = data.index(b"PK\x01\x02")
    return data[:6] + b"\x01" + data[7 : entry + 8] + b"\x01" + data[entry + 9 :]


BROKEN = {
    "encrypted": (flagged(pack_zip({"a.txt": LINES})), "password"),
    "cut off": (pack_zip({"a.txt": LINES})[:-30], "damaged"),
    "nothing to read": (pack_zip({"a.png": b"x"}), "No file in it"),
    "a bomb": (pack_zip({"a.txt": b"0" * 40_000_000}), "bomb"),
    "too large": (pack_zip({"a.txt": bytes(range(256)) * 8000}), "1,000,000 bytes"),
    "a tar cut off": (pack_tar({"a.txt": LINES}, "w:gz")[:-300], "damaged"),
    "no gzip": (b"\x1f\x8b" + b"x" * 100, "damaged"),
    "no xz": (b"\xfd7zXZ\x00" + b"x" * 100, "damaged"),
    "no bzip2": (b"BZh9" + b"x" * 100, "damaged"),
    "no 7z": (b"7z\xbc\xaf\x27\x1c" + b"x" * 100, "damaged"),
    "7z with a password": (pack_7z({"a.txt": LINES}, "x"), "password"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_bad_archive_is_one_line(tmp_path: Path, kind: str) -> None:
    data, why = BROKEN[kind]
    tasks, _ = expand(tmp_path, data)
    assert why in said(tasks)


def test_too_many_members_are_refused_before_they_are_listed(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(MOST_MEMBERS + 1):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), b"")
    assert "more than 20,000 files" in said(expand(tmp_path, packed.getvalue())[0])


def test_a_bad_member_costs_one_line_and_its_neighbours_nothing(tmp_path: Path) -> None:
    data = pack_zip({"a.txt": LINES, "b.txt": PAGE, "c.txt": LINES})
    at = data.index(b"b.txt") + 20
    tasks, _ = expand(tmp_path, data[:at] + b"\xff" * 8 + data[at + 8 :])
    assert [bool(task.refused) for task in tasks] == [False, True, False]
    assert [task.data == LINES for task in tasks] == [True, False, True]


def test_a_member_is_found_again_by_the_path_in_its_record(tmp_path: Path) -> None:
    inner = pack_zip({"报告.txt": LINES})
    (tmp_path / "a.zip").write_bytes(pack_zip({"内/b.zip": inner}))
    path = tmp_path / "a.zip" / "内" / "b.zip" / "报告.txt"
    assert read_document(path, LIMIT).text.encode() == LINES
    with pytest.raises(UnreadableFile, match="does not exist"):
        read_document(tmp_path / "a.zip" / "none.txt", LIMIT)
    with pytest.raises(UnreadableFile, match="gouji extract"):
        read_document(tmp_path / "a.zip", LIMIT)


def test_rar_is_said_how_to_unpack(tmp_path: Path) -> None:
    (tmp_path / "a.rar").write_bytes(b"Rar!\x1a\x07\x01\x00")
    with pytest.raises(UnreadableFile, match="unpack it"):
        read_document(tmp_path / "a.rar", LIMIT)


def run(*arguments: object) -> str:
    done = CliRunner().invoke(app, ["--lang", "en", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.output + (done.stderr if done.stderr else "")


@pytest.fixture
def archives(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "甲.zip").write_bytes(pack_zip({"报告.txt": LINES, "坏.docx": b"PK\x03\x04"}))
    (folder / "乙.tar.gz").write_bytes(pack_tar({"报告.txt": PAGE, "网页.html": PAGE}, "w:gz"))
    (folder / "丙.txt").write_bytes(LINES)
    return folder


def test_a_run_goes_through_archives_and_goes_on(archives: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    said = run("extract", archives, "-o", out)
    names = [json.loads(line)["source"]["path"] for line in out.read_text("utf-8").splitlines()]
    assert [name.removeprefix(f"{archives}/") for name in names] == [
        "丙.txt",
        "乙.tar.gz/报告.txt",
        "乙.tar.gz/网页.html",
        "甲.zip/报告.txt",
        "甲.zip/坏.docx",
    ]
    assert "甲.zip/坏.docx" in said
    assert "5 reports" in said
    assert "4 files kept from before" in run("extract", archives, "-o", out)
    (archives / "甲.zip").write_bytes(pack_zip({"报告.txt": LINES + b"\n", "新.txt": LINES}))
    again = run("extract", archives, "-o", out)
    assert "3 files kept from before" in again


def test_results_in_a_folder_stay_in_it(tmp_path: Path) -> None:
    bad = pack_zip({"../../../逃.txt": LINES, "内/con.txt": LINES, "A.txt": LINES, "a.txt": LINES})
    (tmp_path / "甲.zip").write_bytes(bad)
    (tmp_path / "乙.zip").write_bytes(pack_zip({"a.txt": LINES}))
    out = tmp_path / "out"
    out.mkdir()
    run("extract", tmp_path / "甲.zip", tmp_path / "乙.zip", "--format", "json", "-o", out)
    written = sorted(p.relative_to(out).as_posix() for p in out.rglob("*.json"))
    assert len(written) == 5
    assert "甲.zip/内/%63on.txt.json" in written
    assert "甲.zip/逃.txt.json" in written
    assert "乙.zip/a.txt.json" in written
    outside = {p.name for p in tmp_path.iterdir()} - {"甲.zip", "乙.zip", "out"}
    assert not outside


@pytest.mark.parametrize(
    "name", ["..", "a/../..", "\\\\server\\share\\x", "c:/x", "a\0b", "./.", "\udcff"]
)
def test_no_name_leads_out(name: str) -> None:
    steps = safe_name(name).split("/")
    assert steps
    assert not {"", ".", "..", "c:"} & set(steps)
    assert safe_name(name).encode()


@pytest.mark.parametrize(
    ("name", "advice"),
    [("档案.zip", "Unpack it with another program"), ("报告.docx", "save it as a new file")],
)
def test_what_cannot_be_opened_says_what_to_do_with_it(
    tmp_path: Path, name: str, advice: str
) -> None:
    tasks, _ = expand(tmp_path, b"PK\x03\x04" + b"broken" * 9, name)
    assert advice in said(tasks)
