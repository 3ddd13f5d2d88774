"""Lists of keys and values whose key is two labels joined by a sign."""

import pytest

from extraction.locate.listed import find_lists
from extraction.values.document import Span


def cells_of(line: str, times: int = 20) -> list[str]:
    """The cells of a page's first line, of many that are alike."""
    text = f"{line}\n" * times
    starts = range(0, len(text), len(line) + 1)
    found = find_lists(text, Span(0, len(text)), [Span(at, at + len(line)) for at in starts])
    return [span.slice(text) for span in found.get(0, ())]


@pytest.mark.parametrize("sign", ["/", "·", "-", "\u3000"])
@pytest.mark.parametrize("colon", [":", "：", " = "])
def test_two_labels_and_a_value(sign: str, colon: str) -> None:
    assert cells_of(f"规章{sign}本年制发件数{colon}5") == ["规章", "本年制发件数", "5"]


def test_a_sign_within_the_second_label_is_its_own() -> None:
    assert cells_of("行政许可/本年增/减：3") == ["行政许可", "本年增/减", "3"]


def test_a_mark_before_an_item_is_no_part_of_its_key() -> None:
    assert cells_of("- 自然人: 12") == ["自然人", "12"]


def test_few_lines_are_no_list() -> None:
    assert cells_of("规章/本年制发件数：5", times=19) == []
