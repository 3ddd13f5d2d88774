"""Headers in parts are those of the form only where the parts themselves tell their order."""

import pytest

from extraction.align.spelt import spell_headers, spell_wrapped_headers
from extraction.forms.load import load_forms
from extraction.forms.table import Block

WRAPPED = [
    ["自然", "法人或其他组织", "总计"],
    ["人", "商业", "科研", "社会", "法律", "其他"],
    ["企业", "机构", "公益", "服务"],
    ["组织", "机构"],
]
UPPER = "自然人法人或其他组织总计商业企业科研机构社会公益组法律服务机其他"


def requests() -> Block:
    form = next(form for form in load_forms() if form.form == "cn2021")
    return next(table for table in form.tables if table.key == "requests").blocks[0]


def test_headers_wrapped_line_by_line_are_spelt_out() -> None:
    assert spell_wrapped_headers(WRAPPED, requests())


@pytest.mark.parametrize(
    "lines",
    [
        [[word] for line in WRAPPED for word in line],  # one below the other
        [WRAPPED[0], ["人", "商业", "社会", "科研", "法律", "其他"], *WRAPPED[2:]],
        [*WRAPPED, ["同比"]],
        WRAPPED[:-1],
        [
            *(["自然人"], ["法人或其他组织"], ["总计"], ["商业企业"], ["社会公益"], ["组织"]),
            *(["科研"], ["机构"], ["法律服务机构"], ["其他"]),
        ],
    ],
)
def test_words_that_do_not_tell_the_order_are_none(lines: list[list[str]]) -> None:
    assert not spell_wrapped_headers(lines, requests())


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        (f"{UPPER}织构", True),
        (f"{UPPER}构织", False),
        ("自然人法人或其他组织总计商业企业社会公益组织科研机构法律服务机构其他", False),
    ],
)
def test_headers_that_a_page_s_end_cuts(text: str, spelt: bool) -> None:
    assert spell_headers(["申请人情况", text], requests()) == spelt
