"""Every code that a finding may have: what it means, what to do, what it holds.

The catalogue has the codes that stand for every report; each form has its own rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from extraction.check.against_tables import name_bound
from extraction.check.within_prose import SILENCE
from extraction.forms.equation import CellTerm, Condition, Equation, Rule
from extraction.forms.form import Form
from extraction.values.bilingual import Bilingual, Language, join_texts
from extraction.values.catalogue import CODES, MESSAGES
from extraction.values.catalogue.frames import (
    ADVICE_ON_PROSE,
    ADVICE_ON_SUMS,
    DIFFERS_FROM_TABLE,
    SHARE_OF_TOTALS,
)
from extraction.values.catalogue.prose import N10
from extraction.values.errors import WrongUsage
from extraction.values.record import Severity

_GRAVE: tuple[Severity, ...] = ("error", "warning", "info")
_FAMILIES = ("S", "P", "4", "T", "N", "D", "A", "Q")
_NEAR = 3
_BETWEEN = Bilingual("; ", "；")
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


@dataclass(frozen=True, slots=True)
class Told:
    """A message under a code: the rule's id, how grave it is, its words with their fields."""

    rule: str
    severity: Severity
    words: Bilingual


@dataclass(frozen=True, slots=True)
class Held:
    """What forms hold under a code: the rule as their files have it, and spelled out by labels.

    where: the rows or the columns (`along`) in each of which it should hold. place: the cells
    that a fact of the prose is held against.
    """

    forms: tuple[str, ...]
    rule: str
    severities: tuple[Severity, ...]
    means: Bilingual
    holds: str
    spelled: Bilingual
    where: tuple[str, ...] = ()
    along: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class CodeSheet:
    """All there is to say of one code."""

    code: str
    severities: tuple[Severity, ...]
    means: Bilingual
    advice: Bilingual
    messages: tuple[Told, ...] = ()
    held: tuple[Held, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that have this code."""
        told = [message.rule for message in self.messages]
        return tuple(dict.fromkeys((*told, *(held.rule for held in self.held))))


def list_codes(forms: Sequence[Form]) -> tuple[CodeSheet, ...]:
    """Return every code of the catalogue and of the forms, once each."""
    found: dict[str, list[Held]] = {each.code: [] for each in CODES}
    for form in forms:
        for code, held in _list_held(form):
            found.setdefault(code, []).append(held)
    sheets = [_to_sheet(code, _merge(held)) for code, held in found.items()]
    return tuple(sorted(sheets, key=lambda sheet: (_FAMILIES.index(sheet.code[0]), sheet.code)))


def _merge(held: Sequence[Held]) -> tuple[Held, ...]:
    """Return what several forms hold alike as one."""
    alike: dict[Held, tuple[str, ...]] = {}
    for each in held:
        bare = replace(each, forms=())
        alike[bare] = (*alike.get(bare, ()), *each.forms)
    return tuple(replace(bare, forms=tuple(dict.fromkeys(of))) for bare, of in alike.items())


def _to_sheet(code: str, held: tuple[Held, ...]) -> CodeSheet:
    messages = tuple(
        Told(message.rule, message.severity, message.words.outline())
        for message in MESSAGES
        if message.code == code
    )
    grave = {message.severity for message in messages}
    grave.update(*(each.severities for each in held))
    severities = tuple(severity for severity in _GRAVE if severity in grave)
    stated = next((each for each in CODES if each.code == code), None)
    if stated is not None:
        return CodeSheet(code, severities, stated.means, stated.advice, messages, held)
    advice = ADVICE_ON_PROSE if code.startswith("N") else ADVICE_ON_SUMS[severities[0]]
    places = list(dict.fromkeys(each.place for each in held if each.place))
    if places:
        means = DIFFERS_FROM_TABLE.fill(places=places)
    else:
        means = join_texts(_BETWEEN, dict.fromkeys(each.means for each in held))
    return CodeSheet(code, severities, means, advice, messages, held)


def _list_held(form: Form) -> Iterator[tuple[str, Held]]:
    """Yield what a form holds, each by its code: its equations, and what it says of the prose."""
    places: dict[str, list[Equation]] = {}
    for equation in form.equations:
        places.setdefault(equation.rule.id, []).append(equation)
    for rule in form.rules:
        yield rule.code, _hold_equations(form, rule, places[rule.id])
    yield from _list_facts(form)
    for prose in form.narrative.rules:
        when = f" (when {prose.when})" if prose.when else ""
        spelled = Bilingual(prose.holds, prose.holds)
        holds = prose.holds + when
        one = Held((form.form,), prose.id, (prose.severity,), prose.means.words, holds, spelled)
        yield prose.code, one
    for expected in form.narrative.expected:
        rule_id = f"narrative.{expected.key}_unsaid"
        holds = f"{expected.key} is stated in {expected.section}, since {expected.since}"
        section = form.sections[expected.section][0]
        spelled = Bilingual(
            f"“{section}” states it, since {expected.since}",
            f"自{expected.since}年度起，“{section}”应予说明",
        )
        means = expected.means.words
        yield expected.code, Held((form.form,), rule_id, (SILENCE,), means, holds, spelled)


def _list_facts(form: Form) -> Iterator[tuple[str, Held]]:
    """Yield which cells facts of the prose are held against, and what percentages may be of."""
    for bound in form.bound_facts:
        rule, place = bound.rule, name_bound(form, bound)
        means = DIFFERS_FROM_TABLE.fill(places=[place])
        cells = " or ".join(rule.equals)
        holds = f"{rule.label or rule.key} = {cells} [{rule.table}, {rule.column or rule.row}]"
        sums = [_spell(form, terms, "once", "en") for terms in bound.sums]
        spelled = Bilingual(
            f"what the prose says = {' or '.join(sums)}", f"正文所述 = {' 或 '.join(sums)}"
        )
        smaller = rule.smaller or rule.severity
        severities = tuple(dict.fromkeys((rule.severity, smaller)))
        rule_id = f"narrative.{rule.id}"
        held = Held((form.form,), rule_id, severities, means, holds, spelled, place=place)
        yield rule.code, held
        if rule.code != N10.code:  # where the prose says that there was none
            yield N10.code, replace(held, severities=(smaller,))
    if (shares := form.narrative.shares) is not None:
        sums = [_spell(form, terms, "once", "en") for terms in form.shared_sums]
        spelled = Bilingual(f"a share of {' or '.join(sums)}", f"占{'或'.join(sums)}的百分比")
        yield (
            shares.code,
            Held(
                (form.form,),
                "narrative.share",
                (shares.severity,),
                SHARE_OF_TOTALS,
                f"a share of {' or '.join(shares.of)}",
                spelled,
            ),
        )


def _hold_equations(form: Form, rule: Rule, places: Sequence[Equation]) -> Held:
    first = places[0]
    spelled = _spell_out(form, first.holds, rule.each)
    holds = rule.holds
    if first.when is not None:
        when = _spell_out(form, first.when, rule.each)
        spelled = Bilingual(f"{spelled.en}, where {when.en}", f"{when.zh}时，{spelled.zh}")
        holds = f"{holds} (when {rule.when})"
    names = [form.name(equation.cells[0]) for equation in places if rule.each != "once"]
    where = [name.column if rule.each == "column" else name.row for name in names]
    return Held(
        (form.form,),
        rule.id,
        (rule.severity,),
        rule.means.words,
        holds,
        spelled,
        tuple(dict.fromkeys(where)),
        None if rule.each == "once" else rule.each,
    )


def _spell_out(form: Form, condition: Condition, each: str) -> Bilingual:
    """Return a relation between cells by the labels of their rows or columns."""
    sign = _SIGNS.get(condition.relation, condition.relation)
    sides = (condition.left, condition.right)
    en, zh = ([_spell(form, terms, each, lang) for terms in sides] for lang in _LANGUAGES)
    return Bilingual(f" {sign} ".join(en), f" {sign} ".join(zh))


_LANGUAGES: tuple[Language, Language] = ("en", "zh")


def _spell(form: Form, terms: Sequence[CellTerm], each: str, lang: Language) -> str:
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


def find_code(name: str, sheets: Sequence[CodeSheet]) -> CodeSheet:
    """Return a code's sheet, by the code or a rule's id; WrongUsage names near ones."""
    named = {sheet.code.upper(): sheet for sheet in sheets}
    for sheet in sheets:
        named |= {rule.upper(): sheet for rule in sheet.rules}
    if name.upper() in named:
        return named[name.upper()]
    near = get_close_matches(name.upper(), named, n=_NEAR)
    codes = list(dict.fromkeys(named[one].code for one in near))
    likely = Bilingual(f" Near it: {', '.join(codes)}.", f"相近的有：{'、'.join(codes)}。")
    told = likely if codes else Bilingual("", "")
    raise WrongUsage(
        f"There is no rule {name}.{told.en} `gouji rules` lists all.",
        f"没有规则 {name}。{told.zh}用 `gouji rules` 查看全部。",
    )
