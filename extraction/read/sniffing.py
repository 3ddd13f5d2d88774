"""What bytes are that are no text, by their first few bytes."""

from typing import NamedTuple

from extraction.values.bilingual import Bilingual


class Magic(NamedTuple):
    """How files of one kind begin, their media type, and what a person calls them."""

    begins: bytes
    media_type: str
    name: Bilingual


MAGIC = (
    Magic(b"\x89PNG\r\n\x1a\n", "image/png", Bilingual("a PNG image", "PNG图片")),
    Magic(b"\xff\xd8\xff", "image/jpeg", Bilingual("a JPEG image", "JPEG图片")),
    Magic(b"GIF87a", "image/gif", Bilingual("a GIF image", "GIF图片")),
    Magic(b"GIF89a", "image/gif", Bilingual("a GIF image", "GIF图片")),
    Magic(b"II*\x00", "image/tiff", Bilingual("a TIFF image", "TIFF图片")),
    Magic(b"MM\x00*", "image/tiff", Bilingual("a TIFF image", "TIFF图片")),
    Magic(b"%PDF-", "application/pdf", Bilingual("a PDF document", "PDF文档")),
    Magic(
        b"PK\x03\x04",
        "application/zip",
        Bilingual(
            "a zip archive (.docx, .xlsx and .wps files are such archives)",
            "压缩包（.docx、.xlsx、.wps 文件都是这种压缩包）",
        ),
    ),
    Magic(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "application/x-ole-storage",
        Bilingual(
            "an old Office document (.doc, .xls or .wps)", "旧版Office文档（.doc、.xls 或 .wps）"
        ),
    ),
    Magic(b"{\\rtf", "application/rtf", Bilingual("an RTF document", "RTF文档")),
    Magic(b"Rar!\x1a\x07", "application/vnd.rar", Bilingual("a RAR archive", "RAR压缩包")),
    Magic(
        b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", Bilingual("a 7z archive", "7z压缩包")
    ),
    Magic(b"\x1f\x8b", "application/gzip", Bilingual("a gzip archive", "gzip压缩包")),
    Magic(
        b"SQLite format 3\x00",
        "application/vnd.sqlite3",
        Bilingual("a SQLite database", "SQLite数据库"),
    ),
    Magic(b"\x7fELF", "application/x-executable", Bilingual("a program", "程序")),
)
WEBP = Magic(b"RIFF", "image/webp", Bilingual("a WebP image", "WebP图片"))


def find_magic(data: bytes) -> Magic | None:
    r"""Return the kind of file that begins like this; None if it may be text.

    >>> find_magic(b"\x89PNG\r\n\x1a\n...").name.en
    'a PNG image'
    >>> find_magic("年度报告".encode())
    """
    if data[:4] == WEBP.begins and data[8:12] == b"WEBP":
        return WEBP
    return next((magic for magic in MAGIC if data.startswith(magic.begins)), None)
