"""How the time of reading grows with a text: what repeats may cost no more than its length.

    python -m tests.support.growth             every pattern, a line each, then the worst
    python -m tests.support.growth rule pipe   those whose name holds one of these words
    python -m tests.support.growth --long      larger texts: finds what a large factor hides
    python -m tests.support.growth --quick     smaller ones

A pattern is something that reports hold, repeated at one place of a report. Its text is
doubled until reading it takes long enough to be measured; then it is doubled once more.
CPU time counts, the least of several runs: other processes are not measured.
"""

import re
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import chain, permutations, product
from typing import NamedTuple

from extraction.pipeline import extract_document
from extraction.prose.facts.vocabulary import load_vocabulary
from extraction.read import document_from_bytes
from extraction.values.errors import UnreadableFile
from tests.support.by_hand import draw_cases, draw_documents, draw_requests, write
from tests.support.scored import settings

MOST = 2.7
"""What twice the text may cost, in times."""

FIRST, LARGEST = 4_000, 1_000_000
SECONDS, QUICK, LONG = 0.15, 0.05, 0.8
PATIENCE = 60
RUNS = 3

UNITS = {
    "pipe": "|",
    "pipe-space": "| ",
    "pipe-line": "|\n",
    "pipe-nbsp": "|\u00a0",
    "pipe-blanks": "| | | | | | | |\n",
    "pipe-zeros": "| 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n",
    "pipe-figure": "|12",
    "pipe-label": "|规章",
    "pipe-row": "| 2.重复申请 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n",
    "pipe-escaped": "\\|",
    "rule": "|---",
    "rule-line": "|---|---|---|\n",
    "rule-colon": "|:-:",
    "rule-short": "|-:",
    "dashes": "-",
    "dashes-line": "------\n",
    "dashes-long": "—",
    "dashes-words": "- - ",
    "equals": "=",
    "equals-line": "=====\n",
    "underscores": "_",
    "title": "山南县水务局2023年政府信息公开工作年度报告\n",
    "title-glued": "山南县水务局2023年政府信息公开工作年度报告",
    "title-other": "山南县2022年政务公开年报\n",
    "title-hash": "# 2023年度报告\n",
    "title-period": "(2023年1月1日至2023年12月31日)\n",
    "heading-one": "一、总体情况\n",
    "heading-three": "三、收到和处理政府信息公开申请情况\n",
    "heading-five": "五、存在的主要问题及改进情况\n",
    "heading-six": "六、其他需要报告的事项\n",
    "heading-glued": "一、总体情况",
    "heading-part": "(一)主动公开\n",
    "heading-number": "1.",
    "heading-bracket": "(一)",
    "heading-hash": "## ",
    "heading-bold": "**二、主动公开政府信息情况**\n",
    "label-row": "2.重复申请\n",
    "label-group": "(三)不予公开\n",
    "label-head": "自然人\n",
    "label-heads": "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计\n",
    "label-total": "总计\n",
    "label-glued": "结转下年度继续办理",
    "label-figure": "2.重复申请3\n",
    "label-figures": "2.重复申请 1 0 0 0 0 0 1\n",
    "label-run": "2.重复申请1000001\n",
    "label-cut": "1.申请人无正\n当理由逾\n期不补正\n",
    "label-letters": "申 请 人 ",
    "label-letters-nbsp": "申\u00a0请\u00a0人\u00a0",
    "label-fragment": "5.要求行政机关\n",
    "label-review": "行政复议 行政诉讼\n",
    "label-results": "结果维持 结果纠正 其他结果 尚未审结 总计\n",
    "label-unknown": "水务大厅窗口\n",
    "figure-lines": "0\n",
    "figure-blank-lines": "0\n\n",
    "figure-spaces": "12 ",
    "figure-run": "0",
    "figure-run-one": "1",
    "figure-large": "9,999",
    "figure-decimal": "3.14",
    "figure-point": "1.",
    "figure-sign": "-1 ",
    "figure-page": "- 4 -\n",
    "figure-page-word": "第4页 共9页\n",
    "figure-wide": "１２",
    "figure-han": "十二",
    "figure-unit": "12件",
    "figure-money": "3.5万元,",
    "figure-percent": "增长12.5%,",
    "figure-seven": "1 0 0 0 0 0 1\n",
    "figure-fifteen": "1 0 0 0 1 1 0 0 0 1 0 0 0 0 0\n",
    "marks": "/ ",
    "marks-lines": "/\n",
    "date": "2023年12月31日",
    "date-line": "2023年12月31日\n",
    "date-short": "2023-12-31 ",
    "date-split": "20 23年 1 2月3 1日",
    "date-published": "发布日期:2024-01-15\n",
    "year": "2023年",
    "year-span": "2023年1月1日至",
    "agency": "山南县水务局",
    "agency-line": "山南县水务局\n",
    "agency-dot": "山南县水务局、",
    "agency-seal": "(山南县水务局办公室)",
    "agency-office": "人民政府办公室",
    "agency-region": "山南县",
    "agency-long": "省市县区镇局",
    "agency-stated": "本报告由山南县水务局编制。",
    "agency-stated-line": "编制单位:山南县水务局\n",
    "agency-source": "来源:山南县水务局 索引号:0001-2023\n",
    "signature": "山南县水务局\n2024年1月15日\n",
    "brackets-open": "(",
    "brackets-close": ")",
    "brackets-pair": "()",
    "brackets-wide": "【",
    "brackets-words": "(其中:",
    "brackets-book": "《条例》",
    "brackets-book-open": "《",
    "brackets-square": "[1]",
    "brackets-link": "[](",
    "brackets-link-whole": "[条例](http://x.cn/a)",
    "brackets-picture": "![",
    "quotes": "“",
    "quotes-pair": "“公开”",
    "quotes-straight": '"',
    "quotes-single": "'",
    "mask": "*",
    "mask-two": "**",
    "mask-words": "**公开**",
    "mask-between": "申请**数量",
    "mask-line": "1.申请人**逾期***补正\n",
    "mask-spaced": "* * ",
    "pinyin": "公(gong)开(kai)",
    "pinyin-bare": "gong1kai1",
    "pinyin-marks": "zhèng fǔ ",
    "pinyin-bracket": "(gōng)",
    "pinyin-line": "政(zheng)府(fu)信(xin)息(xi)\n",
    "commas": ",,",
    "commas-wide": "，，",
    "commas-one": ",",
    "stops": "。",
    "stops-pair": "。。",
    "stops-latin": ".",
    "colons": ":",
    "semicolons": "；",
    "dun": "、",
    "gbk": "鏀垮簻淇℃伅鍏紑",
    "gbk-line": "鏀垮簻淇℃伅鍏紑\n",
    "gbk-question": "政?",
    "gbk-questions": "?",
    "gbk-lost": "\ufffd",
    "gbk-latin": "Õþ¸®",
    "gbk-kun": "锟斤拷",
    "gbk-row": "2.重??请\n",
    "gbk-out-of-step": "本年新收?畔⒐?晟昵?\n",
    "space": " ",
    "space-two": "  x",
    "space-line": " \n",
    "space-wide": "\u3000",
    "space-wide-line": "\u3000\u3000\n",
    "space-hard": "\u00a0",
    "space-hard-line": "\u00a0\n",
    "space-tab": "\t",
    "space-tab-figure": "\t0",
    "space-zero-width": "\u200b",
    "space-far": "总计" + " " * 40 + "3\n",
    "lines": "\n",
    "lines-cr": "\r",
    "lines-crlf": "\r\n",
    "lines-cr-label": "2.重复申请\r",
    "lines-feed": "\f",
    "lines-separator": "\u2028",
    "lines-letter": "公\n",
    "lines-two": "公开\n\n",
    "list": "- 公开\n",
    "list-deep": "  - ",
    "list-star": "* 公开 12 条\n",
    "list-numbers": "1. 2. 3. ",
    "list-quote": "> ",
    "list-quote-line": "> 公开\n",
    "fact": "全年收到申请12件,",
    "fact-sentence": "2023年,共收到政府信息公开申请12件,办结10件,结转下年度2件。",
    "fact-line": "全年收到申请12件。\n",
    "fact-none": "未发生行政复议、行政诉讼案件。",
    "fact-parts": "其中网上申请3件、信函申请2件、",
    "fact-than": "较上年增长12%,比去年增加3件,",
    "fact-channels": "通过网站公开信息12条,微信34条,微博5条;",
    "fact-share": "占12.5%,",
    "fact-other": "举办培训3期、",
    "fact-words": "主动公开",
    "fact-verb": "共收到",
    "fact-attribution": "指导各乡镇公开12条,",
    "fact-numbers": "12条34件",
    "fact-no": "无",
    "fact-not": "没有",
    "fact-each": "分别为1件、2件、3件,",
    "fact-quote": "“12件",
    "fact-plan": "计划",
    "fact-approx": "约12余件",
    "tags": "<b>",
    "tags-open": "<",
    "tags-close": ">",
    "tags-cell": "<td>12</td>",
    "tags-row": "<tr><td>规章</td><td>0</td></tr>\n",
    "tags-break": "<br>",
    "tags-table": "<table>",
    "tags-entity": "&nbsp;",
    "tags-entity-open": "&",
    "tags-comment": "<!--",
    "tags-style": "<span style='a'>",
    "prose": "本局认真做好公开工作。",
    "prose-line": "本局认真做好公开工作。\n",
    "prose-long": "本局认真做好公开工作",
    "prose-comma": "本局认真,",
    "prose-letter": "公",
    "prose-latin": "a",
    "prose-latin-words": "open government ",
    "prose-traditional": "政府資訊公開",
    "prose-other-script": "Ж",
    "prose-emoji": "😀",
    "prose-surrogate": "𠮷",
    "prose-combining": "e\u0301",
    "figure-thousands": ",123",
    "figure-list": "1、2、3、",
    "figure-years": "2019年至2020年",
    "figure-compared": "较2020年",
    "figure-year-short": "较20",
    "tags-comments": "<!-- x -->",
    "tags-script": "<script>",
    "tags-script-quote": '<script a="',
    "tags-quote": '<b a="x ',
    "tags-slash": "</",
    "tags-bang": "<!",
    "tags-cell-end": "</p></td>",
    "tags-entity-amp": "&amp;",
    "tags-doctype": "<!doctype html>",
    "mixed-row-page": "2.重复申请 1 0 0 0 0 0 1\n- 4 -\n",
    "mixed-head-row": "自然人 总计\n2.重复申请 1 1\n",
    "mixed-title-row": "2023年年度报告\n2.重复申请 1\n",
    "mixed-label-prose": "规章。本局认真。\n",
    "mixed-label-lines": "规章\n0\n0\n0\n行政规范性文件\n1\n2\n3\n",
    "mixed-cases": "行政复议\n结果维持\n总计\n0\n0\n0\n0\n0\n",
    "mixed-box": "│规章│0│\n├──┼─┤\n",
    "mixed-csv": "规章,0,0,0\n",
    "mixed-key": "规章: 0\n",
    "mixed-json": '{"规章": [0, 0, 0]},',
}
"""What repeats: by name, so that a part of a name is a kind."""

LINES = (
    "title",
    "heading-three",
    "heading-number",
    "label-row",
    "label-heads",
    "label-total",
    "label-figures",
    "label-review",
    "figure-lines",
    "figure-spaces",
    "marks-lines",
    "fact-sentence",
    "prose-comma",
    "pipe-row",
    "brackets-words",
    "space",
)
"""Of these, each is put before each: half of one, half of the other."""

PLACES = ("alone", "before", "prose", "documents", "table", "cases", "end")
AT = {
    "prose": "本局认真做好公开工作。",
    "documents": "行政处罚",
    "table": "2.重复申请",
    "cases": "结果维持",
}


class Pattern(NamedTuple):
    """Something that repeats, and where in a report; what ends it may come behind it."""

    name: str
    units: tuple[str, ...]
    place: str
    end: str = ""

    def text(self, size: int) -> str:
        """The report with so many characters of it."""
        share = size // len(self.units)
        added = (unit * max(1, share // len(unit)) for unit in self.units)
        return spoil("".join(added) + self.end, self.place)


def report() -> str:
    return write([draw_documents(), draw_requests(), draw_cases()], "pipes")


def spoil(added: str, place: str) -> str:
    """Put something into a report, at one of `PLACES`."""
    if place == "alone":
        return added
    whole = report()
    if place == "before":
        return f"{added}\n{whole}"
    if place == "end":
        return f"{whole}\n{added}"
    before, behind = whole.split(AT[place], 1)
    if place == "prose":
        return f"{before}{AT[place]}\n{added}\n{behind}"
    return f"{before.rstrip('| ')}\n{added}\n{AT[place]}{behind}"


def words_of_vocabulary() -> Iterator[str]:
    """Every short word by which the prose is read, and every name that a section has."""
    told = [load_vocabulary().words.model_dump(), *(form.sections for form in settings().forms)]
    for word in dict.fromkeys(chain.from_iterable(map(_strings_in, told))):
        if len(word) <= 16 and not re.match("[a-z]", word):
            yield word


def _strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(_strings_in, value.values()))
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(_strings_in, value))


def find_patterns() -> Iterator[Pattern]:
    """Yield every unit at every place, the halves, the words of the vocabulary, whole reports."""
    for (name, unit), place in product(UNITS.items(), PLACES):
        yield Pattern(f"{name} {place}", (unit,), place)
    for one, other in permutations(LINES, 2):
        for place in ("alone", "table"):
            yield Pattern(f"half {one}, {other} {place}", (UNITS[one], UNITS[other]), place)
    for word in words_of_vocabulary():
        plain = word.replace("~", "公")
        yield Pattern(f"word {word} prose", (plain,), "prose", "，3件。")
        yield Pattern(f"words {word} prose", (f"{plain}12件",), "prose", "公")
    for layout in ("lines", "pipes", "spaced"):
        whole = write([draw_documents(), draw_requests(), draw_cases()], layout)
        yield Pattern(f"reports {layout} alone", (whole,), "alone")


PATTERNS = list(find_patterns())


class TookTooLong(Exception):
    """Reading was stopped: nothing in line with its size takes so long."""


def seconds_of(text: str, runs: int = 1) -> float:
    """The least CPU time of reading a text."""
    data = text.encode()
    least = float("inf")
    for _ in range(runs):
        began = time.process_time()
        with suppress(UnreadableFile):  # one that holds nothing but blanks
            extract_document(document_from_bytes("report.txt", data), settings())
        least = min(least, time.process_time() - began)
    return least


@cache
def seconds_without(place: str) -> float:
    """The time of the report alone, which does not grow."""
    return seconds_of(report(), 5) if place != "alone" else 0.0


class Growth(NamedTuple):
    """How long what repeats took, and by what that grew when it was doubled."""

    size: int
    seconds: float
    ratio: float


def grow(pattern: Pattern, enough: float = SECONDS) -> Growth:
    """Double a pattern's text until reading it takes `enough` seconds, and once more."""

    def added(size: int, runs: int = 1) -> float:
        return max(0.0, seconds_of(pattern.text(size), runs) - seconds_without(pattern.place))

    size, seconds = FIRST, added(FIRST)
    while seconds < enough and size < LARGEST:
        size *= 2 if seconds > enough / 8 else 4
        seconds = added(size)
    if seconds < enough:
        return Growth(size, seconds, 1.0)
    ratio = added(2 * size) / seconds
    if ratio > 0.9 * MOST:  # measured once more, with care
        seconds = added(size, RUNS)
        ratio = added(2 * size, RUNS - 1) / seconds
    return Growth(size, seconds, ratio)


def stop(*_: object) -> None:
    raise TookTooLong


def measured(patterns: Sequence[Pattern], enough: float) -> Iterator[tuple[Pattern, Growth]]:
    """Measure one pattern after the other; what takes a minute is stopped."""
    for pattern in patterns:
        signal.setitimer(signal.ITIMER_PROF, PATIENCE)
        try:
            yield pattern, grow(pattern, enough)
        except TookTooLong:
            yield pattern, Growth(0, PATIENCE, float("inf"))
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)


def main() -> None:
    signal.signal(signal.SIGPROF, stop)
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    enough = LONG if "--long" in sys.argv else QUICK if "--quick" in sys.argv else SECONDS
    chosen = [p for p in PATTERNS if not words or any(word in p.name for word in words)]
    found = []
    for pattern, growth in measured(chosen, enough):
        found.append((growth.ratio, pattern.name))
        flag = "  <--" if growth.ratio > MOST else ""
        times = f"{growth.size:>8} {growth.seconds:>7.2f} s  x {growth.ratio:.2f}{flag}"
        print(f"{pattern.name:<32} {times}", flush=True)
    over = [name for ratio, name in found if ratio > MOST]
    worst, name = max(found)
    print(f"\n{len(found)} patterns, {len(over)} over {MOST}; the worst is {name}: x {worst:.2f}")
    raise SystemExit(bool(over))


if __name__ == "__main__":
    main()
