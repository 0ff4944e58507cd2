//! Many readings in, one dossier out.
//!
//! Leans on `language` and `record`. Pure: the same readings give the same
//! dossier, whatever their order.
//!
//! Each step is a pass over keyed groups, none compares all texts with all:
//! shared passages (`overlap`), the same in other words (`translations`), stories, parties, dates, versions, lineage,
//! acts, differences, status.

#![allow(clippy::cast_precision_loss, reason = "counts become shares and weights")]

mod acts;
mod contradictions;
mod counts;
mod dates;
mod differences;
mod flags;
mod fold;
mod lineage;
mod meetings;
mod overlap;
mod parties;
mod pile;
mod sagas;
mod status;
mod stories;
mod tellings;
mod translations;
mod versions;

use depeche_language::Packs;
use depeche_record::{
    Basis, DOSSIER_SCHEMA, Dossier, DossierText, PartyKind, Published, Reading, Story, TextRecord, Window,
};
use jiff::civil::Date;

use dates::Found;
use lineage::Lineage;
use pile::{Pile, TextNo};
use stories::Stories;
use tellings::{Rarity, tellings};
use versions::Versions;

/// Collates readings into the dossier they make together.
pub fn collate(readings: &[Reading], packs: &Packs) -> Dossier {
    collate_as_of(readings, packs, None)
}

/// Collates the readings of what was published up to `as_of`, if a day is given.
///
/// A text counts from the last day of its publication window on. What that
/// leaves out, texts of unknown date among it, each status says.
pub fn collate_as_of(readings: &[Reading], packs: &Packs, as_of: Option<Date>) -> Dossier {
    let pile = Pile::new(readings, packs);
    let Some(day) = as_of else { return Record::of(&pile).dossier(None, "") };
    // Dates first from the whole pile: when a text came out does not depend on
    // the day one asks about.
    let whole = Record::of(&pile);
    let out: Vec<bool> = whole.published.iter().map(|window| pile::out_by(*window, day)).collect();
    let undated = whole.published.iter().filter(|window| window.and_then(Window::end).is_none()).count();
    let caution = if undated > 0 { format!("{undated} texts of unknown date do not count") } else { String::new() };
    let mut known = Pile { texts: Vec::new(), packs };
    let mut found = Vec::new();
    for (number, text) in pile.texts.iter().enumerate().filter(|(number, _)| out[*number]) {
        known.texts.push(text.clone());
        found.push(whole.found[number].clone());
    }
    Record::dated(&known, Some(found)).dossier(Some(day), &caution)
}

/// Who copied whom, and nothing else: the texts of a dossier with what each was
/// made from and its origin. Dates are those of the readings; agencies are
/// named, but don't make texts that share one into one origin.
pub fn trace(readings: &[Reading], packs: &Packs) -> Vec<DossierText> {
    let pile = Pile::new(readings, packs);
    let published: pile::Published = pile.texts.iter().map(pile::Source::published).collect();
    let order = by_publication(&pile, &published);
    let overlaps = overlap::overlaps(&pile, &order);
    let translations = translations::translations(&pile, &order, &published, &overlaps);
    let each_its_own: Vec<u32> = (0..pile.len() as TextNo).collect();
    let versions = versions::versions(&pile, &published);
    let lineage = lineage::trace(&pile, &overlaps, &translations, &published, &each_its_own, &versions);
    dossier_texts(&pile, &vec![None; pile.len()], &lineage, &versions)
}

/// What the steps before the acts know of a pile.
struct Record<'p, 'r> {
    pile: &'p Pile<'r>,
    stories: Stories,
    cast: parties::Cast,
    published: pile::Published,
    found: Vec<Option<Found>>,
    versions: Versions,
    lineage: Lineage,
}

impl<'p, 'r> Record<'p, 'r> {
    fn of(pile: &'p Pile<'r>) -> Record<'p, 'r> {
        Record::dated(pile, None)
    }

    /// With what is already known of the dates, if it is.
    fn dated(pile: &'p Pile<'r>, known: Option<Vec<Option<Found>>>) -> Record<'p, 'r> {
        let given: pile::Published = pile.texts.iter().map(pile::Source::published).collect();
        let order = by_publication(pile, &given);
        let stories = stories::group(pile, &order, &given);
        let cast = parties::unite(pile, &stories, &given);
        let (published, found) = match known {
            Some(found) => {
                let window = |(given, found): (&Option<Window>, &Option<Found>)| {
                    found.as_ref().map(|found| found.window).or(*given)
                };
                (given.iter().zip(&found).map(window).collect(), found)
            }
            None => dates::narrow(pile, &cast, &stories),
        };
        let order = by_publication(pile, &published);
        let overlaps = overlap::overlaps(pile, &order);
        let translations = translations::translations(pile, &order, &published, &overlaps);
        let versions = versions::versions(pile, &published);
        let lineage = lineage::trace(pile, &overlaps, &translations, &published, &stories.of, &versions);
        Record { pile, stories, cast, published, found, versions, lineage }
    }

    fn dossier(mut self, as_of: Option<Date>, caution: &str) -> Dossier {
        let mut tellings = tellings(self.pile, &self.cast, &self.published);
        let rarity = Rarity::of(&tellings);
        let is_body = |party| self.cast.get(party).kind == PartyKind::Body;
        sagas::join_by_meetings(&mut self.stories, &tellings, is_body);
        sagas::join_by_lineage(&mut self.stories, self.pile, &self.lineage);
        let turned =
            contradictions::contradictions(self.pile, &self.cast, &self.stories, &self.lineage.wording, &tellings);
        for contradiction in &turned {
            tellings[contradiction.telling].turned = true;
        }
        let mut groups = acts::group(&tellings, &self.cast, &self.stories, &self.published);
        contradictions::keep_with_others(&turned, &mut groups);
        acts::anchor_deadlines(&mut tellings, &groups, &self.published);
        let latest = self.published.iter().filter_map(|window| window.and_then(Window::begin)).max();
        let sagas: Vec<u32> = (0..self.pile.len() as TextNo).map(|text| self.stories.saga_of(text)).collect();
        let counter = counts::Counter { pile: self.pile, cast: &self.cast, origin: &self.lineage.origin };
        let mut told: Vec<status::Told<'_, '_>> = groups
            .into_iter()
            .map(|group| {
                let members: Vec<&tellings::Telling<'_>> = group.iter().map(|number| &tellings[*number]).collect();
                let mut act = counter.act(&members);
                act.differences = differences::differences(self.pile, &self.cast, &rarity, &self.published, &members);
                status::Told { act, members }
            })
            .collect();
        counts::link(&mut told, &self.published, &sagas, &rarity);
        status::settle(self.pile, &rarity, &self.published, &sagas, &mut told, as_of.or(latest), caution);
        let flags = flags::flags(self.pile, &self.cast, &rarity, &tellings, &turned);
        Dossier {
            schema: DOSSIER_SCHEMA.to_owned(),
            as_of,
            stories: self.stories(),
            acts: told.into_iter().map(|told| told.act).collect(),
            flags,
            texts: dossier_texts(self.pile, &self.found, &self.lineage, &self.versions),
            parties: self.cast.parties,
        }
    }

    fn stories(&self) -> Vec<Story> {
        let first =
            |texts: &[TextNo]| texts.iter().map(|text| self.pile.id(*text)).min().map_or("", |id| short(id.as_str()));
        let mut saga_texts: Vec<Vec<TextNo>> = vec![Vec::new(); self.stories.texts.len()];
        for (story, texts) in self.stories.texts.iter().enumerate() {
            saga_texts[self.stories.saga[story] as usize].extend(texts);
        }
        let mut stories: Vec<Story> = self
            .stories
            .texts
            .iter()
            .enumerate()
            .map(|(number, texts)| {
                let windows = texts.iter().filter_map(|text| self.published[*text as usize]);
                Story {
                    id: format!("story-{}", first(texts)),
                    saga: format!("saga-{}", first(&saga_texts[self.stories.saga[number] as usize])),
                    window: windows.reduce(|hull, window| hull.hull(window).unwrap_or(hull)),
                    texts: texts.iter().map(|text| self.pile.id(*text).clone()).collect(),
                }
            })
            .collect();
        stories.sort_by(|a, b| (a.window, &a.id).cmp(&(b.window, &b.id)));
        stories
    }
}

fn dossier_texts(pile: &Pile<'_>, found: &[Option<Found>], lineage: &Lineage, versions: &Versions) -> Vec<DossierText> {
    pile.texts
        .iter()
        .enumerate()
        .map(|(number, source)| {
            let record = &source.reading.text;
            let published = match &found[number] {
                Some(found) => Published {
                    window: Some(found.window),
                    basis: Basis::Collated,
                    span: None,
                    reason: Some(found.reason.clone()),
                },
                None => record.published.clone(),
            };
            DossierText {
                text: TextRecord { content: None, published, ..record.clone() },
                derives_from: lineage.derives_from[number].clone(),
                origin: format!("o{}", lineage.origin[number] + 1),
                also: source.also.clone(),
                version_of: versions[number].clone(),
            }
        })
        .collect()
}

/// The first letters of a hash, enough to tell texts apart.
fn short(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}

/// All texts, earliest first, undated ones last, then by id.
fn by_publication(pile: &Pile<'_>, published: &pile::Published) -> Vec<TextNo> {
    let mut order: Vec<TextNo> = (0..pile.len() as TextNo).collect();
    order.sort_by_key(|text| {
        let window = published[*text as usize];
        (window.and_then(Window::begin).unwrap_or(Date::MAX), window.and_then(Window::end).unwrap_or(Date::MAX), *text)
    });
    order
}
