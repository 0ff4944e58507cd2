// The page of a dossier. Everything it shows is in the two JSON documents of
// the page; it stores nothing and asks nobody. Text only ever becomes text
// nodes and attributes, never markup.
"use strict";
(() => {
const STRINGS = JSON.parse(document.getElementById("strings").textContent);
const D = JSON.parse(document.getElementById("data").textContent);
const LANGUAGES = D.languages;
const POSITIONS = ["demand", "condition", "proposal", "offer", "commitment", "agreement", "refusal", "warning", "accusation", "denial"];
const CHUNK = 40;

let lang = D.lang || navigator.languages.map((l) => l.slice(0, 2)).find((l) => LANGUAGES.includes(l)) || LANGUAGES[0];
let needle = "";
let opener = null;
let place = null;
const layers = { accounts: true, quotations: true, mentions: false, times: true, chrome: true };

// ---- Words of the interface -------------------------------------------------

const find = (key) => STRINGS[key] && STRINGS[key][lang];
const say = (key, values) => Object.entries(values || {}).reduce((words, [name, value]) => words.replaceAll(`{${name}}`, value), find(key) || key);
const term = (group, name) => find(`${group}.${name}`) || name;
const number = (n) => n.toLocaleString(lang);
const count = (key, n) => say(`${key}.${n === 0 ? say("plural.zero") : n === 1 ? "one" : "other"}`, { n: number(n) });
const dated = (window) => window == null ? say("date.unknown") : D.windows[window].words[lang];
/// In the quotation marks of the language, unless the words bring their own.
const quote = (words) => /^[«‹“„"].*[»›”"]$/.test(words) ? words : say("quote.open") + words + say("quote.close");
/// A reason in the reader's language, where the page has it.
const note = (n) => n == null ? "" : typeof D.notes[n] === "string" ? D.notes[n] : D.notes[n][lang];
const names = (parties) => parties.map((party) => D.parties[party].name).join(", ");

// ---- Elements ---------------------------------------------------------------

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
const clear = (node, ...children) => { node.replaceChildren(...children.flat(Infinity).filter((child) => child != null)); return node; };

// ---- Words of the texts -----------------------------------------------------

// Places come in code points; JavaScript counts UTF-16 units. `units` holds, for
// a text with characters beyond 16 bits, the units before each code point.
for (const text of D.texts) {
  text.number = D.texts.indexOf(text) + 1;
  for (const piece of text.content == null ? text.excerpts : [[0, 0, text.content]]) {
    if (!/[\ud800-\udfff]/.test(piece[2])) continue;
    let unit = 0;
    piece.units = [];
    for (const character of piece[2]) { piece.units.push(unit); unit += character.length; }
    piece.units.push(unit);
    if (text.content != null) text.units = piece.units;
  }
}
function slice(text, begin, end) {
  const cut = (words, units, a, b) => units ? words.slice(units[a], units[b]) : words.slice(a, b);
  if (text.content != null) return cut(text.content, text.units, begin, end);
  const piece = text.excerpts.find(([b, e]) => b <= begin && end <= e);
  return piece ? cut(piece[2], piece.units, begin - piece[0], end - piece[0]) : "";
}
const tidy = (words) => words.replace(/\s+/g, " ").trim();
const words = (t, begin, end) => tidy(slice(D.texts[t], begin, end));
const joined = (t, spans) => spans.map(([begin, end]) => words(t, begin, end)).join(" […] ");

// ---- Links to places --------------------------------------------------------

/// What a text is called: its title, else how it begins, else its file.
function called(text) {
  if (text.title) return tidy(text.title);
  const first = text.content != null && text.blocks.find(([, , kind]) => kind === "paragraph");
  if (!first) return text.path;
  const opening = tidy(slice(text, first[0], first[1]));
  return opening.length > 90 ? `${opening.slice(0, opening.lastIndexOf(" ", 90))} …` : opening;
}
const href = (t, begin, end) => `#${D.texts[t].id.slice(0, 12)}:${begin}-${end}`;
function parse(hash) {
  const match = /^#([0-9a-zA-Z_-]+):(\d+)-(\d+)$/.exec(hash);
  const t = match ? D.texts.findIndex((text) => text.id.slice(0, 12) === match[1]) : -1;
  return t < 0 ? null : { t, begin: +match[2], end: +match[3] };
}
/// A text's short name with its number, leading to a place in it.
function chip(t, begin, end, note) {
  const text = D.texts[t];
  return el("a", { class: "chip", href: href(t, begin || 0, end || 0), title: [text.title, dated(text.window)].filter(Boolean).join(" · ") },
    text.source, el("sup", {}, String(text.number)), note ? el("span", { class: "note" }, ` ${note}`) : null);
}
/// Exact words as a link to their place.
const cite = (t, begin, end, shown) =>
  el("a", { class: "words", href: href(t, begin, end), lang: D.texts[t].lang }, quote(shown || words(t, begin, end)));

const kindTag = (kind) => el("span", { class: `kind ${kind}` }, term("kind", kind));
function status(act) {
  return el("span", { class: `status ${act.status}` }, term("status", act.status));
}
const account = ([t, a]) => a == null ? null : D.texts[t].accounts[a];
const who = (act) => [
  el("b", {}, act.by.length ? names(act.by) : say("party.unnamed")),
  act.to.length ? [el("span", { class: "arrow", "aria-hidden": "true" }, " → "), el("span", { class: "sr" }, ` ${say("speech.to", { names: "" })}`), el("b", {}, names(act.to))] : null,
];
const support = (act) => el("span", { class: "support" }, [count("texts", act.texts), count("origins", act.origins), act.speakers ? count("speakers", act.speakers) : ""].filter(Boolean).join(" · "));

/// Further accounts of an act, each with its own words if they are others.
function others(act) {
  const rest = act.accounts.slice(1);
  if (!rest.length) return null;
  return el("details", { class: "others" }, el("summary", {}, `+ ${count("accounts", rest.length)}`),
    el("ul", {}, rest.map(([t, , begin, end]) => el("li", { class: "line" }, cite(t, begin, end), " ", chip(t, begin, end)))));
}

/// One act with its words, as lists show it.
function actLine(act, ...extra) {
  const [t, , begin, end] = act.accounts[0] || [];
  const told = act.accounts.length ? account(act.accounts[0]) : null;
  const tone = told ? [told.polarity && term("polarity", told.polarity), told.modality && term("modality", told.modality), told.hedge && term("hedge", told.hedge)].filter(Boolean) : [];
  return el("div", { class: `act ${act.kind}` },
    el("p", { class: "who" }, kindTag(act.kind), " ", who(act), tone.map((word) => [" ", el("span", { class: "tone" }, word)])),
    t == null ? null : el("p", { class: "line" }, cite(t, begin, end), " ", chip(t, begin, end)),
    extra, others(act));
}

// ---- Filter -----------------------------------------------------------------

const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const textWords = (t) => `${D.texts[t].source} ${D.texts[t].title || ""} ${D.texts[t].path}`;
const haystacks = new Map();
function matches(thing, build) {
  if (!needle) return true;
  const key = thing;
  if (!haystacks.has(key)) haystacks.set(key, fold(build(thing)));
  return needle.split(" ").every((word) => haystacks.get(key).includes(word));
}
const actWords = (act) => [names(act.by), names(act.to), act.place == null ? "" : D.parties[act.place].name, LANGUAGES.map((l) => (STRINGS[`kind.${act.kind}`] || {})[l]).join(" "),
  ...act.accounts.map(([t, , b, e]) => `${words(t, b, e)} ${textWords(t)}`)].join(" ");
const matching = (acts) => acts.filter((act) => matches(act, actWords));

// ---- Lists that are drawn as they come into view ------------------------------

/// A list whose lines are made in chunks, the first at once and the others when
/// their end comes near, or all of them before printing.
const pending = new Set();
const watcher = new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && entry.target.grow()), { rootMargin: "600px" });
function list(things, draw, attributes, size) {
  const chunk = size || CHUNK;
  const node = el("ol", { class: "list", ...attributes });
  let drawn = 0;
  const grow = (all) => {
    const next = things.slice(drawn, all ? things.length : drawn + chunk);
    drawn += next.length;
    node.append(...next.map((thing) => el("li", {}, draw(thing))));
    if (drawn < things.length) return;
    watcher.unobserve(end); pending.delete(end); end.remove();
  };
  const end = el("div", { class: "more" });
  end.grow = grow;
  if (!things.length) return el("p", { class: "nothing" }, say("page.nothing"));
  grow();
  if (drawn < things.length) { pending.add(end); watcher.observe(end); }
  return [node, drawn < things.length ? end : null];
}
/// A `details` whose inside is made when it is first opened.
function unfold(summary, build, attributes) {
  const node = el("details", attributes, el("summary", {}, summary));
  node.build = () => { if (!node.built) { node.built = true; node.append(...[build()].flat(Infinity).filter(Boolean)); } };
  node.addEventListener("toggle", () => node.open && node.build());
  if (node.open) node.build();
  return node;
}

// ---- Sections ---------------------------------------------------------------

const byTime = (a, b) => {
  const at = (act) => act.when == null ? Infinity : D.windows[act.when].begin ?? D.windows[act.when].end;
  return at(a) - at(b);
};
const meetings = () => D.acts.filter((act) => act.kind === "meeting").sort(byTime);
const ledger = () => D.ledger.map((a) => D.acts[a]);
/// How much the accounts of an act differ: 3 where they contradict each other,
/// 2 where they say different things, 1 where one is more exact, 0 where only
/// the wording changes.
const weight = (act) => Math.max(0, ...act.differences.map((difference) => difference.weight));
const told = () => D.acts.filter((act) => act.accounts.length > 1)
  .sort((a, b) => weight(b) - weight(a) || b.origins - a.origins || b.accounts.length - a.accounts.length);

const SECTIONS = [
  ["timeline", timeline, () => D.acts.length],
  ["meetings", meetingTable, () => meetings().length],
  ["ledger", ledgerList, () => D.ledger.length],
  ["positions", positionCards, () => sides().length],
  ["speech", speechCards, () => D.sayings.length],
  ["accounts", comparisons, () => told().length],
  ["chains", chainTrees, () => D.texts.length],
  ["flags", flagList, () => D.flags.length],
  ["texts", textList, () => D.texts.length],
];

function draw() {
  const scroll = window.scrollY;
  document.documentElement.lang = lang;
  document.querySelector(".skip").textContent = say("page.skip");
  watcher.disconnect(); pending.clear();
  clear(document.getElementById("top"), bar());
  clear(document.getElementById("head"), head());
  drawSections();
  clear(document.getElementById("foot"), el("p", {}, say("page.foot")), el("p", { class: "keys" }, say("page.keys")));
  window.scrollTo(0, scroll);
}
function drawSections() {
  const shown = SECTIONS.filter(([, , size]) => size());
  clear(document.getElementById("sections"), shown.map(([name, build]) =>
    el("section", { id: name, "aria-labelledby": `${name}-title` },
      el("h2", { id: `${name}-title` }, say(`section.${name}`)),
      find(`section.${name}.lead`) ? el("p", { class: "lead" }, say(`section.${name}.lead`)) : null,
      el("div", { class: "body" }, build()))));
  requestAnimationFrame(drawPicture);
}

// ---- Head -------------------------------------------------------------------

function bar() {
  return [
      el("nav", { "aria-label": say("page.sections") }, SECTIONS.filter(([, , size]) => size()).map(([name]) => el("a", { href: `#${name}` }, say(`nav.${name}`)))),
      el("div", { class: "tools", role: "group", "aria-label": say("page.settings") },
        el("input", { type: "search", id: "filter", placeholder: say("page.filter"), "aria-label": `${say("page.filter")} : ${say("page.filter-hint")}`, title: say("page.filter-hint"), value: needle, on: { input: onFilter } }),
        el("div", { class: "languages", role: "group", "aria-label": say("page.language") }, LANGUAGES.map((code) => el("button", {
          type: "button", lang: code, "aria-pressed": String(code === lang), title: STRINGS["language.name"][code],
          on: { click: () => { lang = code; draw(); if (place) openReader(place); document.querySelector(`.languages [lang=${code}]`).focus(); } } }, code.toUpperCase()))),
        el("button", { type: "button", class: "theme", title: say("page.theme"), "aria-label": say("page.theme"), on: { click: switchTheme } }, "◐"),
        el("button", { type: "button", class: "print", on: { click: () => window.print() } }, say("page.print"))),
  ];
}
function head() {
  const differing = D.acts.filter((act) => weight(act) > 1).length;
  const figures = [
    ["texts", D.texts.length, "#texts"], ["origins", D.origins, "#chains"], ["speakers", D.speakers, "#speech"],
    ["meetings", meetings().length, "#meetings"], ["commitments", D.ledger.length, "#ledger"],
    ["differing", differing, "#accounts"], ["flags", D.flags.length, "#flags"],
  ].filter(([, n]) => n);
  const size = (blocks) => blocks.reduce((sum, [begin, end]) => sum + end - begin, 0);
  const all = D.texts.reduce((sum, text) => sum + size(text.blocks), 0);
  const chrome = D.texts.reduce((sum, text) => sum + size(text.blocks.filter(([, , kind]) => kind === "chrome" || kind === "crosslink")), 0);
  const share = all ? Math.round(100 * chrome / all) : 0;
  const left = [
    share ? el("li", {}, say("page.chrome", { n: share })) : null,
    D.later ? el("li", {}, count("later", D.later)) : null,
    D.left_out.length ? el("li", {}, el("details", {}, el("summary", {}, count("left-out", D.left_out.length)),
      el("ul", {}, D.left_out.map(([path, reason]) => el("li", {}, el("code", {}, path), ` : ${reason}`))))) : null,
  ].filter(Boolean);
  const when = [
    D.published == null ? null : say("page.published", { date: dated(D.published) }),
    D.now ? say(D.now.as_of ? "page.as-of" : "page.today", { date: dated(D.now.window) }) : null,
  ].filter(Boolean).join(" · ");
  return [
      el("p", { class: "kicker" }, say("page.kicker")),
      el("h1", {}, D.title || say("page.kicker")),
      when ? el("p", { class: "when" }, when) : null,
      el("ul", { class: "figures" }, figures.map(([key, n, target]) => {
        const text = count(key, n).replace(number(n), "").trim();
        return el("li", {}, el("a", { href: target }, el("b", {}, number(n)), " ", text));
      })),
      left.length ? el("div", { class: "left-out" }, el("p", {}, say("page.left-out")), el("ul", {}, left)) : null,
      D.quotes_only ? el("p", { class: "hint" }, say("page.quotes-only")) : null,
  ];
}
function switchTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
}
let filtering = 0;
function onFilter(event) {
  clearTimeout(filtering);
  filtering = setTimeout(() => {
    needle = fold(event.target.value.trim().replace(/\s+/g, " "));
    watcher.disconnect(); pending.clear();
    drawSections();
  }, 180);
}

// ---- Timeline ---------------------------------------------------------------

const DAY = 86400000;
const date = (day) => new Date(day * DAY);
let chosenDay = null;

/// The days that the picture shows: the time of publication and what lies near
/// it, so that one treaty of long ago does not squeeze a month into a line.
function range() {
  const published = D.published == null ? null : D.windows[D.published];
  const days = D.acts.flatMap((act) => [act.when, act.due]).filter((w) => w != null).flatMap((w) => [D.windows[w].begin, D.windows[w].end]).filter((day) => day != null);
  const core = published && published.begin != null ? [published.begin, published.end ?? published.begin] : [Math.min(...days), Math.max(...days)];
  if (!Number.isFinite(core[0])) return null;
  const reach = Math.max(21, Math.round((core[1] - core[0]) * 0.5));
  const near = days.concat(D.now ? [D.now.day] : []).filter((day) => day >= core[0] - reach && day <= core[1] + reach);
  const [first, last] = [Math.min(core[0], ...near), Math.max(core[1], ...near)];
  const margin = Math.max(1, Math.round((last - first) * 0.02));
  return [first - margin, last + margin];
}

function timeline() {
  const span = range();
  const chronology = matching(D.acts.filter((act) => act.when != null)).sort(byTime);
  const undated = matching(D.acts.filter((act) => act.when == null));
  const days = new Map();
  for (const act of chronology) days.set(dated(act.when), [...(days.get(dated(act.when)) || []), act]);
  if (undated.length) days.set(say("date.unknown"), undated);
  return [
    span ? el("div", { class: "picture", id: "picture" }) : null,
    el("ul", { class: "legend", "aria-hidden": "true" },
      el("li", { class: "solid" }, say("timeline.solid")), el("li", { class: "outline" }, say("timeline.outline")), el("li", { class: "fade" }, say("timeline.fade")), el("li", { class: "reported" }, say("timeline.reported")),
      ["meeting", "document", "demand", "offer", "commitment", "refusal", "warning", "statement"].map((kind) => el("li", { class: `key ${kind}` }, term("kind", kind)))),
    el("div", { id: "day", "aria-live": "polite" }),
    unfold(say("timeline.list"), () => list([...days], ([day, acts]) => [el("h3", {}, day), el("ul", { class: "plain" }, acts.map((act) => el("li", {}, actLine(act))))], { class: "list chronology" }, 12), { class: "roll" }),
  ];
}

function drawPicture() {
  const box = document.getElementById("picture");
  const span = range();
  if (!box || !span) return;
  const width = Math.max(280, box.clientWidth);
  const narrow = width < 640;
  const gutter = narrow ? 0 : 150;
  const [first, last] = span;
  const x = (day) => gutter + (width - gutter - 8) * (Math.min(Math.max(day, first), last + 1) - first) / (last + 1 - first);
  const dayWidth = x(first + 1) - x(first);
  const parts = [];
  let y = 26;

  const lane = (name, height, draw) => {
    if (narrow) y += 18;
    parts.push(svg("text", { class: "lane", x: narrow ? 0 : gutter - 12, y: narrow ? y - 6 : y + 15, "text-anchor": narrow ? "start" : "end" }, say(`lane.${name}`)));
    draw(y);
    y += height;
    parts.push(svg("line", { class: "rule", x1: 0, x2: width, y1: y + 5, y2: y + 5 }));
    y += 12;
  };

  // Axis: months, and days or weeks where there is room.
  const axis = [];
  const step = dayWidth * 1 > 26 ? 1 : dayWidth * 7 > 26 ? 7 : 0;
  const long = new Intl.DateTimeFormat(lang, { month: narrow || last - first > 400 ? "short" : "long", year: "numeric", timeZone: "UTC" });
  const months = [];
  for (let day = first; day <= last; day++) {
    const at = date(day);
    if (at.getUTCDate() === 1 || day === first) months.push(day);
    if (step && (step === 1 || at.getUTCDay() === 1)) {
      axis.push(svg("line", { class: "tick", x1: x(day), x2: x(day), y1: 22, y2: "100%" }));
      axis.push(svg("text", { class: "tick-label", x: x(day) + 3, y: 33 }, String(at.getUTCDate())));
    }
  }
  let free = -1;
  for (const day of months) {
    axis.push(svg("line", { class: "tick month", x1: x(day), x2: x(day), y1: 2, y2: "100%" }));
    const text = long.format(date(day));
    const next = months[months.indexOf(day) + 1];
    const room = (next == null ? width : x(next)) - x(day);
    if (x(day) >= free && room > text.length * 6.5) { axis.push(svg("text", { class: "month-label", x: x(day) + 3, y: 13 }, text)); free = x(day) + text.length * 7.2; }
  }
  y += step ? 14 : 0;

  // Bars in rows: the first row in which bar and label find room.
  const bars = (acts, field) => {
    const ends = [];
    const rows = acts.map((act) => {
      const window = D.windows[act[field]];
      const [begin, end] = [window.begin ?? Math.min(first, window.end), window.end ?? Math.max(last, window.begin)];
      const from = x(begin), to = Math.max(x(end + 1), from + 7);
      const label = field === "due" || act.kind === "document" ? [names(act.by) || say("party.unnamed"), names(act.to)].filter(Boolean).join(" → ") : (act.place == null ? names(act.by) : D.parties[act.place].name);
      // The label stands in the bar, else on the side where it finds more room.
      const size = (text) => text.length * 6.2 + 10;
      const inside = to - from > size(label) * 1.12;
      const left = !inside && to + size(label) > width && from - gutter > width - to;
      const room = inside ? to - from : left ? from - gutter : width - to;
      const most = Math.min(26, Math.floor((room - 10) / 6.2));
      const shown = acts.length > 60 || most < 4 ? "" : label.length > most ? `${label.slice(0, most - 1)}…` : label;
      const [a, b] = inside ? [from, to] : left ? [from - size(shown), to] : [from, to + size(shown)];
      let row = ends.findIndex((end) => end < a - 4);
      if (row < 0) row = ends.push(0) - 1;
      ends[row] = b;
      return { act, window, from, to, row, inside, left, label: shown };
    });
    return { rows, height: Math.max(1, ends.length) * 22 };
  };
  const drawBars = ({ rows }, top) => rows.forEach(({ act, window, from, to, row, inside, left, label }) => {
    const [t, , begin, end] = act.accounts[0] || [0, null, 0, 0];
    const shape = ["stretch", act.kind, act.status, window.begin == null ? "open-begin" : "", window.end == null ? "open-end" : ""].join(" ");
    const title = [term("kind", act.kind), names(act.by) + (act.to.length ? ` → ${names(act.to)}` : ""), act.place == null ? "" : D.parties[act.place].name, dated(act.when ?? act.due), act.due == null ? "" : `${say("field.due")} : ${dated(act.due)}`, term("status", act.status)].filter(Boolean).join(" · ");
    const fade = window.begin == null ? "url(#fade-begin)" : window.end == null ? "url(#fade-end)" : null;
    parts.push(svg("a", { href: href(t, begin, end), class: "item" }, svg("title", {}, title),
      svg("rect", { class: "hit", x: left ? from - 6 : from, y: top + row * 22, width: to - from + 6, height: 20 }),
      svg("rect", { class: shape, x: from + 0.5, y: top + row * 22 + 3.5, width: Math.max(6, to - from - 1), height: 13, rx: 3, mask: fade }),
      label ? svg("text", { class: `stretch-label ${inside ? "inside" : ""} ${act.status}`, x: inside ? from + 6 : left ? from - 5 : to + 5, y: top + row * 22 + 14, "text-anchor": left ? "end" : "start" }, label) : null));
  });
  const inRange = (act, field) => {
    if (act[field] == null) return false;
    const { begin, end } = D.windows[act[field]];
    return (end ?? begin) >= first && (begin ?? end) <= last;
  };
  const columns = (top, height, perDay, total, draw) => {
    const most = Math.max(1, ...[...perDay.values()].map(total));
    for (const [day, things] of perDay) {
      const wide = Math.max(3, Math.min(dayWidth - 1, 26));
      draw(day, things, x(day) + (dayWidth - wide) / 2, wide, height / most);
    }
  };

  // Texts published.
  const published = new Map();
  for (const text of D.texts) {
    const window = text.window == null ? null : D.windows[text.window];
    const day = window ? window.begin ?? window.end : null;
    if (day != null && day >= first && day <= last) published.set(day, [...(published.get(day) || []), text]);
  }
  lane("published", 34, (top) => columns(top, 30, published, (texts) => texts.length, (day, texts, at, wide, unit) => {
    const title = say("timeline.day", { date: dayWords(day), n: count("texts", texts.length) });
    parts.push(svg("g", { role: "button", tabindex: 0, class: "item", "aria-label": title, on: press(() => showTexts(day, texts)) }, svg("title", {}, title),
      svg("rect", { class: "hit", x: at, y: top, width: wide, height: 34 }),
      svg("rect", { class: "published", x: at, y: top + 32 - Math.max(3, texts.length * unit), width: wide, height: Math.max(3, texts.length * unit), rx: 1.5 })));
  }));

  for (const [name, kind, field] of [["meetings", "meeting", "when"], ["documents", "document", "when"]]) {
    const acts = matching(D.acts.filter((act) => act.kind === kind && inRange(act, field))).sort(byTime);
    if (!acts.length) continue;
    const packed = bars(acts, field);
    lane(name, packed.height, (top) => drawBars(packed, top));
  }
  const owed = matching(ledger().filter((act) => inRange(act, "due")));
  if (owed.length) {
    const packed = bars(owed, "due");
    lane("due", packed.height, (top) => drawBars(packed, top));
  }

  // Everything else by day, stacked by kind.
  const spoken = new Map();
  for (const act of matching(D.acts.filter((act) => !["meeting", "document"].includes(act.kind)))) {
    const day = dayOf(act);
    if (day != null && day >= first && day <= last) spoken.set(day, [...(spoken.get(day) || []), act]);
  }
  if (spoken.size) lane("speech", 74, (top) => columns(top, 68, spoken, (acts) => acts.length, (day, acts, at, wide, unit) => {
    const title = say("timeline.day", { date: dayWords(day), n: count("acts", acts.length) });
    const sorted = [...acts].sort((a, b) => POSITIONS.indexOf(a.kind) - POSITIONS.indexOf(b.kind));
    const height = Math.min(unit, 12);
    parts.push(svg("g", { role: "button", tabindex: 0, class: "item", "aria-label": title, on: press(() => showDay(day, acts)) }, svg("title", {}, title),
      svg("rect", { class: "hit", x: at, y: top, width: wide, height: 72 }),
      sorted.map((act, i) => svg("rect", { class: `stack ${act.kind} ${act.when == null ? "reported" : ""}`, x: at, y: top + 72 - (i + 1) * height, width: wide, height: Math.max(height - (height > 3 ? 1 : 0), 0.6) }))));
  }));

  if (D.now && D.now.day >= first && D.now.day <= last) {
    const at = x(D.now.day) + dayWidth / 2;
    const right = at > width - 90;
    parts.push(svg("line", { class: "now", x1: at, x2: at, y1: 16, y2: y }),
      svg("text", { class: "now-label", x: right ? at - 4 : at + 4, y: y + 10, "text-anchor": right ? "end" : "start" }, say(D.now.as_of ? "timeline.as-of" : "timeline.today")));
    y += 14;
  }
  const gradient = (id, from, to) => svg("mask", { id, maskContentUnits: "objectBoundingBox" }, svg("linearGradient", { id: `${id}-g` }, svg("stop", { offset: 0, "stop-color": from }), svg("stop", { offset: 1, "stop-color": to })), svg("rect", { width: 1, height: 1, fill: `url(#${id}-g)` }));
  clear(box, svg("svg", { width, height: y + 4, viewBox: `0 0 ${width} ${y + 4}`, role: "group", "aria-label": say("timeline.picture") },
    svg("defs", {}, gradient("fade-begin", "#000", "#fff"), gradient("fade-end", "#fff", "#000")), axis, parts), outside(first, last));
}
/// The day of an act: its own if a window of at most a week tells it; where no
/// text tells one, that of the first text that tells the act.
function dayOf(act) {
  if (act.when != null) {
    const { begin, end } = D.windows[act.when];
    return begin == null || end == null || end - begin > 6 ? null : begin;
  }
  const days = act.accounts.map(([t]) => D.texts[t].window).filter((window) => window != null).map((window) => D.windows[window].begin);
  return days.length && !days.includes(null) ? Math.min(...days) : null;
}
/// What the picture has no room for, said in words.
function outside(first, last) {
  const at = (act) => { const w = act.when ?? act.due; return w == null ? null : D.windows[w]; };
  const acts = matching(D.acts);
  const earlier = acts.filter((act) => at(act) && (at(act).end ?? at(act).begin) < first).length;
  const later = acts.filter((act) => at(act) && (at(act).begin ?? at(act).end) > last).length;
  const undated = acts.filter((act) => !at(act) && dayOf(act) == null).length;
  const said = [earlier ? count("earlier-acts", earlier) : "", later ? count("later-acts", later) : "", undated ? count("undated", undated) : ""].filter(Boolean);
  return said.length ? el("p", { class: "outside" }, said.join(" · ")) : null;
}
const dayWords = (day) => new Intl.DateTimeFormat(lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(date(day));
const press = (act) => ({ click: act, keydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); } } });
function showBox(day, content) {
  chosenDay = day;
  clear(document.getElementById("day"), el("div", { class: "day-box" },
    el("h3", {}, dayWords(day)), el("button", { type: "button", class: "close", "aria-label": say("timeline.close"), on: { click: () => clear(document.getElementById("day")) } }, "×"), content));
}
const showDay = (day, acts) => showBox(day, list(acts, (act) => actLine(act), {}, 20));
const showTexts = (day, texts) => showBox(day, list(texts, textLine, { class: "list texts" }, 20));

// ---- Meetings and ledger ------------------------------------------------------

function meetingTable() {
  const row = (act) => {
    const [t, , begin, end] = act.accounts[0] || [];
    const parties = names([...new Set([...act.by, ...act.to])]) || say("party.nobody-named");
    const kind = [act.format && term("format", act.format), act.level && term("level", act.level)].filter(Boolean).join(", ");
    return el("div", { class: "meeting-row act meeting" },
      el("div", { class: "date" }, dated(act.when)),
      el("div", { class: "what" },
        el("p", { class: "who" }, el("b", {}, act.place == null ? parties : D.parties[act.place].name), kind ? ` · ${kind}` : "", " ", status(act)),
        act.place == null ? null : el("p", {}, parties),
        act.reason == null ? null : el("p", { class: "reason" }, note(act.reason)),
        t == null ? null : el("p", { class: "line" }, cite(t, begin, end), " ", chip(t, begin, end)),
        others(act)),
      el("div", { class: "side" }, support(act)));
  };
  return list(matching(meetings()), row, { class: "list ledger" });
}

function ledgerList() {
  const left = (act) => act.left == null ? null : act.left === 0 ? say("due.last") : act.left < -365 ? say("due.long-over") : count(act.left > 0 ? "due.left" : "due.over", Math.abs(act.left));
  const row = (act) => {
    const [t, , begin, end] = act.accounts[0] || [];
    const open = act.due != null && D.windows[act.due].end == null;
    const proof = onceByText(act.proof).filter(([text]) => text !== t);
    return el("div", { class: `ledger-row act ${act.kind}` },
      el("div", { class: "date" }, act.due == null ? el("span", { class: "quiet" }, say("due.none")) : dated(act.due),
        act.agreed == null ? null : el("p", { class: "quiet" }, say("due.agree", { date: dated(act.agreed) })),
        open ? el("p", { class: "quiet" }, say("due.open")) : null,
        left(act) ? el("p", { class: `left ${act.left < 0 ? "over" : ""}` }, left(act)) : null),
      el("div", { class: "what" },
        el("p", { class: "who" }, kindTag(act.kind), " ", who(act)),
        t == null ? null : el("p", { class: "line" }, cite(t, begin, end), " ", chip(t, begin, end)),
        linked(act), others(act)),
      el("div", { class: "side" }, status(act), act.reason == null ? null : el("p", { class: "reason" }, note(act.reason)),
        proof.length ? el("p", {}, proof.map(([t, , b, e]) => [chip(t, b, e), " "])) : null, support(act)));
  };
  return list(matching(ledger()), row, { class: "list ledger" });
}
/// The acts that this one answers or conditions.
function linked(act) {
  return [["in_reply_to", "field.in-reply-to"], ["of", "field.condition-of"]].map(([field, key]) => {
    const other = act[field] == null ? null : D.acts[act[field]];
    if (!other || !other.accounts.length) return null;
    const [t, , begin, end] = other.accounts[0];
    return el("p", { class: "linked line" }, `${say(key)} : `, kindTag(other.kind), " ", cite(t, begin, end), " ", chip(t, begin, end));
  });
}

// ---- Positions ----------------------------------------------------------------

/// The party under which a position stands: an office-holder's or a body's
/// under their state, if the state itself is in the dossier.
const states = new Map(D.parties.map((party, p) => [party, p]).filter(([party]) => party.kind === "state" && party.country).map(([party, p]) => [party.country, p]));
function side(p) {
  const party = D.parties[p];
  const speaksForState = party.kind === "body" || (party.kind === "person" && party.role);
  return speaksForState && states.has(party.country) ? states.get(party.country) : p;
}
function sides() {
  const bySide = new Map();
  for (const act of D.acts) {
    if (!POSITIONS.includes(act.kind)) continue;
    for (const s of new Set(act.by.length ? act.by.map(side) : [-1])) bySide.set(s, [...(bySide.get(s) || []), act]);
  }
  return [...bySide].sort((a, b) => (a[0] < 0) - (b[0] < 0) || b[1].length - a[1].length);
}
function positionCards() {
  const cards = sides().map(([s, acts]) => [s, matching(acts)]).filter(([, acts]) => acts.length);
  const draw = ([s, acts], i) => unfold(
    [el("span", { class: "card-title" }, s < 0 ? say("party.unnamed") : D.parties[s].name), " ",
      el("span", { class: "quiet" }, s < 0 ? "" : term("party", D.parties[s].kind)), " ",
      el("span", { class: "tally" }, POSITIONS.map((kind) => [kind, acts.filter((act) => act.kind === kind).length]).filter(([, n]) => n).map(([kind, n]) => el("span", { class: `dot ${kind}` }, `${term("kind", kind)} ${n}`)))],
    () => POSITIONS.map((kind) => {
      const own = acts.filter((act) => act.kind === kind).sort(byTime);
      if (!own.length) return null;
      return el("div", { class: `group ${kind}` }, el("h3", {}, kindTag(kind)),
        list(own, (act) => positionLine(act, s), { class: "list positions" }, 10));
    }), { class: "card", open: i < 4 || !!needle });
  return list(cards.map((card, i) => [card, i]), ([card, i]) => draw(card, i), { class: "list cards" }, 8);
}
function positionLine(act, s) {
  const [t, , begin, end] = act.accounts[0] || [];
  const speakers = act.by.filter((p) => p !== s);
  const meta = [speakers.length ? names(speakers) : "", act.to.length ? say("speech.to", { names: names(act.to) }) : "", act.when == null ? "" : dated(act.when), act.due == null ? "" : `${say("field.due")} : ${dated(act.due)}`, act.origins > 1 ? count("origins", act.origins) : ""].filter(Boolean).join(" · ");
  return [t == null ? null : el("p", { class: "line" }, cite(t, begin, end), " ", chip(t, begin, end)),
    el("p", { class: "meta" }, meta, " ", act.status === "unknown" ? null : status(act)), linked(act), others(act)];
}

// ---- Who said what --------------------------------------------------------------

function speechCards() {
  const bySpeaker = new Map();
  for (const saying of D.sayings) {
    if (!saying.length || !matches(saying, sayingWords)) continue;
    const [t, q] = saying[0];
    const speakers = D.texts[t].quotations[q].speaker;
    for (const p of speakers.length ? speakers : [-1]) bySpeaker.set(p, [...(bySpeaker.get(p) || []), saying]);
  }
  const cards = [...bySpeaker].sort((a, b) => (a[0] < 0) - (b[0] < 0) || b[1].length - a[1].length);
  return list(cards.map((card, i) => [card, i]), ([[p, sayings], i]) => unfold(
    [el("span", { class: "card-title" }, p < 0 ? say("speech.unnamed") : D.parties[p].name), " ",
      el("span", { class: "quiet" }, p < 0 ? "" : [D.parties[p].role, D.parties[p].country].filter(Boolean).join(", ")), " ",
      el("span", { class: "quiet" }, count("lines", sayings.length))],
    () => list(sayings, (saying) => sayingLine(saying, p), { class: "list sayings" }, 12), { class: "card", open: i < 3 || !!needle }), { class: "list cards" }, 8);
}
const sayingWords = (saying) => saying.map(([t, q]) => { const item = D.texts[t].quotations[q]; return `${names(item.speaker)} ${joined(t, item.content)} ${textWords(t)}`; }).join(" ");
const hull = (spans) => [Math.min(...spans.map((s) => s[0])), Math.max(...spans.map((s) => s[1]))];
function sayingLine(saying, p) {
  const [[t, q], ...rest] = saying;
  const item = D.texts[t].quotations[q];
  const shown = joined(t, item.content);
  const [begin, end] = item.content.length ? hull(item.content) : hull([...item.source, ...item.cue, [0, 0]]);
  const parent = item.parent == null ? null : D.texts[t].quotations[item.parent];
  const meta = [
    term("quotation", item.kind), item.cue.length ? joined(t, item.cue) : "",
    item.speaker.length > 1 ? names(item.speaker.filter((other) => other !== p)) : "",
    item.addressee.length ? say("speech.to", { names: names(item.addressee) }) : "",
    parent ? say("speech.within", { names: names(parent.speaker) || say("speech.unnamed") }) : "",
    item.carrier ? say("speech.via", { names: item.carrier.join(", ") }) : "",
    item.polarity ? term("polarity", item.polarity) : "", item.hedge ? term("hedge", item.hedge) : "",
  ].filter(Boolean).join(" · ");
  // Tellings in the very same words only add their text.
  const plain = (words) => fold(words).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const tellings = rest.map(([t, q]) => [t, D.texts[t].quotations[q]]).map(([t, other]) => [t, other, joined(t, other.content)]);
  const same = tellings.filter(([, , told]) => plain(told) === plain(shown));
  const variants = tellings.filter(([, , told]) => plain(told) !== plain(shown));
  return el("div", { class: `saying ${item.kind}` },
    el("p", { class: "line" }, item.kind === "direct" ? cite(t, begin, end, shown) : el("a", { class: "words reported", href: href(t, begin, end), lang: D.texts[t].lang }, shown), " ", chip(t, begin, end),
      same.map(([t, other]) => [" ", chip(t, ...hull(other.content))])),
    el("p", { class: "meta" }, meta),
    variants.length ? el("details", { class: "others" }, el("summary", {}, `${say("speech.variants")} : ${number(variants.length)}`),
      el("ul", {}, variants.map(([t, other, told]) => el("li", { class: "line" }, cite(t, ...hull(other.content), told), " ", chip(t, ...hull(other.content)))))) : null);
}

// ---- Accounts side by side --------------------------------------------------------

function comparisons() {
  const draw = ([act, i]) => {
    const [t, , begin, end] = act.accounts[0];
    const fields = (weight) => act.differences.filter((difference) => difference.weight === weight).map((difference) => term("field", difference.field).toLowerCase()).join(", ");
    const [clashing, differing, exact] = [fields(3), fields(2), fields(1)];
    return unfold([kindTag(act.kind), " ", el("span", { class: "card-title small" }, who(act)), " ",
      el("span", { class: "gist", lang: D.texts[t].lang }, quote(words(t, begin, end))), " ",
      clashing ? el("span", { class: "clashes" }, say("field.contradict-on", { fields: clashing }), " ") : null,
      differing ? el("span", { class: "differs" }, say("field.differ-on", { fields: differing }), " ") : null,
      clashing || differing ? null : el("span", { class: "quiet" }, exact ? say("field.exact-on", { fields: exact }) : say("field.agrees"), " · "), support(act)],
    () => comparison(act), { class: "card comparison", open: i < 2 });
  };
  return list(matching(told()).map((act, i) => [act, i]), draw, { class: "list cards" }, 15);
}
/// What an account says of a field, as [key, words]; null if it is silent.
const FIELDS = {
  by: (a) => a.by.length ? names(a.by) : null,
  to: (a) => a.to.length ? names(a.to) : null,
  when: (a) => a.when == null ? null : dated(a.when),
  due: (a) => a.due == null ? null : dated(a.due),
  place: (a) => a.place == null ? null : D.parties[a.place].name,
  format: (a) => a.format ? term("format", a.format) : null,
  level: (a) => a.level ? term("level", a.level) : null,
  medium: (a) => a.medium ? term("medium", a.medium) : null,
  polarity: (a) => a.polarity ? term("polarity", a.polarity) : null,
  modality: (a) => a.modality ? term("modality", a.modality) : null,
  hedge: (a) => a.hedge ? term("hedge", a.hedge) : null,
};
/// One place a text.
const onceByText = (places) => places.filter(([t], i) => places.findIndex(([other]) => other === t) === i);
function comparison(act) {
  // Where only the wording changes, the words below say it themselves.
  const differing = new Map(act.differences.filter((difference) => difference.weight > 0).map((difference) => [difference.field, difference]));
  const shown = (value) => "window" in value ? dated(value.window) : "parties" in value ? names(value.parties) : value.words;
  const chips = (places) => el("span", { class: "holders" }, onceByText(places).map(([t, , begin, end]) => [chip(t, begin, end), " "]));
  const row = (field, values, difference) => el("tr", { class: difference ? ["", "", "differs", "clashes"][difference.weight] : "" },
    el("th", { scope: "row" }, term("field", field), difference ? el("span", { class: "mark" }, `${difference.weight > 1 ? "≠ " : ""}${term("agreement", difference.agreement)}`) : null),
    el("td", {}, el("ul", { class: "values" }, values.map(([value, places]) => el("li", {}, el("span", { class: "value" }, value), " ", chips(places)))),
      difference && difference.silent.length ? el("p", { class: "quiet" }, say("field.silent"), " ", chips(difference.silent)) : null,
      difference && difference.note != null ? el("p", { class: "quiet" }, note(difference.note)) : null));
  const rows = [];
  for (const field of new Set([...differing.keys(), ...Object.keys(FIELDS)])) {
    const difference = differing.get(field);
    if (difference) { rows.push(row(field, difference.values.map(([value, places]) => [shown(value), places]), difference)); continue; }
    const groups = new Map();
    for (const place of act.accounts) {
      const value = account(place) && FIELDS[field](account(place));
      if (value != null) groups.set(value, [...(groups.get(value) || []), place]);
    }
    if (groups.size) rows.push(row(field, [...groups], null));
  }
  rows.push(el("tr", {}, el("th", { scope: "row" }, say("field.words")), el("td", {}, el("ul", { class: "values" }, act.accounts.map((place) => {
    const [t, , begin, end] = place;
    const told = account(place);
    return el("li", { class: "line" }, cite(t, begin, end), " ", chip(t, begin, end), told && told.chain && told.chain.length ? el("span", { class: "quiet" }, ` ${told.chain.join(" → ")}`) : null);
  })))));
  return el("table", {}, el("tbody", {}, rows));
}

// ---- Chains -----------------------------------------------------------------------

function chainTrees() {
  const byOrigin = new Map();
  D.texts.forEach((text, t) => { if (matches(text, () => textWords(t))) byOrigin.set(text.origin, [...(byOrigin.get(text.origin) || []), t]); });
  const groups = [...byOrigin].sort((a, b) => b[1].length - a[1].length || a[1][0] - b[1][0]);
  return list(groups, ([origin, texts]) => {
    const agencies = [...new Set(texts.flatMap((t) => D.texts[t].from.filter((d) => d.text == null && d.agency).map((d) => d.agency)))];
    // A text hangs under the one it rests on most.
    const parent = new Map(texts.map((t) => {
      const best = D.texts[t].from.filter((d) => d.text != null && d.text !== t && texts.includes(d.text)).sort((a, b) => b.score - a.score)[0];
      return [t, best];
    }));
    const branch = (t, seen) => {
      const kids = texts.filter((k) => parent.get(k) && parent.get(k).text === t && !seen.has(k));
      return el("li", {}, chainLine(t), kids.length ? el("ul", {}, kids.map((k) => branch(k, new Set([...seen, t, k])))) : null);
    };
    const roots = texts.filter((t) => !parent.get(t));
    const tops = roots.length ? roots : texts.slice(0, 1);
    return el("div", { class: "tree" }, agencies.length
      ? el("ul", {}, el("li", {}, el("span", { class: "agency" }, agencies.join(", ")), " ", el("span", { class: "quiet" }, `${say("chain.agency")} · ${count("texts", texts.length)}`), el("ul", {}, tops.map((t) => branch(t, new Set([t]))))))
      : el("ul", {}, tops.map((t) => branch(t, new Set([t])))));
  }, { class: "list trees" }, 20);
}
function chainLine(t) {
  const text = D.texts[t];
  const speakers = new Set(text.quotations.flatMap((q) => q.speaker)).size;
  const meta = [dated(text.window), speakers ? count("speakers", speakers) : ""].filter(Boolean).join(" · ");
  return [chip(t, 0, 0), " ", el("span", { class: "gist", lang: text.lang }, called(text)), " ", el("span", { class: "quiet" }, meta), text.from.map((derivation) => rests(t, derivation))];
}
/// On what a text rests, how much of it, why we think so, and the passages.
function rests(t, derivation) {
  const relation = say(`relation.${derivation.relation}`);
  if (derivation.text == null) return el("span", { class: "relation" }, ` · ${relation} `, el("b", {}, derivation.agency || ""));
  const share = derivation.score >= 0.01 ? say("chain.share", { n: Math.round(derivation.score * 100) }) : "";
  const why = [share, note(derivation.reason)].filter(Boolean).join(say("list.semicolon"));
  const passages = derivation.spans.map(([begin, end], i) => [begin, end, derivation.source_spans[i]]);
  return el("div", { class: "relation" }, `${relation} `, chip(derivation.text, ...(derivation.source_spans[0] || [0, 0])), why ? ` ${why}` : "",
    passages.length && !D.quotes_only ? unfold(count("passages", passages.length), () => el("ul", {}, passages.map(([begin, end, source]) =>
      el("li", { class: "line" }, cite(t, begin, end), " ", chip(t, begin, end), source ? [" ← ", chip(derivation.text, source[0], source[1])] : null))), { class: "others" }) : null);
}

// ---- Flags and texts ----------------------------------------------------------------

function flagList() {
  const flags = D.flags.filter((flag) => matches(flag, () => `${note(flag.note)} ${textWords(flag.text)}`));
  return list(flags, (flag) => el("p", { class: "line flag" }, el("span", { class: "status late" }, term("flag", flag.kind)), " ",
    flag.span ? [cite(flag.text, flag.span[0], flag.span[1]), " "] : null, chip(flag.text, ...(flag.span || [0, 0])), el("span", { class: "meta" }, ` ${note(flag.note)}`)));
}
function textLine(text) {
  const t = text.number - 1;
  const meta = [dated(text.window), say(`basis.${text.basis}`), text.basis === "collated" ? note(text.reason) : "", text.lang.toUpperCase(), count("acts", text.accounts.length), ...text.also].filter(Boolean).join(" · ");
  return [el("p", { class: "line" }, chip(t, 0, 0), " ", el("a", { class: "gist", href: href(t, 0, 0), lang: text.lang }, called(text))),
    el("p", { class: "meta" }, meta, text.url ? [" · ", el("a", { href: text.url, rel: "noreferrer noopener", target: "_blank" }, say("reader.original"))] : null)];
}
function textList() {
  return list(D.texts.filter((text) => matches(text, () => textWords(text.number - 1))), textLine, { class: "list texts" });
}

// ---- Reader ---------------------------------------------------------------------------

const reader = document.getElementById("reader");
let shownText = null;

/// Every item of a text as [begin, end, layer, class, item].
function items(t) {
  const text = D.texts[t];
  const all = [];
  text.accounts.forEach((item, i) => [item.span, ...(item.repeats || [])].forEach(([b, e]) => all.push([b, e, "accounts", `account ${item.kind}`, { account: i }])));
  text.quotations.forEach((item, i) => {
    item.content.forEach(([b, e]) => all.push([b, e, "quotations", `content ${item.kind}`, { quotation: i }]));
    item.source.forEach(([b, e]) => all.push([b, e, "quotations", "source", { quotation: i, part: "source" }]));
    item.cue.forEach(([b, e]) => all.push([b, e, "quotations", "cue", { quotation: i, part: "cue" }]));
  });
  text.mentions.forEach((item, i) => all.push([item[0], item[1], "mentions", "mention", { mention: i }]));
  text.times.forEach((item, i) => all.push([item[0], item[1], "times", "time", { time: i }]));
  text.credits.forEach((item, i) => all.push([item[0], item[1], "times", "credit", { credit: i }]));
  return all.filter(([b, e]) => e > b);
}

function openReader(target) {
  place = target;
  const { t, begin, end } = target;
  const text = D.texts[t];
  if (reader.hidden) opener = document.activeElement;
  reader.hidden = false;
  document.body.classList.add("reading");
  if (shownText !== `${t}${lang}`) drawText(t);
  shownText = `${t}${lang}`;
  inspect(begin, end);
  mark(begin, end);
}
function closeReader() {
  if (reader.hidden) return;
  reader.hidden = true;
  place = null;
  document.body.classList.remove("reading");
  try { history.replaceState(null, "", location.pathname + location.search); } catch { location.hash = ""; }
  if (opener && opener.isConnected) opener.focus();
}

function drawText(t) {
  const text = D.texts[t];
  const all = items(t);
  const layerNames = Object.keys(layers).filter((name) => name !== "chrome" || text.blocks.some(([, , kind]) => kind === "chrome" || kind === "crosslink"));
  const meta = [text.source, dated(text.window), say(`basis.${text.basis}`)].join(" · ");
  const pieces = text.content != null
    ? text.blocks.map(([b, e, kind]) => [b, e, kind])
    : text.excerpts.map(([b, e]) => [b, e, "excerpt"]);
  set(reader, { "aria-label": say("reader.title"), class: Object.keys(layers).filter((name) => layers[name]).map((name) => `show-${name}`).join(" ") });
  clear(reader,
    el("div", { class: "reader-head" },
      el("button", { type: "button", class: "close", "aria-label": say("reader.close"), title: say("reader.close"), on: { click: closeReader } }, "×"),
      el("p", { class: "meta" }, meta),
      el("h2", { id: "reader-title", class: text.blocks.some(([, , kind]) => kind === "title") ? "sr" : null, lang: text.lang }, called(text)),
      el("p", { class: "path" }, el("code", {}, text.path), text.url ? [" ", el("a", { href: text.url, rel: "noreferrer noopener", target: "_blank" }, say("reader.original"))] : null),
      el("div", { class: "layers", role: "group", "aria-label": say("reader.layers") }, layerNames.map((name) => el("button", { type: "button", class: `layer ${name}`, "aria-pressed": String(layers[name]),
        on: { click: (event) => { layers[name] = !layers[name]; event.target.setAttribute("aria-pressed", String(layers[name])); reader.classList.toggle(`show-${name}`, layers[name]); } } }, say(`layer.${name}`))))),
    el("div", { class: "article", lang: text.lang, tabindex: 0, role: "region", "aria-labelledby": "reader-title", on: { click: onArticle } },
      text.content == null ? el("p", { class: "hint", lang }, say("reader.excerpts")) : null,
      pieces.map(([b, e, kind]) => el("p", { class: `block ${kind}` }, segments(t, b, e, all)))),
    el("div", { class: "inspector", "aria-live": "polite" }));
}
/// A stretch of text cut wherever an item begins or ends.
function segments(t, begin, end, all) {
  const inside = all.filter(([b, e]) => b < end && e > begin);
  const cuts = [...new Set([begin, end, ...inside.flatMap(([b, e]) => [b, e])])].filter((at) => at >= begin && at <= end).sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, i) => {
    const to = cuts[i + 1];
    const over = inside.filter(([b, e]) => b <= from && to <= e);
    return set(el("span", { class: over.map(([, , , name]) => name).join(" ") || null }, slice(D.texts[t], from, to)), { "data-b": from, "data-e": to });
  });
}
/// Puts the mark around the very characters asked for.
function mark(begin, end) {
  reader.querySelectorAll("mark").forEach((old) => { const parent = old.parentNode; old.replaceWith(...old.childNodes); parent.normalize(); });
  const whole = end <= begin;
  for (const segment of whole ? [] : reader.querySelectorAll("[data-b]")) {
    const [b, e] = [+segment.dataset.b, +segment.dataset.e];
    if (b >= end || e <= begin) continue;
    const [from, to] = [Math.max(b, begin), Math.min(e, end)];
    const t = place.t;
    segment.replaceChildren(...[[b, from, false], [from, to, true], [to, e, false]].filter(([a, z]) => z > a).map(([a, z, hit]) => hit ? el("mark", {}, slice(D.texts[t], a, z)) : slice(D.texts[t], a, z)));
  }
  const first = reader.querySelector("mark");
  const article = reader.querySelector(".article");
  if (first) {
    const box = first.getBoundingClientRect(), frame = article.getBoundingClientRect();
    article.scrollTop += box.top - frame.top - Math.min(120, frame.height / 4);
  } else article.scrollTop = 0;
  article.focus({ preventScroll: true });
}
/// Says what the items at a place are, and where else the act is told.
function inspect(begin, end) {
  const { t } = place;
  const text = D.texts[t];
  const over = items(t).filter(([b, e]) => begin === end ? b <= begin && begin < e : b < end && e > begin)
    .sort((a, b) => (a[0] === begin && a[1] === end ? 0 : 1) - (b[0] === begin && b[1] === end ? 0 : 1) || (a[1] - a[0]) - (b[1] - b[0]));
  const seen = new Set();
  const unique = over.filter(([, , , , item]) => { const key = JSON.stringify(item, ["account", "quotation", "mention", "time", "credit"]); return !seen.has(key) && seen.add(key); });
  const lines = unique.slice(0, 12).map(([, , , , item]) => itemLine(t, text, item));
  clear(reader.querySelector(".inspector"), lines.length ? [el("h3", {}, say("reader.here")), el("ul", {}, lines)] : el("p", { class: "quiet" }, say("reader.hint")));
}
const made = (rule, sure) => el("span", { class: "quiet" }, [note(rule) ? say("reader.rule", { rule: note(rule) }) : "", sure ? say("reader.sure", { n: Math.round(sure * 100) }) : ""].filter(Boolean).map((part) => ` · ${part}`).join(""));
function itemLine(t, text, item) {
  if (item.account != null) {
    const a = text.accounts[item.account];
    const act = D.acts.find((act) => act.accounts.some(([at, i]) => at === t && i === item.account));
    const told = Object.keys(FIELDS).map((field) => [field, FIELDS[field](a)]).filter(([, value]) => value != null).map(([field, value]) => `${term("field", field)} : ${value}`).join(" · ");
    const rest = act ? act.accounts.filter(([at, i]) => at !== t || i !== item.account) : [];
    return el("li", {}, kindTag(a.kind), " ", act && act.status !== "unknown" ? status(act) : null, " ", told, a.chain && a.chain.length ? ` · ${say("field.chain")} : ${a.chain.join(" → ")}` : "", made(a.rule, a.sure),
      rest.length ? el("p", {}, `${say("reader.others")} : `, rest.slice(0, 12).map(([at, , b, e]) => [chip(at, b, e), " "])) : null);
  }
  if (item.quotation != null) {
    const q = text.quotations[item.quotation];
    const part = item.part ? ` (${say(`item.${item.part}`)})` : "";
    return el("li", {}, el("span", { class: "kind speech" }, term("quotation", q.kind)), " ", names(q.speaker) || say("speech.unnamed"), q.addressee.length ? ` ${say("speech.to", { names: names(q.addressee) })}` : "", q.hedge ? ` · ${term("hedge", q.hedge)}` : "", part, made(q.rule, q.sure));
  }
  if (item.mention != null) {
    const [, , party, form, reason] = text.mentions[item.mention];
    return el("li", {}, el("span", { class: "kind name" }, say("item.mention")), " ", party == null ? say("party.unnamed") : D.parties[party].name, ` · ${term("form", form)}`, note(reason) ? ` · ${note(reason)}` : "");
  }
  if (item.time != null) {
    const [, , window, value, rule] = text.times[item.time];
    return el("li", {}, el("span", { class: "kind day" }, say("item.time")), " ", window == null ? say("date.unknown") : dated(window), value ? el("code", {}, ` ${value}`) : "", made(rule));
  }
  return el("li", {}, el("span", { class: "kind name" }, say("item.credit")), " ", text.credits[item.credit][2]);
}
function onArticle(event) {
  const segment = event.target.closest("[data-b]");
  if (!segment || String(getSelection()).trim()) return;
  inspect(+segment.dataset.b, +segment.dataset.e);
}

// ---- Keys -------------------------------------------------------------------------------

/// j and k: to the next and the previous line, in the reader to the next and
/// the previous act or quotation.
function step(direction) {
  if (place && reader.contains(document.activeElement)) {
    const stops = [...new Map(items(place.t).filter(([, , layer, name]) => layer === "accounts" || name.startsWith("content")).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((item) => [`${item[0]}-${item[1]}`, item])).values()];
    const at = stops.findIndex(([b, e]) => b === place.begin && e === place.end);
    const next = at >= 0 ? stops[at + direction] : stops.find(([b]) => b >= place.begin) || stops[0];
    if (next) go(place.t, next[0], next[1]);
    return;
  }
  const lines = [...document.querySelectorAll("#main .line > a:first-of-type")].filter((line) => line.offsetParent);
  const current = document.activeElement && document.activeElement.closest(".line") ? lines.indexOf(document.activeElement.closest(".line").querySelector("a")) : -1;
  const seen = lines.findIndex((line) => line.getBoundingClientRect().top > 80);
  const next = lines[current >= 0 ? current + direction : Math.max(0, seen)];
  if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "center" }); }
}
function go(t, begin, end) {
  try { history.replaceState(null, "", href(t, begin, end)); } catch { /* a page without an address of its own */ }
  openReader({ t, begin, end });
}
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "Escape") { if (typing && needle) { event.target.value = ""; onFilter(event); } else closeReader(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j" || event.key === "k") { event.preventDefault(); step(event.key === "j" ? 1 : -1); }
  if (event.key === "/") { event.preventDefault(); document.getElementById("filter").focus(); }
});
document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest('a[href^="#"], a[*|href^="#"]');
  const target = link && !event.ctrlKey && !event.metaKey && parse(link.getAttribute("href"));
  if (!target) return;
  event.preventDefault();
  if (!reader.contains(link)) opener = link;
  const keep = opener;
  go(target.t, target.begin, target.end);
  opener = keep;
});
window.addEventListener("hashchange", () => { const target = parse(location.hash); if (target) openReader(target); });
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("#main details.card").forEach((card) => { card.build && card.build(); card.open = true; });
  while (pending.size) for (const end of [...pending]) end.grow(true);
});
let resizing = 0;
new ResizeObserver(() => { clearTimeout(resizing); resizing = setTimeout(drawPicture, 80); }).observe(document.getElementById("main"));

draw();
const start = parse(location.hash);
if (start) openReader(start);
else if (location.hash.length > 1 && document.getElementById(location.hash.slice(1))) document.getElementById(location.hash.slice(1)).scrollIntoView();
})();
