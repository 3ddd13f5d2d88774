// The right side's tables: rows under columns, a button for every cell.

// A cell of a report, its kind unfolded; a figure stays the digits that it was written with.
function cellOf(report, number) {
  const held = report.cells[number];
  return held ? unfold(report, held) : null;
}

function unfold(report, [kind, raw, start, value]) {
  const cell = { ...report.kinds[kind], raw, start };
  cell.value = cell.state === "number" ? (value === undefined ? raw : value) : null;
  return cell;
}

const formOf = (report) => data.forms[report.form];
const keyOf = (report, number) => formOf(report).cells[number][0];

function nameOf(report, number) {
  const [, row, column] = formOf(report).cells[number];
  return `${row} / ${column}`;
}

function shownCell(cell) {
  if (!cell || cell.state === "missing") return "?";
  return cell.state === "blank" ? "·" : cell.raw || "";
}

function shownCorrection(correction) {
  if (correction.state === "number") return correction.value;
  return correction.state === "blank" ? "·" : correction.state === "not_applicable" ? "/" : t(`state_${correction.state}`);
}

// What of a report a person should look at, the most doubtful first.
function findDoubts(report) {
  const found = new Set();
  const cells = report.cells.map((_, number) => cellOf(report, number));
  const take = (test) => cells.forEach((cell, number) => cell && test(cell, number) && found.add(number));
  take((cell) => cell.suggestion);
  take((cell) => cell.state === "missing" || cell.state === "text");
  for (const number of blamedCells(report)) found.add(number);
  take((cell) => cell.origin === "model");
  take((cell) => cell.origin === "solved");
  return [...found];
}

const isNumber = (cell) => typeof cell === "number";

function blamedCells(report) {
  const blames = report.findings.filter((finding) => finding.blames && finding.result === "fail");
  return new Set(blames.flatMap((finding) => finding.cells.filter(isNumber)));
}

function tableNodes(report) {
  const blamed = blamedCells(report);
  return formOf(report).tables
    .filter((table) => table.blocks.some((each) => each.rows.some((row) => row.cells.some((n) => report.cells[n]))))
    .map((table) => el("section", {},
      el("h3", { lang: "zh-CN" }, table.label),
      table.blocks.map((each) => blockNode(report, table, each, blamed))));
}

function blockNode(report, table, drawn, blamed) {
  const wide = drawn.heads.length + 1;
  const headRow = (heads) => el("tr", {}, el("td", {}), heads.map(([label, span]) => el("th", { scope: "col", colspan: span }, label)));
  const rows = [];
  for (const row of drawn.rows) {
    for (const label of row.under || []) rows.push(el("tr", { class: "under" }, el("th", { colspan: wide, scope: "colgroup" }, el("span", {}, label))));
    const printed = (report.labels[table.key] || {})[row.key];
    const label = [row.label, printed ? el("small", {}, t("printed_as", printed)) : null];
    rows.push(el("tr", {}, el("th", { scope: "row" }, label), row.cells.map((number) => el("td", {}, cellButton(report, number, blamed)))));
  }
  return el("div", { class: "scroll", lang: "zh-CN" },
    el("table", {}, el("thead", {}, drawn.over ? headRow(drawn.over) : null, headRow(drawn.heads)), el("tbody", {}, rows)));
}

function cellButton(report, number, blamed) {
  const cell = cellOf(report, number);
  const key = keyOf(report, number);
  const correction = correctionOf(page.entry, key);
  const notes = cellNotes(cell, correction, blamed.has(number));
  const text = correction && correction.action === "correct" ? shownCorrection(correction) : shownCell(cell);
  return button([text, notes.map(([kind, mark]) => el("sup", { class: kind, "aria-hidden": "true" }, mark))], () => pickCell(number), {
    class: ["cell", cell ? cell.state : "missing", ...notes.map(([kind]) => `is-${kind}`)].join(" "),
    "data-cell": number,
    tabindex: number === page.cell ? "0" : "-1",
    "aria-label": [nameOf(report, number), text === "?" ? t("state_missing") : text === "·" ? t("state_blank") : text, ...notes.map(([kind]) => t(`note_${kind}`))].join(", "),
    "aria-current": number === page.cell ? "true" : null,
  });
}

// What is to be said of a cell at a glance, by a sign and, to who cannot see it, by a word.
function cellNotes(cell, correction, blamed) {
  const notes = [];
  if (cell && cell.suggestion && !correction) notes.push(["suggestion", "?"]);
  if (blamed) notes.push(["blamed", "!"]);
  if (cell && ["solved", "model", "person"].includes(cell.origin)) notes.push([cell.origin, t(`sign_${cell.origin}`)]);
  if (correction) notes.push(correction.action === "confirm" ? ["confirmed", "✓"] : ["corrected", "✎"]);
  return notes;
}

function legendNode() {
  const kinds = [["blamed", "!"], ["solved", t("sign_solved")], ["model", t("sign_model")], ["person", t("sign_person")], ["suggestion", "?"], ["confirmed", "✓"], ["corrected", "✎"]];
  return el("p", { class: "legend" }, el("span", {}, el("b", {}, "?"), " ", t("state_missing")), el("span", {}, el("b", {}, "·"), " ", t("state_blank")),
    kinds.map(([kind, sign]) => el("span", {}, el("sup", { class: kind }, sign), " ", t(`note_${kind}`))));
}

// From a cell of a table to the one beside, over or under it.
function stepCell(from, across, down) {
  const row = from.closest("tr");
  const at = [...row.querySelectorAll("button.cell")].indexOf(from);
  if (across) return [...row.querySelectorAll("button.cell")][at + across];
  const rows = [...document.querySelectorAll("#tables tr")].filter((each) => each.querySelector("button.cell"));
  const other = rows[rows.indexOf(row) + down];
  if (!other) return undefined;
  const cells = other.querySelectorAll("button.cell");
  return cells[Math.min(at, cells.length - 1)];
}
