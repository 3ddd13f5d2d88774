"""Whether a name is whole: what stands before it is looked at, and it is extended or refused.

A name that ends somewhere is followed back to where it begins: a mark of punctuation, a year, a
word that introduces it. What breaks the print on the way there (a seam) may be within the name or
before it. Each piece between two seams either belongs to the name, or is whole by itself, or
nobody can tell: then the name is cut, and no name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extraction.prose.metadata.beginnings import (
    behind_dots,
    behind_notes,
    behind_year,
    is_list_mark,
)
from extraction.prose.metadata.joined import Joined
from extraction.prose.metadata.seams import (
    IN_NAMES,
    LABEL,
    MENU,
    PAGE_WORDS,
    PROSE,
    SeamRelation,
    begins_name,
    relate,
)
from extraction.prose.thresholds import LONGEST_NAME, LONGEST_PLACE, PLACE_REACH
from extraction.text.agencies import has_place, is_body, is_place, split_place
from extraction.values.document import Span

_LONG_PLACES = (
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "新区",
    "开发区",
    "高新区",
    "园区",
    "地区",
    "街道",
    "镇",
    "乡",
)
LEVELS = frozenset("省市县区州旗盟镇乡")
_NAME = re.compile(r"[\u4e00-\u9fff·()]")
_PUNCTUATION = frozenset(",。;:!?、…“”\"'‘’《》〈〉「」『』【】[]{}〔〕<>»→›/\\—–-~·※()=+")
_SAID = re.compile(
    r"现(?:将|就)"
    r"|(?:公布|发布|公开|公示|披露|编制|形成|印发|转发|报送)(?:了|完成)?(?!委员会|委|办|和|与|中心|科|服务|管理|平台|管)"
    r"|(?:报告|年报|规定|要求|精神|通知|文件|现|报)由|\A由|\A关于|\A附件|(?:现|特)(?:向社会)"
    r"|[一二][〇○◯零OoO0一二三四五六七八九]{3}年度?"
)
_TAG = re.compile(r"</?[a-zA-Z]\w*>\Z")
_COLON = re.compile(r"[\u4e00-\u9fff]{1,8}[:：]\Z")
_TITLE_LABEL = re.compile(r"标题|名称|信息名称|文件名称|题名|信息标题")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the joined text. `introduced`: a word or a year before it says that it begins.

    whole: False where nobody can tell whether what stands before belongs to it. above: the
    piece that stands before it and is whole by itself, if there is one.
    """

    text: str
    start: int
    end: int
    introduced: bool = False
    whole: bool = True
    above: str = ""


def find_name(joined: Joined, end: int, floor: int = 0) -> Name | None:
    """Return the name that ends at a place of the joined text, back to its beginning.

    None where no name ends; not whole where it is cut. `floor` is where the text begins
    that the name may stand in.
    """
    start = _run_start(joined, end, floor)
    free = _behind_menu(joined, start, end)
    said = [free + match.end() for match in _SAID.finditer(joined.masked[free:end])]
    start, dated = _begin(joined, said[-1] if said else start, end)
    start, parted = behind_dots(joined, start, end)
    if start >= end:
        return None
    pieces = _pieces(joined, start, end)
    name = _put_together(joined, pieces, floor)
    if name is None or (name.whole and name.start > start):
        return name
    if not name.whole or parted:
        return replace(name, introduced=bool(said), whole=False)
    if said or dated:
        at_seam = start in joined.seams and not dated and not has_place(name.text)
        return replace(name, introduced=True, whole=not at_seam)
    return name if _is_clean(joined, start, floor) else replace(name, whole=False)


def _run_start(joined: Joined, end: int, floor: int) -> int:
    """Return where the characters begin that a name may be of, at most so many."""
    start = end
    while start > floor and end - start < LONGEST_NAME and _NAME.match(joined.masked[start - 1]):
        start -= 1
    inside = joined.masked[start:end]
    while inside.count("(") > inside.count(")"):
        start += inside.index("(") + 1
        inside = joined.masked[start:end]
    return start


def _behind_menu(joined: Joined, start: int, end: int) -> int:
    """Return where a run goes on behind the last piece that is a page's own words."""
    pieces = _pieces(joined, start, end) if start < end else []
    ends = [last for first, last in pieces if MENU.fullmatch(joined.solid, first, last)]
    return ends[-1] if ends else start


def _begin(joined: Joined, start: int, end: int) -> tuple[int, bool]:
    """Return where a name may begin behind a year and notes, and whether a year was there."""
    dated = False
    for _ in range(2):  # 2023年度(送审稿), (送审稿)2023年度
        year = behind_year(joined, start, end)
        start, noted = behind_notes(joined, start if year is None else year, end)
        dated = dated or noted or year is not None
    if start < end and joined.solid[start] == ")" and is_list_mark(joined, start + 1):
        start += 1
    return start, dated


def _is_clean(joined: Joined, start: int, floor: int) -> bool:
    """Whether what stands before a run is no part of a name: punctuation, or a seam behind it.

    A letter, a star or a sign that cannot be shown may hide a character of the name; behind a
    tag, or another body and a comma, its place may have stood.
    """
    if start <= floor or start in joined.strong or is_list_mark(joined, start):
        return start >= floor
    before = joined.masked[start - 1]
    if before == ">" and _TAG.search(joined.solid, max(0, start - 12), start):
        return False
    if before in "、," and _ends_in_body(joined, start - 1, floor):
        return False
    return before in _PUNCTUATION or (start in joined.seams and before.isascii() and before != "*")


def _ends_in_body(joined: Joined, end: int, floor: int) -> bool:
    return is_body(joined.solid[_run_start(joined, end, floor) : end])


def _pieces(joined: Joined, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start, *(at for at in range(start + 1, end) if at in joined.seams), end]
    return list(pairwise(cuts))


def _put_together(joined: Joined, pieces: Sequence[tuple[int, int]], floor: int) -> Name | None:
    """Go back from piece to piece, as far as they belong to the name."""
    first, end = pieces[-1]
    above = ""
    value = _label_value(joined, pieces, floor)
    if value == len(pieces) - 1:
        return None
    for index in range(len(pieces) - 2, -1, -1):
        before = Span(*pieces[index])
        left, right = before.slice(joined.solid), joined.solid[first:end]
        relation = "apart" if index <= value else _relate_at(joined, before, left, right)
        if relation == "open":
            return Name(right, first, end, whole=False, above=left)
        if relation == "apart":
            above = left
            break
        first = before.start
    text = joined.solid[first:end]
    if not (is_body(text) or is_place(text)):
        return None
    known = not above or has_place(text) or _stands_apart(above, text)
    whole = known and _is_likely(joined, first, text)
    return Name(text, first, end, whole=whole, above=above)


def _relate_at(joined: Joined, before: Span, left: str, right: str) -> SeamRelation:
    """Say whether a piece belongs to the name behind it, by the two, their seam, and the page.

    `before` is where the piece stands: it ends where the name so far begins.
    """
    relation = relate(left, right)
    if relation == "belongs" and is_place(left) and has_place(right):
        printed = _look_elsewhere(joined, before, right)
        relation = "belongs" if printed == "open" else printed
    if relation == "belongs" and before.end in joined.starred and not begins_name(left):
        relation = "open"  # stars may hide characters: **市**县教育局
    if relation == "open" and len(left) == 1 and before.end not in joined.strong:
        return "belongs"  # letters apart
    return _look_elsewhere(joined, before, right) if relation == "open" else relation


def _look_elsewhere(joined: Joined, left: Span, right: str) -> SeamRelation:
    """Ask the rest of the page how the place is printed that a name begins with, if it is there."""
    places = split_place(right)[0]
    start, first = left
    if not places or not is_body(right):
        return "open"
    before = joined.solid[start:first]
    near = max(0, first - PLACE_REACH)
    printed = re.compile(re.escape(places[0])).finditer(joined.solid, near, first + PLACE_REACH)
    found = [match.start() for match in printed]
    longer = [joined.solid.endswith(before, 0, at) for at in found if at != first]
    if not longer:
        return "open"
    if all(longer):
        return "belongs"
    clean = (at for at in found if at != first and not _NAME.match(joined.solid[at - 1 : at]))
    return "apart" if not any(longer) and any(True for _ in clean) else "open"


def _stands_apart(above: str, text: str) -> bool:
    """Whether a name without its place is whole below a piece: prose, or a menu above 市教育局."""
    if MENU.fullmatch(above):
        return text[0] in LEVELS or above not in IN_NAMES
    return PROSE.search(above) is not None or above.endswith(("报告", "年报", "事项"))


def _is_likely(joined: Joined, first: int, text: str) -> bool:
    """Whether the place that a name begins with is no longer than one is, if a seam cuts it."""
    places = split_place(text)[0]
    if not places or any(places[0].endswith(end) for end in _LONG_PLACES):
        return True
    cut = any(at in joined.seams for at in range(first + 1, first + len(places[0])))
    return not cut or len(places[0]) <= LONGEST_PLACE


def _label_value(joined: Joined, pieces: Sequence[tuple[int, int]], floor: int) -> int:
    """Return the piece that is the value of a label: a name of its own; -1 if there is none."""
    start = pieces[0][0]
    label = _COLON.search(joined.solid, max(floor, start - 9), start)
    value = -1
    if label is not None and not _TITLE_LABEL.search(label[0]):
        value = _first_strong(joined, pieces)
    for index, piece in enumerate(pieces[:-1]):
        if LABEL.fullmatch(joined.solid, *piece):
            value = max(value, index + 1)
    return value


def _first_strong(joined: Joined, pieces: Sequence[tuple[int, int]]) -> int:
    """Return the last piece before the first line's end or bar."""
    return next((index for index, (_, end) in enumerate(pieces) if end in joined.strong), -1)


def name_goes_on(joined: Joined, end: int, printed: str | None = None) -> bool:
    """Whether a name may go on behind a seam where it seems to end: 人民政府 / 办公室.

    `printed` is the name, where it is known otherwise than by what stands before it.
    """
    if end not in joined.seams:
        return False
    found = find_name(joined, end) if printed is None else None
    name = found.text if found is not None else printed
    following = re.compile(r"[\u4e00-\u9fff]{1,12}").match(joined.solid, end)
    if name is None or following is None:
        return False
    cuts = (at for at in range(end + 1, following.end()) if at in joined.seams)
    piece = joined.solid[end : next(cuts, following.end())]
    if MENU.fullmatch(piece) or PAGE_WORDS.search(piece) or has_place(piece):
        return False
    return is_body(name + piece) and relate(name, piece) == "belongs"
