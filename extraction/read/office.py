"""Readers of office files: what cannot be read is refused in one sentence."""

from collections.abc import Callable, Mapping

from extraction.read.kinds import DOCX
from extraction.read.package import BrokenArchiveError, Package, open_package
from extraction.read.xml_tree import BrokenXmlError
from extraction.values.bilingual import Bilingual
from extraction.values.document import Content
from extraction.values.errors import UnreadableFile


def read_docx(label: str, data: bytes) -> Content:
    """Read a Word document (.docx, .docm, and WPS's of the same make)."""
    from extraction.read.word_page import read_word

    again = Bilingual("save it once more as .docx", "另存为 .docx")
    return _read_package(label, data, read_word, again)


OFFICE_READERS: Mapping[str, Callable[[str, bytes], Content]] = {
    DOCX: read_docx,
}
"""Readers by media type."""


def _read_package(
    label: str, data: bytes, read: Callable[[Package], Content], again: Bilingual
) -> Content:
    try:
        content = read(open_package(data))
    except (BrokenXmlError, BrokenArchiveError) as error:
        said = error.said
        raise UnreadableFile(
            f"{label} cannot be taken apart ({said.en}): open it in Word, WPS or LibreOffice,"
            f" {again.en} and read that.",
            f"{label} 无法解析（{said.zh}）：请用 Word、WPS 或 LibreOffice 打开，"
            f"{again.zh}后再读取。",
        ) from error
    return refuse_empty(label, content)


def refuse_empty(label: str, content: Content) -> Content:
    """Return what was read; UnreadableFile if nothing was."""
    if not content.text.strip():
        raise UnreadableFile(
            f"{label} shows no text: get the report again.",
            f"{label} 没有可显示的文字：请重新获取报告。",
        )
    return content
