//! What the page's script is given, as compact as 200 articles ask for.
//!
//! Texts, parties, windows and recurring notes are kept once, in tables, and
//! named by their index; `null` where there is none. Places are in code points.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use depeche_record::{
    Account, Act, ActAccount, Difference, Dossier, Flag, Lang, Mention, PartyId, PartyKind, Points, Quotation, Reading,
    Span, Statement, TextId, TextRecord, Time, ValueAccount, Version, Window,
};
use jiff::civil::Date;
use serde::Serialize;

use crate::PageOptions;
use crate::fold::{self, Saying};
use crate::strings::{Strings, days_between, languages};
use crate::view::{self, View, tag};

/// The page's whole data.
#[derive(Serialize)]
pub(super) struct Data<'d> {
    title: &'d str,
    /// The language asked for; the browser's if none.
    lang: Option<String>,
    languages: Vec<String>,
    quotes_only: bool,
    now: Option<Now>,
    published: Option<usize>,
    origins: usize,
    speakers: usize,
    /// Texts left out because they are later than the day of the dossier.
    later: usize,
    left_out: Vec<(&'d str, &'d str)>,
    texts: Vec<TextRow<'d>>,
    acts: Vec<ActRow<'d>>,
    /// Acts that are owed, by deadline.
    ledger: Vec<usize>,
    sayings: Vec<Vec<(usize, usize)>>,
    flags: Vec<FlagRow>,
    parties: Vec<PartyRow<'d>>,
    windows: Vec<WindowRow>,
    notes: Vec<NoteRow>,
}

/// The day relative to which days are counted.
#[derive(Serialize)]
struct Now {
    day: i32,
    window: usize,
    as_of: bool,
}

#[derive(Serialize)]
struct TextRow<'d> {
    id: &'d str,
    path: &'d str,
    source: &'d str,
    url: Option<&'d str>,
    lang: String,
    title: Option<&'d str>,
    window: Option<usize>,
    basis: String,
    reason: Option<usize>,
    also: &'d [String],
    origin: &'d str,
    from: Vec<DerivationRow<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<VersionRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stated: Vec<StatementRow<'d>>,
    content: Option<&'d str>,
    /// In place of the content: where the quoted words stand, and the words.
    excerpts: Vec<(u32, u32, &'d str)>,
    blocks: Vec<(u32, u32, String)>,
    times: Vec<TimeRow<'d>>,
    mentions: Vec<MentionRow>,
    quotations: Vec<QuotationRow<'d>>,
    accounts: Vec<AccountRow<'d>>,
    credits: Vec<(u32, u32, &'d str)>,
}

/// What a text says otherwise than an earlier one at its address.
#[derive(Serialize)]
struct VersionRow {
    text: usize,
    added: Vec<Points>,
    /// Places in the earlier text.
    removed: Vec<Points>,
}

/// Property, value, where it was found, and the words that say so.
type StatementRow<'d> = (String, &'d str, &'d str, Option<Points>);

/// Begin, end, window, value, rule.
type TimeRow<'d> = (u32, u32, Option<usize>, Option<&'d str>, usize);

/// Begin, end, party, form, reason.
type MentionRow = (u32, u32, Option<usize>, String, usize);

#[derive(Serialize)]
struct DerivationRow<'d> {
    text: Option<usize>,
    agency: Option<&'d str>,
    relation: String,
    score: f32,
    reason: Option<usize>,
    spans: Vec<Points>,
    source_spans: Vec<Points>,
}

#[derive(Serialize)]
struct QuotationRow<'d> {
    kind: String,
    source: Vec<Points>,
    cue: Vec<Points>,
    content: Vec<Points>,
    speaker: Vec<usize>,
    addressee: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<usize>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    carrier: &'d [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    hedge: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    polarity: String,
    rule: usize,
    sure: f32,
}

#[derive(Serialize)]
struct AccountRow<'d> {
    kind: &'static str,
    by: Vec<usize>,
    to: Vec<usize>,
    span: Points,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    repeats: Vec<Points>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quotation: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_span: Option<Points>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    medium: Option<&'d str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    polarity: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    modality: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hedge: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    chain: Vec<&'d str>,
    rule: usize,
    sure: f32,
}

#[derive(Serialize)]
struct ActRow<'d> {
    id: &'d str,
    kind: &'static str,
    by: Vec<usize>,
    to: Vec<usize>,
    when: Option<usize>,
    place: Option<usize>,
    format: Option<&'d str>,
    level: Option<&'d str>,
    due: Option<usize>,
    /// What all accounts agree on, if that is less than the hull.
    agreed: Option<usize>,
    /// Days until it runs out.
    left: Option<i32>,
    status: String,
    reason: Option<usize>,
    /// The accounts that the status rests on.
    proof: Vec<Place>,
    in_reply_to: Option<usize>,
    of: Option<usize>,
    /// The best telling first.
    accounts: Vec<Place>,
    differences: Vec<DifferenceRow<'d>>,
    texts: u32,
    origins: u32,
    speakers: u32,
}

/// Text, account of that text, begin, end.
type Place = (usize, Option<usize>, u32, u32);

#[derive(Serialize)]
struct DifferenceRow<'d> {
    field: &'d str,
    agreement: String,
    /// From 0, other words for the same, to 3, a contradiction.
    weight: u8,
    silent: Vec<Place>,
    note: Option<usize>,
    values: Vec<(Value<'d>, Vec<Place>)>,
}

/// A value that accounts hold.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Value<'d> {
    Window(usize),
    Parties(Vec<usize>),
    Words(&'d str),
}

#[derive(Serialize)]
struct FlagRow {
    kind: String,
    text: usize,
    span: Option<Points>,
    note: Option<usize>,
}

#[derive(Serialize)]
struct PartyRow<'d> {
    name: &'d str,
    kind: String,
    country: Option<&'d str>,
    role: Option<&'d str>,
    forms: Vec<&'d str>,
}

/// Words that another room wrote: as they came, or in every language.
#[derive(Serialize)]
#[serde(untagged)]
enum NoteRow {
    Plain(String),
    Translated(BTreeMap<String, String>),
}

/// First and last day as days since 1970, `null` if open, and the window in words.
#[derive(Serialize)]
struct WindowRow {
    begin: Option<i32>,
    end: Option<i32>,
    words: BTreeMap<String, String>,
}

/// Builds the data of the page.
pub(super) fn data<'d>(view: &View<'d>, readings: &'d [Reading], options: &'d PageOptions) -> Data<'d> {
    let mut tables = Tables::default();
    let now = options.reckoned(view.dossier);
    let acts = acts(view, now, &mut tables);
    let texts = view.texts.iter().map(|text| text_row(view, &text.text.id, options, &mut tables)).collect();
    let positions: HashMap<&str, usize> =
        view.dossier.acts.iter().enumerate().map(|(number, act)| (act.id.as_str(), number)).collect();
    Data {
        title: &options.title,
        lang: options.lang.map(|_| Strings::new(options.lang).lang().to_string()),
        languages: languages().iter().map(ToString::to_string).collect(),
        quotes_only: options.quotes_only,
        now: now.map(|day| Now {
            day: epoch_day(day),
            window: tables.window(Window::day(day)),
            as_of: view.dossier.as_of.is_some(),
        }),
        published: view::published(view.dossier).map(|window| tables.window(window)),
        origins: view::origins(view.dossier),
        speakers: view::speakers(view),
        later: view::later(view, readings),
        left_out: options.left_out.iter().map(|file| (file.path.as_str(), file.reason.as_str())).collect(),
        texts,
        acts,
        ledger: view::ledger(view.dossier).iter().map(|act| positions[act.id.as_str()]).collect(),
        sayings: sayings(view),
        flags: view.dossier.flags.iter().filter_map(|flag| flag_row(view, flag, &mut tables)).collect(),
        parties: tables.party_rows,
        windows: tables.windows.rows.into_iter().map(window_row).collect(),
        notes: tables.notes.rows.into_iter().map(note_row).collect(),
    }
}

/// Each thing once, named by the order in which it was first met.
struct Table<T> {
    rows: Vec<T>,
    index: HashMap<T, usize>,
}

impl<T> Default for Table<T> {
    fn default() -> Table<T> {
        Table { rows: Vec::new(), index: HashMap::new() }
    }
}

impl<T: Copy + Eq + Hash> Table<T> {
    fn add(&mut self, row: T) -> usize {
        *self.index.entry(row).or_insert_with(|| {
            self.rows.push(row);
            self.rows.len() - 1
        })
    }
}

#[derive(Default)]
struct Tables<'d> {
    windows: Table<Window>,
    notes: Table<&'d str>,
    parties: HashMap<PartyId, usize>,
    party_rows: Vec<PartyRow<'d>>,
}

impl<'d> Tables<'d> {
    fn window(&mut self, window: Window) -> usize {
        self.windows.add(window)
    }

    fn note(&mut self, note: &'d str) -> Option<usize> {
        (!note.is_empty()).then(|| self.notes.add(note))
    }

    fn party(&mut self, view: &View<'d>, text: Option<&'d TextId>, id: &'d PartyId) -> usize {
        if let Some(party) = view.party(text, id) {
            let row = || PartyRow {
                name: &party.name,
                kind: tag(&party.kind),
                country: party.country.as_deref(),
                role: party.roles.first().map(|role| role.title.as_str()),
                forms: party.forms.iter().map(|form| form.form.as_str()).filter(|form| *form != party.name).collect(),
            };
            return self.party_row(party.id.clone(), row);
        }
        // Known to texts only: by the name it has there, under a key of its own.
        let local = view.local(text, id);
        let name = local.map_or_else(|| view::spoken(id), |party| &party.name);
        self.party_row(PartyId::new(format!("{name}\n{id}")), || PartyRow {
            name,
            kind: tag(&local.map_or(PartyKind::Anonymous, |party| party.kind)),
            country: local.and_then(|party| party.country.as_deref()),
            role: local.and_then(|party| party.role.as_deref()),
            forms: Vec::new(),
        })
    }

    fn party_row(&mut self, key: PartyId, row: impl FnOnce() -> PartyRow<'d>) -> usize {
        let next = self.party_rows.len();
        let number = *self.parties.entry(key).or_insert(next);
        if number == next {
            self.party_rows.push(row());
        }
        number
    }

    fn parties(&mut self, view: &View<'d>, text: Option<&'d TextId>, ids: &'d [PartyId]) -> Vec<usize> {
        ids.iter().map(|id| self.party(view, text, id)).collect()
    }
}

fn epoch_day(day: Date) -> i32 {
    days_between(Date::constant(1970, 1, 1), day)
}

fn window_row(window: Window) -> WindowRow {
    let words = |lang: Lang| (lang.to_string(), Strings::new(Some(lang)).window(Some(window)));
    WindowRow {
        begin: window.begin().map(epoch_day),
        end: window.end().map(epoch_day),
        words: languages().into_iter().map(words).collect(),
    }
}

fn note_row(note: &str) -> NoteRow {
    let words = |lang: Lang| (lang.to_string(), Strings::new(Some(lang)).reason(note));
    let words: BTreeMap<String, String> = languages().into_iter().map(words).collect();
    if words.values().all(|words| words == note) { NoteRow::Plain(note.to_owned()) } else { NoteRow::Translated(words) }
}

fn text_row<'d>(view: &View<'d>, id: &'d TextId, options: &PageOptions, tables: &mut Tables<'d>) -> TextRow<'d> {
    let number = view.number(id).expect("texts are numbered");
    let text = view.texts[number];
    let record: &TextRecord = &text.text;
    let title = record.title.map(|span| view.words(id, span)).filter(|title| !title.is_empty());
    let mut row = TextRow {
        id: id.as_str(),
        path: &record.path,
        source: view::source(text),
        url: view::address(text),
        lang: record.lang.to_string(),
        title,
        window: record.published.window.map(|window| tables.window(window)),
        basis: tag(&record.published.basis),
        reason: record.published.reason.as_deref().map(|reason| tables.notes.add(reason)),
        also: &text.also,
        origin: &text.origin,
        from: Vec::new(),
        version: text.version_of.as_ref().and_then(|version| version_row(view, id, version)),
        stated: record.metadata.iter().map(|statement| statement_row(view, id, statement)).collect(),
        content: None,
        excerpts: Vec::new(),
        blocks: Vec::new(),
        times: Vec::new(),
        mentions: Vec::new(),
        quotations: Vec::new(),
        accounts: Vec::new(),
        credits: Vec::new(),
    };
    let Some(reading) = view.reading(id) else { return row };
    row.from = text
        .derives_from
        .iter()
        .map(|derivation| DerivationRow {
            text: derivation.text.as_ref().and_then(|text| view.number(text)),
            agency: derivation.agency.as_deref(),
            relation: tag(&derivation.relation),
            score: derivation.score,
            reason: tables.note(&derivation.reason),
            spans: view.all_points(id, &derivation.spans),
            source_spans: derivation
                .text
                .as_ref()
                .map(|text| view.all_points(text, &derivation.source_spans))
                .unwrap_or_default(),
        })
        .collect();
    row.quotations = reading.quotations.iter().map(|item| quotation_row(view, reading, item, tables)).collect();
    row.accounts = reading.accounts.iter().map(|item| account_row(view, reading, item, tables)).collect();
    let kept =
        if options.quotes_only { quoted(view, reading) } else { vec![Span::new(0, reading.text.content().len())] };
    let keeps = |span: Span| kept.iter().any(|kept| kept.contains(span));
    row.times =
        reading.times.iter().filter(|time| keeps(time.span)).map(|time| time_row(view, id, time, tables)).collect();
    row.mentions = reading
        .mentions
        .iter()
        .filter(|mention| keeps(mention.span))
        .map(|mention| mention_row(view, id, mention, tables))
        .collect();
    row.credits = reading
        .credits
        .iter()
        .map(|credit| {
            let at = view.points(id, credit.span);
            (at.begin, at.end, credit.agency.as_str())
        })
        .collect();
    if options.quotes_only {
        row.excerpts = kept
            .iter()
            .map(|span| {
                let at = view.points(id, *span);
                (at.begin, at.end, view.words(id, *span))
            })
            .collect();
    } else {
        row.content = Some(reading.text.content());
        row.blocks = reading
            .blocks
            .iter()
            .map(|block| {
                let at = view.points(id, block.span);
                (at.begin, at.end, tag(&block.kind))
            })
            .collect();
    }
    row
}

fn version_row(view: &View<'_>, id: &TextId, version: &Version) -> Option<VersionRow> {
    Some(VersionRow {
        text: view.number(&version.text)?,
        added: view.all_points(id, &version.added),
        removed: view.all_points(&version.text, &version.removed),
    })
}

fn statement_row<'d>(view: &View<'d>, id: &TextId, statement: &'d Statement) -> StatementRow<'d> {
    let at = statement.span.map(|span| view.points(id, span));
    (tag(&statement.property), &statement.value, &statement.source, at)
}

fn time_row<'d>(view: &View<'d>, text: &TextId, time: &'d Time, tables: &mut Tables<'d>) -> TimeRow<'d> {
    let at = view.points(text, time.span);
    let window = time.window.map(|window| tables.window(window));
    (at.begin, at.end, window, time.value.as_deref(), tables.notes.add(&time.rule))
}

fn mention_row<'d>(view: &View<'d>, text: &'d TextId, mention: &'d Mention, tables: &mut Tables<'d>) -> MentionRow {
    let at = view.points(text, mention.span);
    let party = mention.party.as_ref().map(|party| tables.party(view, Some(text), party));
    (at.begin, at.end, party, tag(&mention.form), tables.notes.add(&mention.reason))
}

fn quotation_row<'d>(
    view: &View<'d>,
    reading: &'d Reading,
    quotation: &'d Quotation,
    tables: &mut Tables<'d>,
) -> QuotationRow<'d> {
    let id = &reading.text.id;
    let text = Some(id);
    QuotationRow {
        kind: tag(&quotation.kind),
        source: view.all_points(id, &quotation.source),
        cue: view.all_points(id, &quotation.cue),
        content: view.all_points(id, &quotation.content),
        speaker: tables.parties(view, text, &quotation.speaker),
        addressee: tables.parties(view, text, &quotation.addressee),
        parent: quotation.parent.and_then(|id| reading.quotations.iter().position(|other| other.id == id)),
        carrier: &quotation.carrier,
        hedge: quotation.hedge.as_ref().map(tag),
        polarity: unless_default(&quotation.polarity),
        rule: tables.notes.add(&quotation.rule),
        sure: quotation.confidence,
    }
}

fn account_row<'d>(
    view: &View<'d>,
    reading: &'d Reading,
    account: &'d Account,
    tables: &mut Tables<'d>,
) -> AccountRow<'d> {
    let id = &reading.text.id;
    let text = Some(id);
    let chain = account.chain.iter().map(|link| {
        let party = reading.parties.iter().find(|party| party.id.as_str() == link);
        party.map_or(link.as_str(), |party| &party.name)
    });
    AccountRow {
        kind: account.kind.as_str(),
        by: tables.parties(view, text, &account.by),
        to: tables.parties(view, text, &account.to),
        span: view.points(id, account.span),
        repeats: view.all_points(id, &account.repeats),
        quotation: account.quotation.and_then(|id| reading.quotations.iter().position(|other| other.id == id)),
        when: account.when.map(|window| tables.window(window)),
        due: account.due.map(|window| tables.window(window)),
        due_span: account.due_span.map(|span| view.points(id, span)),
        place: account.place.as_ref().map(|place| tables.party(view, text, place)),
        level: account.level.as_deref(),
        format: account.format.as_deref(),
        medium: account.medium.as_deref(),
        polarity: unless_default(&account.polarity),
        modality: unless_default(&account.modality),
        hedge: account.hedge.as_ref().map(tag),
        chain: chain.collect(),
        rule: tables.notes.add(&account.rule),
        sure: account.confidence,
    }
}

fn acts<'d>(view: &View<'d>, now: Option<Date>, tables: &mut Tables<'d>) -> Vec<ActRow<'d>> {
    let dossier: &'d Dossier = view.dossier;
    let numbers: HashMap<&str, usize> =
        dossier.acts.iter().enumerate().map(|(number, act)| (act.id.as_str(), number)).collect();
    let number = |id: &Option<String>| id.as_deref().and_then(|id| numbers.get(id).copied());
    let row = |act: &'d Act| {
        let lead = view.lead(act);
        let mut accounts: Vec<&ActAccount> = act.accounts.iter().collect();
        accounts.sort_by_key(|account| (Some(*account) != lead, view.number(&account.text)));
        let due = view::due(act);
        let agreed = act.due.and_then(|due| due.intersection).filter(|agreed| Some(*agreed) != due);
        ActRow {
            id: &act.id,
            kind: act.kind.as_str(),
            by: tables.parties(view, None, &act.by),
            to: tables.parties(view, None, &act.to),
            when: act.when.map(|window| tables.window(window)),
            place: act.place.as_ref().map(|place| tables.party(view, None, place)),
            format: act.format.as_deref(),
            level: act.level.as_deref(),
            due: due.map(|window| tables.window(window)),
            agreed: agreed.map(|window| tables.window(window)),
            left: due.and_then(Window::end).zip(now).map(|(end, now)| days_between(now, end)),
            status: tag(&act.status.value),
            reason: tables.note(&act.status.reason),
            proof: act.status.accounts.iter().filter_map(|account| place(view, account)).collect(),
            in_reply_to: number(&act.in_reply_to),
            of: number(&act.of),
            accounts: accounts.into_iter().filter_map(|account| place(view, account)).collect(),
            differences: act
                .differences
                .iter()
                .map(|difference| difference_row(view, act, difference, tables))
                .collect(),
            texts: act.texts,
            origins: act.origins,
            speakers: act.speakers,
        }
    };
    dossier.acts.iter().map(row).collect()
}

fn place(view: &View<'_>, account: &ActAccount) -> Option<Place> {
    let reading = view.reading(&account.text)?;
    let at = view.points(&account.text, account.span);
    let number = reading.accounts.iter().position(|told| told.id == account.account);
    Some((view.number(&account.text)?, number, at.begin, at.end))
}

fn difference_row<'d>(
    view: &View<'d>,
    act: &Act,
    difference: &'d Difference,
    tables: &mut Tables<'d>,
) -> DifferenceRow<'d> {
    let told = |holder: &ValueAccount| {
        let mut accounts = act.accounts.iter();
        accounts.find(|account| (&account.text, account.account) == (&holder.text, holder.account))
    };
    let places = |holders: &[ValueAccount]| -> Vec<Place> {
        holders.iter().filter_map(told).filter_map(|account| place(view, account)).collect()
    };
    let values = difference.values.iter();
    DifferenceRow {
        field: &difference.field,
        agreement: tag(&difference.agreement),
        weight: view::weight(difference) as u8,
        silent: places(&difference.silent),
        note: tables.note(&difference.note),
        values: values.map(|value| (self::value(view, &value.value, tables), places(&value.accounts))).collect(),
    }
}

/// A value of a difference: a window, parties of the dossier, or words.
fn value<'d>(view: &View<'d>, value: &'d str, tables: &mut Tables<'d>) -> Value<'d> {
    if let Ok(window) = value.parse() {
        return Value::Window(tables.window(window));
    }
    let ids: Option<Vec<&'d PartyId>> = value
        .split([',', ' ', '+'])
        .filter(|id| !id.is_empty())
        .map(|id| view.party(None, &PartyId::from(id)).map(|party| &party.id))
        .collect();
    match ids {
        Some(ids) if !ids.is_empty() => {
            Value::Parties(ids.into_iter().map(|id| tables.party(view, None, id)).collect())
        }
        _ => Value::Words(value),
    }
}

fn sayings(view: &View<'_>) -> Vec<Vec<(usize, usize)>> {
    let place = |telling: &fold::Telling<'_>| {
        let reading = view.reading(telling.text)?;
        let number = reading.quotations.iter().position(|other| other.id == telling.quotation.id)?;
        Some((view.number(telling.text)?, number))
    };
    let row = |saying: &Saying<'_>| saying.tellings.iter().filter_map(place).collect();
    fold::sayings(view).iter().map(row).collect()
}

fn flag_row<'d>(view: &View<'d>, flag: &'d Flag, tables: &mut Tables<'d>) -> Option<FlagRow> {
    Some(FlagRow {
        kind: tag(&flag.kind),
        text: view.number(&flag.text)?,
        span: flag.span.map(|span| view.points(&flag.text, span)),
        note: tables.note(&flag.note),
    })
}

/// What is kept of an article that is not reproduced: the words of its
/// accounts, quotations and flags, merged where they touch.
fn quoted(view: &View<'_>, reading: &Reading) -> Vec<Span> {
    let quotations = reading.quotations.iter();
    let speech =
        quotations.flat_map(|quotation| quotation.source.iter().chain(&quotation.cue).chain(&quotation.content));
    let accounts = reading.accounts.iter();
    let acts =
        accounts.flat_map(|account| [&account.span].into_iter().chain(&account.repeats).chain(&account.due_span));
    let flags =
        view.dossier.flags.iter().filter(|flag| flag.text == reading.text.id).filter_map(|flag| flag.span.as_ref());
    let credits = reading.credits.iter().map(|credit| &credit.span);
    let mut spans: Vec<Span> = speech.chain(acts).chain(flags).chain(credits).copied().collect();
    spans.sort();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.begin <= last.end => *last = last.cover(span),
            _ => merged.push(span),
        }
    }
    merged
}

/// The tag of a value, empty for the default, which the script assumes.
fn unless_default<T: Serialize + Default + PartialEq>(value: &T) -> String {
    if *value == T::default() { String::new() } else { tag(value) }
}
