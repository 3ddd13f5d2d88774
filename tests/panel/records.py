"""Made-up records of agencies over years: consistent ones, into which breaks are then planted."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from evals.synth.draw_figures import DrawnFigures, draw_figures
from extraction.forms.form import Form
from extraction.forms.load import load_forms
from extraction.panel.year_report import YearReport, record_to_report
from extraction.values.record import (
    Cell,
    CellKey,
    Fact,
    Metadata,
    Record,
    Scope,
    Section,
    Source,
    Status,
    Versions,
)

FORMS = {form.form: form for form in load_forms()}
CLASSES = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_organization",
    "legal_service_institution",
    "other_organization",
)
ORDERED = {"received", "carried_in", "closed_total", "carried_out"}

_SENTENCES = (
    "{year}年，我局通过门户网站主动公开信息{0}条",
    "全年更新机构职能栏目{1}次，修订目录{2}处",
    "我局办理依申请公开{3}件，答复均在规定期限内作出",
    "接待来电咨询{4}人次，现场查阅{5}人次",
    "组织业务培训{6}场，参训{7}人次",
    "清理失效文件{8}份，并向社会公布目录",
    "开设专题专栏{9}个，集中发布民生项目进展",
    "对{10}个下属单位开展检查，发现问题{11}处并督促整改",
    "政务新媒体发布动态{12}篇，阅读{13}次",
    "举办开放日活动{14}场，邀请群众代表{15}人",
    "回应网民留言{16}条，平均用时{17}天",
    "编发工作简报{18}期，交流做法{19}项",
)


@dataclass(slots=True)
class Draft:
    """One report before it is made a record: what a test may still change."""

    agency: str
    year: int
    figures: DrawnFigures
    form: Form
    prose: dict[str, str]
    name: str = ""
    uscc: str | None = None
    scope: Scope = "own_agency"
    status: Status = "verified"
    signed: date | None = None
    missing: set[CellKey] = field(default_factory=set)
    tag: str = ""
    facts: tuple[Fact, ...] = ()

    def add(self, row: str, amount: int, column: str = "natural_person") -> None:
        """Change a cell of the requests, and its total."""
        self.figures[CellKey("requests", row, column)] += amount
        self.figures[CellKey("requests", row, "total")] += amount

    def record(self) -> Record:
        """Return the record."""
        name = self.name or self.agency
        tables: dict[str, dict[str, dict[str, Cell]]] = {}
        for key in self.form.cells:
            rows = tables.setdefault(key.table, {})
            rows.setdefault(key.row, {})[key.column] = self._cell(key)
        sections = {
            key: Section(span=(0, len(text)), text=text) for key, text in self.prose.items()
        }
        return Record(
            versions=Versions(gouji="0"),
            source=Source(
                path=f"{self.agency}/{self.year}{self.tag}.txt",
                sha256="0",
                text_sha256="0",
                media_type="text/plain",
                encoding="utf-8",
            ),
            form=self.form.form,
            status=self.status,
            confidence=None,
            metadata=Metadata(
                agency=name,
                year=self.year,
                uscc=self.uscc,
                scope=self.scope,
                signed=self.signed or date(self.year + 1, 1, 20),
            ),
            sections=sections,
            facts=self.facts,
            tables=tables,
        )

    def _cell(self, key: CellKey) -> Cell:
        if key in self.missing:
            return Cell(state="missing")
        value = self.figures[key]
        return Cell(value=value, raw=str(value), state="number", origin="read", proof="sums")

    def report(self) -> YearReport:
        """Return what a panel keeps of it."""
        return record_to_report(self.record(), FORMS.values())


def draft_series(agency: str, years: range, seed: int) -> list[Draft]:
    """Return reports of an agency whose years fit each other, by two forms from 2021 on."""
    rng = Random(seed)
    base = {form: draw_figures(FORMS[form], rng) for form in FORMS}
    for key in base["cn2021"].keys() & base["cn2019"].keys():
        base["cn2021"][key] = base["cn2019"][key]
    for key in base["cn2021"].keys() - base["cn2019"].keys():
        if key.table == "requests":
            whole = base["cn2019"][key._replace(row="other_total")]
            base["cn2021"][key] = whole if key.row == "other_misc" else Decimal(0)
    drafts: list[Draft] = []
    for year in years:
        form = FORMS["cn2021" if year >= 2021 else "cn2019"]
        figures = _vary(base[form.form], rng)
        last = drafts[-1] if drafts else None
        _fit_requests(figures, form, last, rng)
        _fit_documents(figures, form, last, rng)
        _fit_cases(figures, last)
        drafts.append(Draft(agency, year, figures, form, write_prose(year, rng)))
    return drafts


def write_prose(year: int, rng: Random) -> dict[str, str]:
    """Return sections with figures of their own."""
    numbers = [rng.randint(20, 9000) for _ in range(20)]
    told = "。".join(_SENTENCES).format(*numbers, year=year)
    return {
        "preamble": f"本报告按照有关规定编制，数据期限为{year}年全年。",
        "overview": told + "。",
        "other_matters": "本年度未收取信息处理费，无其他需要报告的事项。",
    }


def _vary(base: DrawnFigures, rng: Random) -> DrawnFigures:
    figures = dict(base)
    for key, value in base.items():
        if value > 20:
            figures[key] = value + rng.randint(-int(value) // 10, int(value) // 10)
    return figures


def _fit_requests(figures: DrawnFigures, form: Form, last: Draft | None, rng: Random) -> None:
    rows = list(dict.fromkeys(key.row for key in form.cells if key.table == "requests"))
    outcomes = [row for row in rows if row not in ORDERED]

    def at(row: str, column: str) -> CellKey:
        return CellKey("requests", row, column)

    figures[at("granted", "natural_person")] = Decimal(rng.randint(40, 60))
    figures[at("partially_granted", "natural_person")] = Decimal(rng.randint(10, 20))
    for column in CLASSES:
        closed = sum((figures[at(row, column)] for row in outcomes), start=Decimal(0))
        carried_in = last.figures[at("carried_out", column)] if last else Decimal(0)
        carried_out = Decimal(rng.randint(1, 9) if column == "natural_person" else 0)
        carried_out = max(carried_out, carried_in - closed)
        figures[at("closed_total", column)] = closed
        figures[at("carried_in", column)] = carried_in
        figures[at("carried_out", column)] = carried_out
        figures[at("received", column)] = closed + carried_out - carried_in
    for row in rows:
        parts = [figures[at(row, column)] for column in CLASSES]
        figures[at(row, "total")] = sum(parts, start=Decimal(0))


def _fit_documents(figures: DrawnFigures, form: Form, last: Draft | None, rng: Random) -> None:
    alike = last is not None and last.form is form
    for key in form.cells:
        here = key._replace
        if key.table != "proactive_disclosure":
            continue
        if key.column == "in_force":
            issued, repealed = Decimal(rng.randint(1, 5)), Decimal(rng.randint(0, 1))
            stock = last.figures[key] if last and alike else Decimal(30)
            figures[here(column="issued")], figures[here(column="repealed")] = issued, repealed
            figures[key] = stock + issued - repealed
        if key.column == "items_prev_year" and last and alike:
            figures[key] = last.figures[key] + last.figures[here(column="items_change")]


def _fit_cases(figures: DrawnFigures, last: Draft | None) -> None:
    for key in [key for key in figures if key.table == "review_litigation"]:
        if key.column != "total":
            continue
        pending = last.figures[key._replace(column="pending")] if last else Decimal(0)
        if figures[key] < pending:
            figures[key._replace(column="upheld")] += pending - figures[key]
            figures[key] = pending


Plant = Callable[[Mapping[int, Draft]], Any]


def by_year(drafts: list[Draft]) -> dict[int, Draft]:
    """Return drafts by their year."""
    return {draft.year: draft for draft in drafts}


def records(drafts: list[Draft]) -> Iterator[Record]:
    """Yield the records of drafts."""
    for draft in drafts:
        yield draft.record()
