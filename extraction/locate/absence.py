"""Why a text has no tables, as far as it shows."""

import re
from collections.abc import Sequence

from extraction.locate.thresholds import FOREIGN_ROWS
from extraction.values.bilingual import Bilingual, Reason

_GAP = r"[ \u3000]*"
_HEADS = ("统计指标", "指标名称", "计量单位")
_OTHER_FORM = re.compile("|".join(_GAP.join(head) for head in _HEADS))
_ROW = re.compile(
    r"^(?:\|[ \t]*)?(?=[^\s|])[^\n|。]{1,40}?(?:\||\t| {2})[|\t ]*+"
    r"(?:[^\s|。\d][^\n|。]{0,9}[|\t ]++)?\d[\d,.]*+[|\t ]*+$",
    re.MULTILINE,
)
"""A line with a name and a figure that pipes, tabs or wide spaces part from it."""
_ROW_OF_UNITS = re.compile(
    r"^(?=\S)[^\n|。]{1,40}?[ \t]+(?:条|件|次|人次|个|篇|项|份|人|期|场|万元|元|%)"
    r"[ \t]+\d[\d,.]*[ \t]*$",
    re.MULTILINE,
)
"""A line with a name, a unit and a figure, which spaces part."""
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?)\b|\[图片\]|!\[", re.IGNORECASE)


def explain_absence(text: str, pictures: Sequence[str] = ()) -> Reason:
    """Say why a text has no tables, as far as it shows; `pictures` of its file were not read.

    >>> explain_absence("二、主动公开政府信息情况\\n捕获2.PNG").words.en
    'no tables in the text: they seem to be images'
    >>> explain_absence("统计指标 | 计量单位 | 数值\\n公开数 | 条 | 45\\n咨询数 | 人次 | 3").code
    'unknown_form'
    >>> explain_absence("二、主动公开政府信息情况", ["表2.png"]).words.zh
    '文中没有表格：表格可能在未识别的图片中（表2.png）'
    """
    if not text.strip():
        return Reason("no_text", Bilingual("there is no text in the file", "文件中没有文字"))
    rows = max(len(each.findall(text)) for each in (_ROW, _ROW_OF_UNITS))
    if _OTHER_FORM.search(text) or rows >= FOREIGN_ROWS:
        return Reason(
            "unknown_form",
            Bilingual(
                "the tables in the text are of no form that gouji knows", "文中表格不属于已知的表样"
            ),
        )
    if pictures:
        return Reason(
            "pictures",
            Bilingual(
                "no tables in the text, perhaps in pictures that were not read:"
                f" {', '.join(pictures)}",
                f"文中没有表格：表格可能在未识别的图片中（{'、'.join(pictures)}）",
            ),
        )
    if _IMAGE.search(text):
        return Reason(
            "pictures",
            Bilingual(
                "no tables in the text: they seem to be images", "文中没有表格：表格可能是图片"
            ),
        )
    return Reason(
        "prose_only",
        Bilingual("no tables in the text: narrative only", "文中没有表格：只有文字叙述"),
    )
