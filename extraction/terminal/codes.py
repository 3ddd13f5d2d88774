"""Every code that a finding may have: what it means, what to do, what it holds.

The catalogue has the codes that stand for every report; each form has its own rules.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from extraction.check.against_tables import name_bound
from extraction.check.within_prose import SILENCE
from extraction.forms.equation import BoundFact, Equation, Rule
from extraction.forms.form import Form
from extraction.forms.prose_rules import Expected, ProseRule, Shares
from extraction.terminal.spelled_rules import spell_condition, spell_sums
from extraction.values.bilingual import Bilingual, alike, join_texts
from extraction.values.catalogue import CODES, MESSAGES
from extraction.values.catalogue.frames import (
    ADVICE_ON_PROSE,
    ADVICE_ON_SUMS,
    DIFFERS_FROM_TABLE,
    SHARE_OF_TOTALS,
)
from extraction.values.catalogue.narrative import N10
from extraction.values.errors import WrongUsage
from extraction.values.record import Severity

_GRAVE: tuple[Severity, ...] = ("error", "warning", "info")
_FAMILIES = ("S", "P", "4", "T", "N", "D", "A", "Q", "Y", "H")
_NEAR = 3
_BETWEEN = Bilingual("; ", "；")


@dataclass(frozen=True, slots=True)
class CodeMessage:
    """A message under a code: the rule's id, how grave it is, its words with their fields."""

    rule: str
    severity: Severity
    words: Bilingual


@dataclass(frozen=True, slots=True)
class HeldRule:
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
    messages: tuple[CodeMessage, ...] = ()
    held: tuple[HeldRule, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that have this code."""
        told = [message.rule for message in self.messages]
        return tuple(dict.fromkeys((*told, *(held.rule for held in self.held))))


def list_codes(forms: Sequence[Form]) -> tuple[CodeSheet, ...]:
    """Return every code of the catalogue and of the forms, once each."""
    found: dict[str, list[HeldRule]] = {each.code: [] for each in CODES}
    for form in forms:
        for code, held in _list_held(form):
            found.setdefault(code, []).append(held)
    sheets: list[CodeSheet] = []
    for code, all_held in found.items():
        sheets.append(_to_sheet(code, _merge(all_held)))
    return tuple(sorted(sheets, key=_by_family))


def _by_family(sheet: CodeSheet) -> tuple[int, str]:
    code = sheet.code
    return _FAMILIES.index(code[0]), code


def _merge(held: Sequence[HeldRule]) -> tuple[HeldRule, ...]:
    """Return what several forms hold alike as one."""
    by_rule: dict[HeldRule, list[str]] = {}
    for each in held:
        bare = replace(each, forms=())
        by_rule.setdefault(bare, []).extend(each.forms)
    merged: list[HeldRule] = []
    for bare, forms in by_rule.items():
        once = dict.fromkeys(forms)
        merged.append(replace(bare, forms=tuple(once)))
    return tuple(merged)


def _to_sheet(code: str, held: tuple[HeldRule, ...]) -> CodeSheet:
    messages: list[CodeMessage] = []
    grave: set[Severity] = set()
    for message in MESSAGES:
        if message.code == code:
            words = message.words.outline()
            messages.append(CodeMessage(message.rule, message.severity, words))
            grave.add(message.severity)
    for each in held:
        grave.update(each.severities)
    severities = tuple(severity for severity in _GRAVE if severity in grave)
    means, advice = _explain(code, held, severities)
    return CodeSheet(code, severities, means, advice, tuple(messages), held)


def _explain(
    code: str, held: Sequence[HeldRule], severities: Sequence[Severity]
) -> tuple[Bilingual, Bilingual]:
    """Return what a code means, and what to do: as the catalogue has it, else as the forms have."""
    for stated in CODES:
        if stated.code == code:
            return stated.means, stated.advice
    advice = ADVICE_ON_PROSE if code.startswith("N") else ADVICE_ON_SUMS[severities[0]]
    places = dict.fromkeys(each.place for each in held if each.place)
    if places:
        return DIFFERS_FROM_TABLE.fill(places=list(places)), advice
    meanings = dict.fromkeys(each.means for each in held)
    return join_texts(_BETWEEN, meanings), advice


def _list_held(form: Form) -> Iterator[tuple[str, HeldRule]]:
    """Yield what a form holds, each by its code: its equations, and what it says of the prose."""
    places: dict[str, list[Equation]] = {}
    for equation in form.equations:
        places.setdefault(equation.rule.id, []).append(equation)
    for rule in form.rules:
        yield rule.code, _hold_equations(form, rule, places[rule.id])
    yield from _list_facts(form)
    for prose in form.narrative.rules:
        yield prose.code, _hold_prose(form, prose)
    for expected in form.narrative.expected:
        yield expected.code, _hold_expected(form, expected)


def _hold_prose(form: Form, rule: ProseRule) -> HeldRule:
    """Return a rule between facts of the prose."""
    when = f" (when {rule.when})" if rule.when else ""
    return HeldRule(
        forms=(form.form,),
        rule=rule.id,
        severities=(rule.severity,),
        means=rule.means.words,
        holds=rule.holds + when,
        spelled=alike(rule.holds),
    )


def _hold_expected(form: Form, expected: Expected) -> HeldRule:
    """Return that a section must state a fact."""
    section = form.sections[expected.section][0]
    return HeldRule(
        forms=(form.form,),
        rule=f"narrative.{expected.key}_unsaid",
        severities=(SILENCE,),
        means=expected.means.words,
        holds=f"{expected.key} is stated in {expected.section}, since {expected.since}",
        spelled=Bilingual(
            f"“{section}” states it, since {expected.since}",
            f"自{expected.since}年度起，“{section}”应予说明",
        ),
    )


def _list_facts(form: Form) -> Iterator[tuple[str, HeldRule]]:
    """Yield which cells facts of the prose are held against, and what percentages may be of."""
    for bound in form.bound_facts:
        held = _hold_fact(form, bound)
        yield bound.rule.code, held
        if bound.rule.code != N10.code:  # where the prose says that there was none
            yield N10.code, replace(held, severities=held.severities[-1:])
    shares = form.narrative.shares
    if shares is not None:
        yield shares.code, _hold_shares(form, shares)


def _hold_fact(form: Form, bound: BoundFact) -> HeldRule:
    """Return which cells a fact of the prose is held against."""
    rule = bound.rule
    place = name_bound(form, bound)
    cells = " or ".join(rule.equals)
    stated, along = rule.label or rule.key, rule.column or rule.row
    sums = spell_sums(form, bound.sums)
    severities = (rule.severity, rule.smaller or rule.severity)
    return HeldRule(
        forms=(form.form,),
        rule=f"narrative.{rule.id}",
        severities=tuple(dict.fromkeys(severities)),
        means=DIFFERS_FROM_TABLE.fill(places=[place]),
        holds=f"{stated} = {cells} [{rule.table}, {along}]",
        spelled=Bilingual(
            f"what the prose says = {' or '.join(sums)}", f"正文所述 = {' 或 '.join(sums)}"
        ),
        place=place,
    )


def _hold_shares(form: Form, shares: Shares) -> HeldRule:
    """Return what a percentage in the prose may be a share of."""
    sums = spell_sums(form, form.shared_sums)
    return HeldRule(
        forms=(form.form,),
        rule="narrative.share",
        severities=(shares.severity,),
        means=SHARE_OF_TOTALS,
        holds=f"a share of {' or '.join(shares.of)}",
        spelled=Bilingual(f"a share of {' or '.join(sums)}", f"占{'或'.join(sums)}的百分比"),
    )


def _hold_equations(form: Form, rule: Rule, places: Sequence[Equation]) -> HeldRule:
    """Return a rule of the tables, and all rows or columns in which it should hold."""
    first = places[0]
    spelled = spell_condition(form, first.holds, rule.each)
    holds = rule.holds
    if first.when is not None:
        when = spell_condition(form, first.when, rule.each)
        spelled = Bilingual(f"{spelled.en}, where {when.en}", f"{when.zh}时，{spelled.zh}")
        holds = f"{holds} (when {rule.when})"
    names = [form.name(equation.cells[0]) for equation in places if rule.each != "once"]
    where = [name.column if rule.each == "column" else name.row for name in names]
    return HeldRule(
        forms=(form.form,),
        rule=rule.id,
        severities=(rule.severity,),
        means=rule.means.words,
        holds=holds,
        spelled=spelled,
        where=tuple(dict.fromkeys(where)),
        along=None if rule.each == "once" else rule.each,
    )


def find_code_sheet(name: str, sheets: Sequence[CodeSheet]) -> CodeSheet:
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
