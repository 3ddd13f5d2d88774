"""Figures in front of labels: a row's number, or a figure of the row before them."""

from extraction.forms.load import load_forms
from extraction.judge.arranged.proposal import read_prints
from extraction.values.document import Span
from extraction.values.layout import Token

[TABLE] = [
    table
    for form in load_forms()
    if form.form == "cn2021"
    for table in form.tables
    if table.key == "proactive_disclosure"
]


def label(text: str) -> Token:
    return Token("label", text, Span(3, 3 + len(text)), 0, 0)


def test_a_figure_before_a_label_is_read_as_both() -> None:
    [printed] = read_prints([label("0 行政许可")], TABLE)
    figure, row = printed.items
    assert isinstance(figure, Token)
    assert (figure.kind, figure.text, figure.span) == ("figure", "0", Span(3, 4))
    assert row.token.span == Span(5, 9)  # type: ignore[union-attr]


def test_a_label_alone_is_read_in_one_way() -> None:
    assert len(list(read_prints([label("行政许可")], TABLE))) == 1


def test_words_that_are_none_of_the_form_s_are_not_read_in_any_way() -> None:
    assert list(read_prints([label("3 其他收入")], TABLE)) == []
