"""Readers of office files: what cannot be read is refused in one sentence."""

from collections.abc import Callable, Mapping

from extraction.read.kinds import DOC, DOCX, LOCKED, ODS, ODT, RTF, WORD_XML, XLS, XLSX, find_kind
from extraction.read.package import BrokenArchiveError, Package, open_package
from extraction.read.sheets.sheet_names import MOST_CELLS, CrowdedSheetError
from extraction.read.xml_tree import BrokenXmlError
from extraction.values.bilingual import Bilingual
from extraction.values.document import Content
from extraction.values.errors import UnreadableFile

FEWEST_SEPARATORS = 40
"""A text with fewer commas holds no table between them: the three tables have hundreds."""
_OLD_ENDINGS = {DOC: ".doc", RTF: ".rtf", ODT: ".odt", WORD_XML: ".xml"}


def read_docx(label: str, data: bytes) -> Content:
    """Read a Word document (.docx, .docm, and WPS's of the same make)."""
    from extraction.read.word.word_page import read_word

    again = Bilingual("save it once more as .docx", "另存为 .docx")
    return _read_package(label, data, read_word, again)


def read_workbook(label: str, data: bytes) -> Content:
    """Read a workbook (.xlsx, .xlsm, and WPS's of the same make)."""
    from extraction.read.sheets.xlsx_book import read_xlsx

    again = Bilingual("save it once more as .xlsx", "另存为 .xlsx")
    return _read_package(label, data, read_xlsx, again)


def read_spreadsheet(label: str, data: bytes) -> Content:
    """Read an OpenDocument spreadsheet (.ods)."""
    from extraction.read.sheets.ods_book import read_ods

    again = Bilingual("save it once more as .xlsx", "另存为 .xlsx")
    return _read_package(label, data, read_ods, again)


def read_old_workbook(label: str, data: bytes) -> Content:
    """Read an old workbook (.xls, .et)."""
    from extraction.read.sheets.xls_book import BrokenWorkbookError, is_locked, read_xls

    if is_locked(data):
        raise locked(label)
    try:
        content = read_xls(data)
    except CrowdedSheetError as error:
        raise _crowded(label) from error
    except BrokenWorkbookError as error:
        raise UnreadableFile(
            f"{label} is a damaged workbook: open it in Excel, WPS or LibreOffice, save it as"
            " .xlsx and read that.",
            f"{label} 是已损坏的工作簿：请用 Excel、WPS 或 LibreOffice 打开，另存为 .xlsx 再读取。",
        ) from error
    return refuse_empty(label, content)


def is_separated(text: str) -> bool:
    """Tell a plain text that prints its tables as separated values, whatever its name."""
    if max(text.count(","), text.count(";")) < FEWEST_SEPARATORS:
        return False
    from extraction.read.sheets.csv_table import holds_separated

    return holds_separated(text)


def read_separated(label: str, text: str, encoding: str) -> Content:
    """Read values parted by commas, tabs or semicolons (.csv, .tsv)."""
    from extraction.read.sheets.csv_table import read_csv

    try:
        return refuse_empty(label, read_csv(text, encoding))
    except CrowdedSheetError as error:
        raise _crowded(label) from error


def read_by_libre_office(label: str, data: bytes) -> Content:
    """Read what only LibreOffice opens for us (.doc, .wps, .rtf, .odt)."""
    from extraction.read.libre_office import to_docx

    kind = find_kind(data, label)
    ending = _OLD_ENDINGS[kind.media_type] if kind is not None else ".doc"
    return read_docx(label, to_docx(label, data, ending))


def refuse_locked(label: str, data: bytes) -> Content:
    """Refuse a file that only a password opens."""
    del data
    raise locked(label)


def locked(label: str) -> UnreadableFile:
    """Word that a password protects a file."""
    return UnreadableFile(
        f"{label} is protected by a password: open it, save it without one, and read that.",
        f"{label} 有密码保护：请打开后去掉密码另存，再读取。",
    )


OFFICE_READERS: Mapping[str, Callable[[str, bytes], Content]] = {
    DOCX: read_docx,
    XLSX: read_workbook,
    ODS: read_spreadsheet,
    XLS: read_old_workbook,
    LOCKED: refuse_locked,
    **dict.fromkeys(_OLD_ENDINGS, read_by_libre_office),
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
    except CrowdedSheetError as error:
        raise _crowded(label) from error
    return refuse_empty(label, content)


def _crowded(label: str) -> UnreadableFile:
    return UnreadableFile(
        f"{label} has more than {MOST_CELLS:,} cells: copy the report to a sheet of its own.",
        f"{label} 超过 {MOST_CELLS:,} 个单元格：请把报告复制到单独的工作表。",
    )


def refuse_empty(label: str, content: Content) -> Content:
    """Return what was read; UnreadableFile if nothing was."""
    if not content.text.strip():
        raise UnreadableFile(
            f"{label} shows no text: get the report again.",
            f"{label} 没有可显示的文字：请重新获取报告。",
        )
    return content
