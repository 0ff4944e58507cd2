// The drawn timeline and the same as a list.

const DAY = 86400000;
const date = (day) => new Date(day * DAY);

// The days that the picture shows: the time of publication and what lies near
// it, so that one treaty of long ago does not squeeze a month into a line.
function range() {
  const published = D.published == null ? null : D.windows[D.published];
  const days = D.acts
    .flatMap((act) => [act.when, act.due])
    .filter((w) => w != null)
    .flatMap((w) => [D.windows[w].begin, D.windows[w].end])
    .filter((day) => day != null);
  const core =
    published && published.begin != null
      ? [published.begin, published.end ?? published.begin]
      : [Math.min(...days), Math.max(...days)];
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
  const days = group(chronology, (act) => dated(act.when));
  if (undated.length) days.set(say("date.unknown"), undated);
  return [
    span ? el("div", { class: "picture", id: "picture" }) : null,
    el(
      "ul",
      { class: "legend", "aria-hidden": "true" },
      el("li", { class: "solid" }, say("timeline.solid")),
      el("li", { class: "outline" }, say("timeline.outline")),
      el("li", { class: "fade" }, say("timeline.fade")),
      el("li", { class: "reported" }, say("timeline.reported")),
      ["meeting", "document", "demand", "offer", "commitment", "refusal", "warning", "statement"].map((kind) =>
        el("li", { class: `key ${kind}` }, term("kind", kind)),
      ),
    ),
    el("div", { id: "day", "aria-live": "polite" }),
    unfold(
      say("timeline.list"),
      () =>
        list(
          [...days],
          ([day, acts]) => [
            el("h3", {}, day),
            el(
              "ul",
              { class: "plain" },
              acts.map((act) => el("li", {}, actLine(act))),
            ),
          ],
          { class: "list chronology" },
          12,
        ),
      { class: "roll" },
    ),
  ];
}

// ---- The picture

const ROW = 22;

// What drawing has to know: the size, the days, and what is drawn so far.
function picture(width, [first, last]) {
  const narrow = width < 640;
  const gutter = narrow ? 0 : 150;
  const dayWidth = (width - gutter - 8) / (last + 1 - first);
  const x = (day) => gutter + dayWidth * (Math.min(Math.max(day, first), last + 1) - first);
  const shows = (day) => day != null && day >= first && day <= last;
  return { width, narrow, gutter, first, last, dayWidth, x, shows, parts: [], y: 26 };
}

function drawPicture() {
  const box = document.getElementById("picture");
  const days = range();
  if (!box || !days) return;
  const p = picture(Math.max(280, box.clientWidth), days);
  drawAxis(p);
  lane(p, "published", 34, publishedByDay(p), (top) => drawPublished(p, top));
  for (const [name, acts, field] of [
    ["meetings", meetings(), "when"],
    ["documents", D.acts.filter((act) => act.kind === "document").sort(byTime), "when"],
    ["due", ledger(), "due"],
  ]) {
    const bars = pack(p, matching(acts.filter((act) => overlaps(p, act[field]))), field);
    lane(p, name, ROW * (1 + Math.max(0, ...bars.map((bar) => bar.row))), bars, (top) =>
      bars.forEach((bar) => drawBar(p, bar, top)),
    );
  }
  lane(p, "speech", 74, spokenByDay(p), (top) => drawSpoken(p, top));
  drawNow(p);
  const { width, parts, first, last } = p;
  const height = p.y + 4;
  const title = say("timeline.picture");
  const size = { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": title };
  clear(box, svg("svg", size, fades(), parts), outside(first, last));
}

// A lane with its name on the left, or above where there is little room; none
// if it holds nothing.
function lane(p, name, height, things, draw) {
  if (!(things.length ?? things.size)) return;
  if (p.narrow) p.y += 18;
  const at = p.narrow ? { x: 0, y: p.y - 6 } : { x: p.gutter - 12, y: p.y + 15, "text-anchor": "end" };
  p.parts.push(svg("text", { class: "lane", ...at }, say(`lane.${name}`)));
  draw(p.y);
  p.y += height + 5;
  p.parts.push(svg("line", { class: "rule", x1: 0, x2: p.width, y1: p.y, y2: p.y }));
  p.y += 7;
}

// Months, and days or weeks where there is room.
function drawAxis(p) {
  const step = p.dayWidth > 26 ? 1 : p.dayWidth * 7 > 26 ? 7 : 0;
  const style = { month: p.narrow || p.last - p.first > 400 ? "short" : "long", year: "numeric", timeZone: "UTC" };
  const month = new Intl.DateTimeFormat(lang, style);
  const line = (day, top, name) => svg("line", { class: name, x1: p.x(day), x2: p.x(day), y1: top, y2: "100%" });
  const months = [];
  for (let day = p.first; day <= p.last; day++) {
    const at = date(day);
    if (at.getUTCDate() === 1 || day === p.first) months.push(day);
    if (step === 1 || (step === 7 && at.getUTCDay() === 1)) {
      p.parts.push(line(day, 22, "tick"));
      p.parts.push(svg("text", { class: "tick-label", x: p.x(day) + 3, y: 33 }, String(at.getUTCDate())));
    }
  }
  months.forEach((day, i) => {
    p.parts.push(line(day, 2, "tick month"));
    const name = month.format(date(day));
    const room = (i + 1 < months.length ? p.x(months[i + 1]) : p.width) - p.x(day);
    if (room > name.length * 7) p.parts.push(svg("text", { class: "month-label", x: p.x(day) + 3, y: 13 }, name));
  });
  if (step) p.y += 14;
}

const overlaps = (p, window) => {
  if (window == null) return false;
  const { begin, end } = D.windows[window];
  return (end ?? begin) >= p.first && (begin ?? end) <= p.last;
};

// Acts as bars in rows, each in the first row in which it and its label find
// room.
function pack(p, acts, field) {
  const ends = [];
  return acts.map((act) => {
    const { begin, end } = D.windows[act[field]];
    const from = p.x(begin ?? Math.min(p.first, end));
    const to = Math.max(p.x((end ?? Math.max(p.last, begin)) + 1), from + 7);
    const bar = {
      act,
      from,
      to,
      faded: begin == null ? "begin" : end == null ? "end" : null,
      ...labelled(p, act, field, from, to),
    };
    if (acts.length > 60) bar.label = "";
    const size = bar.side === "inside" ? 0 : width(bar.label);
    const [left, right] = bar.side === "left" ? [from - size, to] : [from, to + size];
    bar.row = ends.findIndex((end) => end < left - 4);
    if (bar.row < 0) bar.row = ends.push(0) - 1;
    ends[bar.row] = right;
    return bar;
  });
}
const LETTER = 6.2;
const width = (label) => (label ? label.length * LETTER + 10 : 0);
// What a bar is called, and where that stands: in the bar, else on the side
// that has more room.
function labelled(p, act, field, from, to) {
  const parties = names(act.by) || say("party.unnamed");
  const owed = field === "due" || act.kind === "document";
  const whole = owed
    ? [parties, names(act.to)].filter(Boolean).join(" → ")
    : act.place == null
      ? parties
      : D.parties[act.place].name;
  if (to - from > width(whole) * 1.12) return { label: whole, side: "inside" };
  const side = to + width(whole) > p.width && from - p.gutter > p.width - to ? "left" : "right";
  const letters = Math.min(26, Math.floor(((side === "left" ? from - p.gutter : p.width - to) - 10) / LETTER));
  const label = letters < 4 ? "" : whole.length > letters ? `${whole.slice(0, letters - 1)}…` : whole;
  return { label, side };
}
function drawBar(p, { act, from, to, row, side, label, faded }, top) {
  const [t, , begin, end] = act.accounts[0] || [0, null, 0, 0];
  const title = [
    term("kind", act.kind),
    [names(act.by), names(act.to)].filter(Boolean).join(" → "),
    act.place == null ? "" : D.parties[act.place].name,
    act.when == null ? "" : dated(act.when),
    act.due == null ? "" : `${say("field.due")} : ${dated(act.due)}`,
    term("status", act.status),
  ];
  const y = top + row * ROW;
  const place = { inside: from + 6, left: from - 5, right: to + 5 }[side];
  const box = { x: from + 0.5, y: y + 3.5, width: Math.max(6, to - from - 1), height: 13, rx: 3 };
  p.parts.push(
    svg(
      "a",
      { href: href(t, begin, end), class: "item" },
      svg("title", {}, title.filter(Boolean).join(" · ")),
      svg("rect", { class: "hit", x: from - 3, y, width: to - from + 6, height: 20 }),
      svg("rect", { class: `stretch ${act.kind} ${act.status}`, ...box, mask: faded && `url(#fade-${faded})` }),
      svg(
        "text",
        {
          class: `stretch-label ${side} ${act.status}`,
          x: place,
          y: y + 14,
          "text-anchor": side === "left" ? "end" : "start",
        },
        label,
      ),
    ),
  );
}

// Things by day, as columns that are pressed to see what is in them.
function column(p, top, height, day, title, show, rects) {
  const wide = Math.max(3, Math.min(p.dayWidth - 1, 26));
  const x = p.x(day) + (p.dayWidth - wide) / 2;
  const press = (event) => {
    if (event.key && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    show();
  };
  p.parts.push(
    svg(
      "g",
      { role: "button", tabindex: 0, class: "item", "aria-label": title, on: { click: press, keydown: press } },
      svg("title", {}, title),
      svg("rect", { class: "hit", x, y: top, width: wide, height }),
      rects.map((rect) => svg("rect", { x, width: wide, ...rect })),
    ),
  );
}
function group(things, day) {
  const groups = new Map();
  for (const thing of things) groups.set(day(thing), [...(groups.get(day(thing)) || []), thing]);
  return groups;
}
const most = (groups) => Math.max(1, ...[...groups.values()].map((things) => things.length));

const publishedOn = (text) =>
  text.window == null ? null : (D.windows[text.window].begin ?? D.windows[text.window].end);
const publishedByDay = (p) =>
  group(
    D.texts.filter((text) => p.shows(publishedOn(text))),
    publishedOn,
  );
function drawPublished(p, top) {
  const days = publishedByDay(p);
  for (const [day, texts] of days) {
    const title = say("timeline.day", { date: dayWords(day), n: count("texts", texts.length) });
    const height = Math.max(3, (texts.length * 30) / most(days));
    column(p, top, 34, day, title, () => showDay(day, list(texts, textLine, { class: "list texts" }, 20)), [
      { class: "published", y: top + 32 - height, height, rx: 1.5 },
    ]);
  }
}

// All but meetings and documents, stacked by kind.
const spokenByDay = (p) => {
  const acts = D.acts.filter((act) => !["meeting", "document"].includes(act.kind) && p.shows(dayOf(act)));
  return group(matching(acts), dayOf);
};
function drawSpoken(p, top) {
  const days = spokenByDay(p);
  const unit = Math.min(12, 68 / most(days));
  for (const [day, acts] of days) {
    const title = say("timeline.day", { date: dayWords(day), n: count("acts", acts.length) });
    const sorted = [...acts].sort((a, b) => POSITIONS.indexOf(a.kind) - POSITIONS.indexOf(b.kind));
    const stack = sorted.map((act, i) => ({
      class: `stack ${act.kind} ${act.when == null ? "reported" : ""}`,
      y: top + 72 - (i + 1) * unit,
      height: Math.max(unit - (unit > 3 ? 1 : 0), 0.6),
    }));
    column(
      p,
      top,
      72,
      day,
      title,
      () =>
        showDay(
          day,
          list(acts, (act) => actLine(act), {}, 20),
        ),
      stack,
    );
  }
}

function drawNow(p) {
  if (!D.now || !p.shows(D.now.day)) return;
  const x = p.x(D.now.day) + p.dayWidth / 2;
  const left = x > p.width - 90;
  const label = { class: "now-label", x: left ? x - 4 : x + 4, y: p.y + 10, "text-anchor": left ? "end" : "start" };
  p.parts.push(svg("line", { class: "now", x1: x, x2: x, y1: 16, y2: p.y }));
  p.parts.push(svg("text", label, say(D.now.as_of ? "timeline.as-of" : "timeline.today")));
  p.y += 14;
}

// Masks for bars whose begin or end is open.
function fades() {
  const fade = (id, from, to) =>
    svg(
      "mask",
      { id, maskContentUnits: "objectBoundingBox" },
      svg(
        "linearGradient",
        { id: `${id}-shade` },
        svg("stop", { "stop-color": from }),
        svg("stop", { offset: 1, "stop-color": to }),
      ),
      svg("rect", { width: 1, height: 1, fill: `url(#${id}-shade)` }),
    );
  return svg("defs", {}, fade("fade-begin", "#000", "#fff"), fade("fade-end", "#fff", "#000"));
}

// ---- What lies behind it

// The day of an act: its own if a window of at most a week tells it; where no
// text tells one, that of the first text that tells the act.
function dayOf(act) {
  if (act.when != null) {
    const { begin, end } = D.windows[act.when];
    return begin == null || end == null || end - begin > 6 ? null : begin;
  }
  const days = act.accounts
    .map(([t]) => D.texts[t].window)
    .filter((window) => window != null)
    .map((window) => D.windows[window].begin);
  return days.length && !days.includes(null) ? Math.min(...days) : null;
}
// What the picture has no room for, said in words.
function outside(first, last) {
  const at = (act) => {
    const w = act.when ?? act.due;
    return w == null ? null : D.windows[w];
  };
  const acts = matching(D.acts);
  const earlier = acts.filter((act) => at(act) && (at(act).end ?? at(act).begin) < first).length;
  const later = acts.filter((act) => at(act) && (at(act).begin ?? at(act).end) > last).length;
  const undated = acts.filter((act) => !at(act) && dayOf(act) == null).length;
  const said = [
    earlier ? count("earlier-acts", earlier) : "",
    later ? count("later-acts", later) : "",
    undated ? count("undated", undated) : "",
  ].filter(Boolean);
  return said.length ? el("p", { class: "outside" }, said.join(" · ")) : null;
}
const dayWords = (day) =>
  new Intl.DateTimeFormat(lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(date(day));
// What a column holds, below the picture.
function showDay(day, content) {
  const box = document.getElementById("day");
  const close = button("×", { class: "close", "aria-label": say("timeline.close") }, () => clear(box));
  clear(box, el("div", { class: "day-box" }, el("h3", {}, dayWords(day)), close, content));
}
