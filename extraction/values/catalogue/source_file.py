"""The file that a report came in: bytes, parts and pages of it, and scans."""

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.message import Code
from extraction.values.catalogue.template import Template

Q01 = Code(
    "Q01",
    means=Bilingual(
        en="Bytes of the file that are no text in its encoding.",
        zh="文件中有不符合其编码、无法解码的字节。",
    ),
    advice=Bilingual(
        en="Look at the place: the file was cut or damaged on its way. What stands elsewhere is "
        "read as ever.",
        zh="查看该处：文件可能在传输中损坏。其余内容照常读取。",
    ),
)
BYTES_LOST = Q01.message("text.bytes", "info", Template(en="{notice}", zh="{notice}"))

Q02 = Code(
    "Q02",
    means=Bilingual(
        en="A part of the file could not be read: a page that is a picture, for one.",
        zh="文件有一部分无法读取，例如某页为图片。",
    ),
    advice=Bilingual(
        en="Look at that part of the file; what stands elsewhere is read as ever.",
        zh="请查看文件的该部分；其余内容照常读取。",
    ),
)
PART_UNREAD = Q02.message("text.unread", "error", Template(en="{what}", zh="{what}"))

Q03 = Code(
    "Q03",
    means=Bilingual(
        en="What was done to make running text of a file's pages: frames left out, tables and "
        "numbers joined.",
        zh="将分页文件读作连续文本时所作的处理：略去页眉页脚，合并跨页表格、分行数字等。",
    ),
    advice=Bilingual(
        en="Nothing, unless a figure there seems wrong.",
        zh="一般无需处理；该处数字存疑时请核对原件。",
    ),
)
PAGES_JOINED = Q03.message(
    "text.pages", "info", Template(en="{remark}", zh="{remark}"), diagnosis="unresolved"
)

Q04 = Code(
    "Q04",
    means=Bilingual(
        en="Figures of a scan, read by OCR, that neither a second engine nor the sums confirm.",
        zh="扫描件中由OCR识别的数字，尚无第二个识别引擎或勾稽关系印证。",
    ),
    advice=Bilingual(
        en="Compare the named figures with the picture and confirm them (`gouji review`); with "
        "tesseract installed, a second engine reads them.",
        zh="对照图片核对所列数字并确认（`gouji review`）；安装 tesseract 后由第二个引擎再次识别。",
    ),
)
SCAN_READ = Q03.message(
    "text.scan",
    "info",
    Template(
        en="{count:cell} read by OCR, {agreed} of them alike by a second engine",
        zh="{count}个单元格由OCR识别，其中{agreed}个经第二个引擎识别一致",
    ),
    diagnosis="unresolved",
)
SCAN_UNCONFIRMED = Q04.message(
    "structure.scan",
    "error",
    Template(
        en="{count:figure} of the scan read by one OCR engine alone, and confirmed by nothing "
        "else: {figures}",
        zh="{count}个扫描数字仅由一个OCR引擎识别，无其他印证：{figures}",
    ),
)
SCAN_SUMS_FAIL = Q04.message(
    "structure.scan_sums",
    "error",
    Template(
        en="{count:sum} over scanned figures not shown to hold: the report's mistake, or a "
        "misreading",
        zh="{count}项勾稽关系在扫描数字间未能成立：或为原报告之误，或为识别错误",
    ),
)
