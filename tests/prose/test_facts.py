"""Facts of the prose: every phrasing that a case names, the real reports, and damaged text."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import pytest
from hypothesis import given, strategies
from hypothesis import settings as hypothesis_settings

from evals.synth import LabelledReport, generate_report
from extraction.pipeline import extract_file
from extraction.prose.facts import Prose, find_facts, vocabulary
from extraction.prose.facts.quantities import find_quantities
from extraction.prose.facts.vocabulary import load_vocabulary
from extraction.prose.facts.vocabulary_words import parse_words
from extraction.settings import default_settings
from extraction.values.document import Document, Span
from extraction.values.record import Record
from tests.support.case_lists import (
    facts_of,
    find_wrong_bearing,
    find_wrong_facts,
    load_lists,
    say_fact,
)
from tests.support.places import SHARED
from tests.support.scored import SETTLED, extract_text, find_form_cells

CASES = load_lists("facts")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_text_states_what_is_written_beside_it(case: dict[str, Any]) -> None:
    assert find_wrong_facts(case) == []


BORNE_OUT = load_lists("borne_out")


@pytest.mark.parametrize("case", BORNE_OUT.values(), ids=BORNE_OUT.keys())
def test_words_bear_out_what_is_written_beside_them(case: dict[str, Any]) -> None:
    assert find_wrong_bearing(case) == []


def test_every_key_of_the_vocabulary_is_in_a_case_or_a_real_report() -> None:
    stated = {fact.split()[0] for case in CASES.values() for fact in case["facts"]}
    words = load_vocabulary().words
    keys = {key.key for key in words.keys} | {none.key for none in words.none}
    assert keys - stated == set()


@pytest.mark.parametrize(
    ("text", "known", "scope"),
    [
        ("全县共收到政府信息公开申请320件。", {}, "全县"),
        ("全县共收到政府信息公开申请320件。", {"scope": "region_total"}, None),
        ("全县共收到政府信息公开申请320件。", {"scope": "own_agency"}, "全县"),
        ("县本级收到政府信息公开申请32件。", {"scope": "region_total"}, "本级"),
        ("县本级收到政府信息公开申请32件。", {"scope": "government_level"}, None),
        ("县政府本机关收到政府信息公开申请32件。", {"scope": "region_total"}, "县政府"),
        ("县政府办公室收到政府信息公开申请32件。", {}, "县政府办公室"),
        ("县政府办公室收到政府信息公开申请32件。", {"agency": "清水县人民政府办公室"}, None),
        ("县政府办公室收到政府信息公开申请32件。", {"agency": "清水县人民政府"}, "县政府办公室"),
        (
            "县政府办公室收到政府信息公开申请32件。",
            {"agency": "清水县人民政府办公室", "scope": "region_total"},
            "县政府办公室",
        ),
        ("青石县按时答复,收到政府信息公开申请32件。", {"agency": "清水县教育局"}, "青石县"),
        ("青石高新区收到政府信息公开申请32件。", {"agency": "清水县教育局"}, "青石高新区"),
        ("清水县收到政府信息公开申请32件。", {"agency": "清水县人民政府"}, None),
        ("清水县考试院收到政府信息公开申请32件。", {"agency": "清水县教育局"}, "清水县考试院"),
        ("学校收到政府信息公开申请32件。", {"agency": "清水县教育局"}, "学校"),
        ("学校收到政府信息公开申请32件。", {"agency": "清水师范学院"}, None),
        (
            "全县办理,收到政府信息公开申请32件。",  # no 办 of an office
            {"agency": "清水县人民政府办公室"},
            "全县",
        ),
        ("县市收到政府信息公开申请32件。", {"scope": "region_total"}, "县市"),
        ("清水县水利局收到政府信息公开申请32件。", {"agency": "清水县水利局"}, None),
        ("清水县水利局收到政府信息公开申请32件。", {"agency": "清水县教育局"}, "清水县水利局"),
        ("为做好全县公开工作,我局收到政府信息公开申请32件。", {}, None),
    ],
)
def test_whose_figure_it_is(text: str, known: dict[str, Any], scope: str | None) -> None:
    (fact,) = facts_of(text, **known)
    assert (fact.key, fact.scope) == ("requests_received", scope)


def test_a_body_that_hears_reviews_has_those_its_own_words_tie_to_disclosure() -> None:
    heading = "(二)依申请公开情况。"
    text = heading + "收到行政复议申请327件,审结289件,其中维持188件、撤销31件。"
    own = "以我局为被申请人的信息公开类行政复议4件。"
    (reviews,) = (f for f in facts_of(text + own, agency="清水县司法局") if f.key != "other")
    assert (reviews.key, reviews.value) == ("reviews", Decimal(4))


def test_whose_figures_they_are_goes_on_in_the_paragraph() -> None:
    first = "全县收到政府信息公开申请320件。"
    *_, granted = facts_of(first + "其中,决定予以公开200件。")
    assert (granted.key, granted.scope) == ("granted", "全县")
    *_, own = facts_of(first + "我局决定予以公开20件。")
    assert (own.key, own.scope) == ("granted", None)
    *_, after = facts_of(f"{first}\n\n本年度决定予以公开政府信息公开申请20件。")
    assert after.scope is None


def test_the_last_section_speaks_of_the_fee_in_whatever_words() -> None:
    text = "按规定免费提供,不收取任何费用。"
    assert facts_of(text) == ()
    (fee,) = facts_of(text, sections={"other_matters": Span(0, len(text))})
    assert (fee.key, fee.value) == ("information_fee", Decimal(0))


def test_all_information_of_what_a_department_is_for_is_general() -> None:
    text = "公布各类水务信息673条。"
    assert [fact.key for fact in facts_of(text, agency="清水县水务局")] == ["disclosed_items"]
    assert [fact.key for fact in facts_of(text, agency="清水县人民政府")] == ["other"]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("《清水信息》(5期)、《清水简报》(2期)等刊物。", ["《清水信息》", "《清水简报》"]),
        ("编印《清水县人民政府公报》6期。", ["编印《清水县人民政府公报》"]),
        (
            "发布《甲县水利工程管理办法》《甲县农村客运财政补贴与管理暂行办法(试行)》等文件41件。",
            None,
        ),
        ("在《**日报》刊发稿件8篇。", ["刊发稿件"]),
        ("通过“**发布”公众号发布信息15条。", ["公众号发布信息"]),
        ("在**网站公开信息60条。", ["网站公开信息"]),
        ("收到政府信息公开申请3件,其中1件信息不存在。", ["收到政府信息公开申请", "信息不存在"]),
        ("收到申请9件(2019年以来),答复8件。", ["收到申请", "答复"]),
    ],
)
def test_a_label_is_made_of_printed_words_without_masks(
    text: str, labels: list[str] | None
) -> None:
    facts = facts_of(text)
    if labels is not None:
        assert [fact.label for fact in facts] == labels
    for fact in facts:
        assert fact.label in text
        assert not set(fact.label) & {"*", "□"}
        assert fact.label.count("《") == fact.label.count("》")


def test_a_paragraph_that_names_the_year_says_of_what_a_sum_is() -> None:
    dated = "2024年,公开工作有序。累计收到政府信息公开申请9件。"
    assert [f.cumulative for f in facts_of(dated)] == [False]
    assert [f.cumulative for f in facts_of("公开工作有序。累计收到政府信息公开申请9件。")] == [True]


# Real reports


def real(name: str) -> tuple[Record, dict[str, Any]]:
    path = SHARED / "reports" / f"{name}.txt"
    if not path.exists():
        pytest.skip("../shared/reports, where the real reports lie, is absent")
    gold = json.loads((SHARED / "gold" / f"{name}.json").read_text("utf-8"), parse_float=Decimal)
    (record,) = extract_file(path, default_settings())
    return record, gold


NAMES = (
    "000_4e901fe14db9be31",
    "001_54cc634fc9fc9cf6",
    "002_dfb1fdf329daf87e",
    "003_0869a50636f65fd2",
    "004_387625d1b7beb1f8",
)


@pytest.mark.parametrize("name", NAMES)
def test_the_keyed_facts_of_a_real_report_are_those_of_the_gold(name: str) -> None:
    record, gold = real(name)
    expected = Counter(
        (fact["key"], Decimal(fact["value"]), fact["unit"])
        for fact in gold["facts"]
        if fact["key"] != "other"
    )
    found = Counter((f.key, f.value, f.unit) for f in record.facts if f.key != "other")
    assert found == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_real_report_has_the_narrative_conflicts_of_the_gold_alone(name: str) -> None:
    record, gold = real(name)
    expected = {c["rule"] for c in gold.get("conflicts", ()) if c["rule"].startswith("N")}
    warned = (f for f in record.findings if f.severity == "warning")
    assert {f.code for f in warned if f.rule.startswith("narrative.")} == expected


# Generated reports, and damage


def hold_places(document: Document, record: Record) -> None:
    """Every quote is printed at its place, and none lies in a table's figures."""
    cells = [Span(*cell.span) for cell in find_form_cells(record).values() if cell.span]
    for fact in record.facts:
        start, end = fact.span
        assert document.text[start:end] == fact.quote
        assert not [cell for cell in cells if cell.start < end and start < cell.end]


@pytest.mark.parametrize("start", range(0, 120, 30))
def test_places_in_generated_reports(start: int) -> None:
    for seed in range(start, start + 30):
        report = generate_report(seed)
        document, records = extract_text(report.text, report.ending)
        for record in records:
            hold_places(document, record)


def keyed(record: Record) -> Counter[tuple[str, Decimal]]:
    facts = (fact for fact in record.facts if fact.key != "other" and fact.scope is None)
    return Counter((fact.key, fact.value) for fact in facts)


def planted(report: LabelledReport) -> Counter[tuple[str, Decimal]]:
    return Counter((fact.key, fact.value) for fact in report.facts)


@pytest.mark.parametrize("start", range(60_000, 60_120, 30))
def test_facts_planted_among_near_misses_are_found_and_nothing_else(start: int) -> None:
    for seed in range(start, start + 30):
        report = generate_report(seed, modifiers=())
        _, (record, *_) = extract_text(report.text, report.ending)
        assert keyed(record) == planted(report), seed


def test_damage_costs_few_facts_and_gives_no_false_one() -> None:
    found = stated = 0
    for seed in range(61_000, 61_120):
        report = generate_report(seed)
        _, (record, *_) = extract_text(report.text, report.ending)
        assert keyed(record) - planted(report) == Counter(), seed
        found += keyed(record).total()
        stated += planted(report).total()
    assert found > 0.98 * stated > 400


def test_conflicts_are_told_where_they_were_planted_and_nowhere_else() -> None:
    told = contradicted = 0
    for seed in range(62_000, 62_200):
        report = generate_report(seed)
        _, (record, *_) = extract_text(report.text, report.ending)
        wrong = {fact.value for fact in report.facts if not fact.agrees}
        warned = (f for f in record.findings if f.severity == "warning")
        conflicts = [f for f in warned if f.rule.startswith("narrative.")]
        assert all(wrong for _ in conflicts), seed
        if wrong and record.status in SETTLED:
            contradicted += 1
            told += bool(conflicts)
    assert told == contradicted > 5


FRAGMENTS = (
    *"收到受理申请公开依政府信息件条次第一二两百千万亿约近余多其中分别为()、,。;:%/-《》“”□\n |",
    *("2024年", "15.8", "1,234", "信息处理费", "行政复议", "办结", "结转下年度", "未", "0", "七"),
)


@given(strategies.lists(strategies.sampled_from(FRAGMENTS), max_size=60).map("".join))
@hypothesis_settings(max_examples=300, derandomize=True, deadline=None, database=None)
def test_no_text_raises_and_every_quote_slices_back(text: str) -> None:
    for fact in facts_of(text, year=None):
        assert text[slice(*fact.span)] == fact.quote
        assert fact.value >= 0


@pytest.mark.parametrize("seed", range(20))
def test_damaged_reports_keep_their_places(seed: int) -> None:
    rng = Random(seed)
    text = generate_report(seed).text
    for _ in range(8):
        at = rng.randrange(len(text))
        text = (
            text[:at] + rng.choice(["", "\n", "(wù)", ",,", "條", "●", "|", " "]) + text[at + 2 :]
        )
    document, records = extract_text(text)
    for record in records:
        hold_places(document, record)


@pytest.mark.parametrize(
    "fragment", ["收到申请", "其中、", "1、2、", "((((", "未", "约1万余", "《", "复议"]
)
def test_no_text_takes_long(fragment: str) -> None:
    """Four times the text may take four times as long and a little more, not sixteen times."""

    def seconds(text: str) -> float:
        start = process_time()
        facts_of(text, year=None)
        return process_time() - start

    short = min(seconds(fragment * 2_000) for _ in range(3))
    assert seconds(fragment * 8_000) < 10 * short + 0.05


def test_white_space_within_words_is_none_and_between_digits_parts_them() -> None:
    (fact,) = facts_of("2024年共收到政府信息公开 申请 60 件。")
    assert say_fact(fact) == "requests_received 60 件"
    assert fact.quote == "收到政府信息公开 申请 60 件"
    assert facts_of("共发布政府信息 12 34 条,均已归档备查。") == ()


def test_words_of_another_vocabulary_are_known_where_the_text_shows_its_sign() -> None:
    text = "通过入口网站释出政府资讯120条,清理规范性档案3件,废止1件。"
    assert [say_fact(fact) for fact in facts_of(text)] == [
        "website_items 120 条",
        "other 3 件",
        "normative_documents_repealed 1 件",
    ]
    assert [say_fact(fact) for fact in facts_of("整理归档各类档案3卷,借阅档案25件。")] == [
        "other 25 件"
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("topic: documents", "topic: nothing"),
        ("资讯: 信息", "资讯: 消息们"),
        ("- key: requests_handled", "- colour: requests_handled"),
    ],
)
def test_a_vocabulary_that_contradicts_itself_is_refused(old: str, new: str) -> None:
    text = Path(vocabulary.__file__).with_name("vocabulary.yaml").read_text("utf-8")
    assert old in text
    with pytest.raises(ValueError, match="validation error"):
        parse_words(text.replace(old, new))


def test_a_number_with_commas_is_one_number() -> None:
    found = find_quantities("发布1,234条,转载56条", load_vocabulary())
    assert [(q.start, str(q.value)) for q in found] == [(2, "1234"), (11, "56")]


@pytest.mark.parametrize("digits", [12, 29, 60, 300])
def test_a_figure_of_any_length_is_exact(digits: int) -> None:
    """What stuck together in a damaged table reads as one long number in its prose."""
    [quantity] = find_quantities(f"公开信息{'7' * digits}万条", load_vocabulary())
    assert quantity.value == Decimal("7" * digits + "0000")


def test_a_sentence_whose_figures_may_be_hidden_states_nothing() -> None:
    text = "2023年，我局主动公开政府信息185条。2023年，我局收到依申请公开申请21件。"
    (before, after) = (text.index("185"), text.index("21件"))
    for veils, keys in (
        ((), ["disclosed_items", "requests_received"]),
        ((Span(before, before + 1),), ["requests_received"]),
        ((Span(after + 1, after + 2),), ["disclosed_items"]),
    ):
        prose = Prose(text, Span(0, len(text)), veils=veils)
        found = find_facts(prose, lambda span: (span, span.slice(text)))
        assert [fact.key for fact in found] == keys
