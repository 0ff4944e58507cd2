//! `depeche explain`: an article with each item, its rule and its evidence.

use std::fmt::Write as _;
use std::io::Write as _;

use anstyle::{AnsiColor, Style};
use depeche::annotate;
use depeche_record::{Account, Flag, Mention, PartyId, Quotation, Reading, Span, Time, Window};
use serde::Serialize;

use super::blocks;
use crate::args::{Common, OneFile};
use crate::outcome::Outcome;
use crate::pile::{self, Pile};
use crate::terminal::Terminal;

pub(crate) fn run(args: &OneFile, common: &Common, terminal: &Terminal) -> Outcome {
    let packs = pile::packs(common)?;
    let mut pile = Pile::one(args);
    let mut out = terminal.stdout();
    pile.each(&packs, |text| explained(&annotate(text, &packs)), |page| Ok(out.write_all(page.as_bytes())?))?;
    out.flush()?;
    pile.done(terminal)
}

const LABEL: Style = AnsiColor::Cyan.on_default().bold();
const RULE: Style = AnsiColor::BrightBlack.on_default();

/// The article block by block, below each block the items that begin in it.
pub(super) fn explained(reading: &Reading) -> String {
    let mut page = head(reading);
    let mut items = items(reading).into_iter().peekable();
    for block in &reading.blocks {
        let style = blocks::style(block.kind);
        let words = block.span.of(reading.text.content());
        let _ = writeln!(page, "\n[{}] {style}{words}{style:#}", blocks::name(block.kind));
        while let Some(item) = items.next_if(|item| item.at.begin < block.span.end) {
            let _ = writeln!(page, "    {LABEL}{:<10}{LABEL:#} {}", item.label, item.what);
        }
    }
    page
}

fn head(reading: &Reading) -> String {
    let text = &reading.text;
    let outlet = text.outlet.as_deref().unwrap_or("outlet unknown");
    let basis = word(text.published.basis);
    let published = text.published.window.map_or("unknown".to_owned(), |window| window.to_string());
    let reason = text.published.reason.as_ref().map_or(String::new(), |reason| format!(": {reason}"));
    format!("{} · {outlet} · {} · published {published} (basis: {basis}{reason})\n", text.path, text.lang)
}

/// Something found in the text, told in a line.
struct Item {
    at: Span,
    label: &'static str,
    what: String,
}

/// All items in the order of the text; at one place the wider first.
fn items(reading: &Reading) -> Vec<Item> {
    let tell = Tell { reading };
    let mut items: Vec<Item> = Vec::new();
    items.extend(reading.times.iter().map(|time| tell.time(time)));
    items.extend(reading.mentions.iter().map(|mention| tell.mention(mention)));
    items.extend(reading.quotations.iter().map(|quotation| tell.quotation(quotation)));
    items.extend(reading.credits.iter().map(|credit| Item {
        at: credit.span,
        label: "credit",
        what: format!("{} → {}", tell.words(credit.span), credit.agency),
    }));
    items.extend(reading.accounts.iter().map(|account| tell.account(account)));
    items.extend(reading.flags.iter().map(|flag| tell.flag(flag)));
    items.sort_by_key(|item| (item.at.begin, std::cmp::Reverse(item.at.end)));
    items
}

struct Tell<'r> {
    reading: &'r Reading,
}

impl Tell<'_> {
    fn time(&self, time: &Time) -> Item {
        let value = time.value.as_deref().unwrap_or("open");
        let kind = word(time.kind);
        let window = time.window.map_or(String::new(), |window| format!(" = {window}"));
        let what = format!("{} → {kind} {value}{window}{}", self.words(time.span), rule(&time.rule, None));
        Item { at: time.span, label: "time", what }
    }

    fn mention(&self, mention: &Mention) -> Item {
        let form = word(mention.form);
        let party = mention.party.as_ref().map_or("nobody known".to_owned(), |id| self.party(id));
        let what = format!("{} → {form} of {party}{}", self.words(mention.span), rule(&mention.reason, None));
        Item { at: mention.span, label: "mention", what }
    }

    fn quotation(&self, quotation: &Quotation) -> Item {
        let at = quotation.content.iter().chain(&quotation.cue).chain(&quotation.source).min().copied();
        let mut what = format!("{} {}", quotation.id, word(quotation.kind));
        self.list(&mut what, "content", &quotation.content);
        self.list(&mut what, "cue", &quotation.cue);
        self.list(&mut what, "source", &quotation.source);
        self.parties(&mut what, "speaker", &quotation.speaker);
        self.parties(&mut what, "addressee", &quotation.addressee);
        if let Some(parent) = quotation.parent {
            let _ = write!(what, ", inside {parent}");
        }
        if let Some(hedge) = quotation.hedge {
            let _ = write!(what, ", {}", word(hedge));
        }
        what += &rule(&quotation.rule, Some(quotation.confidence));
        Item { at: at.unwrap_or_default(), label: "quotation", what }
    }

    fn account(&self, account: &Account) -> Item {
        let mut what = format!("{} {}: {}", account.id, account.kind.as_str(), self.words(account.span));
        self.parties(&mut what, "by", &account.by);
        self.parties(&mut what, "to", &account.to);
        let mut window = |name: &str, window: Option<Window>| {
            if let Some(window) = window {
                let _ = write!(what, ", {name} {window}");
            }
        };
        window("when", account.when);
        window("due", account.due);
        if let Some(words) = account.due_span {
            let _ = write!(what, " from {}", self.words(words));
        }
        if let Some(place) = &account.place {
            let _ = write!(what, ", at {}", self.party(place));
        }
        if let Some(quotation) = account.quotation {
            let _ = write!(what, ", told by {quotation}");
        }
        let _ = write!(what, ", {}, polarity {}", word(account.modality), word(account.polarity));
        what += &rule(&account.rule, Some(account.confidence));
        Item { at: account.span, label: "account", what }
    }

    fn flag(&self, flag: &Flag) -> Item {
        let words = flag.span.map_or(String::new(), |span| format!("{} → ", self.words(span)));
        Item {
            at: flag.span.unwrap_or_default(),
            label: "flag",
            what: format!("{words}{}: {}", word(flag.kind), flag.note),
        }
    }

    /// The words at a place, quoted and on one line.
    fn words(&self, span: Span) -> String {
        let words: Vec<&str> = span.of(self.reading.text.content()).split_whitespace().collect();
        format!("“{}”", words.join(" "))
    }

    fn party(&self, id: &PartyId) -> String {
        self.reading
            .parties
            .iter()
            .find(|party| party.id == *id)
            .map_or_else(|| id.to_string(), |party| format!("{} ({id})", party.name))
    }

    fn list(&self, what: &mut String, name: &str, spans: &[Span]) {
        if !spans.is_empty() {
            let words: Vec<String> = spans.iter().map(|span| self.words(*span)).collect();
            let _ = write!(what, ", {name} {}", words.join(" + "));
        }
    }

    fn parties(&self, what: &mut String, name: &str, ids: &[PartyId]) {
        if !ids.is_empty() {
            let names: Vec<String> = ids.iter().map(|id| self.party(id)).collect();
            let _ = write!(what, ", {name} {}", names.join(" + "));
        }
    }
}

/// A word as the exchange format has it.
fn word(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| Some(value.as_str()?.to_owned())).unwrap_or_default()
}

/// `· fr.incise 0.93`
fn rule(rule: &str, confidence: Option<f32>) -> String {
    if rule.is_empty() {
        return String::new();
    }
    let confidence = confidence.map_or(String::new(), |confidence| format!(" {confidence:.2}"));
    format!("  {RULE}· {rule}{confidence}{RULE:#}")
}
