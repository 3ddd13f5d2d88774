// One report: its source on the left, its tables on the right.

let view = null;

function drawReport() {
  const entry = page.entry;
  const again = view !== null && view.entry === entry;
  const scrolled = again ? ["source", "tables"].map((id) => [id, document.getElementById(id).scrollTop]) : [];
  if (!again) {
    const report = block(entry.block);
    view = { entry, report, source: sourceView(report), doubts: findDoubts(report), refused: new Set() };
    page.cell = null;
  }
  const { report } = view;
  drawBar();
  refill(document.getElementById("main"), el("div", { class: "report", "data-side": page.side, id: "report" },
    el("section", { id: "source", tabindex: "0", "aria-label": t("source") }, view.source.node),
    el("div", { class: "right" },
      el("section", { id: "tables", tabindex: "-1", "aria-label": t("tables") }, headNode(entry), doubtsNode(report), findingNodes(report), tableNodes(report), extrasNode(report), formOf(report).tables.length ? legendNode() : null, factsNode(report)),
      el("section", { id: "detail", "aria-label": t("cell") }))));
  for (const [id, top] of scrolled) document.getElementById(id).scrollTop = top;
  drawDetail();
  if (!again && window.innerWidth > 900) pickFirst(entry, report);
}

// The first cell in doubt; where a file holds several reports at least the first one of this.
function pickFirst(entry, report) {
  const placed = report.cells.findIndex((cell) => cell && cell[2] !== null);
  const first = view.doubts.length ? view.doubts[0] : entry.part > 1 ? placed : -1;
  if (first >= 0) pickCell(first, { still: true });
}

function drawDetail() {
  refill(document.getElementById("detail"), detailNode(view.report));
}

function headNode(entry) {
  const name = entryName(entry) || entry.path;
  return el("header", {},
    el("h2", { lang: "zh-CN" }, name),
    el("p", { class: "soft path" }, entry.path, entry.parts > 1 ? ` (${t("part", entry.part, entry.parts)})` : null),
    el("p", {}, verdictNode(entry.status), " ", said(entry.reason)),
    wholeNode(entry));
}

// All of a report that is not open, confirmed at once: so it may become a label for evals.
function wholeNode(entry) {
  if (!view.report.cells.some(Boolean)) return null;
  const whole = correctionOf(entry, null);
  return el("p", {}, whole ? el("span", { class: "soft" }, t("whole_confirmed", whole.author)) : keyed("C", t("confirm_whole"), confirmReport, { class: "small" }));
}

function verdictNode(status) {
  return el("span", { class: `verdict ${status}` }, t(`verdict_${status}`));
}

function doubtsNode(report) {
  if (!view.doubts.length) return null;
  const few = view.doubts.slice(0, FEW);
  const rest = view.doubts.slice(FEW);
  return el("section", { class: "doubts" },
    el("h3", {}, t("doubts", view.doubts.length)),
    groupedLinks(report, few),
    rest.length ? el("details", {}, el("summary", {}, t("and_more", rest.length)), groupedLinks(report, rest)) : null);
}

function extrasNode(report) {
  if (!report.extras.length) return null;
  const line = (extra, at) => el("li", {}, `${extra.label}: `, extra.cells.map((held, n) =>
    el("span", { class: "value", id: `of-e${at}-${n}`, tabindex: "-1" }, button(shownCell(unfold(report, held)), () => revealOther(`e${at}-${n}`), { class: "link" }))));
  return el("section", {}, el("h3", {}, t("extras")), el("ul", { class: "lines", lang: "zh-CN" }, report.extras.map(line)));
}

function factsNode(report) {
  const line = (name, [label, text]) => el("li", { id: `of-${name}`, tabindex: "-1" }, button([label, el("b", {}, text)], () => revealOther(name), { class: "link", lang: "zh-CN" }));
  const list = (title, items) => (items.length ? el("details", {}, el("summary", {}, title), el("ul", { class: "lines" }, items)) : null);
  return [
    list(t("facts", report.facts.length), report.facts.map((fact, at) => line(`f${at}`, [fact[0], `${fact[1]}${fact[2] || ""}`]))),
    list(t("metadata", report.metadata.length), report.metadata.map((each, at) => line(`m${at}`, [data.texts[`meta_${each[0]}`] ? t(`meta_${each[0]}`) : each[0], each[1]]))),
  ];
}

function revealOther(name) {
  page.side = "source";
  showSide();
  if (!view.source.reveal(name)) page.side = "tables";
  showSide();
}

// On a narrow screen one side is seen at a time.
function showSide() {
  const node = document.getElementById("report");
  if (node) node.setAttribute("data-side", page.side);
  for (const tab of document.querySelectorAll("[data-tab]")) tab.setAttribute("aria-pressed", String(tab.dataset.tab === page.side));
}

function showSource(focus) {
  if (page.cell === null) return;
  page.side = "source";
  showSide();
  if (!view.source.reveal(`c${page.cell}`, focus)) {
    page.side = "tables";
    showSide();
    tell(t("not_in_source"));
  }
}

// Pick a cell: it is marked on both sides. still: nothing is scrolled or focused on the right.
function pickCell(number, given) {
  const { focus = true, source = true, still = false } = given || {};
  page.cell = number;
  for (const old of document.querySelectorAll("button.cell[aria-current]")) {
    old.removeAttribute("aria-current");
    old.setAttribute("tabindex", "-1");
  }
  const node = cellNode(number);
  if (node) {
    node.setAttribute("aria-current", "true");
    node.setAttribute("tabindex", "0");
    if (!still) node.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (focus && !still) node.focus({ preventScroll: true });
  }
  showSide();
  view.source.reveal(`c${number}`, false);
  if (!source && node) node.scrollIntoView({ block: "center", inline: "nearest" });
  drawDetail();
}

const cellNode = (number) => document.querySelector(`button.cell[data-cell="${Number(number)}"]`);

function focusCell() {
  const node = page.cell === null ? null : cellNode(page.cell);
  if (node) node.focus({ preventScroll: true });
}

// The next cell in doubt; behind the last one the next report.
function stepDoubt(step) {
  page.side = "tables";
  const at = view.doubts.indexOf(page.cell);
  const next = view.doubts[at + step];
  if (next !== undefined && at + step >= 0) return pickCell(next);
  return tell(t(step > 0 ? "last_doubt" : "first_doubt"));
}
