"""What the page of a run says, in the two languages that its readers speak."""

from collections.abc import Callable, Mapping
from typing import Literal

from extraction.export.verdicts import STATUSES

Lang = Literal["en", "zh"]
Say = Callable[[str], str]

CHINESE: Mapping[str, str] = {
    "{} over {}": "{}，测于 {}",
    "code": "代码",
    "commit": "提交",
    "asked at": "询问地址",
    "mode": "方式",
    "prompts": "提示词",
    "Not a measurement": "不是测量结果",
    "{} of {} reports have no result.": "{} 份报告（共 {} 份）没有结果。",
    "Questions without an answer: {}.": "未得到回答的问题：{}。",
    "Not read: {}.": "未读取：{}。",
    "The figures below are over the other {} alone, which are no fair sample.": (
        "以下数字只涉及其余 {} 份，不能代表全体。"
    ),
    "Left out of this run": "未计入本次测量",
    "95 %: {}": "95 %：{}",
    "{} to {}": "{} 至 {}",
    "95 %: at most {} of settled reports": "95 %：至多占定案报告的 {}",
    "silent errors": "无声错误",
    "{} cells that nobody was told about": "{} 个单元格有错而无人得知",
    "{} of {}: every cell and the verdict": "{} / {}：每个单元格和结论都对",
    "reports that say so themselves": "报告自己说明需要人工",
    "of the figures that are not zero": "不为零的数字中",
    "{} reports accused in vain": "{} 份被误判为自相矛盾",
    "on average": "平均",
    "settled and right": "已定案且正确",
    "for review or unreadable, rightly": "应交人工或不可读，判断正确",
    "for review, could be settled": "交人工，本可定案",
    "wrong verdict, cells right": "单元格正确，结论错误",
    "silent error": "无声错误",
    "Silent errors": "无声错误",
    "report": "报告",
    "reports": "报告数",
    "layout and modifiers": "版式与变形",
    "cells: labelled, found": "单元格：标注值，所得值",
    "and {} more": "还有 {} 个",
    "a record of no report": "没有对应报告的记录",
    "What the model brought": "模型带来了什么",
    "without a model": "不用模型",
    "with the model": "使用模型",
    "right": "正确",
    "gained": "新增正确",
    "lost": "由对变错",
    "cells it filled": "模型填写的单元格",
    "right among them": "其中正确",
    "tokens a report": "每份报告的词元",
    "tokens for each report gained": "每新增一份正确报告的词元",
    "US dollars a report": "每份报告的美元",
    "US dollars for each report gained": "每新增一份正确报告的美元",
    "unknown": "未知",
    "Beside other runs": "与其他运行并列",
    "run": "运行",
    "How far two runs agree": "两次运行有多一致",
    "two runs": "两次运行",
    "the same tables": "表格完全相同",
    "right in both": "都正确",
    "only in the first": "仅前者正确",
    "only in the second": "仅后者正确",
    "in neither": "都不正确",
    "What the confidence is worth": "置信度有何意义",
    (
        "It is a verdict with a bound: of settled reports, the least share that came flawless when"
        " made-up ones were counted. Of reports under review it only says that a hand is needed;"
        " it puts them in no order."
    ): (
        "它是带下限的结论：对已定案的报告，是清点人造报告时“完全无误”所占的最低比例。"
        "对交人工的报告，它只说明需要人工，并不排出先后。"
    ),
    "a confidence of": "置信度",
    "flawless among them": "其中完全无误",
    "less than {}": "小于 {}",
    "By layout": "按版式",
    "By form": "按表样",
    "By format": "按文件格式",
    "By prompt": "按提示词版本",
    "By modifier": "按变形",
    "layout": "版式",
    "form": "表样",
    "format": "格式",
    "prompt": "提示词",
    "modifier": "变形",
    "Metadata by field": "元数据各项",
    "field": "项目",
    "labelled": "已标注",
    "What was wrong, by name": "逐份列出错误",
    "Every report is right.": "每份报告都正确。",
    "Every report is right in all that is labelled.": "每份报告的全部标注都正确。",
    "There are no figures to show.": "没有可显示的数字。",
    "labelled {}, got {}": "标注 {}，所得 {}",
    "printed": "原文",
    "nothing": "无",
    "Every metric": "全部指标",
    "metric": "指标",
    "value": "数值",
    "95 % interval over reports": "按报告计的 95 % 区间",
    "what it is": "含义",
    # metrics
    "whole reports right": "整份正确的报告",
    "right among those whose truth the text holds": "原文足以定案者中正确",
    "reports with a silent error": "有无声错误的报告",
    "silently wrong cells": "无声出错的单元格",
    "silent errors among reports called settled": "定案报告中的无声错误",
    "reports that need a person": "需要人工的报告",
    "reports with every cell settled": "所有单元格都定案的报告",
    "whole tables right": "整张正确的表",
    "cells right": "正确的单元格",
    "cells right that are not zero": "正确的非零单元格",
    "cells wrong, told or not": "错误的单元格（无论是否说明）",
    "cells left open": "未定的单元格",
    "zeros where none is printed": "原文没有而填写的零",
    "the tables' own mistakes found": "发现的原表自身错误",
    "reports called inconsistent in vain": "被误判为自相矛盾的报告",
    "mistakes claimed in vain": "误报的原表错误",
    "contradictions in the words found": "发现的文字矛盾",
    "contradictions claimed in vain": "误报的文字矛盾",
    "facts found": "找到的事实",
    "found facts right": "找到的事实中正确",
    "metadata right": "正确的元数据",
    "spans that do not slice back": "与原文对不上的位置",
    "reports that crashed": "崩溃的报告",
    "reports without a record": "没有记录的报告",
    "records of no report": "没有对应报告的记录",
    "requests to a model": "对模型的请求",
    "tokens sent": "发出的词元",
    "tokens received": "收到的词元",
    "answers out of the cache": "缓存中的回答",
    "cells that a model filled": "模型填写的单元格",
    "right among the cells that a model filled": "模型填写的单元格中正确",
    "US dollars": "美元",
    "seconds a report": "每份报告的秒数",
    # how a report came out, and what is wrong with it
    "another number": "数字不同",
    "missed": "漏读",
    "invented": "无中生有",
    "open": "未定",
    "another state": "状态不同",
    "fact missed": "漏掉的事实",
    "fact in vain": "多出的事实",
    "metadata": "元数据",
    "mistake missed": "漏掉的原表错误",
    "mistake in vain": "误报的原表错误",
    "contradiction missed": "漏掉的文字矛盾",
    "contradiction in vain": "误报的文字矛盾",
    "{} right": "{} 份正确",
    "{} not right": "{} 份不全对",
    "not measured": "没有结果",
    "crashed": "崩溃",
    "no record": "没有记录",
    "not right": "不正确",
    "SILENT": "无声错误",
    "{} wrong": "{} 处错误",
    "{} open": "{} 处未定",
    "blank": "空白",
    "missing": "未读出",
    "not_applicable": "不适用",
    "text": "文字",
    **{status: name.zh for status, name in STATUSES.items()},
}
"""Every phrase of the page in Chinese; `{}` is filled after the phrase was chosen."""


def speak_page(lang: Lang) -> Say:
    """Return what turns a phrase of the page into a language.

    >>> speak_page("zh")("reports"), speak_page("en")("reports")
    ('报告数', 'reports')
    """
    return CHINESE.__getitem__ if lang == "zh" else str


def speak_of_state(lang: Lang) -> Say:
    """Return what turns a cell's state into a language, and leaves its figure as it is.

    >>> speak_of_state("zh")("blank"), speak_of_state("zh")("12")
    ('空白', '12')
    """
    return (lambda said: CHINESE.get(said, said)) if lang == "zh" else str
