// Lines that lead to the words they show, and lists of them.

// ---- Links to places

// What a text is called: its title, else how it begins, else its file.
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
// A text's short name with its number, leading to a place in it.
function chip(t, begin, end) {
  const text = D.texts[t];
  return el(
    "a",
    {
      class: "chip",
      href: href(t, begin || 0, end || 0),
      title: [text.title, dated(text.window)].filter(Boolean).join(" · "),
    },
    text.source,
    el("sup", {}, String(text.number)),
  );
}
// Exact words as a link to their place.
const cite = (t, begin, end, shown) =>
  el("a", { class: "words", href: href(t, begin, end), lang: D.texts[t].lang }, quote(shown || words(t, begin, end)));

// The exact words of an account and the text they stand in.
const quoted = (place, tag = "p") => {
  if (!place) return null;
  const [t, , begin, end] = place;
  return el(tag, { class: "line" }, cite(t, begin, end), " ", chip(t, begin, end));
};

const kindTag = (kind) => el("span", { class: `kind ${kind}` }, term("kind", kind));
const status = (act) => el("span", { class: `status ${act.status}` }, term("status", act.status));
const account = ([t, a]) => (a == null ? null : D.texts[t].accounts[a]);
const who = (act) => [
  el("b", {}, act.by.length ? names(act.by) : say("party.unnamed")),
  act.to.length
    ? [
        el("span", { class: "arrow", "aria-hidden": "true" }, " → "),
        el("span", { class: "sr" }, ` ${say("speech.to", { names: "" })}`),
        el("b", {}, names(act.to)),
      ]
    : null,
];
const support = (act) =>
  el(
    "span",
    { class: "support" },
    [count("texts", act.texts), count("origins", act.origins), act.speakers ? count("speakers", act.speakers) : ""]
      .filter(Boolean)
      .join(" · "),
  );

// Further accounts of an act, each with its own words if they are others.
function others(act) {
  const rest = act.accounts.slice(1);
  if (!rest.length) return null;
  return el(
    "details",
    { class: "others" },
    el("summary", {}, `+ ${count("accounts", rest.length)}`),
    el(
      "ul",
      {},
      rest.map((place) => quoted(place, "li")),
    ),
  );
}

// One act with its words, as lists show it.
function actLine(act) {
  const told = act.accounts[0] && account(act.accounts[0]);
  const tone = ["polarity", "modality", "hedge"].filter((field) => told && told[field]);
  return el(
    "div",
    { class: `act ${act.kind}` },
    el(
      "p",
      { class: "who" },
      [kindTag(act.kind), " ", who(act)],
      tone.map((field) => [" ", el("span", { class: "tone" }, term(field, told[field]))]),
    ),
    quoted(act.accounts[0]),
    others(act),
  );
}

// ---- Filter

const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const textWords = (t) => `${D.texts[t].source} ${D.texts[t].title || ""} ${D.texts[t].path}`;
let needle = "";
const haystacks = new Map();
// Whether every word of the filter stands in what `wording` says of a thing.
function matches(thing, wording) {
  if (!needle) return true;
  if (!haystacks.has(thing)) haystacks.set(thing, fold(wording(thing)));
  return needle.split(" ").every((word) => haystacks.get(thing).includes(word));
}
const actWords = (act) =>
  [
    names(act.by),
    names(act.to),
    act.place == null ? "" : D.parties[act.place].name,
    LANGUAGES.map((l) => (STRINGS[`kind.${act.kind}`] || {})[l]).join(" "),
    ...act.accounts.map(([t, , b, e]) => `${words(t, b, e)} ${textWords(t)}`),
  ].join(" ");
const matching = (acts) => acts.filter((act) => matches(act, actWords));

// ---- Lists that are drawn as they come into view

// The ends of lists that are not yet drawn to their end.
const pending = new Set();
const watcher = new IntersectionObserver(
  (entries) => entries.forEach((entry) => entry.isIntersecting && entry.target.grow()),
  { rootMargin: "600px" },
);
function forgetLists() {
  watcher.disconnect();
  pending.clear();
}
// A list whose lines are made in chunks: the first at once, the others when its
// end comes near, and all of them before printing.
function list(things, draw, attributes, chunk = 40) {
  if (!things.length) return el("p", { class: "nothing" }, say("page.nothing"));
  const node = el("ol", { class: "list", ...attributes });
  const end = el("div", { class: "more" });
  let drawn = 0;
  end.grow = (all) => {
    const next = things.slice(drawn, all ? things.length : drawn + chunk);
    drawn += next.length;
    node.append(...next.map((thing) => el("li", {}, draw(thing))));
    watcher.unobserve(end);
    pending.delete(end);
    if (drawn === things.length) return end.remove();
    // Observed anew, it is told again if it is still near.
    watcher.observe(end);
    pending.add(end);
  };
  end.grow();
  return [node, drawn < things.length ? end : null];
}
// A `details` whose inside is made when it is first opened.
function unfold(summary, build, attributes) {
  const node = el("details", attributes, el("summary", {}, summary));
  node.build = () => {
    if (node.childElementCount === 1) node.append(...[build()].flat(Infinity).filter(Boolean));
  };
  node.addEventListener("toggle", () => node.open && node.build());
  if (node.open) node.build();
  return node;
}
