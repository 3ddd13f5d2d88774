// Everything can be done with keys alone; `?` tells which.

const KEYS = {
  list: [["/", "key_search"], ["↓ ↑ / j k", "key_rows"], ["Enter", "key_open"]],
  report: [["n p", "key_doubts"], ["← ↑ → ↓", "key_cells"], ["c", "key_confirm"], ["C", "key_confirm_whole"], ["e / Enter", "key_edit"], ["y", "key_accept"], ["x", "key_refuse"], ["s", "key_source"], ["v", "key_view"], ["t", "key_tables"], ["] [", "key_reports"], ["u", "key_back"]],
  both: [["w", "key_save"], ["l", "key_language"], ["d", "key_theme"], ["?", "key_help"]],
};

function showHelp() {
  const list = (title, keys) => [el("h3", {}, title), el("dl", {}, keys.map(([key, name]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, t(name))]))];
  const keys = el("input", { id: "use-keys", type: "checkbox", on: { change: () => { page.keys = keys.checked; } } });
  keys.checked = page.keys;
  const dialog = el("dialog", { id: "help", "aria-label": t("help"), on: { close: () => dialog.remove() } },
    el("h2", {}, t("help")), list(t("in_list"), KEYS.list), list(t("in_report"), KEYS.report), list(t("everywhere"), KEYS.both),
    el("label", { for: "use-keys", class: "check" }, keys, el("span", {}, t("use_keys"))),
    button(t("close"), () => dialog.close(), { class: "main" }));
  document.body.appendChild(dialog);
  dialog.showModal();
}

const REPORT_KEYS = {
  n: () => stepDoubt(1),
  p: () => stepDoubt(-1),
  c: confirmCell,
  C: confirmReport,
  e: () => editCell({}),
  y: acceptSuggestion,
  x: refuseSuggestion,
  s: () => showSource(true),
  t: () => { page.side = "tables"; showSide(); focusCell(); },
  v: () => view.source.turn && view.source.turn(),
  u: goBack,
  Escape: escapeReport,
  "]": () => stepReport(1),
  "[": () => stepReport(-1),
  ArrowLeft: () => moveCell(-1, 0),
  ArrowRight: () => moveCell(1, 0),
  ArrowUp: () => moveCell(0, -1),
  ArrowDown: () => moveCell(0, 1),
};

const LIST_KEYS = { "/": () => document.getElementById("filter-search").focus(), j: () => stepRow(1), k: () => stepRow(-1), ArrowDown: () => stepRow(1), ArrowUp: () => stepRow(-1) };
const BOTH_KEYS = { w: save, l: switchLanguage, d: switchTheme, "?": showHelp };

function onKey(event) {
  const typing = event.target.closest && event.target.closest("input, select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (typing && event.key !== "Escape") return;
  if (event.key === "Enter" && view && event.target.classList.contains("cell")) {
    event.preventDefault();
    editCell({});
    return;
  }
  if (!page.keys && event.key.length === 1) return; // who speaks to the machine may not want them
  const act = (view ? REPORT_KEYS : LIST_KEYS)[event.key] || BOTH_KEYS[event.key];
  if (!act) return;
  if (act() !== NOT_MINE) event.preventDefault();
}

const NOT_MINE = Symbol("not mine");

function moveCell(across, down) {
  const from = document.activeElement;
  if (!from || !from.classList.contains("cell")) return NOT_MINE;
  const to = stepCell(from, across, down);
  if (to) pickCell(Number(to.dataset.cell));
  return undefined;
}

// Escape leaves what is being typed, then the source, then the report.
function escapeReport() {
  if (document.querySelector("form.edit")) {
    drawDetail();
    return focusCell();
  }
  if (page.side === "source") {
    page.side = "tables";
    showSide();
    return focusCell();
  }
  return goBack();
}

function goBack() {
  location.hash = "";
}
