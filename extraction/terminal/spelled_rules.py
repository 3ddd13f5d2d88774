"""A form's rules spelled out for a person: by the labels of rows and columns, not by their keys."""

from collections.abc import Mapping, Sequence

from extraction.forms.equation import CellTerm, Condition, Sum
from extraction.forms.form import Form
from extraction.values.bilingual import Bilingual, Language

_SIGNS: Mapping[str, str] = {"<=": "≤", ">=": "≥"}
_FIGURES: Mapping[str, Bilingual] = {
    "$year": Bilingual("the year", "年度"),
    "$makes_rules": Bilingual(
        "1 if the body may make government rules, else 0", "有权制定规章为1，否则为0"
    ),
    "$office": Bilingual("1 of a general office, else 0", "办公厅（室）为1，否则为0"),
    "$without_powers": Bilingual(
        "1 of a general office or a township, else 0", "办公厅（室）或乡镇街道为1，否则为0"
    ),
}


def spell_condition(form: Form, condition: Condition, each: str) -> Bilingual:
    """Return a relation between cells by the labels of their rows or columns."""
    sign = _SIGNS.get(condition.relation, condition.relation)
    spelled: list[str] = []
    for lang in _LANGUAGES:
        left = spell_terms(form, condition.left, each, lang)
        right = spell_terms(form, condition.right, each, lang)
        spelled.append(f"{left} {sign} {right}")
    return Bilingual(*spelled)


_LANGUAGES: tuple[Language, Language] = ("en", "zh")


def spell_sums(form: Form, sums: Sequence[Sum]) -> list[str]:
    """Return what cells make up each of several sums; it reads the same in both languages."""
    return [spell_terms(form, terms, "once", "en") for terms in sums]


def spell_terms(form: Form, terms: Sequence[CellTerm], each: str, lang: Language) -> str:
    """Return a sum of terms; `each` is what the rule goes along, which is left out."""
    parts: list[str] = []
    for term in terms:
        sign = " - " if term.factor < 0 else " + "
        parts += [sign if parts else sign.strip(" +"), _spell_term(form, term, each, lang)]
    return "".join(parts)


def _spell_term(form: Form, term: CellTerm, each: str, lang: Language) -> str:
    if term.cell is not None:
        names = form.name(term.cell)
        own = {"column": names.row, "row": names.column}.get(each, "/".join(names))
    elif term.name is not None:
        own = _name_figure(form, term.name, lang)
    else:
        return f"{abs(term.factor):f}"
    return own if abs(term.factor) == 1 else f"{abs(term.factor):f} × {own}"


def _name_figure(form: Form, name: str, lang: Language) -> str:
    """Return what a figure is called that rules call by a name of their own."""
    if name in _FIGURES:
        return f"[{_FIGURES[name].to(lang)}]"
    path = form.figures[name.removeprefix("$")]
    cell = next(cell for cell in form.cells if str(cell) == path)
    return "/".join(form.name(cell))
