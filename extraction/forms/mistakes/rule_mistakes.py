"""Mistakes in a form's rules: what they name, where they apply, whether they can fail."""

from collections import Counter
from collections.abc import Collection, Iterator

from extraction.forms.equation import CellTerm, Condition, Equation, Rule, spell_out
from extraction.forms.form import Form
from extraction.forms.lined import Path
from extraction.forms.mistakes.mistake import (
    Keyed,
    Mistake,
    RuleSide,
    find_cancelled,
    find_repeated,
    find_unknown,
    guess,
)
from extraction.forms.rules import FIGURES, BrokenRule, Comparison, parse_comparison
from extraction.forms.table import Table
from extraction.values.record import CellKey

_OURS = ("cells.", "identity.", "metadata.", "narrative.", "sections.", "structure.", "text.")


def find_in_figures(form: Form) -> Iterator[Mistake]:
    """Yield names of figures that are taken, or that name no cell."""
    yield from find_repeated((Keyed(n, ("figures", n)) for n in form.figures), "figure")
    for name, path in form.figures.items():
        place = ("figures", name)
        if f"${name}" in FIGURES:
            yield Mistake(place, f"${name} is gouji's own name; take another")
        yield from find_unknown([Keyed(path, place)], map(str, form.printed_cells), "cell")


def find_in_rules(form: Form) -> Iterator[Mistake]:
    """Yield rules that name what is not there, apply nowhere, or say nothing."""
    ids = Counter[str]()
    for number, rule in enumerate(form.rules):
        path: Path = ("rules", number)
        ids[rule.id] += 1
        if ids[rule.id] == 2:
            yield Mistake((*path, "id"), f"the rule {rule.id} is given twice; give each its own id")
        if rule.id.startswith(_OURS):
            begin = rule.id.split(".", 1)[0]
            yield Mistake((*path, "id"), f"{begin}. begins gouji's own rules; begin with the table")
        yield from _find_in_rule(form, rule, path)


def _find_in_rule(form: Form, rule: Rule, path: Path) -> Iterator[Mistake]:
    tables = [table.key for table in form.tables]
    if rule.table not in tables:
        yield from find_unknown([Keyed(rule.table, (*path, "table"))], tables, "table")
        return
    table = form.table(rule.table)
    places = list(_find_in_places(table, rule, path))
    yield from places
    terms = {}
    for side in ("when", "holds"):
        try:
            text = getattr(rule, side)
            terms[side] = parse_comparison(text) if text is not None else None
        except BrokenRule as error:
            yield Mistake((*path, side), str(error))
    unknown: list[Mistake] = []
    for side, said in terms.items():
        if said:
            unknown += _find_names(form, rule, said, (*path, side))
    yield from unknown
    if not places and not unknown and len(terms) == 2:
        yield from _find_in_equations(form, rule, table, path)


def _find_in_places(table: Table, rule: Rule, path: Path) -> Iterator[Mistake]:
    """Yield what is wrong with where a rule is to apply."""
    rows = table.row_keys
    columns = [column.key for block in table.blocks for column in block.columns]
    for name, each in (("rows", "row"), ("columns", "column")):
        chosen = getattr(rule, name)
        if chosen is None:
            continue
        if rule.each != each:
            says = f"{name} says nothing in a rule with each: {rule.each}; leave it out"
            yield Mistake((*path, name), says)
        elif isinstance(chosen, str):
            groups = [group.key for block in table.blocks for group in block.row_groups]
            yield from find_unknown([Keyed(chosen, (*path, name))], groups, "group of rows")
        else:
            keys = [Keyed(key, (*path, name, at)) for at, key in enumerate(chosen)]
            yield from find_unknown(keys, rows if each == "row" else columns, each)
            if not chosen:
                says = f"{name} is empty: the rule applies nowhere; name some"
                yield Mistake((*path, name), says)


def _find_names(form: Form, rule: Rule, said: Comparison, path: Path) -> Iterator[Mistake]:
    """Yield the names in a rule that cannot be any cell's, group's or figure's."""
    figures: list[Keyed] = []
    sums: list[Keyed] = []
    plain: list[Keyed] = []
    for term in (*said.left, *said.right):
        name = term.name or ""
        if name.startswith("$"):
            figures.append(Keyed(name, path))
        elif name.startswith("sum(") and rule.each != "once":
            sums.append(Keyed(name[4:-1], path))
        elif name:
            plain.append(Keyed(name, path))
    known = [*FIGURES, *(f"${name}" for name in form.figures)]
    yield from find_unknown(figures, known, "figure")
    if rule.each == "once":
        yield from find_unknown(plain, map(str, form.printed_cells), "cell")
        return
    along = "column" if rule.each == "row" else "row"
    groups: list[str] = []
    printed: list[str] = []
    for block in form.table(rule.table).blocks:
        groups += (group.key for group in getattr(block, f"{along}_groups"))
        printed += getattr(block, f"printed_{along}s")
    yield from find_unknown(sums, groups, f"group of {along}s")
    yield from find_unknown(plain, printed, along)


def _find_in_equations(form: Form, rule: Rule, table: Table, path: Path) -> Iterator[Mistake]:
    """Yield what shows only where a rule is spelt out: the first mistake tells for all places."""
    equations = list(spell_out(rule, table))
    if not equations:
        says = f"the rule {rule.id} applies nowhere; name rows or columns that are there"
        yield Mistake(path, says)
    for equation in equations:
        found = [*_find_lost(equation, form.printed_cells), *_find_empty(equation)]
        if found:
            yield found[0]._replace(path=(*path, *found[0].path))
            return


def _find_lost(equation: Equation, known: Collection[CellKey]) -> Iterator[Mistake]:
    """Yield cells of a rule that are in none of the blocks where it applies."""
    lost = [str(cell) for cell in _cells_of(equation) if cell not in known]
    if lost and equation.rule.each == "once":
        says = f"the form has no cell {lost[0]}; {guess(lost[0], map(str, known))}"
        yield Mistake(("holds",), says)
    elif lost:
        each = f"{equation.rule.each}s"
        says = f"the form has no cell {lost[0]}; name with {each}: where the rule applies"
        yield Mistake(("holds",), says)


def _cells_of(equation: Equation) -> Iterator[CellKey]:
    for said in filter(None, (equation.holds, equation.when)):
        yield from (term.cell for term in (*said.left, *said.right) if term.cell)


def _find_empty(equation: Equation) -> Iterator[Mistake]:
    """Yield how a rule says nothing, or not what it seems to."""
    if not equation.cells:
        yield Mistake(("holds",), "it compares no cells, so it cannot fail; name some")
    for side, said in (("holds", equation.holds), ("when", equation.when)):
        if said is not None:
            yield from (Mistake((side,), says) for says in find_cancelled(*_named(said)))


def _named(said: Condition) -> tuple[RuleSide, RuleSide]:
    left = [(_name_of(term), term.factor) for term in said.left]
    right = [(_name_of(term), term.factor) for term in said.right]
    return left, right


def _name_of(term: CellTerm) -> str:
    return str(term.cell) if term.cell else term.name or ""


def find_without_proof(form: Form) -> Iterator[Mistake]:
    """Yield that nothing could prove a report: no rule always ties figures together."""
    for equation in form.equations:
        error = equation.rule.severity == "error" and equation.when is None
        if error and equation.holds.relation == "=" and len(equation.cells) > 1:
            return
    says = "no rule (severity: error, with =, without when) ties figures together: nothing"
    yield Mistake(("rules",), f"{says} could be proven; add one, such as total = a + b")
