"""Repair: damage goes, digits stay, and every place leads back to the original text."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT

from extraction.repair import RepairedText, repair_text
from extraction.repair.edits import Edit, apply_edits
from extraction.repair.pinyin import readings
from extraction.values.document import Span
from tests.support.case_lists import load_lists
from tests.support.places import SHARED

REPORTS = SHARED / "reports"

ROW_LABELS = """
一、本年新收政府信息公开申请数量
二、上年结转政府信息公开申请数量
(一)予以公开
(二)部分公开(区分处理的,只计这一情形,不计其他情形)
1.属于国家秘密
2.其他法律行政法规禁止公开
3.危及“三安全一稳定”
4.保护第三方合法权益
5.属于三类内部事务信息
6.属于四类过程性信息
7.属于行政执法案卷
8.属于行政查询事项
1.本机关不掌握相关政府信息
2.没有现成信息需要另行制作
3.补正后申请内容仍不明确
1.信访举报投诉类申请
2.重复申请
3.要求提供公开出版物
4.无正当理由大量反复申请
5.要求行政机关确认或重新出具已获取信息
1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请
2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请
3.其他
(七)总计
四、结转下年度继续办理
""".strip().splitlines()


def load_cases(sort: str) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in load_lists("texts", sort).values()]


def read_report(number: str) -> str:
    for path in REPORTS.glob(f"{number}_*.txt"):
        return path.read_text(encoding="utf-8")
    pytest.skip("the real reports are not beside this checkout")


def decimal_digits(text: str) -> str:
    return "".join(str(int(character)) for character in text if character.isdecimal())


# -- cases ---------------------------------------------------------------------------------


@pytest.mark.parametrize("case", load_cases("in_the_wild") + load_cases("made_up"))
def test_damage_is_undone(case: dict[str, str]) -> None:
    repaired = repair_text(case["text"])
    assert repaired.text == case["expected"]
    assert repaired.repairs
    assert repair_text(repaired.text).text == repaired.text


@pytest.mark.parametrize("case", load_cases("negative"))
def test_sound_text_is_left_alone(case: dict[str, str]) -> None:
    assert repair_text(case["text"]) == RepairedText(case["text"], case["text"])


@pytest.mark.parametrize("case", load_cases("known_failures"))
@pytest.mark.xfail(reason="known failure", strict=True)
def test_known_failures(case: dict[str, str]) -> None:
    assert repair_text(case["text"]).text == case["expected"]


def test_ambiguous_half_character_is_kept_and_counted() -> None:
    text = "信息x(yì)向"
    repaired = repair_text(text)
    assert repaired.text == text
    assert [(repair.kind, repair.count) for repair in repaired.repairs] == [("pinyin_ambiguous", 1)]


def test_kinds_come_in_the_order_of_the_fixers() -> None:
    repaired = repair_text("２０２４1231日政\u200b務(wù),、服務(wù)")
    assert [(repair.kind, repair.count) for repair in repaired.repairs] == [
        ("invisible", 1),
        ("width", 4),
        ("pinyin", 2),
        ("doubled_punctuation", 1),
        ("script", 2),
        ("date_marks", 2),
    ]


# -- the way back --------------------------------------------------------------------------


def test_span_leaves_out_what_was_removed_at_its_edges() -> None:
    repaired = repair_text("信息\u200b12\u200b件")
    place = Span(2, 4)
    assert place.slice(repaired.text) == "12"
    assert repaired.to_original(place) == Span(3, 5)
    assert repaired.from_original(Span(2, 6)) == place


def test_span_inside_a_replacement_means_all_of_it() -> None:
    repaired = repair_text("㈠总")
    assert repaired.text == "(一)总"
    assert repaired.to_original(Span(1, 2)) == Span(0, 1)
    assert repaired.from_original(Span(0, 1)) == Span(0, 3)


def test_place_of_a_mark_put_back_is_empty() -> None:
    repaired = repair_text("20241231日")
    assert repaired.text.index("年") == 4
    assert repaired.to_original(Span(4, 5)) == Span(4, 4)
    assert repaired.to_original(Span(5, 7)) == Span(4, 6)


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text("abcdefgh", max_size=30))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    ranges = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [Edit(a, b, draw(st.text("XYZ", max_size=3)), "test") for a, b in ranges]


@given(edited_texts())
def test_kept_characters_lead_back_to_themselves(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    changed, shift = apply_edits(text, edits)
    if shift is None:
        return
    offset = done = 0
    for edit in [*edits, Edit(len(text), len(text), "", "end")]:
        for index in range(done, edit.start):
            there = Span(offset + index - done, offset + index - done + 1)
            assert shift.back(there) == Span(index, index + 1)
            assert shift.forward(Span(index, index + 1)) == there
            assert there.slice(changed) == text[index]
        offset += edit.start - done + len(edit.replacement)
        done = edit.end


@given(edited_texts(), st.data())
def test_the_way_back_is_monotone(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = case
    changed, shift = apply_edits(text, edits)
    if shift is None or not changed:
        return
    b = data.draw(st.integers(0, len(changed) - 1))
    c = data.draw(st.integers(b + 1, len(changed)))
    a, d = data.draw(st.integers(0, b)), data.draw(st.integers(c, len(changed)))
    inner, outer = shift.back(Span(b, c)), shift.back(Span(a, d))
    assert 0 <= outer.start <= inner.start <= inner.end <= outer.end <= len(text)


@given(edited_texts(), st.data())
def test_there_and_back_encloses_all_that_was_kept(
    case: tuple[str, list[Edit]], data: st.DataObject
) -> None:
    text, edits = case
    _, shift = apply_edits(text, edits)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    gone = {i for edit in edits if not edit.replacement for i in range(edit.start, edit.end)}
    kept = [index for index in range(start, end) if index not in gone]
    if shift is None or not kept:
        return
    again = shift.back(shift.forward(Span(start, end)))
    assert again.start <= kept[0] <= kept[-1] < again.end


# -- random texts --------------------------------------------------------------------------

WORDS = [
    *(label for label in ROW_LABELS if "," not in label),
    "规章",
    "行政许可12件",
    "2024年",
    "无",
]
MARKS = [",", "、", "。", ";", "\n", " | ", "\n\n"]
SHARDS = [
    *"区區復复務数本年月日(),、。;:!?，。！？|■◆①²一（）１２",
    *"0123456789",
    *["(qū)", "(fù)", "F(xiàn)", "?,", "?。ㄒ唬", "┘忧", "&nbsp;", "\u200b", "\u00a0", "\n"],
    *["2024", "1231", "日", "\ufeff", "㈢", "⻓", "數據統計為與從", "ab", " "],
]
TAGS = ["<td>", "</td>", "<p class='a'>", "</p>", "<br>", "<!--", "-->", "<", ">", "&lt;", "&amp;"]

clean_texts = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS)), min_size=1, max_size=25
).map(lambda pairs: "".join(word + mark for word, mark in pairs) + "完")
rough_texts = st.lists(st.sampled_from(SHARDS), max_size=40).map("".join)
rough_pages = st.lists(st.sampled_from(SHARDS + TAGS * 3), max_size=60).map("".join)


@given(clean_texts)
def test_undamaged_text_comes_back_identical(text: str) -> None:
    assert repair_text(text) == RepairedText(text, text)


@settings(max_examples=300)
@given(rough_texts)
def test_digits_are_never_invented_or_changed(text: str) -> None:
    assert decimal_digits(repair_text(text).text) == decimal_digits(text)


@given(st.text())
def test_digits_of_any_text_stay(text: str) -> None:
    if "&" not in text and "<" not in text:
        assert decimal_digits(repair_text(text).text) == decimal_digits(text)


@settings(max_examples=300)
@given(st.one_of(rough_texts, rough_pages))
def test_repairing_twice_changes_nothing(text: str) -> None:
    once = repair_text(text).text
    assert repair_text(once).text == once


@given(rough_texts)
def test_every_figure_leads_to_the_same_figure(text: str) -> None:
    repaired = repair_text(text)
    for match in re.finditer(r"\d+", repaired.text):
        raw = repaired.to_original(Span(*match.span())).slice(text)
        assert decimal_digits(raw) == match.group()


# -- damage and its undoing ----------------------------------------------------------------


def annotate(text: str, chosen: set[int]) -> str:
    """Put the reading behind every chosen Han character."""
    tokens = []
    for index, character in enumerate(text):
        tokens.append(character)
        if "\u4e00" <= character <= "\u9fff" and index % 7 in chosen:
            tokens.append(f"({lazy_pinyin(character, style=Style.TONE)[0]})")
    return "".join(tokens)


def double(text: str, chosen: set[int]) -> str:
    """Put a comma before every chosen mark."""
    return "".join(
        "," + character if character in ",、。;" and index % 7 in chosen else character
        for index, character in enumerate(text)
    )


def widen(text: str, chosen: set[int]) -> str:
    """Make every chosen ASCII character wide."""
    return "".join(
        chr(ord(character) + 0xFEE0)
        if "!" <= character <= "~" and index % 7 in chosen
        else character
        for index, character in enumerate(text)
    )


def pepper(text: str, chosen: set[int]) -> str:
    """Put something invisible behind every chosen character."""
    return "".join(
        character + "\u200b" if index % 7 in chosen else character
        for index, character in enumerate(text)
    )


CHOSEN = st.sets(st.integers(0, 6))


@pytest.mark.parametrize("damage", [annotate, double, widen, pepper])
@given(text=clean_texts, chosen=CHOSEN)
@settings(max_examples=60)
def test_damage_of_one_kind_is_undone(damage: Any, text: str, chosen: set[int]) -> None:
    assert repair_text(damage(text, chosen)).text == text


@given(text=clean_texts, chosen=CHOSEN)
@settings(max_examples=60)
def test_damage_of_all_kinds_is_undone(text: str, chosen: set[int]) -> None:
    damaged = pepper(widen(double(annotate(text, chosen), chosen), chosen), chosen)
    assert repair_text(damaged).text == text


@pytest.mark.parametrize("codec", ["gbk", "utf-8"])
@given(text=clean_texts.filter(lambda text: len(text) > 20))
@settings(max_examples=40)
def test_misread_bytes_are_read_again(codec: str, text: str) -> None:
    assert repair_text(text.encode(codec).decode("latin-1")).text == text


def test_labels_survive_the_way_through_traditional() -> None:
    clean = "\n".join(ROW_LABELS)
    assert repair_text(OpenCC("s2t").convert(clean)).text == clean


# -- the real reports ----------------------------------------------------------------------


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_real_report_keeps_its_figures(number: str) -> None:
    text = read_report(number)
    repaired = repair_text(text)
    assert decimal_digits(repaired.text) == decimal_digits(text)
    assert repair_text(repaired.text).text == repaired.text
    for match in re.finditer(r"\d+", repaired.text):
        assert repaired.to_original(Span(*match.span())).slice(text) == match.group()


@pytest.mark.parametrize("number", ["001", "003"])
def test_real_damaged_report_gets_the_official_labels(number: str) -> None:
    cells = {cell.strip() for cell in re.split(r"[|\n]", repair_text(read_report(number)).text)}
    assert [label for label in ROW_LABELS if label not in cells] == []


@pytest.mark.parametrize("number", ["002", "004"])
def test_real_sound_report_is_left_alone(number: str) -> None:
    text = read_report(number)
    assert repair_text(text) == RepairedText(text, text)


def test_readings_are_those_of_the_library() -> None:
    # They are taken from its file: another version may lay it out otherwise.
    for character in set("".join(ROW_LABELS)):
        printed = PINYIN_DICT.get(ord(character), "")
        assert readings(character) >= {*printed.split(",")} - {""}
    assert readings("重") == {"zhòng", "chóng", "tóng"}
