// What is wrong with a report: each rule with both its sums, and the cells to blame.

const SIGNS = { "<=": "≤", ">=": "≥" };
const FEW = 14;
const SHOWN = 3;
const GRAVITY = { error: 0, warning: 1, info: 2 };

function sortedFindings(report) {
  const open = (finding) => (finding.result === "unknown" ? 1 : 0);
  return [...report.findings].sort((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity] || open(a) - open(b));
}

function findingNodes(report) {
  const sorted = sortedFindings(report);
  const grave = sorted.filter((finding) => finding.severity !== "info" || finding.blames);
  const notes = sorted.filter((finding) => finding.severity === "info" && !finding.blames);
  const parts = [];
  const list = (found) => el("ul", { class: "findings" }, found.map((each) => findingNode(report, each)));
  const folded = (found, title) => (found.length ? el("details", {}, el("summary", {}, title), list(found)) : null);
  if (grave.length) parts.push(el("h3", {}, t("findings")), list(grave.slice(0, SHOWN)));
  const rest = grave.slice(SHOWN);
  return [...parts, folded(rest, t("more_findings", rest.length)), folded(notes, t("notes", notes.length))];
}

function findingNode(report, finding) {
  const waiver = waiverOf(page.entry, waiverFor(report, finding)) || finding.waived;
  const grave = el("b", { class: `severity ${finding.severity}` }, `${finding.code} ${t(`severity_${finding.severity}`)}`);
  const open = finding.result === "unknown" ? el("span", { class: "soft" }, ` ${t("open_rule")} `) : " ";
  return el("li", { class: waiver ? "waived" : null },
    el("p", {}, grave, open, said(finding.message)),
    finding.equation ? equationNode(report, finding) : cellLinks(report, finding),
    meaningNode(finding.code),
    waiver
      ? el("p", { class: "soft" }, t("waived_by", waiver.author, waiver.reason))
      : button(t("waive"), () => askWaiver(report, finding), { class: "small" }));
}

// What a code means and what to do about it, as `gouji rules` tells it.
function meaningNode(code) {
  const known = data.codes[code];
  return known ? el("details", {}, el("summary", {}, t("what_to_do")), el("p", {}, said(known.means)), el("p", {}, said(known.advice))) : null;
}

// A waiver of a finding: its rule, the first cell that it names, and its quote.
function waiverFor(report, finding) {
  const [first = null] = finding.cells;
  const cell = isNumber(first) ? keyOf(report, first) : first;
  return { action: "waive", finding: finding.rule, cell, printed: finding.quote || null, value: null, state: null };
}

function cellLinks(report, finding) {
  if (!finding.cells.length) return null;
  const few = groupedLinks(report, finding.cells.slice(0, FEW));
  const rest = finding.cells.slice(FEW);
  return [few, rest.length ? el("details", {}, el("summary", {}, t("and_more", rest.length)), groupedLinks(report, rest)) : null];
}

// Cells by their rows, a line each: the row's name once, then its columns.
function groupedLinks(report, cells) {
  const lines = [];
  let row = null;
  for (const cell of cells) {
    const own = isNumber(cell) ? formOf(report).cells[cell][1] : "";
    if (own !== row || !lines.length) lines.push(el("p", { class: "links" }, own ? el("span", { lang: "zh-CN" }, own) : null));
    row = own;
    fill(lines[lines.length - 1], [cellLink(report, cell, isNumber(cell) ? formOf(report).cells[cell][2] : null)]);
  }
  return lines;
}

function cellLink(report, cell, name) {
  if (!isNumber(cell)) return el("span", { lang: "zh-CN" }, cell);
  return button([name || nameOf(report, cell), el("b", {}, shownCell(cellOf(report, cell)))], () => pickCell(cell), { class: "link", lang: "zh-CN" });
}

// An equation spelled out: both sides with their figures, what each comes to, and who may be wrong.
function equationNode(report, finding) {
  const [left, told, right] = finding.equation;
  const relation = SIGNS[told] || told;
  const cells = finding.cells.filter(isNumber);
  const names = (at) => new Set(cells.map((cell) => formOf(report).cells[cell][at]));
  const oneRow = names(1).size === 1 && cells.length > 1;
  const oneColumn = names(2).size === 1 && !oneRow;
  const name = (cell) => (oneRow ? formOf(report).cells[cell][2] : oneColumn ? formOf(report).cells[cell][1] : nameOf(report, cell));
  const along = oneRow ? [...names(1)][0] : oneColumn ? [...names(2)][0] : null;
  const blamed = [...blamedCells(report)].filter((cell) => cells.includes(cell));
  const difference = (finding.difference || "0").replace(/^-/, "");
  return el("div", { class: "equation" },
    along ? el("p", { class: "along", lang: "zh-CN" }, along) : null,
    sideNode(report, left, finding.left, name),
    el("p", { class: "relation" }, finding.result === "fail" ? t("should_be", relation) : t("would_be", relation), el("span", { class: "soft" }, t("difference", difference))),
    sideNode(report, right, finding.right, name),
    blamed.length ? el("p", { class: "blame" }, el("b", {}, t("to_blame")), " ", blamed.map((cell) => cellLink(report, cell))) : null);
}

function sideNode(report, terms, sum, name) {
  const isZero = ([, cell]) => isNumber(cell) && /^0+(\.0*)?$/.test((cellOf(report, cell) || {}).value || "");
  const shownTerms = terms.filter((term) => terms.length <= 4 || !isZero(term));
  const hidden = terms.length - shownTerms.length;
  const parts = shownTerms.map((term, at) => [at || term[0].startsWith("-") ? el("span", { class: "sign" }, term[0].startsWith("-") ? " − " : " + ") : null, termNode(report, term, name)]);
  return el("p", { class: "side" }, parts, hidden ? el("span", { class: "soft" }, ` ${t("zeros", hidden)}`) : null, el("span", { class: "sum" }, ` = ${sum}`));
}

function termNode(report, [factor, of], name) {
  const times = factor.replace(/^-/, "");
  if (of === null) return el("span", {}, times);
  const shownTerm = isNumber(of) ? cellLink(report, of, name(of)) : el("span", {}, data.texts[`figure_${of.slice(1)}`] ? t(`figure_${of.slice(1)}`) : of);
  return times === "1" ? shownTerm : [`${times} × `, shownTerm];
}
