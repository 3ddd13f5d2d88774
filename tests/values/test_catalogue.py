"""The catalogue: what the source makes findings of, and what is printed, is in it, once."""

import ast
import re
import string
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

import pytest

from evals.golden import find_inputs
from evals.synth import generate_report
from extraction.forms.load import load_forms
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.settings import default_settings
from extraction.terminal.codes import CodeSheet, list_codes
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue import (
    CODES,
    MESSAGES,
    Message,
    doubts,
    figures,
    frames,
    named_places,
    narrative,
    report_agency,
    report_contents,
    report_dates,
    same_agency,
    source_file,
    structure,
    subordinate_bodies,
    year_to_year,
)
from extraction.values.catalogue.template import Template
from extraction.values.errors import UnreadableFile
from extraction.values.record import Finding
from tests.support.places import HOME

PARTS = (
    *(structure, figures, report_contents, report_dates, report_agency, source_file, narrative),
    *(year_to_year, same_agency, subordinate_bodies, named_places, frames, doubts),
)
OF_A_FINDING = {"cells", "quote", "sides"}
VERBS = {"fails", "stays_open", "fill"}
OF_A_PAIR = {"year", "before"}
"""What a pair of years fills in itself."""
HANDS_ON = "extraction.panel.findings"
"""Where a pair of years is given a message: not one of its own."""
MADE_UP, SEED = 300, 77
SHEETS = {sheet.code: sheet for sheet in list_codes(load_forms())}


def stated(kind: type) -> dict[str, object]:
    """What the catalogue states of a kind, by name."""
    return {
        name: each for part in PARTS for name, each in vars(part).items() if isinstance(each, kind)
    }


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


# What it states


def test_a_code_stands_there_once_and_each_message_under_one() -> None:
    codes = [each.code for each in CODES]
    assert len(set(codes)) == len(codes)
    assert {message.code for message in MESSAGES} <= set(codes)
    assert [sheet for sheet in SHEETS.values() if not sheet.severities] == []


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=list(SHEETS))
def test_a_code_says_in_both_languages_what_it_means_and_what_to_do(sheet: CodeSheet) -> None:
    for words in (sheet.means, sheet.advice):
        assert words.en.strip()
        assert re.search(r"[\u4e00-\u9fff]", words.zh)


def test_both_texts_of_a_template_have_the_same_fields() -> None:
    templates = [*stated(Template).values(), *(message.words for message in MESSAGES)]
    differing = [
        each
        for each in templates
        if isinstance(each, Template) and fields_of(each.en) != fields_of(each.zh)
    ]
    assert differing == []


def test_a_missing_field_is_an_error() -> None:
    with pytest.raises(KeyError, match="form"):
        structure.FORM_MIXED.fails(table="三")


# What the source makes of it


class Call(NamedTuple):
    """A call that fills words of the catalogue."""

    where: str
    words: Template
    given: set[str]


OF_EXTRAS = {"cv2", "PIL", "numpy", "rapidocr"}
"""Packages that only `gouji[ocr]` brings."""


def read_source() -> Iterator[tuple[ModuleType, ast.Module]]:
    for path in sorted((HOME / "extraction").rglob("*.py")):
        dotted = ".".join(path.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__")
        try:
            module = import_module(dotted)
        except ModuleNotFoundError as error:
            if error.name not in OF_EXTRAS:
                raise
            continue
        yield module, ast.parse(path.read_text("utf-8"))


SOURCE = list(read_source())


def words_of(module: ModuleType, node: ast.expr) -> Iterator[Template]:
    """The words that an expression stands for, whichever way it goes."""
    for name in (each for each in ast.walk(node) if isinstance(each, ast.Name | ast.Attribute)):
        dotted = ast.unparse(name).split(".")
        value: object = module
        for part in dotted:
            value = getattr(value, part, None)
        if isinstance(value, Message):
            yield value.words
        elif isinstance(value, Template):
            yield value


def find_calls() -> Iterator[Call]:
    for module, tree in SOURCE:
        if module.__name__.startswith(("extraction.values.catalogue", HANDS_ON)):
            continue
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr not in VERBS:
                continue
            where = f"{module.__name__}:{node.lineno}"
            given = {keyword.arg or "**" for keyword in node.keywords}
            named, own = node.func.value, node.args
            if ast.unparse(named) == "pair":
                named, own = node.args[0], node.args[1:]
                given |= OF_A_PAIR
            words = list(words_of(module, named))
            assert words, f"{where}: it cannot be seen which words of the catalogue these are"
            assert not own, f"{where}: a text of its own"
            yield from (Call(where, each, given) for each in words)


def test_each_call_gives_the_fields_that_its_words_have() -> None:
    wrong = []
    for call in find_calls():
        wanted = fields_of(call.words.en)
        found = call.given - OF_A_FINDING
        if "sides" in call.given:
            found |= {"left", "right"} & wanted
        if "quote" in call.given:
            found |= {"quote"} & wanted
        if found != wanted:
            wrong.append(f"{call.where}: {sorted(found)} for {sorted(wanted)}")
    assert wrong == []


def test_no_field_is_a_text_of_its_own() -> None:
    """A text in place of a field would be a message outside of the catalogue."""
    found = [
        f"{module.__name__}:{node.lineno} {keyword.arg}"
        for module, tree in SOURCE
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in VERBS
        and not module.__name__.startswith("extraction.values.catalogue")
        for keyword in node.keywords
        if keyword.arg not in OF_A_FINDING
        for part in ast.walk(keyword.value)
        if isinstance(part, ast.Constant)
        and isinstance(part.value, str)
        and re.search(r"[A-Za-z]{3}|[\u4e00-\u9fff]", part.value)
    ]
    assert found == []


def test_findings_are_made_of_messages_alone() -> None:
    makers = {
        module.__name__
        for module, tree in SOURCE
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Finding"
    }
    assert makers == {"extraction.values.catalogue.message"}


def test_all_that_it_states_is_used() -> None:
    used = {
        node.id if isinstance(node, ast.Name) else node.attr
        for module, tree in SOURCE
        if not module.__name__.startswith("extraction.values.catalogue")
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
    }
    own = stated(Message) | stated(Template) | stated(Bilingual)
    assert sorted(own.keys() - used) == []


# What is printed


class Printed(NamedTuple):
    """A finding, and the input that it is about."""

    name: str
    finding: Finding


def read_all() -> Iterator[tuple[str, bytes]]:
    yield from (pair for pair in find_inputs() if not pair[0].startswith("made-up"))
    for index in range(MADE_UP):
        made = generate_report(SEED * 1_000_003 + index)
        yield f"{index}{made.ending}", made.text.encode()


@pytest.fixture(scope="module")
def printed() -> list[Printed]:
    found = []
    for name, data in read_all():
        try:
            records = extract_document(document_from_bytes(name, data), default_settings())
        except UnreadableFile:
            continue
        found += [Printed(name, finding) for record in records for finding in record.findings]
    return found


def test_whatever_is_printed_is_in_the_catalogue(printed: list[Printed]) -> None:
    unknown = set()
    for _, finding in printed:
        sheet = SHEETS.get(finding.code)
        if (
            sheet is None
            or finding.rule not in sheet.rules
            or finding.severity not in sheet.severities
        ):
            unknown.add((finding.code, finding.rule, finding.severity))
    assert unknown == set()
    assert len({finding.code for _, finding in printed}) > 40


def names_of_forms() -> Iterator[str]:
    for form in load_forms():
        yield form.title
        for table in form.tables:
            yield table.label
        for cell in form.printed_cells:
            yield from form.name(cell)
        for names in form.sections.values():
            yield from names
        for parts in form.section_parts.values():
            yield from (name for names in parts.values() for name in names)
        yield from (bound.rule.name for bound in form.bound_facts if bound.rule.name)


LABELS = sorted(set(names_of_forms()), key=len, reverse=True)


def without_print(finding: Finding, text: str) -> str:
    """A message without what it quotes, and without the names of rows, columns and the like."""
    for name in (finding.quote or "", *LABELS):
        text = text.replace(name, "") if name else text
    while (bare := re.sub("“[^“”]*”", "", text)) != text:
        text = bare
    return re.sub("“[^“”)]*", "", text)  # what is cut may hold a quotation mark of its own


def test_no_message_mixes_the_languages(printed: list[Printed]) -> None:
    mixed = set()
    for name, finding in printed:
        english = without_print(finding, finding.message)
        chinese = without_print(finding, finding.message_zh)
        if re.search(r"[\u3400-\u9fff]", english):
            mixed.add((name, finding.code, finding.message))
        if re.search(r"[A-Za-z]{2,}[ ,.;:]+[A-Za-z]{2,}", chinese):
            mixed.add((name, finding.code, finding.message_zh))
        if not re.search(r"[\u4e00-\u9fff]", finding.message_zh):
            mixed.add((name, finding.code, finding.message_zh))
    assert sorted(mixed) == []
