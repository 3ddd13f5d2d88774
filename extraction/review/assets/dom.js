// What a report says enters the page here, as text and never as markup.

// Characters that play with a screen: shown one for one, so that places in a text stay.
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/gu;

function shown(text) {
  return String(text).replace(UNSEEN, (one) => {
    const code = one.codePointAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

// An element: attributes, `on` for what happens, children that are elements or text.
function el(name, given, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(given || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") {
      for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    } else {
      node.setAttribute(key, value === true ? "" : shown(value));
    }
  }
  fill(node, children);
  return node;
}

function fill(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.appendChild(child instanceof Node ? child : document.createTextNode(shown(child)));
  }
}

function refill(node, ...children) {
  while (node.firstChild) node.removeChild(node.firstChild);
  fill(node, children);
}

function button(text, act, given) {
  return el("button", { type: "button", on: { click: act }, ...given }, text);
}

// A button that a key presses too: the key stands in it, and is told to who cannot see.
function keyed(key, text, act, given) {
  return button([text, el("kbd", { "aria-hidden": "true" }, key)], act, { "aria-keyshortcuts": key, ...given });
}
