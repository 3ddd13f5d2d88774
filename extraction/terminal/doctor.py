"""What is installed and what each missing part would add, for `gouji doctor`."""

import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import NamedTuple

from extraction.llm.reachable import ask_for_models, find_address
from extraction.read.file import READERS
from extraction.read.libre_office import find_office
from extraction.read.scan.engine import SECOND_ENGINE
from extraction.read.scan.scanned_file import has_ocr
from extraction.terminal.defaults import FILE, read_defaults
from extraction.values.bilingual import Bilingual, alike

_PDF = "application/pdf"


class InstalledPart(NamedTuple):
    """A part of gouji: whether it is there, what it reads, and how to get it if it is not."""

    there: bool
    reads: Bilingual
    how: Bilingual


def find_parts() -> Iterator[InstalledPart]:
    """Yield what reads files, one after the other."""
    here = alike("")
    yield InstalledPart(
        True, Bilingual("text, Markdown: .txt .md", "文本、Markdown：.txt .md"), here
    )
    pages = ".html .htm .shtml .xhtml .mht .mhtml"
    yield InstalledPart(True, Bilingual(f"web pages: {pages}", f"网页：{pages}"), here)
    yield InstalledPart(True, Bilingual("Word, WPS: .docx .docm", "Word、WPS：.docx .docm"), here)
    yield InstalledPart(
        find_spec("xlrd") is not None,
        Bilingual(
            "sheets: .xlsx .xlsm .ods .csv .tsv .xls .et",
            "表格：.xlsx .xlsm .ods .csv .tsv .xls .et",
        ),
        alike("pip install xlrd"),
    )
    archives = ".zip .tar .gz .bz2 .xz .eml"
    yield InstalledPart(
        True,
        Bilingual(f"archives, mails with files: {archives}", f"压缩包、带附件的邮件：{archives}"),
        here,
    )
    yield InstalledPart(
        _PDF in READERS,
        Bilingual("PDF with text: .pdf", "有文字的PDF：.pdf"),
        Bilingual("save it as .docx or .html", "请另存为 .docx 或 .html"),
    )
    pictures = ".png .jpg .tif .webp"
    yield InstalledPart(
        has_ocr(),
        Bilingual(f"scans, by OCR: .pdf {pictures}", f"扫描件（OCR）：.pdf {pictures}"),
        alike("pip install gouji[ocr]"),
    )
    yield InstalledPart(
        which(SECOND_ENGINE) is not None,
        Bilingual(
            "a second OCR engine (tesseract), without which scans stay for a person",
            "第二个OCR引擎（tesseract）：缺少时扫描件均须人工核对",
        ),
        Bilingual(
            "install tesseract; on Debian: apt-get install tesseract-ocr",
            "请安装 tesseract；Debian 系统：`apt-get install tesseract-ocr`",
        ),
    )
    office = find_office()
    at = f" ({office})" if office else ""
    old = ".doc .wps .rtf .odt"
    yield InstalledPart(
        office is not None,
        Bilingual(f"old Word and WPS: {old}, by LibreOffice{at}", f"旧版Word、WPS：{old}{at}"),
        Bilingual(
            "install LibreOffice; on Debian: apt-get install libreoffice-writer-nogui",
            "请安装 LibreOffice；Debian 系统：`apt-get install libreoffice-writer-nogui`",
        ),
    )
    yield InstalledPart(
        find_spec("py7zr") is not None,
        alike(".7z"),
        alike("pip install gouji[7z]"),
    )
    yield InstalledPart(
        False,
        alike(".rar"),
        Bilingual("unpack it first, with WinRAR or 7-Zip", "请先用 WinRAR 或 7-Zip 解压"),
    )


def doctor_lines(environment: Mapping[str, str]) -> Iterator[Bilingual]:
    """Yield what is there and what is not; a server that is named is asked for its models."""
    system = f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
    yield alike(f"gouji {version('gouji')}, {system}")
    yield alike("")
    for part in find_parts():
        there = Bilingual("yes", "可读") if part.there else Bilingual("no", "缺少")
        how = Bilingual("", "") if part.there else Bilingual(f": {part.how.en}", f"：{part.how.zh}")
        yield Bilingual(
            f"{there.en:<4} {part.reads.en}{how.en}", f"{there.zh} {part.reads.zh}{how.zh}"
        )
    yield alike("")
    yield _describe_model(environment)


def default_lines(folder: Path) -> Iterator[Bilingual]:
    """Yield what stands in the gouji.toml of a folder, which counts where no option is given."""
    for name, value in read_defaults(folder).items():
        yield Bilingual(f"From {FILE}: {name} = {value}", f"来自 {FILE}：{name} = {value}")


def _describe_model(environment: Mapping[str, str]) -> Bilingual:
    address = find_address(environment)
    if address is None:
        return Bilingual(
            "No model: OPENAI_BASE_URL and OPENAI_API_KEY are not set; nothing is sent anywhere.",
            "未配置模型：未设置 `OPENAI_BASE_URL` 或 OPENAI_API_KEY；不会发送任何内容。",
        )
    found = ask_for_models(address, environment.get("OPENAI_API_KEY"))
    return Bilingual(f"Model server {address}: {found.en}.", f"模型服务器 {address}：{found.zh}。")
