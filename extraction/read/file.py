"""Path or bytes to Document; everything that can go wrong on the way is worded here."""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from extraction.read.boxes import holds_boxes, read_boxes
from extraction.read.decoding import decode
from extraction.read.kinds import ARCHIVES, MAIL, RAR, find_kind
from extraction.read.office import OFFICE_READERS, is_separated, read_separated
from extraction.read.turned import find_turned, merge_veils
from extraction.values.bilingual import Bilingual
from extraction.values.document import Content, Document, PageTag
from extraction.values.errors import UnreadableFile
from extraction.values.refusals import explain_refusal

if TYPE_CHECKING:
    from extraction.read.html.html_page import RenderedPage
    from extraction.read.html.html_picture import HeldPictures

Reader = Callable[[str, bytes], Content]
"""A reader of one format: the file's name, for messages, and its bytes; it imports its library."""

PLAIN_ENDINGS = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}
SEPARATED = frozenset({"text/csv", "text/tab-separated-values"})
HTML_ENDINGS = frozenset({".html", ".htm", ".shtml", ".xhtml"})
OFFICE_ENDINGS = frozenset(
    {".docx", ".docm", ".doc", ".wps", ".rtf", ".odt", ".xlsx", ".xlsm", ".xls", ".et", ".ods"}
)
SHEET_ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods"})
PACKED_ENDINGS = frozenset(
    {".zip", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz", ".rar"}
)
MAIL_ENDINGS = frozenset({".eml", ".mht", ".mhtml"})
PICTURES = ("image/png", "image/jpeg", "image/tiff", "image/webp")
PICTURE_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"})
KNOWN_ENDINGS = (
    frozenset(PLAIN_ENDINGS)
    | HTML_ENDINGS
    | OFFICE_ENDINGS
    | PACKED_ENDINGS
    | MAIL_ENDINGS
    | {".pdf"}
)
WHOLE_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.I | re.S
)
TABLE = re.compile(r"<table[\s>]", re.I)
MARKUP = re.compile(r"</?[a-z][a-z0-9]*[\s/>]|<!doctype", re.I)
AS_TEXT = Bilingual(
    "save what it shows as .txt, .md or .html and read that",
    "把显示的内容另存为 .txt、.md 或 .html 再读取",
)


def read_document(path: Path, max_bytes: int) -> Document:
    """Read one file whole; UnreadableFile says in a sentence what is wrong and what to do."""
    try:
        looked = path.stat()
        _refuse_unfit(path, looked, max_bytes)
        with path.open("rb") as file:
            data = file.read(looked.st_size + 1)
            if len(data) > looked.st_size:  # it has grown since we looked
                data += file.read(max_bytes + 1 - len(data))
    except (OSError, ValueError) as error:
        member = _find_member(path, max_bytes)
        if member is not None:
            return document_from_bytes(str(path), member)
        raise open_failure(str(path), error) from error
    if len(data) > max_bytes:
        raise _too_large(path, len(data), max_bytes)
    return document_from_bytes(str(path), data)


def document_from_bytes(label: str, data: bytes) -> Document:
    r"""Turn bytes into a Document; the label's ending, else the content, says which format.

    A label without a known ending (standard input) is HTML if it opens as a whole page.

    >>> document_from_bytes("a.txt", b"7\r\n").text
    '7\r\n'
    >>> document_from_bytes("a.html", b"<td>7<td>8").text
    '7 | 8\n'
    """
    if not data:
        raise UnreadableFile(
            f"{label} is empty (0 bytes): get the report again.",
            f"{label} 是空文件（0 字节）：请重新获取报告。",
        )
    media_type = recognise(label, data)
    if media_type is None:
        media_type, content = read_characters(label, data)
    else:
        content = READERS[media_type](label, data)
    text, grids = content.text, content.grids
    return Document(
        path=label,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        media_type=media_type,
        encoding=content.encoding,
        grids=grids,
        notices=content.notices,
        tags=content.tags,
        veils=merge_veils((*content.veils, *find_turned(text, grids))),
        places=content.places,
        remarks=content.remarks,
        unread=content.unread,
        scanned=content.scanned,
        pictures=content.pictures,
    )


def recognise(label: str, data: bytes) -> str | None:
    """Return the media type that bytes tell by themselves; None for what may be text."""
    kind = find_kind(data, label)
    return kind.media_type if kind and kind.media_type in READERS else None


def read_picture_within(label: str, data: bytes) -> Document | None:
    """Return the tables that a picture in a file shows; None without any, or without gouji[ocr].

    Of several pictures in one, films among them, only the first would be shown: none is read.
    """
    from extraction.read.scan.scanned_file import is_one_picture

    if recognise(label, data) not in PICTURES or not is_one_picture(data):
        return None
    try:
        document = document_from_bytes(label, data)
    except UnreadableFile:
        return None
    return document if document.grids else None


def read_characters(
    label: str, data: bytes, held: "HeldPictures | None" = None
) -> tuple[str, Content]:
    """Read what is text: return its media type, by its ending and its words, and what it says.

    held: the pictures that stand beside a page in the same file.
    """
    if (kind := find_kind(data, label)) is not None:
        if kind.media_type == RAR:
            raise UnreadableFile(
                f"{label} is {kind.name.en}, which is not opened: unpack it (WinRAR, 7-Zip or"
                " Bandizip do it) and read the folder.",
                f"{label} 是{kind.name.zh}，暂不支持：请先解压（WinRAR、7-Zip、Bandizip 均可），"
                "再读取解压出的文件夹。",
            )
        if kind.media_type in ARCHIVES:
            raise UnreadableFile(
                f"{label} is {kind.name.en}: `gouji extract` reads the reports in it; one of them"
                f" is named {label}/NAME.",
                f"{label} 是{kind.name.zh}：`gouji extract` 会读取其中的报告；"
                f"单个报告写作 {label}/文件名。",
            )
        raise UnreadableFile(
            f"{label} is {kind.name.en}, not text: {AS_TEXT.en}.",
            f"{label} 是{kind.name.zh}，不是文本：请{AS_TEXT.zh}。",
        )
    decoded = decode(data)
    if decoded is None:
        raise _refuse_unreadable(label)
    if not decoded.text.strip():
        raise UnreadableFile(
            f"{label} holds nothing but blanks: get the report again.",
            f"{label} 只有空白：请重新获取报告。",
        )
    media_type = find_media_type(label, decoded.text)
    if media_type == "text/plain" and is_separated(decoded.text):
        media_type = "text/csv"
    if media_type in SEPARATED:
        content = read_separated(label, decoded.text, decoded.encoding)
        return media_type, content._replace(notices=decoded.notices)
    if media_type != "text/html":
        text, encoding = decoded.text, decoded.encoding
        content = read_boxes(text, encoding) if holds_boxes(text) else Content(text, encoding)
        return media_type, content._replace(notices=decoded.notices)
    page = _render(label, decoded.text, held)
    return media_type, Content(
        page.text,
        decoded.encoding,
        page.grids,
        page.veils,
        _find_tags(decoded.text),
        decoded.notices,
        scanned=page.scanned,
        pictures=page.pictures,
    )


def _find_member(path: Path, max_bytes: int) -> bytes | None:
    """Return what a path through an archive leads to, as records name a report in one."""
    from extraction.read.package import BrokenArchiveError
    from extraction.read.packed.archives import find_member

    try:
        return find_member(path, max_bytes)
    except BrokenArchiveError as error:
        said = error.said
        raise UnreadableFile(
            f"{path} cannot be unpacked ({said.en}): unpack it with another program.",
            f"{path} 无法解压（{said.zh}）：请用其他程序解压。",
        ) from error
    except (OSError, ValueError):
        return None  # the path itself says what is wrong


def open_failure(name: str, error: OSError | ValueError) -> UnreadableFile:
    """Word why a file could not be opened, and what to do next.

    >>> open_failure("a.txt", FileNotFoundError(2, "No such file")).said.en
    'a.txt does not exist: check the path.'
    >>> open_failure("a.txt", PermissionError(13, "Permission denied")).said.zh
    'a.txt 当前用户无权读取：请修改权限，或复制一份。'
    """
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return UnreadableFile(
                f"{name} does not exist: check the path.", f"{name} 不存在：请检查路径。"
            )
        case PermissionError():
            return UnreadableFile(
                f"{name} may not be read by this user: change its permissions or copy it.",
                f"{name} 当前用户无权读取：请修改权限，或复制一份。",
            )
        case OSError():
            why = explain_refusal(error)
            return UnreadableFile(
                f"{name} could not be read ({why.en}): copy it to a local disk and try again.",
                f"{name} 无法读取（{why.zh}）：请复制到本地磁盘后重试。",
            )
    return UnreadableFile(
        f"{name!r} is no possible file name ({error}): check the path.",
        f"{name!r} 不能作为文件名（{error}）：请检查路径。",
    )


def find_media_type(label: str, text: str) -> str:
    r"""Choose the format by the ending, and by the content where the ending says nothing.

    >>> find_media_type("a.txt", "<!doctype html><p>x"), find_media_type("-", "<html><p>x")
    ('text/plain', 'text/html')
    >>> find_media_type("a.HTM", "<p>x"), find_media_type("a.htm", "no markup: 3 < 5")
    ('text/html', 'text/plain')
    >>> find_media_type("a.xls", "<meta><table><tr>"), find_media_type("a.xls", "1\t2")
    ('text/html', 'text/tab-separated-values')
    """
    ending = os.path.splitext(label)[1].lower()
    if ending in HTML_ENDINGS:
        return "text/html" if MARKUP.search(text) else "text/plain"
    if ending in PLAIN_ENDINGS:
        return PLAIN_ENDINGS[ending]
    if WHOLE_PAGE.match(text) or (ending in OFFICE_ENDINGS and TABLE.search(text)):
        return "text/html"
    return "text/tab-separated-values" if ending in SHEET_ENDINGS else "text/plain"


def _refuse_unfit(path: Path, status: os.stat_result, max_bytes: int) -> None:
    """Raise for what must not be opened: a folder, a device, a file over the limit."""
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableFile(
            f"{path} is a folder, not a file: name a report in it, or give it to `gouji extract`.",
            f"{path} 是文件夹，不是文件：请指定其中的报告，或交给 `gouji extract`。",
        )
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile(
            f"{path} is a pipe or a device, not a file: give its text on standard input, as `-`.",
            f"{path} 是管道或设备，不是文件：请改从标准输入读取，写作 `-`。",
        )
    if status.st_size > max_bytes:
        raise _too_large(path, status.st_size, max_bytes)


def _too_large(path: Path, size: int, max_bytes: int) -> UnreadableFile:
    return UnreadableFile(
        f"{path} is too large (at least {size:,} bytes, the limit is {max_bytes:,}):"
        " cut the report out of it and read that.",
        f"{path} 太大（至少 {size:,} 字节，上限 {max_bytes:,}）：请截取其中的报告再读取。",
    )


def _read_mail(label: str, data: bytes) -> Content:
    """Read a mail, or a page that a browser has archived, as the page that it shows."""
    from extraction.read.html.html_picture import HeldPictures
    from extraction.read.packed.mail import find_page

    page = find_page(data)
    if not page.data.strip():
        raise UnreadableFile(
            f"{label} holds no page and no text: get the report again.",
            f"{label} 中没有网页或文字：请重新获取报告。",
        )
    name = f"{label}{'.html' if page.is_html else '.txt'}"
    return read_characters(name, page.data, HeldPictures(page.parts, page.bases))[1]


def _refuse_unreadable(label: str) -> UnreadableFile:
    """Return what is said of bytes that are neither text nor any kind of file that is known."""
    ending = PurePath(label).suffix.lower()
    if ending in KNOWN_ENDINGS - PLAIN_ENDINGS.keys() - HTML_ENDINGS:
        return UnreadableFile(
            f"{label} is named a {ending} file, and nothing in it is one: it may be damaged, or"
            " not all of it is there; get it again.",
            f"{label} 名为 {ending} 文件，内容却不是：可能已损坏或不完整，请重新获取。",
        )
    return UnreadableFile(
        f"{label} is no text in UTF-8, UTF-16, GB18030 or Big5: it may be damaged or binary;"
        f" get it again, or {AS_TEXT.en}.",
        f"{label} 不是 UTF-8、UTF-16、GB18030 或 Big5 文本，可能已损坏或是二进制文件："
        f"请重新获取，或者{AS_TEXT.zh}。",
    )


def _find_tags(html: str) -> tuple[PageTag, ...]:
    from extraction.read.html.html_meta import find_page_tags

    return find_page_tags(html)


def _render(label: str, html: str, held: "HeldPictures | None") -> "RenderedPage":
    """Render a page; selectolax is imported only once a page is met."""
    from extraction.read.html.html_page import render_html_page
    from extraction.read.html.html_picture import NOTHING_HELD, PagePictures, PictureReader
    from extraction.read.html.source import TangledPageError, close_empty_elements
    from extraction.read.scan.scanned_file import measure_picture

    if label.lower().endswith(".xhtml"):
        html = close_empty_elements(html)
    try:
        reader = PictureReader(measure_picture, read_picture_within)
        return render_html_page(html, PagePictures(held or NOTHING_HELD, reader))
    except TangledPageError as error:
        raise UnreadableFile(
            f"{label} cannot be taken apart ({error.said.en}):"
            f" open it in a browser and {AS_TEXT.en}.",
            f"{label} 无法解析（{error.said.zh}）：请用浏览器打开，{AS_TEXT.zh}。",
        ) from error


def _read_pdf(label: str, data: bytes) -> Content:
    from extraction.read.scan.scanned_file import read_pdf_or_scan

    return read_pdf_or_scan(label, data)


def _read_picture(label: str, data: bytes) -> Content:
    from extraction.read.scan.scanned_file import read_picture_file

    return read_picture_file(label, data)


READERS: Mapping[str, Reader] = {
    **OFFICE_READERS,
    MAIL: _read_mail,
    "application/pdf": _read_pdf,
    **dict.fromkeys(PICTURES, _read_picture),
}
"""Readers of what is no text, by the media type that the bytes tell."""
