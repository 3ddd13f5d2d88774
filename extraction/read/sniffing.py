"""What bytes look like that are no text, by their first few bytes."""

from extraction.values.bilingual import Bilingual

MAGIC = (
    (b"\x89PNG\r\n\x1a\n", Bilingual("a PNG image", "PNG图片")),
    (b"\xff\xd8\xff", Bilingual("a JPEG image", "JPEG图片")),
    (b"GIF87a", Bilingual("a GIF image", "GIF图片")),
    (b"GIF89a", Bilingual("a GIF image", "GIF图片")),
    (b"II*\x00", Bilingual("a TIFF image", "TIFF图片")),
    (b"MM\x00*", Bilingual("a TIFF image", "TIFF图片")),
    (b"%PDF-", Bilingual("a PDF document", "PDF文档")),
    (
        b"PK\x03\x04",
        Bilingual(
            "a zip archive (.docx, .xlsx and .wps files are such archives)",
            "压缩包（.docx、.xlsx、.wps 文件都是这种压缩包）",
        ),
    ),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        Bilingual(
            "an old Office document (.doc, .xls or .wps)", "旧版Office文档（.doc、.xls 或 .wps）"
        ),
    ),
    (b"{\\rtf", Bilingual("an RTF document", "RTF文档")),
    (b"Rar!\x1a\x07", Bilingual("a RAR archive", "RAR压缩包")),
    (b"7z\xbc\xaf\x27\x1c", Bilingual("a 7z archive", "7z压缩包")),
    (b"\x1f\x8b", Bilingual("a gzip archive", "gzip压缩包")),
    (b"SQLite format 3\x00", Bilingual("a SQLite database", "SQLite数据库")),
    (b"\x7fELF", Bilingual("a program", "程序")),
)


def describe_binary(data: bytes) -> Bilingual | None:
    r"""Say what kind of file begins like this; None if it may be text.

    >>> describe_binary(b"\x89PNG\r\n\x1a\n...").en
    'a PNG image'
    >>> describe_binary("年度报告".encode())
    """
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Bilingual("a WebP image", "WebP图片")
    return next((name for magic, name in MAGIC if data.startswith(magic)), None)
