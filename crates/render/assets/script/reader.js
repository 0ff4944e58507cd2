// The reader: one text with all that was found in it.

const reader = document.getElementById("reader");
const layers = { accounts: true, quotations: true, mentions: false, times: true, chrome: true };
// The place that is open, the text and language that are drawn, and the link
// that opened the reader.
let place = null;
let drawn = null;
let opener = null;

// Every item of a text as [begin, end, layer, class, item].
function items(t) {
  const text = D.texts[t];
  const all = [];
  text.accounts.forEach((item, i) =>
    [item.span, ...(item.repeats || [])].forEach(([b, e]) =>
      all.push([b, e, "accounts", `account ${item.kind}`, { account: i }]),
    ),
  );
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

function openReader(target, from) {
  place = target;
  const { t, begin, end } = target;
  if (reader.hidden || !reader.contains(from)) opener = from;
  if (reader.hidden) keepInView(from, () => toggleReader(true));
  if (drawn !== `${t} ${lang}`) drawText(t);
  drawn = `${t} ${lang}`;
  inspect(begin, end);
  mark(begin, end);
}
function closeReader() {
  if (reader.hidden) return;
  const { t, begin, end } = place;
  place = null;
  try {
    history.replaceState(null, "", location.pathname + location.search);
  } catch {
    location.hash = "";
  }
  // What has been drawn anew meanwhile is found again by where it leads.
  const line = opener && opener.isConnected ? opener : document.querySelector(`#main a[href="${href(t, begin, end)}"]`);
  keepInView(line, () => toggleReader(false));
  if (line) line.focus({ preventScroll: true });
}
function toggleReader(open) {
  reader.hidden = !open;
  document.body.classList.toggle("reading", open);
  drawPicture();
}
// Changes the page without moving a line of it on the screen.
function keepInView(line, change) {
  const top = line && line.getBoundingClientRect().top;
  change();
  if (line && line.isConnected) window.scrollBy({ top: line.getBoundingClientRect().top - top, behavior: "instant" });
}

function drawText(t) {
  const text = D.texts[t];
  const all = items(t);
  const layerNames = Object.keys(layers).filter(
    (name) => name !== "chrome" || text.blocks.some(([, , kind]) => kind === "chrome" || kind === "crosslink"),
  );
  const meta = [text.source, dated(text.window), say(`basis.${text.basis}`)].join(" · ");
  const pieces =
    text.content != null
      ? text.blocks.map(([b, e, kind]) => [b, e, kind])
      : text.excerpts.map(([b, e]) => [b, e, "excerpt"]);
  set(reader, {
    "aria-label": say("reader.title"),
    class: Object.keys(layers)
      .filter((name) => layers[name])
      .map((name) => `show-${name}`)
      .join(" "),
  });
  clear(
    reader,
    el(
      "div",
      { class: "reader-head" },
      button("×", { class: "close", "aria-label": say("reader.close"), title: say("reader.close") }, closeReader),
      el("p", { class: "meta" }, meta),
      el(
        "h2",
        {
          id: "reader-title",
          class: text.blocks.some(([, , kind]) => kind === "title") ? "sr" : null,
          lang: text.lang,
        },
        called(text),
      ),
      el(
        "p",
        { class: "path" },
        el("code", {}, text.path),
        text.url
          ? [" ", el("a", { href: text.url, rel: "noreferrer noopener", target: "_blank" }, say("reader.original"))]
          : null,
      ),
      text.stated ? stated(t, text.stated) : null,
      el("div", { class: "layers", role: "group", "aria-label": say("reader.layers") }, layerNames.map(layerButton)),
    ),
    el(
      "div",
      {
        class: "article",
        lang: text.lang,
        tabindex: 0,
        role: "region",
        "aria-labelledby": "reader-title",
        on: { click: onArticle },
      },
      text.content == null ? el("p", { class: "hint", lang }, say("reader.excerpts")) : null,
      pieces.map(([b, e, kind]) => el("p", { class: `block ${kind}` }, segments(t, b, e, all))),
    ),
    el("div", {
      class: "inspector",
      tabindex: 0,
      role: "region",
      "aria-label": say("reader.here"),
      "aria-live": "polite",
    }),
  );
}
// What the page, or what stands beside it, states of an article: contradictions included.
function stated(t, statements) {
  const line = ([property, value, source, at]) => [
    el("dt", {}, term("property", property)),
    el("dd", {}, at ? cite(t, at[0], at[1], value) : value, el("span", { class: "quiet" }, ` · ${source}`)),
  ];
  return unfold(say("reader.stated"), () => el("dl", { class: "stated" }, statements.map(line)), { class: "others" });
}
function layerButton(name) {
  const node = button(say(`layer.${name}`), { class: "layer", "aria-pressed": String(layers[name]) }, () => {
    layers[name] = !layers[name];
    node.setAttribute("aria-pressed", String(layers[name]));
    reader.classList.toggle(`show-${name}`, layers[name]);
  });
  return node;
}
// A stretch of text cut wherever an item begins or ends.
function segments(t, begin, end, all) {
  const inside = all.filter(([b, e]) => b < end && e > begin);
  const cuts = [...new Set([begin, end, ...inside.flatMap(([b, e]) => [b, e])])]
    .filter((at) => at >= begin && at <= end)
    .sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, i) => {
    const to = cuts[i + 1];
    const over = inside.filter(([b, e]) => b <= from && to <= e);
    return set(el("span", { class: over.map(([, , , name]) => name).join(" ") || null }, slice(D.texts[t], from, to)), {
      "data-b": from,
      "data-e": to,
    });
  });
}
// Puts the mark around the very characters asked for.
function mark(begin, end) {
  reader.querySelectorAll("mark").forEach((old) => {
    const parent = old.parentNode;
    old.replaceWith(...old.childNodes);
    parent.normalize();
  });
  const whole = end <= begin;
  for (const segment of whole ? [] : reader.querySelectorAll("[data-b]")) {
    const [b, e] = [+segment.dataset.b, +segment.dataset.e];
    if (b >= end || e <= begin) continue;
    const [from, to] = [Math.max(b, begin), Math.min(e, end)];
    const t = place.t;
    segment.replaceChildren(
      ...[
        [b, from, false],
        [from, to, true],
        [to, e, false],
      ]
        .filter(([a, z]) => z > a)
        .map(([a, z, hit]) => (hit ? el("mark", {}, slice(D.texts[t], a, z)) : slice(D.texts[t], a, z))),
    );
  }
  const first = reader.querySelector("mark");
  const article = reader.querySelector(".article");
  if (first) {
    const box = first.getBoundingClientRect(),
      frame = article.getBoundingClientRect();
    article.scrollTop += box.top - frame.top - Math.min(120, frame.height / 4);
  } else article.scrollTop = 0;
  article.focus({ preventScroll: true });
}
// Says what the items at a place are, and where else the act is told.
function inspect(begin, end) {
  const { t } = place;
  const text = D.texts[t];
  const over = items(t)
    .filter(([b, e]) => (begin === end ? b <= begin && begin < e : b < end && e > begin))
    .sort(
      (a, b) =>
        (a[0] === begin && a[1] === end ? 0 : 1) - (b[0] === begin && b[1] === end ? 0 : 1) ||
        a[1] - a[0] - (b[1] - b[0]),
    );
  const seen = new Set();
  const unique = over.filter(([, , , , item]) => {
    const key = JSON.stringify(item, ["account", "quotation", "mention", "time", "credit"]);
    return !seen.has(key) && seen.add(key);
  });
  const lines = unique.slice(0, 12).map(([, , , , item]) => itemLine(t, text, item));
  clear(
    reader.querySelector(".inspector"),
    lines.length
      ? [el("h3", {}, say("reader.here")), el("ul", {}, lines)]
      : el("p", { class: "quiet" }, say("reader.hint")),
  );
}
const made = (rule, sure) =>
  el(
    "span",
    { class: "quiet" },
    [
      note(rule) ? say("reader.rule", { rule: note(rule) }) : "",
      sure ? say("reader.sure", { n: Math.round(sure * 100) }) : "",
    ]
      .filter(Boolean)
      .map((part) => ` · ${part}`)
      .join(""),
  );
function itemLine(t, text, item) {
  if (item.account != null) {
    const a = text.accounts[item.account];
    const act = D.acts.find((act) => act.accounts.some(([at, i]) => at === t && i === item.account));
    const told = Object.keys(FIELDS)
      .map((field) => [field, FIELDS[field](a)])
      .filter(([, value]) => value != null)
      .map(([field, value]) => `${term("field", field)} : ${value}`)
      .join(" · ");
    const rest = act ? act.accounts.filter(([at, i]) => at !== t || i !== item.account) : [];
    return el(
      "li",
      {},
      kindTag(a.kind),
      " ",
      act && act.status !== "unknown" ? status(act) : null,
      " ",
      told,
      a.chain && a.chain.length ? ` · ${say("field.chain")} : ${a.chain.join(" → ")}` : "",
      made(a.rule, a.sure),
      rest.length
        ? el(
            "p",
            {},
            `${say("reader.others")} : `,
            rest.slice(0, 12).map(([at, , b, e]) => [chip(at, b, e), " "]),
          )
        : null,
    );
  }
  if (item.quotation != null) {
    const q = text.quotations[item.quotation];
    const part = item.part ? ` (${say(`item.${item.part}`)})` : "";
    return el(
      "li",
      {},
      el("span", { class: "kind speech" }, term("quotation", q.kind)),
      " ",
      names(q.speaker) || say("speech.unnamed"),
      q.addressee.length ? ` ${say("speech.to", { names: names(q.addressee) })}` : "",
      q.hedge ? ` · ${term("hedge", q.hedge)}` : "",
      part,
      made(q.rule, q.sure),
    );
  }
  if (item.mention != null) {
    const [, , party, form, reason] = text.mentions[item.mention];
    return el(
      "li",
      {},
      el("span", { class: "kind name" }, say("item.mention")),
      " ",
      party == null ? say("party.unnamed") : D.parties[party].name,
      ` · ${term("form", form)}`,
      note(reason) ? ` · ${note(reason)}` : "",
    );
  }
  if (item.time != null) {
    const [, , window, value, rule] = text.times[item.time];
    return el(
      "li",
      {},
      el("span", { class: "kind day" }, say("item.time")),
      " ",
      window == null ? say("date.unknown") : dated(window),
      value ? el("code", {}, ` ${value}`) : "",
      made(rule),
    );
  }
  return el("li", {}, el("span", { class: "kind name" }, say("item.credit")), " ", text.credits[item.credit][2]);
}
function onArticle(event) {
  const segment = event.target.closest("[data-b]");
  if (!segment || String(getSelection()).trim()) return;
  inspect(+segment.dataset.b, +segment.dataset.e);
}
