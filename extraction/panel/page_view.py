"""The panel as one page that needs no network: measures, verdicts, agencies, findings."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from importlib.resources import files

from extraction.export.described import SEVERITIES
from extraction.panel.charts import (
    VERDICT_MARKS,
    Points,
    as_percent,
    line_chart,
    median,
    small_chart,
    verdict_cells,
)
from extraction.panel.elements import Markup, both, element, join, page
from extraction.panel.findings import PanelFinding
from extraction.panel.measures import Counts, count_figures, measure_share
from extraction.panel.panel import Panel
from extraction.panel.plan import Measure, Plan
from extraction.panel.series import Series
from extraction.values.bilingual import Bilingual, Language
from extraction.values.catalogue.template import count_of
from extraction.values.record import Status

_TITLE = Bilingual("Panel: reports of agencies over years", "跨年度面板：各机关历年报告")
_FIRST = 5
"""Measures drawn in one chart: as many lines as can be told apart."""
_VERDICTS: Mapping[Status, Bilingual] = {
    "verified": Bilingual("verified", "核实无误"),
    "source_inconsistent": Bilingual("contradicts itself", "原文自相矛盾"),
    "needs_review": Bilingual("needs review", "需要人工"),
    "unreadable": Bilingual("unreadable", "不可读"),
}

YearCounts = Mapping[int, Counts]


def panel_to_page(panel: Panel, lang: Language) -> bytes:
    """Return the page in UTF-8; it opens in a language, and a button changes that."""
    room = files("extraction.panel")
    style = room.joinpath("page.css").read_text("utf-8")
    script = room.joinpath("page.js").read_text("utf-8")
    counted = {series.agency: _count_years(series, panel.plan) for series in panel.series}
    body = element(
        "main",
        _head(panel),
        *_measures(panel, counted),
        *_verdicts(panel),
        *_multiples(panel, counted),
        *_findings(panel.findings),
        *_missing(panel.series),
        *_definitions(panel),
    )
    return page(_TITLE, lang, style, script, body).encode("utf-8", "replace")


def _count_years(series: Series, plan: Plan) -> YearCounts:
    return {year: count_figures(report, plan) for year, report in series.years.items()}


def _title(en: str, zh: str) -> Markup:
    return element("h2", both(Bilingual(en, zh)))


def _head(panel: Panel) -> Markup:
    reports = sum(len(series.years) for series in panel.series)
    agencies, found = len(panel.series), len(panel.findings)
    who = "1 agency" if agencies == 1 else f"{agencies} agencies"
    said = Bilingual(
        f"{who}, {count_of(reports, 'report')}, {count_of(found, 'finding')}. A finding here "
        "compares reports; it changes no verdict and accuses nobody.",
        f"机关{agencies}个，报告{reports}份，提示{found}条。此处提示只作报告间比较，不改变任何结论，也不认定责任。",
    )
    button = element("button", "中文 / English", type="button", id="language")
    return join([element("header", element("h1", both(_TITLE)), button), element("p", both(said))])


def _measures(panel: Panel, counted: Mapping[str, YearCounts]) -> Iterator[Markup]:
    yield _title("Measures over years (median of agencies)", "历年指标（各机关中位数）")
    if not panel.years:
        return
    measures = panel.plan.measures
    lines = {each.key: _medians(each, panel.years, counted) for each in measures}
    drawn = {f"{each.zh} {each.en}": lines[each.key] for each in measures[:_FIRST]}
    yield element("div", line_chart(drawn, panel.years), class_="scroll")
    legend = [element("li", element("b", both(each.name))) for each in measures[:_FIRST]]
    yield element("ol", *legend, class_="legend")
    heads = [element("th", str(year)) for year in panel.years]
    rows = [element("tr", element("th"), *heads)]
    for measure in measures:
        points = lines[measure.key].values()
        cells = [element("td", _share(value), class_="n") for value in points]
        rows.append(element("tr", element("th", both(measure.name)), *cells))
    yield element("div", element("table", *rows), class_="scroll")


def _share(value: Decimal | None) -> str:
    return "–" if value is None else as_percent(value)


def _medians(measure: Measure, years: Iterable[int], counted: Mapping[str, YearCounts]) -> Points:
    points: dict[int, Decimal | None] = {}
    for year in years:
        known = [counts[year] for counts in counted.values() if year in counts]
        shares = [measure_share(measure, counts) for counts in known]
        points[year] = median([share for share in shares if share is not None])
    return points


def _verdicts(panel: Panel) -> Iterator[Markup]:
    yield _title("Verdicts by agency", "各机关历年结论")
    marks = [
        join([element("b", f"{mark} "), both(_VERDICTS[status]), "  "])
        for status, mark in VERDICT_MARKS.items()
    ]
    yield element("p", *marks)
    heads = [element("th", str(year)) for year in panel.years]
    rows = [element("tr", element("th", both(Bilingual("agency", "机关"))), *heads)]
    for series in panel.series:
        statuses = {year: report.status for year, report in series.years.items()}
        cells = verdict_cells(statuses, panel.years)
        rows.append(element("tr", element("th", series.agency), *cells))
    yield element("div", element("table", *rows), class_="scroll")


def _multiples(panel: Panel, counted: Mapping[str, YearCounts]) -> Iterator[Markup]:
    measure = panel.plan.measures[0]
    name = measure.name
    years = f"{panel.years[0]}–{panel.years[-1]}" if panel.years else ""
    yield _title(
        f"Agency by agency: {name.en}, 0 to 100 %, {years}",
        f"逐个机关：{name.zh}，0至100%，{years}",
    )
    figures: list[Markup] = []
    for series in panel.series:
        counts = counted[series.agency]
        points = {year: measure_share(measure, counts[year]) for year in series.years}
        chart = small_chart(series.agency, points, panel.years)
        known = [share for share in points.values() if share is not None]
        last = element("b", as_percent(known[-1])) if known else "–"
        figures.append(element("figure", element("figcaption", series.agency, " ", last), chart))
    yield element("div", *figures, class_="multiples")


def _findings(findings: Iterable[PanelFinding]) -> Iterator[Markup]:
    yield _title("Findings", "提示")
    options = [element("option", "–", value="")]
    options += [
        element("option", f"{each.zh} {each.en}", value=key) for key, each in SEVERITIES.items()
    ]
    search = element("input", id="search", type="search", aria_label="search 搜索")
    choice = element("select", *options, id="severity", aria_label="severity 级别")
    yield element("p", search, " ", choice)
    names = (("code", "代码"), ("severity", "级别"), ("agency", "机关"), ("finding", "提示语"))
    heads = [element("th", both(Bilingual(*each))) for each in (*names, ("reports", "报告"))]
    rows = [_finding_row(found) for found in findings]
    table = element(
        "table", element("thead", element("tr", *heads)), element("tbody", *rows), id="findings"
    )
    yield element("div", table, class_="scroll")


def _finding_row(found: PanelFinding) -> Markup:
    finding = found.finding
    return element(
        "tr",
        element("td", finding.code),
        element("td", both(SEVERITIES[finding.severity]), class_="one"),
        element("td", found.agency),
        element("td", both(finding.said), class_="word"),
        element("td", "; ".join(found.reports), class_="word"),
        data_severity=finding.severity,
    )


def _missing(series: Iterable[Series]) -> Iterator[Markup]:
    rows = [
        element("tr", element("th", each.agency), element("td", ", ".join(map(str, each.missing))))
        for each in series
        if each.missing
    ]
    yield _title("Missing years", "缺少的年度")
    yield element("table", *rows) if rows else element("p", both(Bilingual("none", "无")))


def _definitions(panel: Panel) -> Iterator[Markup]:
    yield _title("Definitions", "指标定义")
    rows = [
        element("tr", element("th", both(each.name)), element("td", both(panel.plan.define(each))))
        for each in panel.plan.measures
    ]
    rest = Bilingual(
        "A share is left empty where one of its counts is not settled. A blank is no zero.",
        "任一分项未能确定时该指标留空；空白不视为零。",
    )
    yield element("p", both(rest))
    yield element("table", *rows)
