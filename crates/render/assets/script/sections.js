// The sections of the page below the timeline.

// What parties want of each other, in the order in which it is listed.
const POSITIONS = [
  "demand",
  "condition",
  "proposal",
  "offer",
  "commitment",
  "agreement",
  "refusal",
  "warning",
  "accusation",
  "denial",
];

// ---- Meetings and ledger

function meetingTable() {
  const row = (act) => {
    const parties = names([...new Set([...act.by, ...act.to])]) || say("party.nobody-named");
    const kind = [act.format && term("format", act.format), act.level && term("level", act.level)]
      .filter(Boolean)
      .join(", ");
    return el(
      "div",
      { class: "meeting-row act meeting" },
      el("div", { class: "date" }, dated(act.when)),
      el(
        "div",
        { class: "what" },
        el(
          "p",
          { class: "who" },
          el("b", {}, act.place == null ? parties : D.parties[act.place].name),
          kind ? ` · ${kind}` : "",
          " ",
          status(act),
        ),
        act.place == null ? null : el("p", {}, parties),
        act.reason == null ? null : el("p", { class: "reason" }, note(act.reason)),
        quoted(act.accounts[0]),
        others(act),
      ),
      el("div", { class: "side" }, support(act)),
    );
  };
  return list(matching(meetings()), row, { class: "list ledger" });
}

function ledgerList() {
  const left = (act) =>
    act.left == null
      ? null
      : act.left === 0
        ? say("due.last")
        : act.left < -365
          ? say("due.long-over")
          : count(act.left > 0 ? "due.left" : "due.over", Math.abs(act.left));
  const row = (act) => {
    const [lead] = act.accounts[0] || [];
    const open = act.due != null && D.windows[act.due].end == null;
    const proof = onceByText(act.proof).filter(([t]) => t !== lead);
    return el(
      "div",
      { class: `ledger-row act ${act.kind}` },
      el(
        "div",
        { class: "date" },
        act.due == null ? el("span", { class: "quiet" }, say("due.none")) : dated(act.due),
        act.agreed == null ? null : el("p", { class: "quiet" }, say("due.agree", { date: dated(act.agreed) })),
        open ? el("p", { class: "quiet" }, say("due.open")) : null,
        left(act) ? el("p", { class: `left ${act.left < 0 ? "over" : ""}` }, left(act)) : null,
      ),
      el(
        "div",
        { class: "what" },
        el("p", { class: "who" }, kindTag(act.kind), " ", who(act)),
        quoted(act.accounts[0]),
        linked(act),
        others(act),
      ),
      el(
        "div",
        { class: "side" },
        status(act),
        act.reason == null ? null : el("p", { class: "reason" }, note(act.reason)),
        proof.length
          ? el(
              "p",
              {},
              proof.map(([t, , b, e]) => [chip(t, b, e), " "]),
            )
          : null,
        support(act),
      ),
    );
  };
  return list(matching(ledger()), row, { class: "list ledger" });
}
// The acts that this one answers or conditions.
function linked(act) {
  return [
    ["in_reply_to", "field.in-reply-to"],
    ["of", "field.condition-of"],
  ].map(([field, key]) => {
    const other = act[field] == null ? null : D.acts[act[field]];
    if (!other || !other.accounts.length) return null;
    return el(
      "div",
      { class: "linked" },
      `${say(key)} : `,
      kindTag(other.kind),
      " ",
      quoted(other.accounts[0], "span"),
    );
  });
}

// ---- Positions

// The party under which a position stands: an office-holder's or a body's
// under their state, if the state itself is in the dossier.
const states = new Map(
  D.parties
    .map((party, p) => [party, p])
    .filter(([party]) => party.kind === "state" && party.country)
    .map(([party, p]) => [party.country, p]),
);
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
  const cards = sides()
    .map(([s, acts]) => [s, matching(acts)])
    .filter(([, acts]) => acts.length);
  const draw = ([s, acts], i) =>
    unfold(
      [
        el("span", { class: "card-title" }, s < 0 ? say("party.unnamed") : D.parties[s].name),
        " ",
        el("span", { class: "quiet" }, s < 0 ? "" : term("party", D.parties[s].kind)),
        " ",
        el(
          "span",
          { class: "tally" },
          POSITIONS.map((kind) => [kind, acts.filter((act) => act.kind === kind).length])
            .filter(([, n]) => n)
            .map(([kind, n]) => el("span", { class: `dot ${kind}` }, `${term("kind", kind)} ${n}`)),
        ),
      ],
      () =>
        POSITIONS.map((kind) => {
          const own = acts.filter((act) => act.kind === kind).sort(byTime);
          if (!own.length) return null;
          return el(
            "div",
            { class: `group ${kind}` },
            el("h3", {}, kindTag(kind)),
            list(own, (act) => positionLine(act, s), { class: "list positions" }, 10),
          );
        }),
      { class: "card", open: i < 4 || !!needle },
    );
  return list(
    cards.map((card, i) => [card, i]),
    ([card, i]) => draw(card, i),
    { class: "list cards" },
    8,
  );
}
function positionLine(act, s) {
  const speakers = act.by.filter((p) => p !== s);
  const meta = [
    speakers.length ? names(speakers) : "",
    act.to.length ? say("speech.to", { names: names(act.to) }) : "",
    act.when == null ? "" : dated(act.when),
    act.due == null ? "" : `${say("field.due")} : ${dated(act.due)}`,
    act.origins > 1 ? count("origins", act.origins) : "",
  ]
    .filter(Boolean)
    .join(" · ");
  return [
    quoted(act.accounts[0]),
    el("p", { class: "meta" }, meta, " ", act.status === "unknown" ? null : status(act)),
    linked(act),
    others(act),
  ];
}

// ---- Who said what

function speechCards() {
  const bySpeaker = new Map();
  for (const saying of D.sayings) {
    if (!saying.length || !matches(saying, sayingWords)) continue;
    const [t, q] = saying[0];
    const speakers = D.texts[t].quotations[q].speaker;
    for (const p of speakers.length ? speakers : [-1]) bySpeaker.set(p, [...(bySpeaker.get(p) || []), saying]);
  }
  const cards = [...bySpeaker].sort((a, b) => (a[0] < 0) - (b[0] < 0) || b[1].length - a[1].length);
  return list(
    cards.map((card, i) => [card, i]),
    ([[p, sayings], i]) =>
      unfold(
        [
          el("span", { class: "card-title" }, p < 0 ? say("speech.unnamed") : D.parties[p].name),
          " ",
          el(
            "span",
            { class: "quiet" },
            p < 0 ? "" : [D.parties[p].role, D.parties[p].country].filter(Boolean).join(", "),
          ),
          " ",
          el("span", { class: "quiet" }, count("lines", sayings.length)),
        ],
        () => list(sayings, (saying) => sayingLine(saying, p), { class: "list sayings" }, 12),
        { class: "card", open: i < 3 || !!needle },
      ),
    { class: "list cards" },
    8,
  );
}
const sayingWords = (saying) =>
  saying
    .map(([t, q]) => {
      const item = D.texts[t].quotations[q];
      return `${names(item.speaker)} ${joined(t, item.content)} ${textWords(t)}`;
    })
    .join(" ");
const hull = (spans) => [Math.min(...spans.map((s) => s[0])), Math.max(...spans.map((s) => s[1]))];
function sayingLine(saying, p) {
  const [[t, q], ...rest] = saying;
  const item = D.texts[t].quotations[q];
  const shown = joined(t, item.content);
  const [begin, end] = item.content.length ? hull(item.content) : hull([...item.source, ...item.cue, [0, 0]]);
  const parent = item.parent == null ? null : D.texts[t].quotations[item.parent];
  const meta = [
    term("quotation", item.kind),
    item.cue.length ? joined(t, item.cue) : "",
    item.speaker.length > 1 ? names(item.speaker.filter((other) => other !== p)) : "",
    item.addressee.length ? say("speech.to", { names: names(item.addressee) }) : "",
    parent ? say("speech.within", { names: names(parent.speaker) || say("speech.unnamed") }) : "",
    item.carrier ? say("speech.via", { names: item.carrier.join(", ") }) : "",
    item.polarity ? term("polarity", item.polarity) : "",
    item.hedge ? term("hedge", item.hedge) : "",
  ]
    .filter(Boolean)
    .join(" · ");
  // Tellings in the very same words only add their text.
  const plain = (words) =>
    fold(words)
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  const tellings = rest
    .map(([t, q]) => [t, D.texts[t].quotations[q]])
    .map(([t, other]) => [t, other, joined(t, other.content)]);
  const same = tellings.filter(([, , told]) => plain(told) === plain(shown));
  const variants = tellings.filter(([, , told]) => plain(told) !== plain(shown));
  return el(
    "div",
    { class: `saying ${item.kind}` },
    el(
      "p",
      { class: "line" },
      item.kind === "direct"
        ? cite(t, begin, end, shown)
        : el("a", { class: "words reported", href: href(t, begin, end), lang: D.texts[t].lang }, shown),
      " ",
      chip(t, begin, end),
      same.map(([t, other]) => [" ", chip(t, ...hull(other.content))]),
    ),
    el("p", { class: "meta" }, meta),
    variants.length
      ? el(
          "details",
          { class: "others" },
          el("summary", {}, `${say("speech.variants")} : ${number(variants.length)}`),
          el(
            "ul",
            {},
            variants.map(([t, other, told]) =>
              el("li", { class: "line" }, cite(t, ...hull(other.content), told), " ", chip(t, ...hull(other.content))),
            ),
          ),
        )
      : null,
  );
}

// ---- Accounts side by side

function comparisons() {
  const draw = ([act, i]) => {
    const [t, , begin, end] = act.accounts[0];
    const fields = (weight) =>
      act.differences
        .filter((difference) => difference.weight === weight)
        .map((difference) => term("field", difference.field).toLowerCase())
        .join(", ");
    const [clashing, differing, exact] = [fields(3), fields(2), fields(1)];
    return unfold(
      [
        kindTag(act.kind),
        " ",
        el("span", { class: "card-title small" }, who(act)),
        " ",
        el("span", { class: "gist", lang: D.texts[t].lang }, quote(words(t, begin, end))),
        " ",
        clashing ? el("span", { class: "clashes" }, say("field.contradict-on", { fields: clashing }), " ") : null,
        differing ? el("span", { class: "differs" }, say("field.differ-on", { fields: differing }), " ") : null,
        clashing || differing
          ? null
          : el(
              "span",
              { class: "quiet" },
              exact ? say("field.exact-on", { fields: exact }) : say("field.agrees"),
              " · ",
            ),
        support(act),
      ],
      () => comparison(act),
      { class: "card comparison", open: i < 2 },
    );
  };
  return list(
    matching(told()).map((act, i) => [act, i]),
    draw,
    { class: "list cards" },
    15,
  );
}
// What an account says of a field, as [key, words]; null if it is silent.
const FIELDS = {
  by: (a) => (a.by.length ? names(a.by) : null),
  to: (a) => (a.to.length ? names(a.to) : null),
  when: (a) => (a.when == null ? null : dated(a.when)),
  due: (a) => (a.due == null ? null : dated(a.due)),
  place: (a) => (a.place == null ? null : D.parties[a.place].name),
  format: (a) => (a.format ? term("format", a.format) : null),
  level: (a) => (a.level ? term("level", a.level) : null),
  medium: (a) => (a.medium ? term("medium", a.medium) : null),
  polarity: (a) => (a.polarity ? term("polarity", a.polarity) : null),
  modality: (a) => (a.modality ? term("modality", a.modality) : null),
  hedge: (a) => (a.hedge ? term("hedge", a.hedge) : null),
};
// One place a text.
const onceByText = (places) => places.filter(([t], i) => places.findIndex(([other]) => other === t) === i);
function comparison(act) {
  // Where only the wording changes, the words below say it themselves.
  const differing = new Map(
    act.differences.filter((difference) => difference.weight > 0).map((difference) => [difference.field, difference]),
  );
  const shown = (value) =>
    "window" in value ? dated(value.window) : "parties" in value ? names(value.parties) : value.words;
  const chips = (places) =>
    el(
      "span",
      { class: "holders" },
      onceByText(places).map(([t, , begin, end]) => [chip(t, begin, end), " "]),
    );
  const row = (field, values, difference) =>
    el(
      "tr",
      { class: difference ? ["", "", "differs", "clashes"][difference.weight] : "" },
      el(
        "th",
        { scope: "row" },
        term("field", field),
        difference
          ? el(
              "span",
              { class: "mark" },
              `${difference.weight > 1 ? "≠ " : ""}${term("agreement", difference.agreement)}`,
            )
          : null,
      ),
      el(
        "td",
        {},
        el(
          "ul",
          { class: "values" },
          values.map(([value, places]) => el("li", {}, el("span", { class: "value" }, value), " ", chips(places))),
        ),
        difference && difference.silent.length
          ? el("p", { class: "quiet" }, say("field.silent"), " ", chips(difference.silent))
          : null,
        difference && difference.note != null ? el("p", { class: "quiet" }, note(difference.note)) : null,
      ),
    );
  const rows = [];
  for (const field of new Set([...differing.keys(), ...Object.keys(FIELDS)])) {
    const difference = differing.get(field);
    if (difference) {
      rows.push(
        row(
          field,
          difference.values.map(([value, places]) => [shown(value), places]),
          difference,
        ),
      );
      continue;
    }
    const groups = new Map();
    for (const place of act.accounts) {
      const value = account(place) && FIELDS[field](account(place));
      if (value != null) groups.set(value, [...(groups.get(value) || []), place]);
    }
    if (groups.size) rows.push(row(field, [...groups], null));
  }
  rows.push(
    el(
      "tr",
      {},
      el("th", { scope: "row" }, say("field.words")),
      el(
        "td",
        {},
        el(
          "ul",
          { class: "values" },
          act.accounts.map((place) => {
            const [t, , begin, end] = place;
            const told = account(place);
            return el(
              "li",
              { class: "line" },
              cite(t, begin, end),
              " ",
              chip(t, begin, end),
              told && told.chain && told.chain.length
                ? el("span", { class: "quiet" }, ` ${told.chain.join(" → ")}`)
                : null,
            );
          }),
        ),
      ),
    ),
  );
  return el("table", {}, el("tbody", {}, rows));
}

// ---- Chains

function chainTrees() {
  const byOrigin = new Map();
  D.texts.forEach((text, t) => {
    if (matches(text, () => textWords(t))) byOrigin.set(text.origin, [...(byOrigin.get(text.origin) || []), t]);
  });
  const groups = [...byOrigin].sort((a, b) => b[1].length - a[1].length || a[1][0] - b[1][0]);
  return list(
    groups,
    ([, texts]) => {
      const agencies = [
        ...new Set(
          texts.flatMap((t) => D.texts[t].from.filter((d) => d.text == null && d.agency).map((d) => d.agency)),
        ),
      ];
      // A text hangs under the one it rests on most.
      const parent = new Map(
        texts.map((t) => {
          const best = D.texts[t].from
            .filter((d) => d.text != null && d.text !== t && texts.includes(d.text))
            .sort((a, b) => b.score - a.score)[0];
          return [t, best];
        }),
      );
      const branch = (t, seen) => {
        const kids = texts.filter((k) => parent.get(k) && parent.get(k).text === t && !seen.has(k));
        return el(
          "li",
          {},
          chainLine(t),
          kids.length
            ? el(
                "ul",
                {},
                kids.map((k) => branch(k, new Set([...seen, t, k]))),
              )
            : null,
        );
      };
      const roots = texts.filter((t) => !parent.get(t));
      const tops = roots.length ? roots : texts.slice(0, 1);
      return el(
        "div",
        { class: "tree" },
        agencies.length
          ? el(
              "ul",
              {},
              el(
                "li",
                {},
                el("span", { class: "agency" }, agencies.join(", ")),
                " ",
                el("span", { class: "quiet" }, `${say("chain.agency")} · ${count("texts", texts.length)}`),
                el(
                  "ul",
                  {},
                  tops.map((t) => branch(t, new Set([t]))),
                ),
              ),
            )
          : el(
              "ul",
              {},
              tops.map((t) => branch(t, new Set([t]))),
            ),
      );
    },
    { class: "list trees" },
    20,
  );
}
function chainLine(t) {
  const text = D.texts[t];
  const speakers = new Set(text.quotations.flatMap((q) => q.speaker)).size;
  const meta = [dated(text.window), speakers ? count("speakers", speakers) : ""].filter(Boolean).join(" · ");
  return [
    chip(t, 0, 0),
    " ",
    el("span", { class: "gist", lang: text.lang }, called(text)),
    " ",
    el("span", { class: "quiet" }, meta),
    text.from.map((derivation) => rests(t, derivation)),
  ];
}
// On what a text rests, how much of it, why we think so, and the passages.
function rests(t, derivation) {
  const relation = say(`relation.${derivation.relation}`);
  if (derivation.text == null)
    return el("span", { class: "relation" }, ` · ${relation} `, el("b", {}, derivation.agency || ""));
  const share = derivation.score >= 0.01 ? say("chain.share", { n: Math.round(derivation.score * 100) }) : "";
  const why = [share, note(derivation.reason)].filter(Boolean).join(say("list.semicolon"));
  const passages = derivation.spans.map(([begin, end], i) => [begin, end, derivation.source_spans[i]]);
  return el(
    "div",
    { class: "relation" },
    `${relation} `,
    chip(derivation.text, ...(derivation.source_spans[0] || [0, 0])),
    why ? ` ${why}` : "",
    passages.length && !D.quotes_only
      ? unfold(
          count("passages", passages.length),
          () =>
            el(
              "ul",
              {},
              passages.map(([begin, end, source]) =>
                el(
                  "li",
                  { class: "line" },
                  cite(t, begin, end),
                  " ",
                  chip(t, begin, end),
                  source ? [" ← ", chip(derivation.text, source[0], source[1])] : null,
                ),
              ),
            ),
          { class: "others" },
        )
      : null,
  );
}

// ---- Flags and texts

function flagList() {
  const flags = D.flags.filter((flag) => matches(flag, () => `${note(flag.note)} ${textWords(flag.text)}`));
  return list(flags, (flag) =>
    el(
      "p",
      { class: "line flag" },
      el("span", { class: "status late" }, term("flag", flag.kind)),
      " ",
      flag.span ? [cite(flag.text, flag.span[0], flag.span[1]), " "] : null,
      chip(flag.text, ...(flag.span || [0, 0])),
      el("span", { class: "meta" }, ` ${note(flag.note)}`),
    ),
  );
}
function textLine(text) {
  const t = text.number - 1;
  const meta = [
    dated(text.window),
    say(`basis.${text.basis}`),
    text.basis === "collated" ? note(text.reason) : "",
    text.lang.toUpperCase(),
    count("acts", text.accounts.length),
    ...text.also,
  ]
    .filter(Boolean)
    .join(" · ");
  return [
    el(
      "p",
      { class: "line" },
      chip(t, 0, 0),
      " ",
      el("a", { class: "gist", href: href(t, 0, 0), lang: text.lang }, called(text)),
    ),
    el(
      "p",
      { class: "meta" },
      meta,
      text.url
        ? [" · ", el("a", { href: text.url, rel: "noreferrer noopener", target: "_blank" }, say("reader.original"))]
        : null,
    ),
    text.version ? changes(t, text.version) : null,
  ];
}
// What an article says otherwise than an earlier version of it.
function changes(t, version) {
  const sentences = (key, at, spans) =>
    spans.length
      ? el(
          "div",
          {},
          el("p", { class: "quiet" }, count(key, spans.length)),
          el(
            "ul",
            {},
            D.quotes_only ? null : spans.map(([begin, end]) => el("li", { class: "line" }, cite(at, begin, end))),
          ),
        )
      : null;
  return el(
    "div",
    { class: "relation" },
    `${say("version.of")} `,
    chip(version.text, 0, 0),
    unfold(
      [count("version.added", version.added.length), count("version.removed", version.removed.length)].join(" · "),
      () => [sentences("version.added", t, version.added), sentences("version.removed", version.text, version.removed)],
      { class: "others" },
    ),
  );
}
function textList() {
  return list(
    D.texts.filter((text) => matches(text, () => textWords(text.number - 1))),
    textLine,
    { class: "list texts" },
  );
}
