//! A dossier and its readings, looked things up in.

use std::cmp::Reverse;
use std::collections::HashMap;

use depeche_record::{
    Account, AccountKind, Act, ActAccount, Agreement, Difference, Dossier, DossierParty, DossierText, Due, Modality,
    Party, PartyId, PointIndex, Points, Reading, Span, TextId, Window,
};

/// What every format asks: whose account, which words, what name.
pub(crate) struct View<'d> {
    pub(crate) dossier: &'d Dossier,
    /// The texts in order of publication; texts without a date come last.
    pub(crate) texts: Vec<&'d DossierText>,
    readings: HashMap<&'d TextId, &'d Reading>,
    points: HashMap<&'d TextId, PointIndex<'d>>,
    numbers: HashMap<&'d TextId, usize>,
    parties: HashMap<&'d PartyId, &'d DossierParty>,
    forms: HashMap<(&'d TextId, &'d str), &'d DossierParty>,
    /// Parties as the texts themselves have them.
    local: HashMap<&'d PartyId, &'d Party>,
}

impl<'d> View<'d> {
    pub(crate) fn new(dossier: &'d Dossier, readings: &'d [Reading]) -> View<'d> {
        let mut texts: Vec<&DossierText> = dossier.texts.iter().collect();
        texts.sort_by_key(|text| {
            let window = text.text.published.window;
            (window.is_none(), window, &text.text.path, &text.text.id)
        });
        let forms = dossier.parties.iter().flat_map(|party| {
            let of_form = |form: &'d depeche_record::NameForm| form.texts.iter().map(|text| (text, form.form.as_str()));
            party.forms.iter().flat_map(of_form).map(move |key| (key, party))
        });
        View {
            dossier,
            readings: readings.iter().map(|reading| (&reading.text.id, reading)).collect(),
            points: readings
                .iter()
                .map(|reading| (&reading.text.id, PointIndex::new(reading.text.content())))
                .collect(),
            numbers: texts.iter().enumerate().map(|(number, text)| (&text.text.id, number)).collect(),
            parties: dossier.parties.iter().map(|party| (&party.id, party)).collect(),
            forms: forms.collect(),
            local: readings.iter().rev().flat_map(|reading| &reading.parties).map(|party| (&party.id, party)).collect(),
            texts,
        }
    }

    /// Where a text stands in the order of publication, from 0.
    pub(crate) fn number(&self, text: &TextId) -> Option<usize> {
        self.numbers.get(text).copied()
    }

    pub(crate) fn text(&self, text: &TextId) -> Option<&'d DossierText> {
        self.number(text).map(|number| self.texts[number])
    }

    pub(crate) fn reading(&self, text: &TextId) -> Option<&'d Reading> {
        self.readings.get(text).copied()
    }

    pub(crate) fn account(&self, account: &ActAccount) -> Option<&'d Account> {
        self.reading(&account.text)?.accounts.iter().find(|candidate| candidate.id == account.account)
    }

    /// The words at a place; empty if the place is not in the text.
    pub(crate) fn words(&self, text: &TextId, span: Span) -> &'d str {
        self.reading(text).and_then(|reading| reading.text.content().get(span.range())).unwrap_or_default()
    }

    /// A place in code points; nowhere if it is not in the text.
    pub(crate) fn points(&self, text: &TextId, span: Span) -> Points {
        let inside = self.reading(text).is_some_and(|reading| reading.text.content().get(span.range()).is_some());
        if inside { self.points[text].points(span) } else { Points::default() }
    }

    pub(crate) fn all_points(&self, text: &TextId, spans: &[Span]) -> Vec<Points> {
        spans.iter().map(|span| self.points(text, *span)).collect()
    }

    /// The party of the dossier that a text means by one of its own.
    pub(crate) fn party(&self, text: Option<&TextId>, id: &PartyId) -> Option<&'d DossierParty> {
        self.parties.get(id).copied().or_else(|| {
            let text = text?;
            let local = self.reading(text)?.parties.iter().find(|party| party.id == *id)?;
            self.forms.get(&(self.text(text).map(|text| &text.text.id)?, local.name.as_str())).copied()
        })
    }

    /// A party as a text has it, or as any text has it.
    pub(crate) fn local(&self, text: Option<&TextId>, id: &PartyId) -> Option<&'d Party> {
        let own = || self.reading(text?)?.parties.iter().find(|party| party.id == *id);
        own().or_else(|| self.local.get(id).copied())
    }

    /// A party's name: the dossier's, else a text's own, else what its id says.
    pub(crate) fn name<'s>(&'s self, text: Option<&TextId>, id: &'s PartyId) -> &'s str {
        let told = self.party(text, id).map(|party| party.name.as_str());
        told.or_else(|| self.local(text, id).map(|party| party.name.as_str())).unwrap_or_else(|| spoken(id))
    }

    pub(crate) fn names(&self, text: Option<&TextId>, ids: &[PartyId]) -> String {
        ids.iter().map(|id| self.name(text, id)).collect::<Vec<_>>().join(", ")
    }

    /// The account whose words tell an act best: as it came out in the end, by those
    /// who did it, with most of what is known of it; a body rather than a headline,
    /// the earlier of equals.
    pub(crate) fn lead(&self, act: &'d Act) -> Option<&'d ActAccount> {
        act.accounts.iter().max_by_key(|account| {
            let told = self.account(account)?;
            let parties = act.by.iter().filter(|party| self.names_party(account, &told.by, party)).count();
            let details = [told.place.is_some(), told.due.is_some(), told.format.is_some()];
            let details = details.into_iter().filter(|known| *known).count();
            let surely = (told.confidence * 100.0) as i32;
            Some((came_out(act, told), !told.headline, parties, details, surely, Reverse(self.number(&account.text))))
        })
    }

    /// Whether one of these parties of an account's text is this one of the dossier.
    fn names_party(&self, account: &ActAccount, parties: &[PartyId], sought: &PartyId) -> bool {
        let meant = |id| self.party(Some(&account.text), id).map_or(id, |party| &party.id);
        parties.iter().any(|id| meant(id) == sought)
    }
}

/// Whether an account tells an act as it came out: of a meeting that was held, that it
/// was held.
fn came_out(act: &Act, told: &Account) -> bool {
    match told.status {
        Some(status) => tag(&status) == tag(&act.status.value),
        None => told.modality == Modality::Fact,
    }
}

/// What an id says without its kind: `place:vienna` is "vienna".
pub(crate) fn spoken(id: &PartyId) -> &str {
    id.as_str().split_once(':').map_or(id.as_str(), |(_, name)| name)
}

/// How much a difference between accounts matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// Other words for the same.
    Wording,
    /// One says the same more exactly.
    Exactness,
    /// Not the same, but both can be true.
    Difference,
    /// They can't both be true.
    Contradiction,
}

pub(crate) fn weight(difference: &Difference) -> Weight {
    match (difference.agreement, difference.field.as_str()) {
        (Agreement::Disjoint | Agreement::Opposite, _) => Weight::Contradiction,
        (_, "content" | "name") => Weight::Wording,
        (Agreement::Nested, _) => Weight::Exactness,
        (Agreement::Overlapping, _) => Weight::Difference,
    }
}

/// The acts whose accounts say different things, contradictions first.
pub(crate) fn differing(dossier: &Dossier) -> Vec<&Act> {
    let heaviest = |act: &Act| act.differences.iter().map(weight).max().unwrap_or(Weight::Wording);
    let mut acts: Vec<&Act> = dossier.acts.iter().filter(|act| heaviest(act) >= Weight::Difference).collect();
    acts.sort_by_key(|act| (Reverse(heaviest(act)), Reverse(act.origins), &act.id));
    acts
}

/// How a text is named in short: its outlet, else the host of its address,
/// else its file without extension.
pub(crate) fn source(text: &DossierText) -> &str {
    let record = &text.text;
    let host = || record.url.as_deref()?.split_once("://")?.1.split(['/', '?', '#']).next();
    let file = || {
        let name = record.path.rsplit('/').next().unwrap_or(&record.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    };
    record.outlet.as_deref().or_else(host).filter(|name| !name.is_empty()).unwrap_or_else(file)
}

/// Its address, if it is one that a browser may be sent to.
pub(crate) fn address(text: &DossierText) -> Option<&str> {
    let url = text.text.url.as_deref()?;
    let scheme = url.split_once(':')?.0.to_ascii_lowercase();
    matches!(scheme.as_str(), "http" | "https").then_some(url)
}

/// Whether an act stands in the ledger: somebody owes something.
pub(crate) fn is_owed(act: &Act) -> bool {
    act.due.is_some() || matches!(act.kind, AccountKind::Commitment | AccountKind::Agreement)
}

/// The ledger: what is owed, what runs out first on top, open ends last.
pub(crate) fn ledger(dossier: &Dossier) -> Vec<&Act> {
    let mut owed: Vec<&Act> = dossier.acts.iter().filter(|act| is_owed(act)).collect();
    owed.sort_by_key(|act| {
        let end = due(act).and_then(Window::end);
        (end.is_none(), end, act.when, &act.id)
    });
    owed
}

/// Meetings in order of time.
pub(crate) fn meetings(dossier: &Dossier) -> Vec<&Act> {
    let mut meetings: Vec<&Act> = dossier.acts.iter().filter(|act| act.kind == AccountKind::Meeting).collect();
    meetings.sort_by_key(|act| (act.when.is_none(), act.when, &act.id));
    meetings
}

/// The widest window in which an act may be owed.
pub(crate) fn due(act: &Act) -> Option<Window> {
    act.due.map(|Due { hull, .. }| hull)
}

/// From the first to the last day on which texts were published.
pub(crate) fn published(dossier: &Dossier) -> Option<Window> {
    let windows = dossier.texts.iter().filter_map(|text| text.text.published.window);
    windows.reduce(|all, window| all.hull(window).unwrap_or(all)).map(|window| window.approximately(false))
}

/// How many origins the texts have, copies and shared agencies folded.
pub(crate) fn origins(dossier: &Dossier) -> usize {
    distinct(dossier.texts.iter().map(|text| text.origin.as_str()))
}

/// How many speakers are quoted.
pub(crate) fn speakers(view: &View<'_>) -> usize {
    let quotations = view.texts.iter().filter_map(|text| view.reading(&text.text.id)).flat_map(|reading| {
        reading.quotations.iter().flat_map(move |quotation| {
            quotation.speaker.iter().map(move |speaker| view.name(Some(&reading.text.id), speaker))
        })
    });
    distinct(quotations)
}

/// Readings that collation left out: what came after the day of the dossier.
pub(crate) fn later(view: &View<'_>, readings: &[Reading]) -> usize {
    readings.iter().filter(|reading| view.number(&reading.text.id).is_none()).count()
}

fn distinct<'s>(names: impl Iterator<Item = &'s str>) -> usize {
    names.collect::<std::collections::HashSet<_>>().len()
}

/// The name of a kebab-case enum as the exchange format writes it.
pub(crate) fn tag<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(tag)) => tag,
        _ => String::new(),
    }
}
