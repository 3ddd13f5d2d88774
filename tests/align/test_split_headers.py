"""Heads set in parts: a part stands below the one that it goes on from, never beside it."""

from extraction.align.split_headers import join_split_headers
from extraction.forms.label_index import index_labels
from extraction.forms.load import load_forms
from extraction.locate import tokenize

[FORM] = [form for form in load_forms() if form.form == "cn2019"]
LABELS = index_labels(FORM)["proactive_disclosure"]


def join(text: str) -> list[str]:
    tokens = join_split_headers(tokenize(text, ()), LABELS)
    return [token.text for token in tokens if token.kind == "label"]


def test_parts_below_each_other_are_one_head() -> None:
    text = "信息内容 | 上一年 | 本年 | 处理决\n | 项目数量 | 增/减 | 定数量\n行政许可 | 0 | 0 | 13"
    assert join(text) == ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量", "行政许可"]


def test_heads_beside_each_other_are_none() -> None:
    heads = ["信息内容", "上一年项目数量", "******", "本年增/减"]
    assert join(" | ".join(heads) + "\n行政许可 | 0 | 0 | 13") == [*heads, "行政许可"]
