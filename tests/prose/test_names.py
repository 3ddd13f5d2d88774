"""The agency is the whole printed name or null, never a part: broken in every way that print is.

`python -m tests.support.printed_names 8000 0` is the long run of what is short here.
"""

import pytest

from extraction.prose.metadata.seams import SeamRelation, relate
from extraction.read.html.html_meta import find_page_tags
from tests.support.printed_names import is_right, print_name, read_agency
from tests.support.scored import extract_text

_BODY = (
    "<p>本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。</p><p>一、总体情况</p>"
    "<p>2023年，我局做好政府信息公开工作。</p><p>五、存在的主要问题及改进情况</p><p>有待提高。</p>"
)


@pytest.mark.parametrize("hostile", [False, True])
def test_a_name_broken_in_print_is_whole_or_null(hostile: bool) -> None:
    came = []
    for seed in range(250):
        printed = print_name(seed, hostile=hostile)
        agency = read_agency(printed)
        assert agency is None or is_right(agency, printed), (seed, printed.text)
        came.append((agency is not None, bool(printed.cut)))
    whole = [told for told, _ in came]
    assert sum(whole) > (0.7 if hostile else 0.85) * len(whole), "null always would never be wrong"


def test_a_name_that_is_not_broken_is_found() -> None:
    printed = [print_name(seed) for seed in range(400)]
    plain = [one for one in printed if not one.cut]
    assert sum(read_agency(one) is not None for one in plain) > 0.97 * len(plain)


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        ("澄川县", "水务局", "belongs"),
        ("青禾市", "石桥县水务局", "belongs"),
        ("石桥县", "澄川县水务局", "apart"),
        ("澄川县公安局", "交通警察大队", "belongs"),
        ("澄川县教育局", "财政局", "open"),
        ("国家税务总局", "澄川县税务局", "belongs"),
        ("中国气象局", "澄川县气象局", "open"),
        ("务总局", "澄川县税务局", "open"),
        ("首页", "澄川县水务局", "apart"),
        ("无", "澄川县水务局", "apart"),
        ("无", "锡市水务局", "open"),
        ("中国·石桥", "澄川县水务局", "apart"),
        ("本年度未收取信息处理费", "澄川县水务局", "apart"),
    ],
)
def test_what_stands_before_a_seam(left: str, right: str, relation: SeamRelation) -> None:
    assert relate(left, right) == relation


def page(head: str, body: str = _BODY) -> str:
    return f'<html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


TITLE = "澄川县水务局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("head", "agency", "source"),
    [
        (f"<title>{TITLE}</title>", "澄川县水务局", "page_title"),
        (f"<title>{TITLE}-澜州市人民政府</title>", "澄川县水务局", "page_title"),
        (f"<title>{TITLE}_澜州市人民政府门户网站</title>", "澄川县水务局", "page_title"),
        (f'<meta name="ArticleTitle" content="{TITLE}">', "澄川县水务局", "meta:ArticleTitle"),
        ("<title>澜州市人民政府 2023年政府信息公开工作年度报告</title>", None, None),
        (
            '<meta name="ContentSource" content="澄川县水务局">',
            "澄川县水务局",
            "meta:ContentSource",
        ),
        ('<meta name="ContentSource" content="澄川县人民政府办公室">', None, None),
        ('<meta name="SiteName" content="澜州市人民政府门户网站">', None, None),
        (
            '<meta name="ContentSource" content="澄川县水务局">'
            '<meta name="SiteName" content="石桥县教育局">',
            None,
            None,
        ),
        (
            f'<title>{TITLE}</title><meta name="ArticleTitle" content="石桥县{TITLE[3:]}">',
            None,
            None,
        ),
    ],
)
def test_a_pages_head_names_the_agency_or_nobody(
    head: str, agency: str | None, source: str | None
) -> None:
    document, (record,) = extract_text(page(head), ".html")
    found = record.metadata.evidence.get("agency")
    assert (record.metadata.agency, found and found.source) == (agency, source)
    assert found is None or (found.span is None and found.raw in {t.content for t in document.tags})


def test_the_text_is_believed_before_the_head() -> None:
    shown = "<h1>石桥县教育局2023年政府信息公开工作年度报告</h1><p>发布日期：2024-01-18</p>"
    head = f'<title>{TITLE}</title><meta name="PubDate" content="2024-01-19 10:22">'
    _, (record,) = extract_text(page(head, shown + _BODY), ".html")
    assert record.metadata.agency == "石桥县教育局"
    assert str(record.metadata.published) == "2024-01-18"


@pytest.mark.parametrize("printed", ["2024-01-19 10:22", "20240119", "2024年1月19日", "2024/1/19"])
def test_the_day_of_publication_in_the_head(printed: str) -> None:
    head = f'<meta name="PubDate" content="{printed}"><meta name="copyright" content="2020-12-31">'
    _, (record,) = extract_text(page(head), ".html")
    assert str(record.metadata.published) == "2024-01-19"
    assert record.metadata.evidence["published"].source == "meta:PubDate"


def test_tags_are_read_from_the_head_only() -> None:
    html = '<title> a\n b </title><meta name="X" content=""><body><svg><title>c</title></svg>'
    assert [(tag.label, tag.content) for tag in find_page_tags(html)] == [("title", "a b")]


def test_two_spellings_are_told() -> None:
    lines = ("青岚市雾浦人民政府办公室2023年政府信息公开工作年度报告", "一、总体情况", "平稳。")
    signed = ("六、其他需要报告的事项", "无。", "青岚市雾浦区人民政府办公室", "2024年1月16日")
    _, (record,) = extract_text("\n".join((*lines, *signed)))
    assert [f.code for f in record.findings if f.code.startswith("A0")] == ["A06"]


@pytest.mark.parametrize(
    "opening",
    [
        "编制机关:石桥县人民政府\n办公室\n2024年政府信息公开工作年度报告",
        "编制机关:石桥县人民政府 | 办公室\n2024年政府信息公开工作年度报告",
        "全面做好\n服务石桥县教育局2024年政府信息公开工作年度报告",
        "着力推动石桥县教育局2024年政府信息公开工作年度报告",
    ],
)
def test_half_a_name_and_a_name_with_a_verb_before_it_are_no_agency(opening: str) -> None:
    _, [record] = extract_text(f"{opening}\n一、总体情况\n认真做好公开工作。\n")
    assert record.metadata.agency in (None, "石桥县人民政府办公室", "石桥县教育局")
