// The left side: a view of a report's source, { node, has(what), reveal(what) }: its text with every
// figure marked, and of a PDF its pages with a box around every figure.

function sourceView(report) {
  if (report.text === null) return absentView(report);
  return report.pages ? bothViews(report) : textView(report);
}

// Pages and text of one report: what the pages cannot show is shown in the text.
function bothViews(report) {
  const views = { pages: pagesView(report), text: textView(report) };
  const node = el("div", { class: "views" });
  let seen = "pages";
  const show = (name) => {
    seen = name;
    const tab = (each) => button(t(`view_${each}`), () => show(each), { class: "tab small", "aria-pressed": String(each === seen) });
    refill(node, el("p", { class: "acts" }, tab("pages"), tab("text")), views[seen].node);
  };
  show(seen);
  const reveal = (name, focus) => {
    if (!views[seen].has(name) && views.text.has(name)) show("text");
    return views[seen].reveal(name, focus);
  };
  return { node, has: views.text.has, reveal, turn: () => show(seen === "pages" ? "text" : "pages") };
}

function pagesView(report) {
  const boxes = new Map();
  const node = el("div", { class: "pages" }, report.pages.map(([number, width, height, name]) => {
    const sheet = el("div", { class: "sheet" }, el("img", { alt: t("place_page", number), src: `data:image/png;base64,${block(name)}` }));
    for (const [cell, place] of Object.entries(report.places)) {
      if (place.page !== number) continue;
      const box = boxNode(report, Number(cell), place.box, width, height);
      boxes.set(`c${cell}`, [box]);
      sheet.appendChild(box);
    }
    return sheet;
  }));
  return { node, has: (name) => boxes.has(name), reveal: (name, focus) => revealMark(node, boxes.get(name), focus) };
}

// A box on a page; its place is told in points, and drawn in parts of the page.
function boxNode(report, cell, [left, top, right, bottom], width, height) {
  const box = el("span", { class: "mark box", "aria-label": `${nameOf(report, cell)}, ${shownCell(cellOf(report, cell))}`, "data-mark": `c${cell}`, ...picking(`c${cell}`) });
  const part = (points, whole) => `${(100 * points) / whole}%`;
  box.style.left = part(left, width);
  box.style.top = part(top, height);
  box.style.width = part(right - left, width);
  box.style.height = part(bottom - top, height);
  return box;
}

function absentView(report) {
  const why = report.why ? said(report.why) : t("no_source");
  return { node: el("p", { class: "absent" }, why), has: () => false, reveal: () => false };
}

function textView(report) {
  const points = Array.from(block(report.text));
  const marks = marksOf(report, points);
  const pieces = new Map();
  const node = el("div", { class: "text", lang: "zh-CN" });
  for (const { text, on } of cutText(points, marks)) {
    if (!on.length) {
      node.appendChild(document.createTextNode(shown(text)));
      continue;
    }
    const piece = markNode(text, on);
    for (const mark of on) {
      if (!pieces.has(mark.name)) pieces.set(mark.name, []);
      pieces.get(mark.name).push(piece);
    }
    node.appendChild(piece);
  }
  return { node, has: (name) => pieces.has(name), reveal: (name, focus) => revealMark(node, pieces.get(name), focus) };
}

// What the text is searched for and in: width of letters aside, each kept one character long.
function alike(points) {
  return points.map((point) => {
    const plain = point.normalize("NFKC");
    return plain.length === point.length ? plain : point;
  }).join("");
}

// An open cell has no figure to point at: its row's label is marked, if the text has it.
function openMarks(report, points) {
  const text = alike(points);
  if (text.length !== points.length) return []; // rare letters: places would be others
  const marks = [];
  let from = 0;
  for (const table of formOf(report).tables) {
    for (const row of table.blocks.flatMap((each) => each.rows)) {
      const printed = (report.labels[table.key] || {})[row.key];
      const label = [printed, row.label].find((each) => each && text.indexOf(alike(Array.from(each)), from) >= 0);
      const held = row.cells.map((number) => report.cells[number]).filter(Boolean);
      const placed = held.map((cell) => cell[2]).filter((start) => start !== null);
      if (label) {
        const start = text.indexOf(alike(Array.from(label)), from);
        const open = row.cells.filter((number) => isUnplaced(cellOf(report, number)));
        for (const number of open) marks.push({ start, end: start + label.length, kind: "place", name: `c${number}` });
      }
      if (placed.length) from = Math.max(from, ...placed);
    }
  }
  return marks;
}

const isUnplaced = (cell) => cell && cell.start === null && !(cell.suggestion && cell.suggestion.span);

function marksOf(report, points) {
  const marks = openMarks(report, points);
  const add = (start, length, kind, name) => {
    if (start !== null && start !== undefined && length) marks.push({ start, end: start + length, kind, name });
  };
  const long = (raw) => Array.from(raw || "").length;
  report.cells.forEach((_, number) => {
    const { start, suggestion } = cellOf(report, number) || {};
    if (start === null && suggestion && suggestion.span) add(suggestion.span[0], suggestion.span[1] - suggestion.span[0], "place", `c${number}`);
  });
  report.cells.forEach((cell, number) => cell && add(cell[2], long(cell[1]), "cell", `c${number}`));
  report.extras.forEach((extra, at) => extra.cells.forEach((cell, n) => add(cell[2], long(cell[1]), "extra", `e${at}-${n}`)));
  report.facts.forEach((fact, at) => add(fact[3], fact[4] - fact[3], "fact", `f${at}`));
  report.metadata.forEach((each, at) => each.length > 2 && add(each[2], each[3] - each[2], "meta", `m${at}`));
  return marks;
}

// Cut a text where a mark begins or ends: each piece with the marks that it lies in.
function* cutText(points, marks) {
  const inside = marks.filter((mark) => mark.start >= 0 && mark.end <= points.length);
  const opens = [...inside].sort((a, b) => a.start - b.start);
  const cuts = [...new Set([0, points.length, ...inside.flatMap((mark) => [mark.start, mark.end])])].sort((a, b) => a - b);
  let on = [];
  let next = 0;
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    on = on.filter((mark) => mark.end > cuts[at]);
    while (next < opens.length && opens[next].start <= cuts[at]) on.push(opens[next++]);
    yield { text: points.slice(cuts[at], cuts[at + 1]).join(""), on: [...on] };
  }
}

function markNode(text, on) {
  const kinds = [...new Set(on.map((mark) => mark.kind))];
  const found = on.find((mark) => mark.kind === "cell" || mark.kind === "place") || on[0];
  return el("span", { class: `mark ${kinds.join(" ")}`, "data-mark": on.map((mark) => mark.name).join(" "), ...picking(found.name) }, text);
}

// What makes a mark a button: it is picked by a click, and by Enter or the space bar.
function picking(name) {
  const onKey = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    pickMark(name);
  };
  return { role: "button", tabindex: "-1", on: { click: () => pickMark(name), keydown: onKey } };
}

function revealMark(node, pieces, focus) {
  for (const old of node.querySelectorAll(".mark.picked")) old.classList.remove("picked");
  if (!pieces) return false;
  for (const piece of pieces) piece.classList.add("picked");
  pieces[0].scrollIntoView({ block: "center" });
  if (focus) pieces[0].focus({ preventScroll: true });
  return true;
}

// A mark was picked: its cell, or what else it stands for, is shown on the other side.
function pickMark(name) {
  page.side = "tables";
  if (name.startsWith("c")) return pickCell(Number(name.slice(1)), { focus: true, source: false });
  showSide();
  view.source.reveal(name);
  const line = document.getElementById(`of-${name}`);
  if (!line) return undefined;
  const folded = line.closest("details");
  if (folded) folded.open = true;
  line.scrollIntoView({ block: "center" });
  line.focus({ preventScroll: true });
  return undefined;
}
