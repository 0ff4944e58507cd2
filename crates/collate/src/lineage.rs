//! Who copied whom: shared passages and credits given a direction, and texts
//! counted by origin. Two texts without a trace of each other are not thereby
//! independent; nothing here says so.

use depeche_record::{Derivation, Reading, Relation, Window};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::fold::fold;
use crate::overlap::Overlap;
use crate::pile::{Groups, Pile, Published, TextNo};

/// Share of the shingles of one text in the other from which the two are one
/// text told twice.
const STRONG: f32 = 0.22;
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
}

impl Overlap {
    /// Whether the two are one text told twice.
    pub(crate) fn is_strong(&self) -> bool {
        self.of_a.max(self.of_b) >= STRONG && self.of_a.min(self.of_b) >= STRONG_BOTH
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
/// story only.
pub(crate) fn trace(pile: &Pile<'_>, overlaps: &[Overlap], published: &Published, stories: &[u32]) -> Lineage {
    let mut groups = Groups::new(pile.len());
    for overlap in overlaps.iter().filter(|overlap| overlap.is_strong()) {
        groups.join(overlap.a, overlap.b);
    }
    let credits: Vec<Vec<String>> = pile.iter().map(|(_, reading)| agencies(reading)).collect();
    let mut derives_from = sources(pile, overlaps, published, &credits, &mut groups);
    credit(pile, &credits, stories, &mut derives_from, &mut groups);
    let mut number: FxHashMap<u32, u32> = FxHashMap::default();
    let origin = (0..pile.len() as TextNo)
        .map(|text| {
            let next = number.len() as u32;
            *number.entry(groups.find(text)).or_insert(next)
        })
        .collect();
    Lineage { derives_from, origin }
}

/// The agencies that a text credits, itself left out, each once.
fn agencies(reading: &Reading) -> Vec<String> {
    let own = reading.text.outlet.as_deref().map(fold);
    let mut seen = FxHashSet::default();
    reading
        .credits
        .iter()
        .map(|credit| credit.agency.clone())
        .filter(|agency| own.as_deref().is_none_or(|own| !same_house(own, &fold(agency))))
        .filter(|agency| seen.insert(fold(agency)))
        .collect()
}

/// Whether an outlet is the house of an agency: "TASS (en français)" of "TASS".
fn same_house(outlet: &str, agency: &str) -> bool {
    outlet == agency || outlet.split(' ').any(|word| word == agency || agency.len() >= 5 && word.starts_with(agency))
}

/// One source among several.
struct Edge<'o> {
    overlap: &'o Overlap,
    source: TextNo,
    reason: String,
    strong: bool,
    /// Share of the derived text.
    score: f32,
    /// How well the source explains the derived text.
    fit: f32,
}

fn sources(
    pile: &Pile<'_>,
    overlaps: &[Overlap],
    published: &Published,
    credits: &[Vec<String>],
    groups: &mut Groups,
) -> Vec<Vec<Derivation>> {
    let mut edges: Vec<Vec<Edge<'_>>> = (0..pile.len()).map(|_| Vec::new()).collect();
    for overlap in overlaps {
        let (source, derived, reason) = match direction(pile, overlap, published, credits) {
            Direction::Forward(reason) => (overlap.a, overlap.b, reason),
            Direction::Backward(reason) => (overlap.b, overlap.a, reason),
            Direction::Open => (overlap.a, overlap.b, "which of the two came first is open".to_owned()),
        };
        let (of_derived, of_source, score) = if derived == overlap.b {
            (overlap.of_b, overlap.of_a, overlap.covered_b)
        } else {
            (overlap.of_a, overlap.of_b, overlap.covered_a)
        };
        let fit = of_derived + 0.5 * of_source;
        edges[derived as usize].push(Edge { overlap, source, reason, strong: overlap.is_strong(), score, fit });
    }
    // Texts tied by parents so far: within one tree another parent would close a circle.
    let mut trees = Groups::new(pile.len());
    let mut found = Vec::with_capacity(pile.len());
    for (derived, mut edges) in edges.into_iter().enumerate() {
        let derived = derived as TextNo;
        edges.sort_by(|a, b| {
            (b.strong, b.fit)
                .partial_cmp(&(a.strong, a.fit))
                .unwrap_or(std::cmp::Ordering::Equal)
                .then_with(|| pile.id(a.source).cmp(pile.id(b.source)))
        });
        let own_group = groups.find(derived);
        let mut has_parent = false;
        let mut kept = Vec::new();
        for edge in edges {
            if kept.len() == MOST_SOURCES {
                break;
            }
            if edge.strong {
                // One parent; the others of the group are its kin.
                if has_parent || trees.find(edge.source) == trees.find(derived) {
                    continue;
                }
                has_parent = true;
                trees.join(edge.source, derived);
            } else if groups.find(edge.source) == own_group {
                continue;
            }
            kept.push(derivation(pile, derived, edge));
        }
        found.push(kept);
    }
    found
}

fn derivation(pile: &Pile<'_>, derived: TextNo, edge: Edge<'_>) -> Derivation {
    let overlap = edge.overlap;
    let (spans, source_spans) = if derived == overlap.b {
        (&overlap.passages_b, &overlap.passages_a)
    } else {
        (&overlap.passages_a, &overlap.passages_b)
    };
    let relation = match (edge.strong, edge.score >= COPY) {
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
        reason: edge.reason,
    }
}

fn round(share: f32) -> f32 {
    (share * 1000.0).round() / 1000.0
}

/// Credit before time before asymmetry.
fn direction(pile: &Pile<'_>, overlap: &Overlap, published: &Published, credits: &[Vec<String>]) -> Direction {
    let (a, b) = (overlap.a, overlap.b);
    if let Some(agency) = credits_outlet(pile, credits, b, a) {
        return Direction::Forward(format!("credits {agency}"));
    }
    if let Some(agency) = credits_outlet(pile, credits, a, b) {
        return Direction::Backward(format!("credits {agency}"));
    }
    let (when_a, when_b) = (published[a as usize], published[b as usize]);
    if before(when_a, when_b) {
        return Direction::Forward(published_later(when_b));
    }
    if before(when_b, when_a) {
        return Direction::Backward(published_later(when_a));
    }
    if overlap.of_b > overlap.of_a + ASYMMETRY {
        return Direction::Forward("the shorter of the two, wholly or mostly in the longer".to_owned());
    }
    if overlap.of_a > overlap.of_b + ASYMMETRY {
        return Direction::Backward("the shorter of the two, wholly or mostly in the longer".to_owned());
    }
    Direction::Open
}

fn before(a: Option<Window>, b: Option<Window>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    a.end().zip(b.begin()).is_some_and(|(end, begin)| end < begin)
}

fn published_later(window: Option<Window>) -> String {
    window.map_or_else(String::new, |window| format!("published later, {window}"))
}

/// The agency that `text` credits and whose house published `other`.
fn credits_outlet<'c>(pile: &Pile<'_>, credits: &'c [Vec<String>], text: TextNo, other: TextNo) -> Option<&'c String> {
    let outlet = fold(pile.reading(other).text.outlet.as_deref()?);
    credits[text as usize].iter().find(|agency| same_house(&outlet, &fold(agency)))
}

/// Adds the credited agencies, and joins texts of one story that rest on the
/// same one.
fn credit(
    pile: &Pile<'_>,
    credits: &[Vec<String>],
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
            let (story, folded) = (stories[text as usize], fold(agency));
            let (first, source) = *agency_texts
                .entry((story, folded))
                .or_insert_with_key(|(story, folded)| (text, agency_text(*story, folded)));
            groups.join(first, text);
            if let Some(source) = source {
                groups.join(source, text);
            }
            let spans = reading.credits.iter().filter(|credit| credit.agency == *agency).map(|credit| credit.span);
            derives_from[text as usize].push(Derivation {
                text: source.map(|source| pile.id(source).clone()),
                agency: Some(agency.clone()),
                relation: Relation::Credit,
                score: 1.0,
                spans: spans.collect(),
                source_spans: Vec::new(),
                reason: String::new(),
            });
        }
    }
}
