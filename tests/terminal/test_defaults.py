"""gouji.toml: what may stand in it, and that the command line stands above it."""

import json
from importlib import resources
from pathlib import Path

import pytest

from evals.simulated_model import simulate
from extraction.forms.load import add_own_forms
from extraction.terminal.defaults import load_defaults
from extraction.values.errors import WrongUsage
from tests.conftest import EXAMPLES
from tests.terminal.test_commands import gouji
from tests.terminal.test_commands_model import texts


def test_options_of_extract_and_the_language_come_from_the_file(tmp_path: Path) -> None:
    assert load_defaults(tmp_path) == {}
    (tmp_path / "gouji.toml").write_text('model = "openai/a"\nlang = "zh"\nrounds = 3\n', "utf-8")
    defaults = load_defaults(tmp_path)
    assert defaults["extract"] == {"lang": "zh", "model": "openai/a", "rounds": 3}
    assert defaults["probe"] == {"lang": "zh", "model": "openai/a"}
    assert defaults["check"] == {"lang": "zh"}


@pytest.mark.parametrize("text", ["model = ", "modell = 'a'", "model = ['a']", "rounds = true"])
def test_what_is_no_option_is_refused_with_what_may_stand_there(text: str, tmp_path: Path) -> None:
    (tmp_path / "gouji.toml").write_text(text, "utf-8")
    with pytest.raises(WrongUsage, match=r"gouji\.toml"):
        load_defaults(tmp_path)


def test_the_command_line_stands_above_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "report.txt"
    report.write_text(texts()[0], "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none")
    with simulate() as elsewhere:
        written = f'model = "openai/some"\nbase_url = "{elsewhere.base_url}"\nlang = "zh"\n'
        (tmp_path / "gouji.toml").write_text(written, "utf-8")
        named = gouji("extract", report, "--no-cache")
        assert elsewhere.counts.requests > 0
        assert "报告 1 份" in named.stderr
        asked = elsewhere.counts.requests
        gouji("extract", report, "--no-cache", "--reader", "offline")
        with simulate() as model:
            gouji("extract", report, "--no-cache", "--base-url", model.base_url)
            assert (elsewhere.counts.requests, model.counts.requests > 0) == (asked, True)


def write_own_form(folder: Path) -> Path:
    """Write a form as gouji's of 2021 is, but for a row that has another name."""
    shipped = resources.files("extraction.forms").joinpath("cn2021.yaml").read_text("utf-8")
    assert shipped.count("form: cn2021\n") == 1
    own = shipped.replace("form: cn2021\n", "form: ours\n").replace(
        "label: 规章", "label: 法令条规"
    )
    folder.mkdir()
    (folder / "ours.yaml").write_text(own, "utf-8")
    return folder


def test_forms_of_one_s_own_are_read_beside_those_of_gouji(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "report.txt"
    example = (EXAMPLES / "1-lines.txt").read_text("utf-8")
    report.write_text(example.replace("规章", "法令条规"), "utf-8")
    folder = write_own_form(tmp_path / "forms")
    monkeypatch.chdir(tmp_path)

    def read(*before: str) -> tuple[str, str | None]:
        done = gouji(*before, "extract", report, "--format", "jsonl", "-q")
        record = json.loads(done.stdout)
        return record["status"], record["form"]

    assert read() != ("verified", "ours")
    assert read("--forms", str(folder)) == ("verified", "ours")
    (tmp_path / "gouji.toml").write_text('forms = "forms"\n', "utf-8")
    assert read() == ("verified", "ours")
    assert "forms = forms" in gouji("doctor").stdout
    assert "ours" in gouji("forms").stdout
    (folder / "broken.yaml").write_text("form: [", "utf-8")
    listed = gouji("forms")
    assert "broken.yaml:2:" in listed.stderr
    assert "ours" in listed.stdout
    other = gouji("--forms", tmp_path, "forms")  # the command line stands above the file
    assert (other.exit_code, "holds no form file" in other.stderr) == (2, True)


def test_a_form_of_one_s_own_stands_in_the_place_of_gouji_s_of_that_name(tmp_path: Path) -> None:
    folder = write_own_form(tmp_path / "forms")
    file = folder / "ours.yaml"
    file.write_text(file.read_text("utf-8").replace("form: ours\n", "form: cn2021\n"), "utf-8")
    loaded = add_own_forms(folder)
    assert loaded.broken == ()
    assert [form.form for form in loaded.forms] == ["cn2021", "cn2019"]
    assert "法令条规" in {row.label for row in loaded.forms[0].tables[0].blocks[0].rows}


def test_prompts_of_one_s_own_are_sent_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "report.txt"
    report.write_text(texts()[0], "utf-8")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none")
    own = tmp_path / "prompts"
    own.mkdir()
    (own / "place.md").write_text("<!-- version 7: ours -->\nName ids, and be quick.\n", "utf-8")
    with simulate() as model:
        named = ("--model", "openai/some", "--base-url", model.base_url, "--no-cache")
        done = gouji("extract", report, "--format", "jsonl", *named, "--prompts", own)
        assert "be quick" in model.received[0]
    assert '"place":"7+' in done.stdout.replace(" ", "")


def test_prompts_without_a_version_or_a_name_are_refused(tmp_path: Path) -> None:
    named = ("--model", "openai/some", "--base-url", "http://127.0.0.1:9/v1")
    empty = gouji("extract", EXAMPLES, *named, "--prompts", tmp_path)
    assert (empty.exit_code, "holds none of" in empty.stderr) == (2, True)
    (tmp_path / "place.md").write_text("Name ids.\n", "utf-8")
    unversioned = gouji("extract", EXAMPLES, *named, "--prompts", tmp_path)
    assert (unversioned.exit_code, "version N" in unversioned.stderr) == (2, True)
