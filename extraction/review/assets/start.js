// What is drawn first, and again when the address, the language or the colours change.

function drawBar() {
  const inReport = page.entry !== null;
  const waiting = unsaved().length;
  const tab = (side) => button(t(side), () => { page.side = side; showSide(); }, { "data-tab": side, "aria-pressed": String(page.side === side), class: "tab" });
  refill(document.getElementById("bar"),
    inReport ? keyed("u", t("back"), goBack) : el("h1", {}, "勾稽 gouji"),
    data.home && !inReport ? el("a", { href: data.home, class: "link" }, t("all_pages")) : null,
    inReport ? [keyed("[", t("previous"), () => stepReport(-1)), keyed("]", t("next"), () => stepReport(1)), el("span", { class: "tabs" }, tab("source"), tab("tables"))] : null,
    el("span", { class: "space" }),
    data.save && !waiting ? el("span", { class: "soft" }, t("kept_at_once")) : keyed("w", t("save", waiting), save, { class: waiting ? "main" : null }),
    keyed("l", page.lang === "zh" ? "English" : "中文", switchLanguage),
    keyed("d", t(`theme_${page.theme}`), switchTheme, { "aria-label": t("key_theme") }),
    keyed("?", t("help"), showHelp));
}

function draw() {
  document.documentElement.lang = page.lang === "zh" ? "zh-CN" : "en";
  const named = location.hash.slice(1);
  page.entry = reports.find((entry) => entry.block === named && !entry.file) || null;
  document.title = page.entry ? `${shown(page.entry.agency || page.entry.path)} · gouji` : "gouji";
  if (page.entry) drawReport();
  else drawList();
}

function onAddress() {
  page.side = "tables";
  const from = view && view.entry;
  draw();
  if (page.entry) document.getElementById("tables").focus({ preventScroll: true });
  else if (from) focusRow(from);
}

function focusRow(entry) {
  const row = [...document.querySelectorAll("a.row")].find((each) => each.hash === `#${entry.block}`);
  if (row) row.focus();
}

function switchLanguage() {
  page.lang = page.lang === "zh" ? "en" : "zh";
  draw();
}

function switchTheme() {
  const themes = ["auto", "light", "dark"];
  page.theme = themes[(themes.indexOf(page.theme) + 1) % themes.length];
  remember("gouji-theme", page.theme);
  setTheme();
  drawBar();
}

function setTheme() {
  if (page.theme === "light" || page.theme === "dark") document.documentElement.dataset.theme = page.theme;
  else delete document.documentElement.dataset.theme;
}

function start() {
  if (!["auto", "light", "dark"].includes(page.theme)) page.theme = "auto";
  setTheme();
  refill(document.getElementById("app"), el("nav", { id: "bar" }), el("p", { id: "told", class: "told", role: "status" }), el("main", { id: "main" }));
  loadCorrections();
  window.addEventListener("hashchange", onAddress);
  window.addEventListener("keydown", onKey);
  window.addEventListener("beforeunload", (event) => {
    if (!unsaved().length) return;
    event.preventDefault();
    event.returnValue = ""; // what older browsers want
  });
  draw();
}

start();
