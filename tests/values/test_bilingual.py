"""Every text that a person may be shown, as it stands in the code: mypy sees that both are there,
and these see that each is in its own language."""

import ast
import re
import string
from collections.abc import Iterator

import pytest

from extraction.llm.faults import FAULTS
from extraction.values import errors
from extraction.values.bilingual import Bilingual
from extraction.values.errors import AlreadyThere, EvalError, GoujiError
from tests.support.places import HOME

SPEAKERS = {"Bilingual", "TangledPageError", "BrokenXmlError", "BrokenArchiveError"} | {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, GoujiError) and not issubclass(kind, EvalError)
}
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
# Names, and what is typed as it stands, are no English among the Chinese.
NAMES = re.compile(
    r"--?[a-z][a-z-]*(?: (?:json_schema|md_json|tools|zh|en|model|offline|table|jsonl))?"
    r"|`[^`]*`|https?://\S*|/v1|\.[a-z]+|openai/NAME|OPENAI_API_KEY|IN/OUT|OUT|DIR|N\b|500000t"
    r"|UTF-\d+|GB18030|Big5|U\+FFFD|PNG|JPEG|GIF|TIFF|PDF|RTF|RAR|WebP|SQLite|Office|[7g]z(?:ip)?"
    r"|Excel|CSV|OpenAI|JSON|xlsx|pip install|OCR|dpi|tesseract"
    r"|Word|WPS|Excel|LibreOffice|Debian|Markdown|OpenDocument|XML|bzip2|xz|tar|WinRAR|7-Zip|Bandizip"
    r"|gouji(?: (?:eval(?: compare)?|text|review))?|review|TOML|Ctrl-C"
    r"|jsonl|json|csv|extract|before|MB|\{\w+\}"
)


def find_texts() -> Iterator[tuple[str, str, str]]:
    """Yield where a text stands in the code, and what of it is written there in each language."""
    files = [HOME / "cli.py", *HOME.glob("extraction/**/*.py"), *HOME.glob("evals/**/*.py")]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and len(node.args) >= 2):
                continue
            if isinstance(node.func, ast.Name) and node.func.id in SPEAKERS:
                en, zh = (literals_of(argument) for argument in node.args[:2])
                yield f"{file.relative_to(HOME)}:{node.lineno}", en, zh


def literals_of(node: ast.expr) -> str:
    parts = (n.value for n in ast.walk(node) if isinstance(n, ast.Constant))
    return " ".join(part for part in parts if isinstance(part, str))


TEXTS = {where: (en, zh) for where, en, zh in find_texts()}


def test_there_are_texts() -> None:
    assert len(TEXTS) > 150
    assert {where.split("/")[1] for where in TEXTS if where.startswith("extraction/")} >= {
        *("batch", "export", "forms", "llm", "locate", "read", "terminal")
    }


@pytest.mark.parametrize("where", TEXTS)
def test_each_text_is_in_its_own_language(where: str) -> None:
    en, zh = TEXTS[where]
    assert not CHINESE.search(en), en
    assert not re.search(r"[A-Za-z]{2,}", NAMES.sub("", zh)), zh
    if re.search(r"[A-Za-z]{2,}", NAMES.sub("", en)):
        assert re.search(r"[\u3400-\u9fff]", zh), (en, zh)


@pytest.mark.parametrize("code", [code for code, fault in FAULTS.items() if fault.advice])
def test_advice_fills_in_the_same_in_both(code: str) -> None:
    advice = FAULTS[code].advice
    assert advice is not None
    english, chinese = (fields_of(text) for text in (advice.en, advice.zh))
    assert english == chinese


def fields_of(template: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(template)} - {None}


def test_an_error_is_its_english_in_a_traceback() -> None:
    error = AlreadyThere("x is there", "x 已存在")
    assert str(error) == "x is there: name another file with -o, or overwrite it with --fresh."
    assert error.said == Bilingual(str(error), "x 已存在：请用 -o 另指定文件，或用 --fresh 覆盖。")
