// What is said of the cell that is picked, and what a person does about it.

const STATES = ["number", "blank", "not_applicable", "text"];
const NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/;

// A figure as a person types it, to the digits of a number; null where it is none.
function parseTyped(typed) {
  const plain = typed.normalize("NFKC").replace(/[\s,\u3001\u2019']/g, "").replace(/^[\u2212\u2013\u2014]/, "-").replace(/^\+/, "").replace(/^(-?)0+(?=[0-9])/, "$1");
  return NUMBER.test(plain) ? plain : null;
}

function detailNode(report) {
  const number = page.cell;
  if (number === null) return el("p", { class: "soft" }, t("pick_a_cell"));
  const cell = cellOf(report, number) || { state: "missing", raw: null, value: null };
  const correction = correctionOf(page.entry, keyOf(report, number));
  return el("div", {},
    el("h3", { lang: "zh-CN" }, nameOf(report, number)),
    el("dl", {}, detailLines(report, number, cell, correction).map(([name, text]) => [el("dt", {}, name), el("dd", {}, text)])),
    cell.suggestion ? suggestionNode(cell.suggestion, view.refused.has(number)) : null,
    el("p", { class: "acts" }, detailActs(report, number, cell)),
    el("ul", { class: "about" }, sortedFindings(report).filter((f) => f.cells.includes(number)).map((f) => el("li", {}, el("b", {}, f.code), " ", said(f.message)))));
}

function detailLines(report, number, cell, correction) {
  const place = (report.places || {})[String(number)];
  const unit = cell.unit ? ` ${cell.unit}` : "";
  const lines = [
    [t("printed"), cell.raw === null || cell.raw === undefined ? t("nothing") : cell.raw],
    [t("stands"), cell.state === "number" ? `${cell.value}${unit}` : t(`state_${cell.state}`)],
  ];
  if (cell.origin) lines.push([t("origin"), t(`origin_${cell.origin}`)]);
  if (cell.proof) lines.push([t("proof"), data.texts[`proof_${cell.proof}`] ? t(`proof_${cell.proof}`) : cell.proof]);
  if (place) lines.push([t("place"), place.page ? t("place_page", place.page) : place.sheet ? `${place.sheet} ${place.cell}` : t("place_table", place.table, place.row, place.column)]);
  if (cell.correction) lines.push([cell.correction.confirmed ? t("confirmed_before") : t("corrected_before"), `${cell.correction.author}: ${cell.correction.reason}`]);
  if (correction) lines.push([t(`did_${correction.action}`), `${shownCorrection(correction)} (${correction.author}: ${correction.reason})`]);
  return lines;
}

function suggestionNode(suggestion, refused) {
  return el("p", { class: refused ? "suggested refused" : "suggested" }, t("suggested", shownCorrection(suggestedBy(suggestion)), suggestion.by));
}

// What a suggestion would put into its cell: a number, or without one a mark or a blank.
function suggestedBy({ value, raw }) {
  if (value !== null) return { state: "number", value };
  return { state: raw === null ? "blank" : "not_applicable", value: null };
}

function detailActs(report, number, cell) {
  const acts = [];
  if (cell.suggestion) acts.push(keyed("y", t("accept"), acceptSuggestion), keyed("x", t("refuse"), refuseSuggestion));
  if (cell.state !== "missing") acts.push(keyed("c", t("confirm"), confirmCell));
  acts.push(keyed("e", t("edit"), () => editCell({})));
  if (view.source.has(`c${number}`)) acts.push(keyed("s", t("show_source"), () => showSource(true)));
  acts.push(keyed("n", t("next_doubt"), () => stepDoubt(1)));
  return acts;
}

// Confirm, refuse, accept: one key, where the author is known; else a name is asked for first.

function pickedCell() {
  const report = view && view.report;
  if (!report || page.cell === null) return null;
  return { report, key: keyOf(report, page.cell), cell: cellOf(report, page.cell) || { state: "missing", raw: null, value: null } };
}

function confirmCell() {
  const picked = pickedCell();
  if (!picked) return undefined;
  const { cell } = picked;
  if (cell.state === "missing") return tell(t("open_is_edited"));
  return sayOf({ state: cell.state, value: cell.value, action: "confirm", reason: t("reason_confirmed") });
}

function acceptSuggestion() {
  const picked = pickedCell();
  if (!picked || !picked.cell.suggestion) return undefined;
  const { suggestion } = picked.cell;
  return sayOf({ ...suggestedBy(suggestion), printed: suggestion.raw, action: "correct", reason: t("reason_accepted", suggestion.by) });
}

function refuseSuggestion() {
  const picked = pickedCell();
  if (!picked || !picked.cell.suggestion) return undefined;
  const { by } = picked.cell.suggestion;
  const figure = shownCorrection(suggestedBy(picked.cell.suggestion));
  const { state, value: stands } = picked.cell;
  if (state !== "missing") return sayOf({ state, value: stands, action: "confirm", reason: t("reason_refused", figure, by) });
  view.refused.add(page.cell); // an open cell stays open: there is nothing to write down
  tell(t("refused", figure));
  drawReport();
  return stepDoubt(1);
}

function sayOf(given) {
  const author = recall("gouji-author") || page.author;
  if (!author) return editCell(given);
  return keep({ ...given, author });
}

function confirmReport() {
  if (!view.report.cells.some(Boolean)) return undefined;
  return sayOf({ cell: null, printed: null, state: null, value: null, action: "confirm", reason: t("reason_confirmed") });
}

async function keep(given) {
  const picked = given.cell === null ? null : pickedCell();
  const about = picked ? { cell: picked.key, printed: picked.cell.raw === undefined ? null : picked.cell.raw } : {};
  await record({ finding: null, ...about, ...given });
}

async function record(given) {
  page.author = given.author;
  const { path, part, sha256 } = page.entry;
  await addCorrection({ ...given, source: { path, part, sha256 } });
  drawReport();
  focusCell();
}

// The form under the tables: what stands there, why, and who says so.

function editCell(given) {
  if (given.cell === null) {
    openForm(t("confirm_whole"), [], given.reason, ({ author, reason }) => keep({ ...given, author, reason }));
    document.getElementById("edit-author").focus();
    return;
  }
  const picked = pickedCell();
  if (!picked) return;
  const first = given.state || (picked.cell.state === "missing" ? "number" : picked.cell.state);
  const states = el("select", { id: "edit-state", name: "state" }, STATES.map((state) => el("option", { value: state, selected: state === first }, t(`state_${state}`))));
  const value = el("input", { id: "edit-value", name: "value", autocomplete: "off", inputmode: "decimal" });
  value.value = given.value || picked.cell.value || "";
  const { suggestion } = picked.cell;
  const printed = el("input", { id: "edit-printed", name: "printed", autocomplete: "off" });
  printed.value = picked.cell.raw || (suggestion && suggestion.raw) || "";
  const act = given.action || "correct";
  const title = act === "confirm" ? t("confirm") : t("edit");
  openForm([`${title}: `, el("span", { lang: "zh-CN" }, nameOf(picked.report, page.cell))], [[t("stands"), states], [t("figure"), value], [t("printed"), printed]], given.reason || "", ({ author, reason }) => {
    const state = states.value;
    const figure = state === "number" ? parseTyped(value.value) : null;
    if (state === "number" && figure === null) return [value, t("no_number")];
    const typed = state === "number" ? value.value.trim() : null; // what stands in a cell that was open
    return keep({ state, value: figure, printed: printed.value || typed, action: act, author, reason });
  });
  states.addEventListener("change", () => { value.disabled = states.value !== "number"; });
  value.disabled = first !== "number";
  (given.action ? document.getElementById("edit-author") : value.disabled ? states : value).focus();
  if (!value.disabled) value.select();
}

function askWaiver(report, finding) {
  openForm(t("waive_title", finding.code), [], "", ({ author, reason }) => record({ ...waiverFor(report, finding), author, reason }));
  document.getElementById("edit-reason").focus();
}

function openForm(title, fields, reason, done) {
  const why = el("input", { id: "edit-reason", name: "reason", maxlength: 2000, required: true, autocomplete: "off" });
  const who = el("input", { id: "edit-author", name: "author", maxlength: 200, required: true, autocomplete: "name" });
  why.value = reason;
  who.value = recall("gouji-author") || page.author || "";
  const wrong = el("p", { class: "wrong", role: "alert" });
  const rows = [...fields, [t("reason"), why], [t("author"), who]];
  const onSubmit = (event) => {
    event.preventDefault();
    const missing = [why, who].find((field) => !field.value.trim());
    const refused = missing ? [missing, t("must_be_given")] : done({ author: who.value.trim(), reason: why.value.trim() });
    if (!Array.isArray(refused)) return;
    refill(wrong, refused[1]);
    refused[0].setAttribute("aria-invalid", "true");
    refused[0].focus();
  };
  const form = el("form", { class: "edit", novalidate: true, on: { submit: onSubmit } },
    el("h3", {}, title),
    rows.map(([name, field]) => el("label", { for: field.id || null }, el("span", {}, name), field)),
    wrong,
    el("p", { class: "acts" }, el("button", { type: "submit", class: "main" }, t("keep"), el("kbd", { "aria-hidden": "true" }, "Enter")), keyed("Esc", t("cancel"), () => { drawDetail(); focusCell(); })));
  refill(document.getElementById("detail"), form);
}
