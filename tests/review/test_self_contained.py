import base64
import hashlib
import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.review import self_contained as page_module
from extraction.review.page_json import page_json
from extraction.review.self_contained import BEGINS, render_review_page
from tests.review.made import example_records, write_page

ASSETS = resources.files("extraction.review").joinpath("assets")


def asset(name: str) -> str:
    return ASSETS.joinpath(name).read_text("utf-8")


def scripts() -> str:
    return "".join(f.read_text("utf-8") for f in ASSETS.iterdir() if f.name.endswith(".js"))


# What the page is told cannot leave its block.


@given(st.text(st.characters(exclude_categories=[])))
def test_no_text_ends_its_block_or_opens_a_comment(text: str) -> None:
    told = page_json({"text": text})
    assert not set(b"<>&") & set(told)
    assert json.loads(told.decode())["text"] == text


def blocks(page: str) -> Iterator[str]:
    return iter(re.findall(r'<script type="application/json" id="[^"]*">(.*?)</script>', page))


def test_every_block_is_json_and_every_report_has_one(tmp_path: Path) -> None:
    text = write_page(tmp_path / "page.html", example_records()).read_text("utf-8")
    told = [json.loads(block) for block in blocks(text)]
    assert len(told) == 1 + 2 * 8  # the page's own, and a text and a report each
    names = {entry["block"] for entry in told[0]["reports"]}
    assert all(f'id="{name}"' in text for name in names)


# The policy.


def test_the_policy_names_the_style_and_the_script_that_are_there_and_no_host() -> None:
    text = render_review_page({"lang": "en", "save": None}, []).decode()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    for kind, name in (("style", "style-src"), ("script", "script-src")):
        (content,) = re.findall(rf"<{kind}>(.*?)</{kind}>", text, re.S)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "connect-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:|\*|//", policy)


def test_a_page_that_is_served_may_speak_to_its_server_alone() -> None:
    text = render_review_page({"lang": "en", "save": "corrections"}, []).decode()
    assert "connect-src 'self';" in text


def test_the_page_names_no_address_and_makes_no_markup_of_text() -> None:
    whole = scripts() + asset("page.css")
    assert "http" not in whole.replace("http-equiv", "")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|@import", whole
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_begins_as_ours_do(lang: str) -> None:
    assert render_review_page({"lang": lang, "save": None}, []).startswith(BEGINS)


def test_line_ends_of_another_system_change_no_digest(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here = render_review_page({"lang": "en", "save": None}, [])

    for file in ASSETS.iterdir():
        copy = tmp_path / "assets" / file.name
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    kept = (page_module._asset, page_module._script, page_module._texts)
    with monkeypatch.context() as patched:
        patched.setattr(resources, "files", {"extraction.review": tmp_path}.__getitem__)
        for cached in kept:
            cached.cache_clear()
        there = render_review_page({"lang": "en", "save": None}, [])
    for cached in kept:
        cached.cache_clear()
    assert there == here


# Texts.


def test_every_text_is_there_in_both_languages_and_used() -> None:
    texts = json.loads(asset("texts.json"))
    said = set(re.findall(r'\bt\("([a-z_]+)"', scripts()))
    said |= set(re.findall(r'"(key_[a-z_]+)"', scripts()))
    said |= {"last_doubt", "first_doubt", "should_be", "would_be", "source", "tables"}
    prefixes = tuple(re.findall(r"t\(`([a-z]+_)\$\{", scripts()))
    unused = {name for name in texts if name not in said and not name.startswith(prefixes)}
    assert said - set(texts) == set()
    assert unused == set()
    for name, both in texts.items():
        en, zh = both
        assert en.strip(), name
        assert zh.strip(), name
        assert sorted(re.findall(r"\{\d\}", en)) == sorted(re.findall(r"\{\d\}", zh)), name


# Colours.


def variables(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))


def themes() -> list[dict[str, str]]:
    css = asset("page.css")
    pattern = r"(?:^:root|:not\(\[data-theme=\"light\"\]\)|data-theme=\"dark\"\]) \{(.*?)\}"
    return [variables(block) for block in re.findall(pattern, css, re.S | re.M)]


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


GROUNDS = ("paper", "card", "good-ground", "warn-ground", "ask-ground", "bad-ground")
PAIRS = (
    *(("ink", ground) for ground in (*GROUNDS, "line-ground", "mark")),
    *((text, ground) for text in ("soft", "line") for ground in ("paper", "card", "line-ground")),
    *((text, f"{text}-ground") for text in ("good", "warn", "ask", "bad")),
    *((text, ground) for text in ("good", "warn", "ask", "bad") for ground in ("paper", "card")),
    ("line", "ask-ground"),
    ("on", "line"),
    ("picked-ink", "picked"),
)


def test_there_are_two_themes_and_the_switch_has_the_same_dark() -> None:
    light, dark, switched = themes()
    assert light.keys() == dark.keys()
    assert dark == switched
    assert light != dark


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_has_a_contrast_of_4_5_on_its_ground(text: str, ground: str) -> None:
    for theme in themes():
        assert contrast(theme[text], theme[ground]) >= 4.5


@pytest.mark.parametrize("ground", ["paper", "card"])
def test_what_can_be_pressed_has_an_edge_of_contrast_3(ground: str) -> None:
    for theme in themes():
        assert contrast(theme["edge"], theme[ground]) >= 3


def test_contrast_is_measured_as_the_standard_has_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
