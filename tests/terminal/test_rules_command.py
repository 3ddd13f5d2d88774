import json

import pytest
from typer.testing import CliRunner, Result

import cli
from extraction.forms.load import load_forms
from extraction.terminal.codes import list_codes

CODES = [sheet.code for sheet in list_codes(load_forms())]


def rules(*args: str) -> Result:
    return CliRunner().invoke(cli.app, ["rules", *args], catch_exceptions=False)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_list_has_a_line_for_each_code(lang: str) -> None:
    done = rules("--lang", lang)
    firsts = [line.split()[0] for line in done.stdout.splitlines() if line[:1].strip()]
    assert firsts == CODES


def test_a_code_is_explained_with_what_to_do() -> None:
    told = rules("S09").stdout
    assert told.startswith("S09  info\n")
    assert "What to do" in told
    assert "sections.parts: parts of … not found: …" in told
    assert "如何处理" in rules("S09", "--lang", "zh").stdout


def test_a_code_of_two_severities_says_for_what_it_has_which() -> None:
    told = rules("S01").stdout
    assert told.startswith("S01  error/warning\n")
    assert "  warning  structure.form: …: it is printed as in …, and read so" in told


def test_a_rule_of_a_form_is_spelled_out_by_its_labels() -> None:
    told = rules("T3-01").stdout
    assert "requests.balance: received + carried_in = closed_total + carried_out" in told
    assert (
        "一、本年新收政府信息公开申请数量 + 二、上年结转政府信息公开申请数量"
        " = (七)总计 + 四、结转下年度继续办理"
    ) in told
    assert "cn2021, cn2019" in told, "what both forms hold is said once"
    both = rules("T3-02").stdout
    assert "+ (六)其他处理" in both, "the form of 2019 has one row where that of 2021 has three"
    assert "+ 3.其他" in both


def test_a_condition_is_said_beside_its_equation() -> None:
    assert "未经复议直接起诉 = 0, where [the year] ≥ 2024" in rules("T4-07").stdout
    assert "[年度] ≥ 2024时，未经复议直接起诉 = 0" in rules("T4-07", "--lang", "zh").stdout


@pytest.mark.parametrize("name", ["t3-01", "requests.balance"])
def test_a_code_is_found_by_its_rule_and_in_small_letters(name: str) -> None:
    assert rules(name).stdout == rules("T3-01").stdout


def test_an_unknown_code_ends_in_one_line_that_names_near_ones() -> None:
    done = rules("S99")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "There is no rule S99. Near it: S09. `gouji rules` lists all.\n"
    assert rules("S99", "--lang", "zh").stderr.startswith("没有规则 S99。相近的有：S09。")
    assert rules("whatever").stderr == "There is no rule whatever. `gouji rules` lists all.\n"


def test_all_of_it_is_there_as_json() -> None:
    told = json.loads(rules("--format", "json").stdout)
    assert [each["code"] for each in told] == CODES
    assert told[0]["means"]["zh"]
    one = json.loads(rules("T3-03", "--format", "json").stdout)
    assert one["severities"] == ["error"]
    assert one["held"][0]["holds"] == "total = natural_person + sum(organization)"
