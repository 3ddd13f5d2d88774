// All reports: those that need a person first, with filters and a search.

const ORDER = { needs_review: 0, source_inconsistent: 1, unreadable: 2, verified: 3 };
const PORTION = 300;
const filters = { search: "", verdict: "", code: "", year: "", agency: "", open: false };
let portions = 1;

function listed() {
  const sought = filters.search.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (entry) => (!filters.verdict || entry.status === filters.verdict)
    && (!filters.open || entry.open > 0)
    && (!filters.code || entry.codes.includes(filters.code))
    && (!filters.year || String(entry.year) === filters.year)
    && (!filters.agency || (entry.agency || "").includes(filters.agency))
    && sought.every((word) => wordsOf(entry).includes(word));
  return reports.filter(fits).sort((a, b) => ORDER[a.status] - ORDER[b.status]);
}

function wordsOf(entry) {
  if (!entry.words) {
    const words = [entry.path, entry.title, entry.agency, entry.year, ...entry.reason];
    entry.words = words.filter(Boolean).join("\n").normalize("NFKC").toLowerCase();
  }
  return entry.words;
}

function drawList() {
  view = null;
  drawBar();
  refill(document.getElementById("main"), el("div", { class: "listing" }, filterNode(), el("div", { id: "list" })));
  drawRows();
}

const sortedValues = (values) => [...new Set(values)].filter((value) => value !== null && value !== undefined).sort();

// A code and what it means, as far as a list has room.
function codeText(code) {
  const means = data.codes[code] ? said(data.codes[code].means) : "";
  return means.length > 40 ? `${code} ${means.slice(0, 40)}…` : `${code} ${means}`;
}

function filterNode() {
  const change = (name, read) => ({ input: (event) => { filters[name] = read(event.target); portions = 1; drawRows(); } });
  const field = (id, label, node) => el("label", { for: id }, el("span", {}, label), node);
  const choice = (name, values, textOf) => {
    const options = [["", t("all")], ...values.map((value) => [String(value), textOf(value)])];
    const node = el("select", { id: `filter-${name}`, on: change(name, (target) => target.value) }, options.map(([value, text]) => el("option", { value, selected: filters[name] === value }, text)));
    return field(`filter-${name}`, t(`filter_${name}`), node);
  };
  const typed = (name, type, given) => {
    const node = el("input", { id: `filter-${name}`, type, autocomplete: "off", ...given, on: change(name, (target) => target.value) });
    node.value = filters[name];
    return field(`filter-${name}`, t(`filter_${name}`), node);
  };
  const open = el("input", { id: "filter-open", type: "checkbox", on: change("open", (target) => target.checked) });
  open.checked = filters.open;
  const count = (status) => reports.filter((entry) => entry.status === status).length;
  return el("form", { class: "filters", role: "search", on: { submit: (event) => event.preventDefault() } },
    typed("search", "search", { "aria-keyshortcuts": "/" }),
    choice("verdict", Object.keys(ORDER).filter(count), (status) => `${t(`verdict_${status}`)} (${count(status)})`),
    choice("code", sortedValues(reports.flatMap((entry) => entry.codes)), codeText),
    choice("year", sortedValues(reports.map((entry) => entry.year)).reverse(), String),
    typed("agency", "text", { list: "agencies" }),
    el("datalist", { id: "agencies" }, sortedValues(reports.map((entry) => entry.agency)).map((agency) => el("option", { value: agency }))),
    el("label", { for: "filter-open", class: "check" }, open, el("span", {}, t("filter_open"))));
}

function drawRows() {
  const found = listed();
  const few = found.slice(0, PORTION * portions);
  const more = found.length - few.length;
  refill(document.getElementById("list"),
    el("p", { class: "soft", role: "status", id: "count" }, t("count", found.length, reports.length)),
    el("ul", { class: "rows" }, few.map(rowNode)),
    more ? button(t("show_more", Math.min(more, PORTION)), () => { portions += 1; drawRows(); }) : null);
}

// Who reports on which year; of neither, nothing.
function entryName(entry) {
  return entry.agency || entry.year ? [entry.agency || t("no_agency"), entry.year].filter(Boolean).join(" ") : entry.title;
}

function rowNode(entry) {
  const name = entryName(entry);
  const marks = numberMade(entry);
  return el("li", {}, el("a", { href: entry.file ? `${entry.file}#${entry.block}` : `#${entry.block}`, class: "row" },
    verdictNode(entry.status),
    el("span", { class: "who" }, el("b", { lang: "zh-CN" }, name || entry.path), name ? el("span", { class: "soft path" }, entry.path, entry.parts > 1 ? ` (${entry.part})` : null) : null),
    el("span", { class: "why" }, said(entry.reason)),
    el("span", { class: "counts" }, entry.open ? el("span", { class: "open" }, t("open_cells", entry.open)) : null, marks ? el("span", {}, t("made_here", marks)) : null)));
}

// The report before or behind this one, as the list has them.
function stepReport(step) {
  const found = listed();
  const at = found.indexOf(page.entry);
  const next = found[at + step];
  if (at < 0 || !next) return tell(t("no_more_reports"));
  page.side = "tables";
  location.hash = next.block;
  return undefined;
}

function stepRow(step) {
  const rows = [...document.querySelectorAll("a.row")];
  const at = rows.indexOf(document.activeElement);
  const next = rows[at < 0 ? 0 : at + step];
  if (next) next.focus();
}
