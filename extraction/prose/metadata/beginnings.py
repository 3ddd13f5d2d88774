"""What stands right before a name and is none of it: years, notes in brackets, dots, list marks.

No name begins with a sign. What a sign encloses or parts is left out where it is known to be a
note; else the name is none, as a part of it may stand there.
"""

import re

from extraction.prose.metadata.joined import Joined
from extraction.prose.metadata.seams import begins_name
from extraction.prose.thresholds import LONGEST_NOTE
from extraction.text.agencies import has_place
from extraction.text.dates import YEAR, parse_year

_YEAR = re.compile(YEAR)
YEAR_MARK = (
    r"(?:年度?(?:来|期间)?|度)?"
    r"(?:(?:工作)?(?:年度)?(?:报告|年报)|(?<=年)报(?![社业刊道恩])|版(?!纳))?"
)
"""What may stand between a year and a name, as a pattern."""

_MARK = re.compile(YEAR_MARK)
_NOTE = re.compile(r"\((?P<note>[^()]+)\)")
# What a note in brackets before a name is: a year, a number, the state or the kind of a document.
_NO_NAME = re.compile(
    rf"(?:{YEAR})(?:年度?|年报)?"
    r"|[\d一二三四五六七八九十]{1,3}"
    r"|[\u4e00-\u9fff]{0,6}(?:稿|版|本|草案|年度|年报|附件\d{0,2}|原件|[第]?\d{0,3}[期号批次]"
    r"|试行|公开|公示|摘要|报告|材料|转发|转载)"
)
_BULLETS = "◆◇►▶▷➢➤▸❖✦•‣▪"
_LIST_MARK = re.compile(
    rf"(?:附件)?(?:\d{{1,2}}[.、)]|[\u2460-\u2473]|[{_BULLETS}])\Z|附件\d{{1,2}}\Z"
)
_LONGEST_MARK = 5
_LONGEST_YEAR = 7


def behind_year(joined: Joined, start: int, end: int) -> int | None:
    """Return where a name begins that a year stands before, in figures or in words."""
    near = max(0, start - _LONGEST_YEAR)
    for match in _YEAR.finditer(joined.solid, near, end):
        mark = _MARK.match(joined.solid, match.end(), end)
        at = mark.end() if mark else match.end()
        if match.start() <= start <= at and parse_year(match[0]) is not None:
            return at
    return None


def behind_notes(joined: Joined, start: int, end: int) -> tuple[int, bool]:
    """Return where a run goes on behind its last note in brackets, and whether that is a year.

    The note stands at a seam or opens the run, which may begin within it.
    """
    at, dated = start, False
    for match in _NOTE.finditer(joined.solid, max(0, start - LONGEST_NOTE), end):
        opens = match.start() <= at or match.start() in joined.seams
        if start < match.end() < end and opens and _NO_NAME.fullmatch(match["note"]):
            at = match.end()
            dated = _YEAR.match(match["note"]) is not None
    return at, dated


def behind_dots(joined: Joined, start: int, end: int) -> tuple[int, bool]:
    """Return where a name begins behind dots, and whether what they part may be of it."""
    while start < end and joined.solid[start] == "·":
        start += 1
    cuts = [at for at in range(start, end) if at in joined.seams]
    piece = cuts[-1] if cuts else start
    dot = joined.solid.rfind("·", piece, end)
    if dot < 0:
        return start, False
    before, name = joined.solid[piece:dot], joined.solid[dot + 1 : end]
    return dot + 1, begins_name(before) or not has_place(name)


def is_list_mark(joined: Joined, at: int) -> bool:
    """Whether a line's number or bullet stands right before a place: 1. or ◆, nothing else."""
    match = _LIST_MARK.search(joined.solid, max(0, at - _LONGEST_MARK), at)
    return match is not None and (match.start() == 0 or match.start() in joined.strong)
