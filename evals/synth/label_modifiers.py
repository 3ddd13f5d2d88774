"""How the labels of rows and columns are worded, broken and cut on real pages."""

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

from evals.synth.draft import Draft
from evals.synth.sheets import BoxLine, PrintedBox, PrintedSheet

TO_FULL_WIDTH = str.maketrans(",:;()?", "，：；（）？")
_ARTICLE = re.compile(r"^第二十条第\((.)\)项$")
_NUMBER = re.compile(r"^(\d)\.")
_BRACKETED = re.compile(r"^\((.)\)")
CIRCLED = "①②③④⑤⑥⑦⑧⑨"
ENCLOSED = dict(zip("一二三四五六七八九", "㈠㈡㈢㈣㈤㈥㈦㈧㈨", strict=True))
GUIDANCE = (
    "(指以本机关名义作出的,依据有关规定统计,不含转办件)",
    "(含联合制发,以主办单位为准,重复的只计一次)",
    "(本项由业务科室填报,统计口径与上年一致)",
)
# A heading of two lines of which the second is lost.
CUT_HEADS = {
    "本年新制作数量": "本年新",
    "本年新公开数量": "本年新",
    "对外公开总数量": "对外公开",
    "本年制发件数": "本年发件",
    "现行有效件数": "现行有效件",
    "本年增/减": "本年增/",
    "本年收费金额(单位:万元)": "本年收费金额单位:万元",
    "结果维持": "结果",
    "结果纠正": "结果",
    "其他结果": "其他",
    "尚未审结": "尚未",
    "商业企业": "商业",
    "科研机构": "科研",
    "社会公益组织": "社会公",
    "法律服务机构": "法律服",
}
BROKEN_AT = {4: 2, 6: 4, 7: 3}


def _map_labels(draft: Draft, change: Callable[[str], str]) -> Draft:
    roles = {"head", "label", "group"}
    changed = draft.map_boxes(
        lambda box: replace(box, text=change(box.text)) if box.role in roles else box
    )
    return draft if changed.sheets == draft.sheets else changed


def _map_heads(draft: Draft, change: Callable[[PrintedSheet, PrintedBox], PrintedBox]) -> Draft:
    changed = draft
    for sheet in draft.sheets:
        lines: list[BoxLine] = []
        for line in sheet.lines:
            boxes = (change(sheet, box) if box.role == "head" else box for box in line)
            lines.append(tuple(boxes))
        changed = changed.with_sheet(replace(sheet, lines=tuple(lines)))
    return draft if changed.sheets == draft.sheets else changed


def cut_heads(draft: Draft, rng: Random) -> Draft:
    """Lose the second line of headings in one table or in all."""
    tables = {rng.choice(draft.sheets).table} if rng.random() < 0.6 else {*_tables(draft)}
    spared = rng.choice(("结果维持", "", "", "本年增/减"))

    def change(sheet: PrintedSheet, box: PrintedBox) -> PrintedBox:
        # Headings that had a cell two lines high to themselves are not broken, so not cut.
        kept = sheet.table not in tables or (box.text == spared and box.rowspan > 1)
        return box if kept else replace(box, text=CUT_HEADS.get(box.text, box.text))

    return _map_heads(draft, change)


def _tables(draft: Draft) -> list[str]:
    return [sheet.table for sheet in draft.sheets]


def break_heads(draft: Draft, rng: Random) -> Draft:
    """Break headings over two lines within their cell."""
    share = rng.choice((0.3, 1.0))

    def change(_sheet: PrintedSheet, box: PrintedBox) -> PrintedBox:
        at = BROKEN_AT.get(len(box.text))
        if at is None or box.colspan > 1 or rng.random() > share:
            return box
        return replace(box, text=f"{box.text[:at]}\n{box.text[at:]}")

    return _map_heads(draft, change)


def misspell_balance(draft: Draft, rng: Random) -> Draft:
    """Write 钩稽 for 勾稽."""
    other = rng.choice(("钩稽", "钩嵇", "沟稽"))
    return _map_labels(draft, lambda text: text.replace("勾稽", other))


def vary_articles(draft: Draft, rng: Random) -> Draft:
    """Word the heads of table 2 otherwise."""
    pattern = rng.choice(
        (
            "第二十条({})项",
            "第二十条  第({})项",
            "第二十条第",
            "中华人民共和国政府信息公开条例 第二十条第({})项",
            "《条例》第二十条第({})项",
            "第二十条第({}项",
            "第二十条 第 ({}) 项",
        )
    )
    return _map_labels(draft, lambda text: _ARTICLE.sub(lambda m: pattern.format(m[1]), text))


def rename_documents(draft: Draft, _rng: Random) -> Draft:
    """Use the other form's word for normative documents."""
    old, new = ("行政规范性文件", "规范性文件")
    if draft.form == "cn2019":
        old, new = new, old
    return _map_labels(draft, lambda text: new if text == old else text)


def space_labels(draft: Draft, rng: Random) -> Draft:
    """Put spaces inside labels."""
    space = rng.choice((" ", "  ", "\u3000", "\xa0"))

    def change(text: str) -> str:
        if len(text) < 2 or rng.random() > 0.3:
            return text
        if len(text) < 5 and "\n" not in text:
            return space.join(text)
        at = rng.randrange(1, len(text))
        return text[:at] + space + text[at:]

    return _map_labels(draft, change)


def renumber_rows(draft: Draft, rng: Random) -> Draft:
    """Lose the numbers before row labels, or write them in another way."""
    way = rng.choice(("lost", "stop", "circled", "brackets", "enclosed", "space"))

    def change(text: str) -> str:
        if way == "enclosed":
            return _BRACKETED.sub(lambda m: ENCLOSED.get(m[1], m[0]), text)
        if way == "lost":
            return _NUMBER.sub("", text)
        styles = {"stop": "{}、", "brackets": "({})", "space": "{} ", "circled": ""}
        return _NUMBER.sub(lambda m: styles[way].format(m[1]) or CIRCLED[int(m[1]) - 1], text)

    return _map_labels(draft, change)


def widen_punctuation(draft: Draft, rng: Random) -> Draft:
    """Use full-width punctuation, as originals do."""
    draft = _map_labels(draft, lambda text: text.translate(TO_FULL_WIDTH))
    if rng.random() < 0.2:
        return draft
    return draft.map_prose(lambda prose: replace(prose, text=prose.text.translate(TO_FULL_WIDTH)))


def add_guidance(draft: Draft, rng: Random) -> Draft:
    """Put filling instructions in brackets behind a few row labels."""
    share = rng.choice((0.1, 0.4))

    def change(box: PrintedBox) -> PrintedBox:
        if box.role != "label" or rng.random() > share:
            return box
        return replace(box, text=box.text + rng.choice(GUIDANCE))

    changed = draft.map_boxes(change)
    return draft if changed.sheets == draft.sheets else changed


def end_with_colons(draft: Draft, rng: Random) -> Draft:
    """Put a colon or a unit behind row labels."""
    tail = rng.choice((":", "：", "(件)", "(单位:件)"))
    return draft.map_boxes(
        lambda box: replace(box, text=box.text + tail) if box.role == "label" else box
    )


def drop_quotes(draft: Draft, rng: Random) -> Draft:
    """Lose the quotation marks of labels or use other ones."""
    opening, closing = rng.choice((("", ""), ('"', '"'), ("「", "」"), ("‘", "’")))
    return _map_labels(draft, lambda text: text.replace("“", opening).replace("”", closing))
