// What the page knows, and what a person has said so far.

const data = block("data");
const reports = data.reports;
const page = { lang: data.lang, theme: recall("gouji-theme") || "auto", author: null, keys: true, entry: null, cell: null, side: "tables" };
const made = [];

function block(name) {
  return JSON.parse(document.getElementById(name).textContent);
}

// A text of the page in the language that is spoken, its {0}, {1} ... filled.
function t(name, ...filled) {
  const text = said(data.texts[name]);
  return text.replace(/\{(\d)\}/g, (_, at) => filled[Number(at)]);
}

function said(both) {
  return both[page.lang === "zh" ? 1 : 0];
}

// A browser may keep nothing for a page from a file: then nothing is kept.
function recall(name) {
  try {
    return window.localStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    window.localStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
}

function sameReport(source, entry) {
  return source.path === entry.path && source.part === entry.part && source.sha256 === entry.sha256;
}

// Whether two decisions are about the same: of two, the later one stands.
function sameThing(one, other) {
  const quote = (each) => (each.action === "waive" ? each.printed : null);
  return sameReport(one.source, other.source) && one.cell === other.cell && one.finding === other.finding && quote(one) === quote(other);
}

const entryOf = (source) => reports.find((entry) => sameReport(source, entry));

function loadCorrections() {
  for (const line of data.corrections) place({ ...line, kept: true, saved: true });
  for (const line of draft()) if (entryOf(line.source)) place({ ...line, saved: false });
}

function draft() {
  try {
    const lines = JSON.parse(recall("gouji-corrections") || "[]");
    return Array.isArray(lines) ? lines : [];
  } catch {
    return [];
  }
}

function place(correction) {
  const at = made.findIndex((other) => sameThing(other, correction));
  if (at >= 0) made.splice(at, 1);
  made.push(correction);
}

const unsaved = () => made.filter((each) => !each.saved);
const correctionOf = (entry, cell) => made.find((each) => each.action !== "waive" && each.cell === cell && sameReport(each.source, entry));
const waiverOf = (entry, waiver) => made.find((each) => sameThing(each, { ...waiver, source: entry }));
const numberMade = (entry) => made.filter((each) => sameReport(each.source, entry)).length;

// Keep what nobody has saved, beside what other pages have left, for when this one is closed.
function keepDraft() {
  const others = draft().filter((line) => !entryOf(line.source));
  remember("gouji-corrections", JSON.stringify([...others, ...unsaved()]));
}

// A line of the file. A figure goes digit by digit: never through a number of this language.
function toLine(each) {
  const told = (name, value) => `${JSON.stringify(name)}:${JSON.stringify(value)}`;
  const { path, part, sha256 } = each.source;
  return "{" + [
    told("schema", "gouji-corrections/1"),
    told("source", { path, part, sha256 }),
    told("cell", each.cell),
    told("printed", each.printed),
    `"value":${each.value === null ? "null" : each.value}`,
    told("state", each.state),
    told("action", each.action),
    told("finding", each.finding),
    told("author", each.author),
    told("when", each.when),
    told("reason", each.reason),
  ].join(",") + "}\n";
}

async function addCorrection(given) {
  const when = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  place({ ...given, when, saved: false, kept: false });
  remember("gouji-author", given.author);
  keepDraft();
  if (data.save) await sendCorrections();
}

async function sendCorrections() {
  const sent = unsaved();
  try {
    const answer = await fetch(data.save, {
      method: "POST",
      headers: { "Content-Type": "application/x-ndjson" },
      body: sent.map(toLine).join(""),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    for (const each of sent) each.saved = true;
    keepDraft();
    tell(t("saved_at_once", sent.length));
  } catch (error) {
    tell(t("not_saved", error.message), true);
  }
}

// Save what was made here as a file: all of it each time, so that the newest file is whole.
function downloadCorrections() {
  const own = made.filter((each) => !each.kept);
  if (!own.length) return tell(t("nothing_to_save"));
  const file = new Blob(own.map(toLine), { type: "application/x-ndjson" });
  const link = el("a", { href: URL.createObjectURL(file), download: data.name });
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  for (const each of own) each.saved = true;
  keepDraft();
  drawBar();
  return tell(t("saved_file", own.length, data.name));
}

const save = () => (data.save ? sendCorrections().then(drawBar) : downloadCorrections());

let quiet = null;
function tell(text, wrong) {
  const line = document.getElementById("told");
  line.className = wrong ? "told wrong" : "told";
  refill(line, text);
  clearTimeout(quiet);
  if (!wrong) quiet = setTimeout(() => refill(line), 8000);
}
