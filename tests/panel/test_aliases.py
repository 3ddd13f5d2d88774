"""The aliases file, read and refused."""

from pathlib import Path

import pytest

from extraction.panel.aliases import read_aliases
from extraction.values.errors import WrongUsage

HEAD = "name,canonical,from,to,parent"


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def test_csv_and_yaml_in_both_languages_say_the_same(tmp_path: Path) -> None:
    line = "石桥县环保局,石桥县生态环境局,,2018,石桥县人民政府"
    english = write(tmp_path, "a.csv", f"\ufeff{HEAD}\r\n\r\n{line}\r\n")
    chinese = write(tmp_path, "b.csv", f"名称,规范名称,起,止,上级\n{line}\n")
    text = """# whose
aliases:
- 名称: 石桥县环保局
  规范名称: 石桥县生态环境局
  止: 2018
  上级: 石桥县人民政府
"""
    yaml = write(tmp_path, "c.yaml", text)
    assert read_aliases(english) == read_aliases(chinese) == read_aliases(yaml)
    aliases = read_aliases(yaml)
    assert aliases.find("石桥县环保局", 2018) == "石桥县生态环境局"
    assert aliases.find("石桥县环保局", 2019) is None
    assert aliases.find("石桥县生态环境局", 2024) == "石桥县生态环境局"
    assert list(aliases.children()) == ["石桥县人民政府"]


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("a.csv", f"{HEAD},population\n", 1, "population"),
        ("a.csv", f"{HEAD}\n甲县教育局,,,,\n", 2, "both needed"),
        ("a.csv", f"{HEAD}\n\n甲县教育局,乙县教育局,98,,\n", 3, "'98' is no year"),
        ("a.csv", f"{HEAD}\n甲县教育局,乙县教育局,2020,2019,\n", 2, "comes after"),
        ("a.csv", f"{HEAD}\n甲县教育局,乙县教育局,,,,x\n", 2, "more fields"),
        ("a.csv", f'{HEAD}\n"甲县"教育局,乙县教育局,,,\n', 2, "no csv"),
        (
            "a.csv",
            f"{HEAD}\n甲县教育局,乙县教育局,,2020,\n甲县教育局,丙县教育局,2020,,\n",
            3,
            "line 2",
        ),
        ("a.csv", f"{HEAD}\n甲局,甲县局,,,乙县局\n乙局,乙县局,,,甲县局\n", 3, "below itself"),
        ("a.csv", f"{HEAD},complete\n甲局,甲县局,,,,maybe\n", 2, "'maybe': write yes or no"),
        ("a.yaml", "aliases:\n- name: 甲县教育局\n- name: 乙\n", 2, "both needed"),
        ("a.yaml", "aliases:\n- name: 甲县教育局\n  canonical: [\n", 4, "not YAML"),
        ("a.yaml", "aliases:\n- name: 甲\n  name: 乙\n", 3, "given twice"),
        ("a.yaml", "aliases:\n- 甲县教育局\n", 2, "a name and a canonical"),
        ("a.yaml", "aliases: 甲县教育局\n", 1, "a list"),
        ("a.yaml", "- name: 甲县教育局\n", 1, "a list"),
        ("a.yaml", "", 1, "a list"),
    ],
)
def test_what_is_broken_is_told_with_its_line(
    tmp_path: Path, name: str, text: str, line: int, words: str
) -> None:
    file = write(tmp_path, name, text)
    with pytest.raises(WrongUsage) as refused:
        read_aliases(file)
    assert f"{file}, line {line}: " in refused.value.said.en
    assert words in refused.value.said.en
    assert f"第 {line} 行" in refused.value.said.zh


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", f"{HEAD},complete\n石桥县,石桥县,2020,2022,,Yes\n"),
        ("a.csv", "名称,规范名称,起,止,上级,齐全\n石桥县,石桥县,2020,2022,,是\n"),
        (
            "a.yaml",
            "aliases:\n- name: 石桥县\n  canonical: 石桥县\n  from: 2020\n  to: 2022\n"
            "  complete: yes\n",
        ),
    ],
)
def test_that_all_children_are_declared_is_said_for_years(
    name: str, text: str, tmp_path: Path
) -> None:
    aliases = read_aliases(write(tmp_path, name, text))
    assert [aliases.is_complete("石桥县", year) for year in (2019, 2020, 2022, 2023)] == [
        False,
        True,
        True,
        False,
    ]
    assert not aliases.is_complete("白水县", 2020)


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="cannot be opened"):
        read_aliases(tmp_path / "none.csv")
    with pytest.raises(WrongUsage, match=r"\.csv or a \.yaml"):
        read_aliases(write(tmp_path, "a.txt", HEAD))
    gbk = tmp_path / "gbk.csv"
    gbk.write_bytes("名称,规范名称\n".encode("gbk"))
    with pytest.raises(WrongUsage, match="UTF-8"):
        read_aliases(gbk)


def test_an_empty_file_declares_nothing(tmp_path: Path) -> None:
    assert read_aliases(write(tmp_path, "a.csv", "")).lines == ()
    assert read_aliases(write(tmp_path, "a.yaml", "aliases: []\n")).lines == ()
