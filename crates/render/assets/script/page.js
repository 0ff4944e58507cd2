// The page as a whole: its head, its sections, its keys.

// ---- Sections

const byTime = (a, b) => {
  const at = (act) => (act.when == null ? Infinity : (D.windows[act.when].begin ?? D.windows[act.when].end));
  return at(a) - at(b);
};
const meetings = () => D.acts.filter((act) => act.kind === "meeting").sort(byTime);
const ledger = () => D.ledger.map((a) => D.acts[a]);
// How much the accounts of an act differ: 3 where they contradict each other,
// 2 where they say different things, 1 where one is more exact, 0 where only
// the wording changes.
const weight = (act) => Math.max(0, ...act.differences.map((difference) => difference.weight));
const told = () =>
  D.acts
    .filter((act) => act.accounts.length > 1)
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
  forgetLists();
  clear(document.getElementById("top"), bar());
  clear(document.getElementById("head"), head());
  drawSections();
  clear(document.getElementById("foot"), el("p", {}, say("page.foot")), el("p", { class: "keys" }, say("page.keys")));
  window.scrollTo(0, scroll);
}
function drawSections() {
  const shown = SECTIONS.filter(([, , size]) => size());
  clear(
    document.getElementById("sections"),
    shown.map(([name, build]) =>
      el(
        "section",
        { id: name, "aria-labelledby": `${name}-title` },
        el("h2", { id: `${name}-title` }, say(`section.${name}`)),
        find(`section.${name}.lead`) ? el("p", { class: "lead" }, say(`section.${name}.lead`)) : null,
        el("div", { class: "body" }, build()),
      ),
    ),
  );
  requestAnimationFrame(drawPicture);
}

// ---- Head

function bar() {
  return [
    el(
      "nav",
      { "aria-label": say("page.sections") },
      SECTIONS.filter(([, , size]) => size()).map(([name]) => el("a", { href: `#${name}` }, say(`nav.${name}`))),
    ),
    el(
      "div",
      { class: "tools", role: "group", "aria-label": say("page.settings") },
      el("input", {
        type: "search",
        id: "filter",
        placeholder: say("page.filter"),
        "aria-label": `${say("page.filter")} : ${say("page.filter-hint")}`,
        title: say("page.filter-hint"),
        value: needle,
        on: { input: onFilter },
      }),
      el(
        "div",
        { class: "languages", role: "group", "aria-label": say("page.language") },
        LANGUAGES.map((code) => {
          const title = STRINGS["language.name"][code];
          return button(code.toUpperCase(), { lang: code, title, "aria-pressed": String(code === lang) }, () =>
            speak(code),
          );
        }),
      ),
      button("◐", { class: "theme", title: say("page.theme"), "aria-label": say("page.theme") }, switchTheme),
      button(say("page.print"), { class: "print" }, () => window.print()),
    ),
  ];
}
function head() {
  const differing = D.acts.filter((act) => weight(act) > 1).length;
  const figures = [
    ["texts", D.texts.length, "#texts"],
    ["origins", D.origins, "#chains"],
    ["speakers", D.speakers, "#speech"],
    ["meetings", meetings().length, "#meetings"],
    ["commitments", D.ledger.length, "#ledger"],
    ["differing", differing, "#accounts"],
    ["flags", D.flags.length, "#flags"],
  ].filter(([, n]) => n);
  const size = (blocks) => blocks.reduce((sum, [begin, end]) => sum + end - begin, 0);
  const all = D.texts.reduce((sum, text) => sum + size(text.blocks), 0);
  const chrome = D.texts.reduce(
    (sum, text) => sum + size(text.blocks.filter(([, , kind]) => kind === "chrome" || kind === "crosslink")),
    0,
  );
  const share = all ? Math.round((100 * chrome) / all) : 0;
  const left = [
    share ? el("li", {}, say("page.chrome", { n: share })) : null,
    D.later ? el("li", {}, count("later", D.later)) : null,
    D.left_out.length
      ? el(
          "li",
          {},
          el(
            "details",
            {},
            el("summary", {}, count("left-out", D.left_out.length)),
            el(
              "ul",
              {},
              D.left_out.map(([path, reason]) => el("li", {}, el("code", {}, path), ` : ${reason}`)),
            ),
          ),
        )
      : null,
  ].filter(Boolean);
  const when = [
    D.published == null ? null : say("page.published", { date: dated(D.published) }),
    D.now ? say(D.now.as_of ? "page.as-of" : "page.today", { date: dated(D.now.window) }) : null,
  ]
    .filter(Boolean)
    .join(" · ");
  return [
    el("p", { class: "kicker" }, say("page.kicker")),
    el("h1", {}, D.title || say("page.kicker")),
    when ? el("p", { class: "when" }, when) : null,
    el(
      "ul",
      { class: "figures" },
      figures.map(([key, n, target]) => {
        const text = count(key, n).replace(number(n), "").trim();
        return el("li", {}, el("a", { href: target }, el("b", {}, number(n)), " ", text));
      }),
    ),
    left.length ? el("div", { class: "left-out" }, el("p", {}, say("page.left-out")), el("ul", {}, left)) : null,
    D.quotes_only ? el("p", { class: "hint" }, say("page.quotes-only")) : null,
  ];
}
function speak(code) {
  lang = code;
  draw();
  if (place) openReader(place, opener);
  document.querySelector(`.languages [lang=${code}]`).focus();
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
    forgetLists();
    drawSections();
  }, 180);
}

// ---- Keys

// j and k: to the next and the previous line, in the reader to the next and
// the previous act or quotation.
function step(direction) {
  if (place && reader.contains(document.activeElement)) {
    const stops = [
      ...new Map(
        items(place.t)
          .filter(([, , layer, name]) => layer === "accounts" || name.startsWith("content"))
          .sort((a, b) => a[0] - b[0] || a[1] - b[1])
          .map((item) => [`${item[0]}-${item[1]}`, item]),
      ).values(),
    ];
    const at = stops.findIndex(([b, e]) => b === place.begin && e === place.end);
    const next = at >= 0 ? stops[at + direction] : stops.find(([b]) => b >= place.begin) || stops[0];
    if (next) go({ t: place.t, begin: next[0], end: next[1] }, document.activeElement);
    return;
  }
  const lines = [...document.querySelectorAll("#main .line > a:first-of-type")].filter((line) => line.offsetParent);
  const here = document.activeElement.closest(".line");
  const at = here ? lines.indexOf(here.querySelector("a")) : -1;
  const inView = lines.findIndex((line) => line.getBoundingClientRect().top > 80);
  const next = lines[at >= 0 ? at + direction : Math.max(0, inView)];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
}
// Draws the lists above a section to their end, so that a jump to it lands there.
function drawUpTo(section) {
  const isAbove = (end) => section && section.compareDocumentPosition(end) & Node.DOCUMENT_POSITION_PRECEDING;
  for (const end of [...pending].filter(isAbove)) end.grow(true);
}
// Opens a place and puts it into the address, so that it can be passed on.
function go(target, from) {
  try {
    history.replaceState(null, "", href(target.t, target.begin, target.end));
  } catch {
    // A page shown without an address of its own.
  }
  openReader(target, from);
}
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "Escape") {
    if (typing && needle) {
      event.target.value = "";
      onFilter(event);
    } else closeReader();
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    step(event.key === "j" ? 1 : -1);
  }
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("filter").focus();
  }
});
document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest('a[href^="#"], a[*|href^="#"]');
  const target = link && !event.ctrlKey && !event.metaKey && parse(link.getAttribute("href"));
  if (target) {
    event.preventDefault();
    go(target, link);
  } else if (link) drawUpTo(document.getElementById(link.getAttribute("href").slice(1)));
});
window.addEventListener("hashchange", () => {
  const target = parse(location.hash);
  if (target) openReader(target, document.activeElement);
});
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("#main details.card").forEach((card) => {
    card.build && card.build();
    card.open = true;
  });
  while (pending.size) for (const end of [...pending]) end.grow(true);
});
let resizing = 0;
new ResizeObserver(() => {
  clearTimeout(resizing);
  resizing = setTimeout(drawPicture, 80);
}).observe(document.getElementById("main"));

draw();
const start = parse(location.hash);
if (start) openReader(start, null);
else if (location.hash.length > 1 && document.getElementById(location.hash.slice(1)))
  document.getElementById(location.hash.slice(1)).scrollIntoView();
