import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from tests.support.places import HOME

OURS = {"cli", "evals", "extraction", "prompts"}


def project() -> dict[str, Any]:
    return tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))


def pins() -> dict[str, str]:
    lines = (HOME / "constraints.txt").read_text("utf-8").splitlines()
    found = (re.match(r"([a-z0-9.-]+)==(\S+)", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


def test_nobody_else_owns_our_top_level_names() -> None:
    owners = packages_distributions()
    assert {
        name: owners.get(name, []) for name in OURS if set(owners.get(name, [])) - {"gouji"}
    } == {}


def test_all_that_we_ask_for_is_pinned() -> None:
    metadata = project()["project"]
    asked = [*metadata["dependencies"], *metadata["optional-dependencies"]["dev"]]
    asked += project()["build-system"]["requires"]
    names = {re.split(r"[><=\[ ]", line)[0].lower() for line in asked}
    assert names <= set(pins())


def test_every_pin_has_its_hashes_and_names_no_registry() -> None:
    text = (HOME / "constraints.txt").read_text("utf-8")
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^#.*\n", "", text).strip())
    assert len(entries) == len(pins())
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|index|find-links", text)


def test_what_is_installed_is_what_is_shipped() -> None:
    wheel = project()["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {Path(name).stem for name in wheel["only-include"]} == OURS


@pytest.mark.parametrize("file", ["README.md", "docs/models.md", "docs/rules.md"])
def test_generated_words_are_what_they_are_generated_from(file: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "-P", "-n", "utf-8", file],
        cwd=HOME,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\nWrite it anew with: make docs"
