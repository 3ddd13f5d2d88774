"""What a file is, by its bytes: an ending may say anything, and often does."""

import re
from typing import IO, NamedTuple

from extraction.read.sniffing import find_magic
from extraction.values.bilingual import Bilingual

ZIP, OLE = "application/zip", "application/x-ole-storage"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DOC, XLS, RTF = "application/msword", "application/vnd.ms-excel", "application/rtf"
ODT, WORD_XML = "application/vnd.oasis.opendocument.text", "application/vnd.ms-word.xml"
RAR, SEVEN_ZIP = "application/vnd.rar", "application/x-7z-compressed"
GZIP, BZIP2, XZ, TAR = (
    "application/gzip",
    "application/x-bzip2",
    "application/x-xz",
    "application/x-tar",
)
MAIL = "message/rfc822"
LOCKED = "application/x-encrypted-office"
ARCHIVES = frozenset({ZIP, SEVEN_ZIP, GZIP, BZIP2, XZ, TAR})


class FileKind(NamedTuple):
    """A kind of file: its media type, and what a person calls it."""

    media_type: str
    name: Bilingual


_LOCKED = FileKind(
    LOCKED,
    Bilingual("an office file protected by a password", "有密码保护的Office文件"),
)
_PACKAGES = (
    ("word/document.xml", FileKind(DOCX, Bilingual("a Word document", "Word文档"))),
    ("xl/workbook.xml", FileKind(XLSX, Bilingual("a workbook", "工作簿"))),
    (
        "xl/workbook.bin",
        FileKind(
            "application/vnd.ms-excel.sheet.binary.macroenabled.12",
            Bilingual("a binary workbook (.xlsb)", "二进制工作簿（.xlsb）"),
        ),
    ),
    (
        "ppt/presentation.xml",
        FileKind(
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Bilingual("a presentation", "演示文稿"),
        ),
    ),
)
_MAIN_PARTS = {
    b"wordprocessingml": _PACKAGES[0][1],
    b"spreadsheetml": _PACKAGES[1][1],
    b"presentationml": _PACKAGES[3][1],
}
_ODF = {
    "application/vnd.oasis.opendocument.text": FileKind(
        ODT, Bilingual("an OpenDocument text", "OpenDocument文本")
    ),
    "application/vnd.oasis.opendocument.spreadsheet": FileKind(
        ODS, Bilingual("an OpenDocument spreadsheet", "OpenDocument表格")
    ),
}
_STORAGES = (
    ("EncryptedPackage", _LOCKED),
    ("WordDocument", FileKind(DOC, Bilingual("an old Word document", "旧版Word文档"))),
    ("Workbook", FileKind(XLS, Bilingual("an old workbook", "旧版工作簿"))),
    ("Book", FileKind(XLS, Bilingual("an old workbook", "旧版工作簿"))),
    (
        "PowerPoint Document",
        FileKind("application/vnd.ms-powerpoint", Bilingual("an old presentation", "旧版演示文稿")),
    ),
)
_SHEET_ENDINGS = (".xls", ".et", ".xlt", ".ett")
_MAIL_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,200}"
)
_MAIL_SIGN = re.compile(rb"^(?:mime-version\s*:|content-type\s*:\s*multipart/)", re.I | re.M)
HEAD = 64 * 1024
"""Bytes that are enough to know most kinds by."""
_WORD_XML = re.compile(rb"progid=\"Word\.Document\"|<w:wordDocument\b")
_OTHERS = (
    (b"BZh", FileKind(BZIP2, Bilingual("a bzip2 archive", "bzip2压缩包"))),
    (b"\xfd7zXZ\x00", FileKind(XZ, Bilingual("an xz archive", "xz压缩包"))),
)
_TAR = FileKind(TAR, Bilingual("a tar archive", "tar归档"))
_TAR_SIGN, _TAR_AT = b"ustar", 257


def find_kind(data: bytes, label: str = "") -> FileKind | None:
    r"""Return what bytes are that are no plain text; None for what may be text.

    The label's ending decides only between what one container may be at once.

    >>> find_kind(b"{\\rtf1 ...").media_type
    'application/rtf'
    >>> find_kind("年度报告".encode())
    """
    for begins, kind in _OTHERS:
        if data.startswith(begins):
            return kind
    if data[_TAR_AT : _TAR_AT + len(_TAR_SIGN)] == _TAR_SIGN:
        return _TAR
    magic = find_magic(data)
    if magic is not None:
        kind = FileKind(magic.media_type, magic.name)
        if magic.media_type == ZIP:
            return find_package_kind(data) or kind
        return _find_storage_kind(data, label) or kind if magic.media_type == OLE else kind
    head = data[:HEAD]
    mail = _MAIL_HEAD.match(head)
    if mail is not None and _MAIL_SIGN.search(mail[0]):
        return FileKind(MAIL, Bilingual("a mail or an archived page", "邮件或网页归档"))
    if head.lstrip().startswith(b"<?xml") and _WORD_XML.search(head):
        return FileKind(WORD_XML, Bilingual("a Word document in XML", "XML格式的Word文档"))
    return None


def find_kind_of_file(file: IO[bytes]) -> str | None:
    """Return the media type of an open file of any size, as far as its head tells."""
    head = file.read(HEAD)
    if head.startswith(b"PK\x03\x04"):
        package = find_package_kind(file)
        return package.media_type if package is not None else ZIP
    kind = find_kind(head)
    return kind.media_type if kind is not None else None


def find_package_kind(source: bytes | IO[bytes]) -> FileKind | None:
    """Return which office program's file a zip archive is; None for any other archive."""
    from extraction.read.package import BrokenArchiveError, open_package

    try:
        package = open_package(source)
        for part, kind in _PACKAGES:
            if package.holds(part):
                return kind
        if package.holds("mimetype") and package.holds("content.xml"):
            named = package.read("mimetype") or b""
            return _ODF.get(named.decode("ascii", "replace").strip())
        types = package.read("[Content_Types].xml") if package.holds("_rels/.rels") else None
    except BrokenArchiveError:
        return None  # who reads it says what is wrong
    return next((kind for sign, kind in _MAIN_PARTS.items() if types and sign in types), None)


def _find_storage_kind(data: bytes, label: str) -> FileKind | None:
    """Return which program's file an OLE storage is, by the names of the streams in it."""
    found = [kind for name, kind in _STORAGES if name.encode("utf-16-le") + b"\0\0" in data]
    if len(found) > 1 and found[0].media_type == DOC and label.lower().endswith(_SHEET_ENDINGS):
        return found[1]  # a workbook that holds a Word document
    return found[0] if found else None
