"""How a workbook marks cells and verdicts: a colour, a sign, and what they say in words."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from extraction.export.verdicts import STATUSES
from extraction.values.bilingual import Bilingual
from extraction.values.record import Status

MarkName = Literal[
    "open", "blamed", "person", "model", "solved", "text", "blank", "mark", "digits", "disputed"
]


class Mark(NamedTuple):
    """How a cell is told from one that was simply read: a sign behind it, a colour, in words."""

    sign: str
    fill: str
    words: Bilingual


MARKS: Mapping[MarkName, Mark] = {
    "open": Mark(
        "",
        "#F8CBAD",
        Bilingual(
            "open: no figure could be settled; look it up in the report",
            "待核：数字未能确定，请查看原文",
        ),
    ),
    "text": Mark(
        "",
        "#FCE4D6",
        Bilingual("words stand where a figure should", "此处是文字，不是数字"),
    ),
    "blamed": Mark(
        "!",
        "#FFE699",
        Bilingual(
            "as printed, but at least one of the figures marked so must be wrong",
            "与原文一致，但带此标记的数字中至少一个有误",
        ),
    ),
    "disputed": Mark(
        "?",
        "#F8CBAD",
        Bilingual(
            "a second reading of the scan differs; look it up in the report",
            "对扫描件的第二次识读与此不同，请查看原文",
        ),
    ),
    "person": Mark(
        "✎",
        "#C6E0B4",
        Bilingual("corrected or confirmed by a person", "经人工更正或确认"),
    ),
    "model": Mark(
        "◆",
        "#E4DFEC",
        Bilingual(
            "a model said which row it is; the figure is printed", "由模型判断所在行，数字为原文"
        ),
    ),
    "solved": Mark(
        "≈",
        "#DDEBF7",
        Bilingual("the one reading that lets the sums close", "唯一能使勾稽成立的读法"),
    ),
    "digits": Mark(
        "",
        "#D9E1F2",
        Bilingual(
            "a number kept as text: Excel holds 15 digits, it has more",
            "以文本保存的数字：Excel 只保留 15 位有效数字",
        ),
    ),
    "blank": Mark("", "#F2F2F2", Bilingual("printed, and left blank", "原表为空白")),
    "mark": Mark(
        "", "#F2F2F2", Bilingual("a mark such as / or — is printed", "原表印有“/”“—”等符号")
    ),
}

VERDICT_FILLS: Mapping[Status, str] = {
    "verified": "#C6EFCE",
    "source_inconsistent": "#FFE699",
    "needs_review": "#F8CBAD",
    "unreadable": "#D9D9D9",
}
VERDICT_SIGNS: Mapping[Status, str] = {
    "verified": "✔",
    "source_inconsistent": "!",
    "needs_review": "?",
    "unreadable": "✖",
}
VERDICT_WORDS: Mapping[Status, Bilingual] = {
    "verified": Bilingual(
        "every cell is read beyond doubt, and every sum closes",
        "每个单元格均可靠读出，各项勾稽成立",
    ),
    "source_inconsistent": Bilingual(
        "every cell is read beyond doubt; the report's own figures do not add up",
        "每个单元格均可靠读出，但报告自身的数字对不上",
    ),
    "needs_review": Bilingual(
        "some cell is open or in doubt: see the sheet of open cells",
        "有单元格未定或存疑：见“待核单元格”",
    ),
    "unreadable": Bilingual("no such tables could be read", "未能读出相应表格"),
}


def verdict(status: Status) -> Bilingual:
    """Return how a verdict reads: a sign, its name, and in Chinese its key, too.

    >>> verdict("verified")
    Bilingual(en='✔ verified', zh='✔ 核实无误 verified')
    """
    sign, name = VERDICT_SIGNS[status], STATUSES[status]
    return Bilingual(f"{sign} {name.en}", f"{sign} {name.zh} {status}")
