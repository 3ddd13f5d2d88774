"""What a workbook says in its own words: names of sheets, headers of columns, the legend."""

from collections.abc import Mapping

from extraction.values.bilingual import Bilingual, alike

BLANK = Bilingual("blank", "空白")
OPEN = Bilingual("open", "待核")
WORDS = Bilingual("words: ", "文字：")

SHEETS: Mapping[str, Bilingual] = {
    "legend": Bilingual("Legend", "说明"),
    "reports": Bilingual("Reports", "报告"),
    "findings": Bilingual("Findings", "发现的问题"),
    "open": Bilingual("Open cells", "待核单元格"),
    "extras": Bilingual("Not in the form", "表样以外的数字"),
    "dictionary": Bilingual("Dictionary", "数据字典"),
}
ABOUT: Mapping[str, Bilingual] = {
    "reports": Bilingual(
        "One line a report: verdict, agency, year, what to know of it. The file is a link.",
        "每份报告一行：结论、机关、年份、原因等；文件名可点击打开。",
    ),
    "findings": Bilingual(
        "Every rule that does not hold, or cannot be judged: both sides, the cells, the quote.",
        "每条不成立或无法判断的规则：两边数值、相关单元格、原文。",
    ),
    "open": Bilingual(
        "Cells in which no figure is settled, and why. Start here.",
        "未能确定数字的单元格及原因。请先看这里。",
    ),
    "extras": Bilingual(
        "Figures that the report prints and the form has no cell for: subtotals, further rows.",
        "报告印出而表样没有的数字：小计、增列的行等。",
    ),
    "dictionary": Bilingual(
        "Every column: key, labels, unit, what it holds, the rules that speak of it.",
        "每一列的键、标签、单位、填写内容和相关规则。",
    ),
    "tables": Bilingual(
        "The other sheets hold the tables: one line a report, labels above, keys beneath.",
        "其余各表为报告中的表格：每份报告一行，上为标签，下为键。",
    ),
}

HEADS: Mapping[str, Bilingual] = {
    "path": Bilingual("file", "文件"),
    "part": Bilingual("part", "第几份"),
    "agency": Bilingual("agency", "机关"),
    "year": Bilingual("year", "年份"),
    "status": Bilingual("verdict", "结论"),
    "reason": Bilingual("why", "原因"),
    "confidence": Bilingual("confidence", "置信度"),
    "reason_code": Bilingual("code of why", "原因编号"),
    "form": Bilingual("form", "表样"),
    "numbers": Bilingual("numbers", "数字个数"),
    "open": Bilingual("open cells", "待核个数"),
    "errors": Bilingual("errors", "错误"),
    "warnings": Bilingual("warnings", "警告"),
    "title": Bilingual("title", "标题"),
    "agency_type": Bilingual("kind of agency", "机关类型"),
    "region": Bilingual("region", "地区"),
    "region_code": Bilingual("region code", "地区代码"),
    "admin_level": Bilingual("level", "层级"),
    "scope": Bilingual("scope", "统计范围"),
    "published": Bilingual("published", "发布日期"),
    "signed": Bilingual("signed", "落款日期"),
    "period_start": Bilingual("period from", "统计期起"),
    "period_end": Bilingual("period to", "统计期止"),
    "doc_number": Bilingual("document number", "文号"),
    "index_number": Bilingual("index number", "索引号"),
    "uscc": Bilingual("credit code", "统一社会信用代码"),
    "address": Bilingual("address", "地址"),
    "postcode": Bilingual("postcode", "邮编"),
    "phone": Bilingual("telephone", "电话"),
    "email": Bilingual("e-mail", "邮箱"),
    "mixed": Bilingual("tables of other forms", "另用表样的表"),
    "code": Bilingual("code", "编号"),
    "rule": Bilingual("rule", "规则"),
    "severity": Bilingual("severity", "轻重"),
    "result": Bilingual("result", "结果"),
    "message": Bilingual("what is found", "说明"),
    "cells": Bilingual("cells", "单元格"),
    "left": Bilingual("left side", "左边"),
    "right": Bilingual("right side", "右边"),
    "difference": Bilingual("difference", "差额"),
    "quote": Bilingual("quote", "原文"),
    "diagnosis": Bilingual("whose mistake", "问题归属"),
    "waived": Bilingual("waived", "已说明"),
    "table": Bilingual("table", "表"),
    "row": Bilingual("row", "行"),
    "column": Bilingual("column", "列"),
    "cell": Bilingual("cell", "单元格"),
    "state": Bilingual("state", "状态"),
    "raw": Bilingual("as printed", "原文"),
    "suggestion": Bilingual("suggestion", "建议值"),
    "label": Bilingual("label", "标签"),
    "value": Bilingual("value", "数值"),
    "unit": Bilingual("unit", "单位"),
}
"""Headers over the columns that are no cells of a form; beneath each stands its key."""

TERMS: Mapping[str, Bilingual] = {
    "error": Bilingual("error", "错误"),
    "warning": Bilingual("warning", "警告"),
    "info": Bilingual("info", "提示"),
    "fail": Bilingual("fails", "不成立"),
    "unknown": Bilingual("cannot be judged", "无法判断"),
    "source_error": Bilingual("the report's", "报告自身"),
    "extraction_error": Bilingual("the reading's", "读取"),
    "unresolved": Bilingual("not known", "未定"),
    "narrative_conflict": Bilingual("prose against tables", "文表不符"),
    "number": Bilingual("number", "数字"),
    "blank": BLANK,
    "not_applicable": Bilingual("a mark", "符号"),
    "text": Bilingual("words", "文字"),
    "missing": OPEN,
    "read": Bilingual("read", "读出"),
    "solved": Bilingual("solved by the sums", "由勾稽求得"),
    "model": Bilingual("placed by a model", "由模型定位"),
    "person": Bilingual("by a person", "人工"),
    "national": Bilingual("national", "国家"),
    "province": Bilingual("province", "省级"),
    "prefecture": Bilingual("prefecture", "地市级"),
    "county": Bilingual("county", "县级"),
    "township": Bilingual("township", "乡镇街道"),
    "government": Bilingual("government", "人民政府"),
    "general_office": Bilingual("general office", "办公厅（室）"),
    "department": Bilingual("department", "部门"),
    "vertical": Bilingual("vertical", "垂直管理部门"),
    "authorized_org": Bilingual("authorized organisation", "授权组织"),
    "own_agency": Bilingual("the agency alone", "本机关"),
    "government_level": Bilingual("the whole government", "本级政府"),
    "region_total": Bilingual("the whole region", "全行政区域"),
}
"""Terms of a record for a person: severities, results, states, origins."""

TITLE = Bilingual("Checked tables, made by gouji", "勾稽核对表（由 gouji 生成）")
VERDICTS = Bilingual("Verdicts", "结论")
SIGNS = Bilingual(
    "Marks of cells: colour, and a sign or word in the cell", "单元格标记：颜色与符号或文字"
)
COMMENTED = Bilingual(
    "A marked cell has a note with the words of the report and what is found.",
    "带标记的单元格附有批注：原文与核对结果。",
)
SHEETS_HERE = Bilingual("Sheets", "工作表")
COUNTS = Bilingual("Reports in this file: {0}", "本文件的报告份数：{0}")
READ_WORDS = Bilingual("read as it is printed", "按原文读出")
LINKS_AS_TEXT = Bilingual(
    "Files past the first {0} are named without a link: Excel takes no more.",
    "超过 {0} 个链接后，文件名只作文本（Excel 的上限）。",
)
GOES_ON = Bilingual("The reports go on in {0}.", "后续报告见 {0}。")
NOTE_PRINTED = Bilingual("printed: {0}", "原文：{0}")
NOTE_NOTHING = Bilingual("nothing is printed that could be taken", "没有可取的原文")
NOTE_LABEL = Bilingual("its row is printed as: {0}", "该行原文标签：{0}")
NOTE_ORIGIN = Bilingual("how known: {0}", "来源：{0}")
NOTE_PERSON = Bilingual("{0}: {1}", "{0}：{1}")
NOTE_SUGGESTED = Bilingual("suggested: {0}", "建议值：{0}")


def filled(text: Bilingual, *values: object) -> Bilingual:
    """Return a text with its places filled.

    >>> filled(Bilingual("printed: {0}", "原文：{0}"), "12").en
    'printed: 12'
    """
    return Bilingual(text.en.format(*values), text.zh.format(*values))


def term(key: str) -> Bilingual:
    """Return a record's term for a person; one that has no other words is itself."""
    return TERMS.get(key) or alike(key)
