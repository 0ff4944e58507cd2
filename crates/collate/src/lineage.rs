//! Who copied whom: shared passages, translations, credits and what metadata
//! states given a direction, and texts counted by origin. Two texts without a trace of each other are not thereby
//! independent; nothing here says so.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use depeche_record::{Derivation, Property, Reading, Relation};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::fold::fold;
use crate::overlap::Overlap;
use crate::pile::{Groups, Pile, Published, TextNo};
use crate::translations::Translated;
use crate::versions::Versions;

/// Share of the shingles of one text in the other from which the two are one
/// text told twice.
const STRONG: f32 = 0.20;
/// From which they are, even if what they share stands in one place.
const BLOCK: f32 = 0.55;
/// Less than that must be spread over so much of it: three sentences taken from
/// another text stand together.
const SPREAD: f32 = 0.6;
/// And the least share of the other text's shingles.
const STRONG_BOTH: f32 = 0.04;
/// Covered share from which a strong overlap is a copy and not a rewrite.
const COPY: f32 = 0.5;
/// Partial reuse is shown from so many texts at most, the largest first.
const MOST_SOURCES: usize = 8;
/// One text is an excerpt of the other if that much more of it is shared.
const ASYMMETRY: f32 = 0.1;

/// What the texts were made from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lineage {
    /// By text.
    pub(crate) derives_from: Vec<Vec<Derivation>>,
    /// By text: the number of its origin, from 0.
    pub(crate) origin: Vec<u32>,
    /// By text: the first of those that have its words, copies and rewrites.
    pub(crate) wording: Vec<TextNo>,
}

impl Overlap {
    /// Whether the two are one text told twice.
    pub(crate) fn is_strong(&self) -> bool {
        let most = self.of_a.max(self.of_b);
        let enough = most >= BLOCK || most >= STRONG && self.stretch >= SPREAD;
        enough && self.of_a.min(self.of_b) >= STRONG_BOTH
    }
}

/// Which of two texts came first, and how that is known.
#[derive(Clone, Debug, PartialEq)]
enum Direction {
    /// `b` was made from `a`.
    Forward(String),
    /// `a` was made from `b`.
    Backward(String),
    Open,
}

/// Gives shared passages their direction and folds texts into origins.
/// `stories` tells the story of each text: a shared agency joins texts of one
/// story only. Versions of a text have one origin.
pub(crate) fn trace(
    pile: &Pile<'_>,
    overlaps: &[Overlap],
    translations: &[Translated],
    published: &Published,
    stories: &[u32],
    versions: &Versions,
) -> Lineage {
    let mut groups = Groups::new(pile.len());
    for overlap in overlaps.iter().filter(|overlap| overlap.is_strong()) {
        groups.join(overlap.a, overlap.b);
    }
    let wording = (0..pile.len() as TextNo).map(|text| groups.find(text)).collect();
    let based_on = BasedOn::of(pile);
    let credits: Vec<Vec<Agency>> = pile.iter().map(|(text, reading)| agencies(reading, &based_on, text)).collect();
    let known = Known { pile, published, credits: &credits, based_on: &based_on };
    let mut derives_from = sources(&known, overlaps, &mut groups);
    translate(&known, translations, &mut derives_from, &mut groups);
    state(&known, &mut derives_from, &mut groups);
    credit(pile, &credits, stories, &mut derives_from, &mut groups);
    for (text, version) in versions.iter().enumerate() {
        if let Some(earlier) = version.as_ref().and_then(|version| pile.number(&version.text)) {
            groups.join(earlier, text as TextNo);
        }
    }
    let mut number: FxHashMap<u32, u32> = FxHashMap::default();
    let origin = (0..pile.len() as TextNo)
        .map(|text| {
            let next = number.len() as u32;
            *number.entry(groups.find(text)).or_insert(next)
        })
        .collect();
    Lineage { derives_from, origin, wording }
}

/// An agency, or an address that is not in the pile, that a text rests on.
struct Agency {
    name: String,
    /// Said by metadata only, by no word of the text.
    stated: bool,
}

/// The agencies that a text credits, itself left out, each once.
fn agencies(reading: &Reading, based_on: &BasedOn, text: TextNo) -> Vec<Agency> {
    let own = reading.text.outlet.as_deref().map(fold);
    let mut seen = FxHashSet::default();
    let credited = reading.credits.iter().map(|credit| Agency { name: credit.agency.clone(), stated: false });
    let stated = based_on.elsewhere[text as usize].iter().map(|name| Agency { name: (*name).to_owned(), stated: true });
    credited
        .chain(stated)
        .filter(|agency| own.as_deref().is_none_or(|own| !same_house(own, &fold(&agency.name))))
        .filter(|agency| seen.insert(fold(&agency.name)))
        .collect()
}

/// What metadata states that texts are based on.
struct BasedOn<'r> {
    /// By text: the texts of the pile.
    texts: Vec<Vec<TextNo>>,
    /// By text: names, and addresses that are not in the pile.
    elsewhere: Vec<Vec<&'r str>>,
}

impl<'r> BasedOn<'r> {
    fn of(pile: &Pile<'r>) -> BasedOn<'r> {
        let mut found = BasedOn { texts: vec![Vec::new(); pile.len()], elsewhere: vec![Vec::new(); pile.len()] };
        let stating = |reading: &'r Reading| {
            reading.text.metadata.iter().filter(|statement| statement.property == Property::BasedOn)
        };
        if pile.iter().all(|(_, reading)| stating(reading).next().is_none()) {
            return found;
        }
        let mut at: FxHashMap<&str, TextNo> = FxHashMap::default();
        for (text, reading) in pile.iter() {
            if let Some(url) = &reading.text.url {
                at.entry(address(url)).or_insert(text);
            }
        }
        for (text, reading) in pile.iter() {
            for statement in stating(reading) {
                match at.get(address(&statement.value)) {
                    Some(source) if *source != text => found.texts[text as usize].push(*source),
                    Some(_) => {}
                    None => found.elsewhere[text as usize].push(&statement.value),
                }
            }
        }
        found
    }

    /// Whether metadata states that `text` was made from `source` and nothing
    /// states the contrary.
    fn states(&self, text: TextNo, source: TextNo) -> bool {
        self.texts[text as usize].contains(&source) && !self.texts[source as usize].contains(&text)
    }
}

/// What two ways of writing one address share.
fn address(url: &str) -> &str {
    let url = url.split('#').next().unwrap_or_default();
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    url.strip_prefix("www.").unwrap_or(url).trim_end_matches('/')
}

/// Whether an outlet is the house of an agency: "TASS (en français)" of "TASS".
fn same_house(outlet: &str, agency: &str) -> bool {
    outlet == agency || outlet.split(' ').any(|word| word == agency || agency.len() >= 5 && word.starts_with(agency))
}

/// One source of a text.
struct Edge<'o> {
    overlap: &'o Overlap,
    source: TextNo,
    reason: String,
    /// Share of the derived text.
    score: f32,
}

/// Each text's parent in its group, then the texts it took passages from.
fn sources(known: &Known<'_, '_>, overlaps: &[Overlap], groups: &mut Groups) -> Vec<Vec<Derivation>> {
    let pile = known.pile;
    let mut found: Vec<Vec<Derivation>> = vec![Vec::new(); pile.len()];
    for (derived, edge) in descent(known, overlaps, groups).into_iter().enumerate() {
        found[derived].extend(edge.map(|edge| derivation(pile, derived as TextNo, &edge, true)));
    }
    let mut partial: Vec<Vec<Edge<'_>>> = (0..pile.len()).map(|_| Vec::new()).collect();
    for overlap in overlaps.iter().filter(|overlap| groups.find(overlap.a) != groups.find(overlap.b)) {
        let (source, derived, reason) = match known.direction(overlap) {
            Direction::Forward(reason) => (overlap.a, overlap.b, reason),
            Direction::Backward(reason) => (overlap.b, overlap.a, reason),
            Direction::Open => (overlap.a, overlap.b, OPEN.to_owned()),
        };
        let score = if derived == overlap.b { overlap.covered_b } else { overlap.covered_a };
        partial[derived as usize].push(Edge { overlap, source, reason, score });
    }
    for (derived, mut edges) in partial.into_iter().enumerate() {
        edges.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| pile.id(a.source).cmp(pile.id(b.source))));
        edges.truncate(MOST_SOURCES);
        found[derived].extend(edges.iter().map(|edge| derivation(pile, derived as TextNo, edge, false)));
    }
    found
}

/// Said where nothing tells which of two texts came first.
const OPEN: &str = "which of the two came first is open";

/// The tree of copies in each group: from its likeliest beginning, the text that
/// is nearest to one already placed is placed under it, unless that one came
/// out later.
fn descent<'o>(known: &Known<'_, '_>, overlaps: &'o [Overlap], groups: &mut Groups) -> Vec<Option<Edge<'o>>> {
    let texts = known.pile.len();
    let mut kin: Vec<Vec<&Overlap>> = vec![Vec::new(); texts];
    for overlap in overlaps.iter().filter(|overlap| overlap.is_strong()) {
        kin[overlap.a as usize].push(overlap);
        kin[overlap.b as usize].push(overlap);
    }
    let mut edges: Vec<Option<Edge<'o>>> = (0..texts).map(|_| None).collect();
    for members in groups.members().into_iter().filter(|members| members.len() > 1) {
        // Likeliest beginnings first: what the dates leave unplaced begins anew.
        let mut beginnings = members.clone();
        beginnings.sort_by_cached_key(|text| Reverse((known.beginning(*text, &kin[*text as usize]), Reverse(*text))));
        let mut placed: FxHashSet<TextNo> = FxHashSet::default();
        for beginning in beginnings {
            if !placed.insert(beginning) {
                continue;
            }
            let mut heap: BinaryHeap<(u32, Reverse<TextNo>, Reverse<TextNo>)> = BinaryHeap::new();
            let mut reached: FxHashMap<(TextNo, TextNo), &Overlap> = FxHashMap::default();
            let mut at = beginning;
            loop {
                for overlap in kin[at as usize].iter().copied() {
                    let next = if overlap.a == at { overlap.b } else { overlap.a };
                    if !placed.contains(&next) && known.may_be_from(next, at) {
                        heap.push((known.fit(overlap, at, next), Reverse(next), Reverse(at)));
                        reached.insert((at, next), overlap);
                    }
                }
                let free = loop {
                    match heap.pop() {
                        Some((_, Reverse(next), Reverse(from))) if placed.insert(next) => break Some((from, next)),
                        Some(_) => {}
                        None => break None,
                    }
                };
                let Some((from, next)) = free else { break };
                edges[next as usize] = Some(known.edge(reached[&(from, next)], from, next));
                at = next;
            }
        }
    }
    edges
}

/// What tells which text came first.
struct Known<'p, 'r> {
    pile: &'p Pile<'r>,
    published: &'p Published,
    credits: &'p [Vec<Agency>],
    based_on: &'p BasedOn<'r>,
}

impl Known<'_, '_> {
    /// How likely a text is the beginning of its group: credited by others, then
    /// not later than they, then holding most of what they hold.
    fn beginning(&self, text: TextNo, kin: &[&Overlap]) -> (usize, Reverse<usize>, u32) {
        let other = |overlap: &Overlap| if overlap.a == text { overlap.b } else { overlap.a };
        let credited = kin.iter().filter(|overlap| self.says(other(overlap), text).is_some()).count();
        let later_than = kin.iter().filter(|overlap| self.is_before(other(overlap), text)).count();
        let held: f32 = kin.iter().map(|overlap| if overlap.a == text { overlap.of_b } else { overlap.of_a }).sum();
        (credited, Reverse(later_than), thousandths(held))
    }

    /// How well `source` explains `derived`.
    fn fit(&self, overlap: &Overlap, source: TextNo, derived: TextNo) -> u32 {
        let (of_derived, of_source, odd) = if derived == overlap.b {
            (overlap.of_b, overlap.of_a, overlap.odd_b)
        } else {
            (overlap.of_a, overlap.of_b, overlap.odd_a)
        };
        let credit = if self.says(derived, source).is_some() { CREDITED } else { 0.0 };
        thousandths(of_derived + 0.25 * of_source + 0.5 * odd + credit)
    }

    fn edge<'o>(&self, overlap: &'o Overlap, source: TextNo, derived: TextNo) -> Edge<'o> {
        let (score, forward) =
            if derived == overlap.b { (overlap.covered_b, true) } else { (overlap.covered_a, false) };
        let reason = match self.direction(overlap) {
            Direction::Forward(reason) if forward => reason,
            Direction::Backward(reason) if !forward => reason,
            _ => OPEN.to_owned(),
        };
        Edge { overlap, source, reason, score }
    }

    /// What is said before time before asymmetry.
    fn direction(&self, overlap: &Overlap) -> Direction {
        match self.told(overlap.a, overlap.b) {
            Direction::Open => {}
            told => return told,
        }
        if overlap.of_b > overlap.of_a + ASYMMETRY {
            return Direction::Forward(SHORTER.to_owned());
        }
        if overlap.of_a > overlap.of_b + ASYMMETRY {
            return Direction::Backward(SHORTER.to_owned());
        }
        Direction::Open
    }

    /// Which of two texts came first, as far as they say, or their dates.
    fn told(&self, a: TextNo, b: TextNo) -> Direction {
        if let Some(reason) = self.says(b, a) {
            return Direction::Forward(reason);
        }
        if let Some(reason) = self.says(a, b) {
            return Direction::Backward(reason);
        }
        let later = |text: TextNo| {
            let window = self.published[text as usize];
            window.map_or_else(String::new, |window| format!("published later, {window}"))
        };
        if self.is_before(a, b) {
            return Direction::Forward(later(b));
        }
        if self.is_before(b, a) {
            return Direction::Backward(later(a));
        }
        Direction::Open
    }

    /// Whether `text` can have been made from `source`: unless it is older and
    /// nothing says so.
    fn may_be_from(&self, text: TextNo, source: TextNo) -> bool {
        !self.is_before(text, source) || self.says(text, source).is_some()
    }

    /// Whether `a` was surely published before `b`.
    fn is_before(&self, a: TextNo, b: TextNo) -> bool {
        let (Some(a), Some(b)) = (self.published[a as usize], self.published[b as usize]) else { return false };
        a.end().zip(b.begin()).is_some_and(|(end, begin)| end < begin)
    }

    /// What says that `text` was made from `other`: its metadata, or a credit of
    /// the agency whose house published the other.
    fn says(&self, text: TextNo, other: TextNo) -> Option<String> {
        if self.based_on.states(text, other) {
            return Some(METADATA.to_owned());
        }
        let outlet = fold(self.pile.reading(other).text.outlet.as_deref()?);
        let agency = self.credits[text as usize].iter().find(|agency| same_house(&outlet, &fold(&agency.name)))?;
        Some(if agency.stated { METADATA.to_owned() } else { format!("credits {}", agency.name) })
    }
}

/// Said where metadata names what a text was made from.
const METADATA: &str = "metadata";
/// Said where a text calls itself a translation and the other does not.
const NOTICE: &str = "says that it is a translation";
/// Said of two texts in one language.
const OF_A_THIRD: &str = "both translate a text that is not here";

/// Adds translations: the surest first, each joining two origins.
fn translate(
    known: &Known<'_, '_>,
    translations: &[Translated],
    derives_from: &mut [Vec<Derivation>],
    groups: &mut Groups,
) {
    let mut surest: Vec<&Translated> = translations.iter().collect();
    let lang = |text: TextNo| known.pile.reading(text).text.lang;
    // What stands in two languages before what only shares a source.
    surest.sort_by_key(|pair| (lang(pair.a) == lang(pair.b), Reverse(pair.anchors), pair.a, pair.b));
    for pair in surest {
        if groups.find(pair.a) == groups.find(pair.b) {
            continue;
        }
        let direction = match (known.told(pair.a, pair.b), pair.notice_a, pair.notice_b) {
            (_, false, true) => Direction::Forward(NOTICE.to_owned()),
            (_, true, false) => Direction::Backward(NOTICE.to_owned()),
            (told, ..) => told,
        };
        let (derived, source, forward, reason) = match direction {
            Direction::Forward(reason) => (pair.b, pair.a, true, reason),
            Direction::Backward(reason) => (pair.a, pair.b, false, reason),
            Direction::Open => (pair.b, pair.a, true, OPEN.to_owned()),
        };
        groups.join(pair.a, pair.b);
        if derives_from[derived as usize].iter().any(|known| known.text.is_some() && known.relation < Relation::Credit)
        {
            continue;
        }
        let (spans, source_spans, score) = if forward {
            (&pair.sentences_b, &pair.sentences_a, pair.covered_b)
        } else {
            (&pair.sentences_a, &pair.sentences_b, pair.covered_a)
        };
        let same_language = lang(derived) == lang(source) && !(pair.notice_a ^ pair.notice_b);
        derives_from[derived as usize].push(Derivation {
            text: Some(known.pile.id(source).clone()),
            agency: None,
            relation: Relation::Translation,
            score: round(score),
            spans: spans.clone(),
            source_spans: source_spans.clone(),
            reason: if same_language { format!("{OF_A_THIRD}; {reason}") } else { reason },
        });
    }
}

/// Adds what metadata states and no shared words show.
fn state(known: &Known<'_, '_>, derives_from: &mut [Vec<Derivation>], groups: &mut Groups) {
    // A ring of texts each made from the next has no beginning: one of them is not believed.
    let mut chains = Groups::new(known.pile.len());
    for (text, reading) in known.pile.iter() {
        for source in &known.based_on.texts[text as usize] {
            let id = known.pile.id(*source);
            if chains.find(text) == chains.find(*source) {
                continue;
            }
            chains.join(text, *source);
            let shown = |derivation: &Derivation| derivation.text.as_ref() == Some(id);
            if !known.based_on.states(text, *source) || derives_from[text as usize].iter().any(shown) {
                continue;
            }
            groups.join(text, *source);
            let translated = reading.text.lang != known.pile.reading(*source).text.lang;
            derives_from[text as usize].push(Derivation {
                text: Some(id.clone()),
                agency: None,
                relation: if translated { Relation::Translation } else { Relation::Credit },
                score: 1.0,
                spans: Vec::new(),
                source_spans: Vec::new(),
                reason: METADATA.to_owned(),
            });
        }
    }
}

/// Said where the shorter of two texts is an excerpt.
const SHORTER: &str = "the shorter of the two, wholly or mostly in the longer";
/// What a credit is worth beside shared words.
const CREDITED: f32 = 0.3;

/// A share that is never negative, as a whole number that can be ordered.
#[allow(clippy::cast_sign_loss, reason = "shares begin at 0")]
fn thousandths(share: f32) -> u32 {
    (share * 1000.0) as u32
}

fn derivation(pile: &Pile<'_>, derived: TextNo, edge: &Edge<'_>, strong: bool) -> Derivation {
    let overlap = edge.overlap;
    let (spans, source_spans) = if derived == overlap.b {
        (&overlap.passages_b, &overlap.passages_a)
    } else {
        (&overlap.passages_a, &overlap.passages_b)
    };
    let relation = match (strong, edge.score >= COPY) {
        (true, true) => Relation::Copy,
        (true, false) => Relation::Rewrite,
        (false, _) => Relation::Quotes,
    };
    Derivation {
        text: Some(pile.id(edge.source).clone()),
        agency: None,
        relation,
        score: round(edge.score),
        spans: spans.clone(),
        source_spans: source_spans.clone(),
        reason: edge.reason.clone(),
    }
}

fn round(share: f32) -> f32 {
    (share * 1000.0).round() / 1000.0
}

/// Adds the credited agencies, and joins texts of one story that rest on the
/// same one.
fn credit(
    pile: &Pile<'_>,
    credits: &[Vec<Agency>],
    stories: &[u32],
    derives_from: &mut [Vec<Derivation>],
    groups: &mut Groups,
) {
    // The first text of each outlet in each story.
    let mut outlets: FxHashMap<u32, FxHashMap<String, TextNo>> = FxHashMap::default();
    for (text, reading) in pile.iter() {
        if let Some(outlet) = &reading.text.outlet {
            outlets.entry(stories[text as usize]).or_default().entry(fold(outlet)).or_insert(text);
        }
    }
    let agency_text = |story: u32, agency: &str| {
        let houses = outlets.get(&story)?.iter().filter(|(outlet, _)| same_house(outlet, agency));
        houses.map(|(_, text)| *text).min()
    };
    // The first text that credits each agency in each story, and the agency's own.
    let mut agency_texts: FxHashMap<(u32, String), (TextNo, Option<TextNo>)> = FxHashMap::default();
    for (text, reading) in pile.iter() {
        for agency in &credits[text as usize] {
            let (story, folded) = (stories[text as usize], fold(&agency.name));
            let (first, source) = *agency_texts
                .entry((story, folded))
                .or_insert_with_key(|(story, folded)| (text, agency_text(*story, folded)));
            groups.join(first, text);
            if let Some(source) = source {
                groups.join(source, text);
            }
            let spans = reading.credits.iter().filter(|credit| credit.agency == agency.name).map(|credit| credit.span);
            derives_from[text as usize].push(Derivation {
                text: source.map(|source| pile.id(source).clone()),
                agency: Some(agency.name.clone()),
                relation: Relation::Credit,
                score: 1.0,
                spans: spans.collect(),
                source_spans: Vec::new(),
                reason: if agency.stated { METADATA.to_owned() } else { String::new() },
            });
        }
    }
}
