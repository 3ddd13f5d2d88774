"""What stands around the text and between the tables of a real page."""

from dataclasses import replace
from random import Random

from evals.synth.draft import Draft, DraftPart, DraftProse
from evals.synth.sheets import BoxLine, PrintedBox, PrintedSheet, head_lines, row_of

MENU = (
    "首页",
    "政务公开",
    "法定主动公开内容",
    "行政许可",
    "行政处罚",
    "行政强制",
    "行政事业性收费",
    "政府集中采购",
    "规章",
    "行政规范性文件",
    "互动交流",
    "办事服务",
    "政府信息公开年报",
    "依申请公开",
)
PAGE_NUMBERS = ("- {} -", "—{}—", "第{}页", "第 {} 页 共 9 页", "{}", "{} / 9")


def add_nav(draft: Draft, rng: Random) -> Draft:
    """Put a menu before the text whose items are words of the tables."""
    items = rng.sample(MENU, rng.randint(4, 10))
    opening = [
        DraftProse(
            "nav", rng.choice(("网站支持IPv6", "无障碍 | 长者助手", "欢迎访问白石市人民政府网站!"))
        )
    ]
    way = rng.choice(("lines", "line", "trail"))
    if way == "lines":
        opening += [DraftProse("nav", item) for item in items]
    else:
        opening.append(DraftProse("nav", (" " if way == "line" else " > ").join(items)))
    return replace(draft, parts=(*opening, *draft.parts))


def add_menu_after(draft: Draft, rng: Random) -> Draft:
    """Put a menu and a footer after the text."""
    items = [DraftProse("tail", item) for item in rng.sample(MENU, rng.randint(3, 7))]
    footer = (
        f"主办:{rng.choice((draft.agency.name, '某州大数据中心', '白石市人民政府办公室'))}",
        *rng.sample(("白石市教育局", "临溪市财政局", "石桥县人民政府", "打印 关闭"), 1),
        f"网站标识码 {rng.randint(1000000000, 5999999999)}",
        f"ICP备{rng.randint(10000000, 20999999)}号-1",
        "您是第 1024 位访问者",
    )
    tail = [*items, *(DraftProse("tail", text) for text in footer[: rng.randint(1, len(footer))])]
    return replace(draft, parts=(*draft.parts, *tail))


def add_index_box(draft: Draft, rng: Random) -> Draft:
    """Put the box with index number and dates before the title."""
    year = draft.agency.year + 1
    index = f"113700{rng.randint(10000000, 99999999)}/{year}-{rng.randint(10, 99999):05d}"
    published = draft.metadata.get("published") or f"{year}-01-{rng.randint(5, 28):02d}"
    document = f"石政函〔{year}〕{rng.randint(1, 40)}号" if rng.random() < 0.3 else None
    said = {"index_number": index, "published": published, "doc_number": document}
    pairs = (
        ("索引号", index),
        ("组配分类", "政府信息公开年报"),
        ("发布机构", draft.agency.name),
        ("发布日期", published),
        ("文号", document or rng.choice(("无", ""))),
    )
    if rng.random() < 0.6:
        text = "\n".join(f"{name} | {value} |" for name, value in pairs)
    else:
        text = " | ".join(f"{name}: | {value}" for name, value in pairs) + " |"
    metadata = {**draft.metadata, **said}
    return replace(draft, parts=(DraftProse("index", text), *draft.parts), metadata=metadata)


def add_source_line(draft: Draft, rng: Random) -> Draft:
    """Put source, date and clicks behind the title."""
    year = draft.agency.year + 1
    date = f"{year}-0{rng.randint(1, 3)}-{rng.randint(10, 28)}"
    clock = f"14:{rng.randint(10, 59)}"
    text = rng.choice(
        (
            f"信息来源:{draft.agency.name} 发布日期:{date} {clock} 【字体:大 中 小】",
            f"发布时间:{date} 浏览次数:{rng.randint(10, 4000)}",
            f"来源: {draft.agency.name}  |   发布日期: {date}   ",
        )
    )
    draft = replace(draft, metadata={**draft.metadata, "published": date})
    return _insert_after_title(draft, DraftProse("source", text))


def _insert_after_title(draft: Draft, prose: DraftProse) -> Draft:
    at = next((i for i, p in enumerate(draft.parts) if _has_role(p, "title")), -1) + 1
    return replace(draft, parts=(*draft.parts[:at], prose, *draft.parts[at:]))


def _has_role(part: DraftPart, role: str) -> bool:
    return isinstance(part, DraftProse) and part.role == role


def repeat_title(draft: Draft, _rng: Random) -> Draft:
    """Print the title again at the end."""
    titles = [part for part in draft.parts if isinstance(part, DraftProse) and part.role == "title"]
    tail = tuple(DraftProse("tail", title.text) for title in titles)
    return replace(draft, parts=(*draft.parts, *tail)) if tail else draft


def lose_title(draft: Draft, _rng: Random) -> Draft:
    """Leave the title out."""
    parts = tuple(part for part in draft.parts if not _has_role(part, "title"))
    return replace(draft, parts=parts)


def add_attachments(draft: Draft, rng: Random) -> Draft:
    """List attached files at the end."""
    kinds = rng.sample(("pdf", "docx", "xlsx", "doc"), 2)
    files = "\n".join(f"{draft.agency.year}年年报.{kind}" for kind in kinds)
    return replace(
        draft,
        parts=(*draft.parts, DraftProse("tail", f"相关附件\n{files}\n扫一扫在手机打开当前页")),
    )


def lose_headings(draft: Draft, rng: Random) -> Draft:
    """Leave out the headings of some sections."""
    headings = [part for part in draft.parts if _has_role(part, "heading")]
    gone = rng.sample(headings, rng.randint(1, len(headings)))
    return replace(draft, parts=tuple(part for part in draft.parts if part not in gone))


def renumber_headings(draft: Draft, rng: Random) -> Draft:
    """Write the numbers of headings otherwise, or lose them."""
    way = rng.choice(("lost", "mark_left", "brackets", "shifted", "spaced", "remark"))

    def change(prose: DraftProse) -> DraftProse:
        if prose.role != "heading" or "、" not in prose.text[:3] or rng.random() < 0.2:
            return prose
        number, name = prose.text.split("、", 1)
        texts = {
            "lost": name,
            "mark_left": f"、{name}",
            "brackets": f"({number}){name}",
            "shifted": f"{'一二三四五六七八'['一二三四五六七'.index(number) + 1]}、{name}",
            "spaced": f"{number}  {name}",
            "remark": f"{number}、{name}(宋体加粗小四号字)",
        }
        return replace(prose, text=texts[way])

    return draft.map_prose(change)


def _body_places(sheet: PrintedSheet) -> list[int]:
    """Return the lines before which a page may end."""
    return [
        index
        for index, (before, line) in enumerate(zip(sheet.lines, sheet.lines[1:], strict=False), 1)
        if row_of(line) and row_of(before)
    ]


def _break_page(draft: Draft, rng: Random, lines: tuple[BoxLine, ...] | None) -> Draft:
    sheets = [sheet for sheet in draft.sheets if len(_body_places(sheet)) > 3]
    if not sheets:
        return draft
    sheet = rng.choice(sheets)
    at = rng.choice(_body_places(sheet))
    lines = head_lines(sheet) if lines is None else lines
    return draft.with_sheet(replace(sheet, lines=(*sheet.lines[:at], *lines, *sheet.lines[at:])))


def repeat_heads(draft: Draft, rng: Random) -> Draft:
    """Print the headings again in the middle of a table, after a page break."""
    return _break_page(draft, rng, None)


def number_pages(draft: Draft, rng: Random) -> Draft:
    """Leave the number of a page between two rows of a table."""
    text = rng.choice(PAGE_NUMBERS).format(rng.randint(2, 9))
    return _break_page(draft, rng, ((PrintedBox(text, "page"),),))


def add_empty_rows(draft: Draft, rng: Random) -> Draft:
    """End tables with rows of empty cells."""
    for sheet in draft.sheets:
        empty = (PrintedBox("", "head"),) * rng.randint(2, sheet.width)
        draft = draft.with_sheet(replace(sheet, lines=(*sheet.lines, empty)))
    return draft


def add_unit_line(draft: Draft, rng: Random) -> Draft:
    """Put who fills in the table and for which year into its first line."""
    text = rng.choice(
        (
            f"单位: {draft.agency.name} {draft.agency.year}年度",
            f"填报单位:{draft.agency.name}",
            "单位:件",
        )
    )
    for sheet in draft.sheets:
        line = (PrintedBox(text, "head", colspan=sheet.width),)
        draft = draft.with_sheet(replace(sheet, lines=(line, *sheet.lines)))
    return draft


def pad_lines(draft: Draft, rng: Random) -> Draft:
    """End lines with so many more empty cells, by whim."""
    return replace(draft, style=replace(draft.style, pads=rng.choice((1, 2, 5, 15))))


def groups_on_own_line(draft: Draft, _rng: Random) -> Draft:
    """Give group labels a line of their own."""
    return replace(draft, style=replace(draft.style, groups="own_line"))


def groups_as_empty_cells(draft: Draft, _rng: Random) -> Draft:
    """Begin the rows under a group label with empty cells."""
    return replace(draft, style=replace(draft.style, groups="leading_empty"))


def pad_cells(draft: Draft, rng: Random) -> Draft:
    """Put a space before or behind the figures in their cells."""
    space = rng.choice((" ", "\xa0", "\u3000"))

    def change(box: PrintedBox) -> PrintedBox:
        if box.role != "figure" or not box.text or rng.random() < 0.4:
            return box
        return replace(box, text=space + box.text if rng.random() < 0.7 else box.text + space)

    return draft.map_boxes(change)
