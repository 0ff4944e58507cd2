//! Texts grouped into stories (one moment) and sagas (a chain of moments).
//!
//! One pass in order of publication: each text joins the story whose words and
//! parties are nearest, if that story is of the same days. Words count only
//! within one language; parties count across languages.

use depeche_record::{Lang, Reading, Window};
use jiff::ToSpan;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::fold::stable_hash;
use crate::pile::{Pile, Published, TextNo, body_words};

/// Days a text may stand away from its story.
const STORY_DAYS: i32 = 7;
/// Days between two moments of one saga.
const SAGA_DAYS: i32 = 62;
/// Nearness from which a text joins a story, a story a saga.
const STORY_NEAR: f32 = 0.22;
const SAGA_NEAR: f32 = 0.22;
/// Words of a text that count: the most telling ones.
const WORDS: usize = 48;
/// Features that a story keeps of all its texts.
const KEPT: usize = 160;
/// Stories that are looked at under one feature: the latest.
const LOOKED_AT: usize = 24;
/// Folded letters from which a word may tell a story.
const TELLING: u32 = 5;

/// Which text belongs to which story, which story to which saga.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stories {
    /// By text.
    pub(crate) of: Vec<u32>,
    /// By story: its texts, sorted.
    pub(crate) texts: Vec<Vec<TextNo>>,
    /// By story: the number of its saga.
    pub(crate) saga: Vec<u32>,
}

impl Stories {
    /// The saga of a text.
    pub(crate) fn saga_of(&self, text: TextNo) -> u32 {
        self.saga[self.of[text as usize] as usize]
    }
}

/// Weights by feature, sorted by feature.
type Vector = Vec<(u64, f32)>;

#[derive(Clone, Debug)]
struct Features {
    lang: Lang,
    words: Vector,
    parties: Vector,
}

/// Groups the texts. `order` names every text once, earliest first.
pub(crate) fn group(pile: &Pile<'_>, order: &[TextNo], published: &Published) -> Stories {
    let features = features(pile);
    let mut shelf = Shelf::new(STORY_NEAR, STORY_DAYS);
    let mut of = vec![0; pile.len()];
    for text in order.iter().copied() {
        of[text as usize] = shelf.place(&features[text as usize], published[text as usize]);
    }
    let mut texts: Vec<Vec<TextNo>> = vec![Vec::new(); shelf.groups.len()];
    for (text, story) in of.iter().enumerate() {
        texts[*story as usize].push(text as TextNo);
    }
    let saga = sagas(&shelf.groups);
    Stories { of, texts, saga }
}

/// A saga is held together by its parties alone.
fn sagas(stories: &[Group]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..stories.len()).collect();
    order.sort_by_key(|story| (stories[*story].window.and_then(Window::begin).unwrap_or(Date::MAX), *story));
    let mut shelf = Shelf::new(SAGA_NEAR, SAGA_DAYS);
    let mut saga = vec![0; stories.len()];
    for story in order {
        let features = Features {
            lang: Lang::FR,
            words: Vector::new(),
            parties: normalised(
                stories[story].parties.weights.iter().map(|(feature, weight)| (*feature, *weight)).collect(),
            ),
        };
        saga[story] = shelf.place(&features, stories[story].window);
    }
    saga
}

fn features(pile: &Pile<'_>) -> Vec<Features> {
    let counts: Vec<(FxHashMap<u64, u32>, FxHashMap<u64, u32>)> =
        pile.iter().map(|(_, reading)| (word_counts(reading), party_counts(reading))).collect();
    let mut spread: FxHashMap<u64, u32> = FxHashMap::default();
    for (words, parties) in &counts {
        for feature in words.keys().chain(parties.keys()) {
            *spread.entry(*feature).or_default() += 1;
        }
    }
    let texts = pile.len() as f32;
    let weight = |feature: u64, count: u32| (1.0 + (count as f32).ln()) * (1.0 + texts / spread[&feature] as f32).ln();
    counts
        .into_iter()
        .zip(&pile.texts)
        .map(|((words, parties), source)| {
            let mut words: Vector = words.into_iter().map(|(word, count)| (word, weight(word, count))).collect();
            words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            words.truncate(WORDS);
            let parties = parties.into_iter().map(|(party, count)| (party, weight(party, count))).collect();
            Features { lang: source.reading.text.lang, words: normalised(words), parties: normalised(parties) }
        })
        .collect()
}

fn word_counts(reading: &Reading) -> FxHashMap<u64, u32> {
    let mut counts = FxHashMap::default();
    for word in body_words(reading).iter().filter(|word| word.length >= TELLING) {
        *counts.entry(u64::from(word.stem)).or_default() += 1;
    }
    counts
}

fn party_counts(reading: &Reading) -> FxHashMap<u64, u32> {
    let mut counts = FxHashMap::default();
    for party in reading.mentions.iter().filter_map(|mention| mention.party.as_ref()) {
        *counts.entry(stable_hash(party.as_str().as_bytes())).or_default() += 1;
    }
    counts
}

fn normalised(mut vector: Vector) -> Vector {
    vector.sort_unstable_by_key(|(feature, _)| *feature);
    let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    if length > 0.0 {
        for (_, weight) in &mut vector {
            *weight /= length;
        }
    }
    vector
}

/// Groups found so far, with an index from feature to group.
struct Shelf {
    groups: Vec<Group>,
    index: FxHashMap<u64, Vec<u32>>,
    near: f32,
    days: i32,
}

/// What a group keeps of its members.
#[derive(Clone, Debug)]
struct Group {
    lang: Lang,
    words: Sum,
    parties: Sum,
    window: Option<Window>,
}

/// A sum of vectors and its length.
#[derive(Clone, Debug, Default)]
struct Sum {
    weights: FxHashMap<u64, f32>,
    length: f32,
}

impl Shelf {
    fn new(near: f32, days: i32) -> Shelf {
        Shelf { groups: Vec::new(), index: FxHashMap::default(), near, days }
    }

    /// Puts features into the nearest group of their days, or a new one.
    fn place(&mut self, features: &Features, window: Option<Window>) -> u32 {
        let best = self
            .candidates(features)
            .into_iter()
            .filter(|group| near_in_time(self.groups[*group as usize].window, window, self.days))
            .map(|group| (self.groups[group as usize].nearness(features), group))
            .filter(|(nearness, _)| *nearness >= self.near)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let number = best.map_or(self.groups.len() as u32, |(_, group)| group);
        if best.is_none() {
            self.groups.push(Group {
                lang: features.lang,
                words: Sum::default(),
                parties: Sum::default(),
                window: None,
            });
        }
        self.groups[number as usize].add(features, window);
        for (feature, _) in features.words.iter().chain(&features.parties) {
            let groups = self.index.entry(*feature).or_default();
            if groups.last() != Some(&number) && !groups.contains(&number) {
                if groups.len() == LOOKED_AT {
                    groups.remove(0);
                }
                groups.push(number);
            }
        }
        number
    }

    /// The groups that share most features.
    fn candidates(&self, features: &Features) -> Vec<u32> {
        let mut shared: FxHashMap<u32, f32> = FxHashMap::default();
        for (feature, weight) in features.words.iter().chain(&features.parties) {
            for group in self.index.get(feature).into_iter().flatten() {
                *shared.entry(*group).or_default() += weight;
            }
        }
        let mut groups: Vec<(u32, f32)> = shared.into_iter().collect();
        groups.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        groups.truncate(LOOKED_AT);
        groups.into_iter().map(|(group, _)| group).collect()
    }
}

impl Group {
    fn add(&mut self, features: &Features, window: Option<Window>) {
        self.words.add(&features.words);
        self.parties.add(&features.parties);
        self.window = match (self.window, window) {
            (Some(own), Some(new)) => own.hull(new).or(Some(own)),
            (own, new) => own.or(new),
        };
    }

    fn nearness(&self, features: &Features) -> f32 {
        let parties = self.parties.cosine(&features.parties);
        if features.words.is_empty() || self.lang != features.lang {
            return parties;
        }
        let words = self.words.cosine(&features.words);
        if features.parties.is_empty() || self.parties.weights.is_empty() {
            words
        } else {
            f32::midpoint(words, parties)
        }
    }
}

impl Sum {
    fn add(&mut self, vector: &Vector) {
        for (feature, weight) in vector {
            *self.weights.entry(*feature).or_default() += weight;
        }
        if self.weights.len() > 2 * KEPT {
            let mut kept: Vector = self.weights.drain().collect();
            kept.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            kept.truncate(KEPT);
            self.weights.extend(kept);
        }
        // Summed in a fixed order: the same bits whatever the order of insertion.
        let mut squares: Vec<f32> = self.weights.values().map(|weight| weight * weight).collect();
        squares.sort_unstable_by(f32::total_cmp);
        self.length = squares.iter().sum::<f32>().sqrt();
    }

    /// The cosine with a vector of length one.
    fn cosine(&self, vector: &Vector) -> f32 {
        let shared = vector.iter().filter_map(|(feature, weight)| Some(self.weights.get(feature)? * weight));
        let dot: f32 = shared.sum();
        if self.length > 0.0 { dot / self.length } else { 0.0 }
    }
}

/// Whether two windows are within `days` of each other; an unknown one may be.
fn near_in_time(a: Option<Window>, b: Option<Window>, days: i32) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    let widened = Window::new(
        a.begin().and_then(|begin| begin.checked_sub(days.days()).ok()),
        a.end().and_then(|end| end.checked_add(days.days()).ok()),
    );
    widened.is_none_or(|widened| widened.overlaps(b))
}
