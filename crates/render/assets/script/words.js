// What the page says and what the texts say.
//
// Everything that is shown is in the two JSON documents of the page; nothing is
// stored and nobody is asked. Text only ever becomes text nodes and attributes,
// never markup.

const STRINGS = JSON.parse(document.getElementById("strings").textContent);
const D = JSON.parse(document.getElementById("data").textContent);
const LANGUAGES = D.languages;

let lang = D.lang || navigator.languages.map((l) => l.slice(0, 2)).find((l) => LANGUAGES.includes(l)) || LANGUAGES[0];

// ---- Words of the interface

const find = (key) => STRINGS[key] && STRINGS[key][lang];
const say = (key, values) =>
  Object.entries(values || {}).reduce((words, [name, value]) => words.replaceAll(`{${name}}`, value), find(key) || key);
const term = (group, name) => find(`${group}.${name}`) || name;
const number = (n) => n.toLocaleString(lang);
const count = (key, n) => say(`${key}.${n === 0 ? say("plural.zero") : n === 1 ? "one" : "other"}`, { n: number(n) });
const dated = (window) => (window == null ? say("date.unknown") : D.windows[window].words[lang]);
// In the quotation marks of the language, unless the words bring their own.
const quote = (words) => (/^[«‹“„"].*[»›”"]$/.test(words) ? words : say("quote.open") + words + say("quote.close"));
// A reason in the reader's language, where the page has it.
const note = (n) => (n == null ? "" : typeof D.notes[n] === "string" ? D.notes[n] : D.notes[n][lang]);
const names = (parties) => parties.map((party) => D.parties[party].name).join(", ");

// ---- Elements

function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value == null || value === false) continue;
    if (name === "on") for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}
function el(name, attributes, ...children) {
  const node = set(document.createElement(name), attributes);
  node.append(...children.flat(Infinity).filter((child) => child != null && child !== ""));
  return node;
}
function svg(name, attributes, ...children) {
  const node = set(document.createElementNS("http://www.w3.org/2000/svg", name), attributes);
  node.append(...children.flat(Infinity).filter((child) => child != null));
  return node;
}
const button = (label, attributes, act) => el("button", { type: "button", ...attributes, on: { click: act } }, label);
const clear = (node, ...children) => {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child != null));
  return node;
};

// ---- Words of the texts

// Places come in code points; JavaScript counts UTF-16 units. `units` holds, for
// a text with characters beyond 16 bits, the units before each code point.
for (const text of D.texts) {
  text.number = D.texts.indexOf(text) + 1;
  for (const piece of text.content == null ? text.excerpts : [[0, 0, text.content]]) {
    if (!/[\ud800-\udfff]/.test(piece[2])) continue;
    let unit = 0;
    piece.units = [];
    for (const character of piece[2]) {
      piece.units.push(unit);
      unit += character.length;
    }
    piece.units.push(unit);
    if (text.content != null) text.units = piece.units;
  }
}
function slice(text, begin, end) {
  const cut = (words, units, a, b) => (units ? words.slice(units[a], units[b]) : words.slice(a, b));
  if (text.content != null) return cut(text.content, text.units, begin, end);
  const piece = text.excerpts.find(([b, e]) => b <= begin && end <= e);
  return piece ? cut(piece[2], piece.units, begin - piece[0], end - piece[0]) : "";
}
const tidy = (words) => words.replace(/\s+/g, " ").trim();
const words = (t, begin, end) => tidy(slice(D.texts[t], begin, end));
const joined = (t, spans) => spans.map(([begin, end]) => words(t, begin, end)).join(" […] ");
