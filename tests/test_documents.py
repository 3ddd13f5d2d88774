"""README and docs/ are what they are generated from, and name nothing that is not there."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.places import HOME

ABOVE = ("README.md", "README.zh.md", "CONTRIBUTING.md", "AGENTS.md", "CHANGELOG.md")
PAGES = [*(HOME / name for name in ABOVE), *sorted((HOME / "docs").glob("*.md"))]
GENERATED = [page for page in PAGES if "[[[cog" in page.read_text("utf-8")]
ROOMS = ("extraction", "evals", "prompts", "tests", "docs", "examples", "gold", ".ci", ".github")


def name_of(page: Path) -> str:
    return page.relative_to(HOME).as_posix()


def places_in(text: str) -> Iterator[str]:
    """What a page names between backticks as a place in the project."""
    for named in re.findall(r"`([\w./-]+)`", text):
        if named.startswith(tuple(f"{room}/" for room in ROOMS)):
            yield named


def links_in(text: str) -> Iterator[str]:
    """Where a page's links lead within the project."""
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if "://" not in target:
            yield target


@pytest.mark.parametrize("page", GENERATED, ids=name_of)
def test_what_is_generated_is_what_it_is_generated_from(page: Path) -> None:
    command = [sys.executable, "-m", "cogapp", "--check", "-P", "-n", "utf-8", name_of(page)]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\nWrite it anew with: make docs"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_a_page_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    lost = [place for place in places_in(text) if not (HOME / place).exists()]
    lost += [link for link in links_in(text) if not (page.parent / link).exists()]
    assert lost == []


def test_pages_are_found() -> None:
    assert {"README.md", "README.zh.md", "docs/output.md"} <= set(map(name_of, GENERATED))
    assert list(places_in("see `extraction/read/` and `x/y`")) == ["extraction/read/"]
    assert list(links_in("[a](docs/cli.md#x) [b](https://example.org)")) == ["docs/cli.md"]


def test_both_readmes_give_the_same_commands_in_150_lines() -> None:
    commands = []
    for name in ("README.md", "README.zh.md"):
        text = (HOME / name).read_text("utf-8")
        assert len(text.splitlines()) <= 150
        commands.append(re.findall(r"(?m)^((?:gouji|python|pipx|uv) .*?)(?:  |$)", text))
    assert len(commands[0]) > 10
    assert commands[0] == commands[1]
