//! Passages that two texts share word for word.
//!
//! Every text gives the hashes of its runs of four folded words, a fixed
//! quarter of them is posted, texts that meet under enough postings are
//! candidates, and only these are compared in full. Nothing compares all texts
//! with all.

use depeche_record::{QuotationType, Reading, Span};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::fold::{Word, mix, stable_hash};
use crate::pile::{Pile, TextNo, body_words};

/// Words in a shingle.
const SHINGLE: usize = 4;
/// One shingle in so many is posted; which, its hash decides.
const SAMPLE: u32 = 4;
/// A posting list longer than this is no longer paired off all with all: each
/// text meets only the [`NEIGHBOURS`] before it. Keeps one text found fifty
/// thousand times linear.
const DENSE: usize = 32;
const NEIGHBOURS: usize = 2;
/// Postings two texts must share to be compared in full.
const CANDIDATE: u32 = 2;
/// A shingle in at least this many texts of one outlet and in half of all its
/// texts is that outlet's furniture.
const FURNITURE_TEXTS: u32 = 4;
/// Differing words that may stand inside one passage.
const GAP: u32 = 8;
/// Words that make a passage worth showing.
const PASSAGE: u32 = 8;
/// Words of passages, names and titles aside, below which sharing them says nothing.
const LEAST_SHARED: u32 = 20;
/// A passage with more than this share inside quotation marks is what a
/// speaker said to both.
const QUOTED: f32 = 0.8;

/// What two texts have in common, word for word.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Overlap {
    /// The earlier text in the order that was asked for.
    pub(crate) a: TextNo,
    /// The later.
    pub(crate) b: TextNo,
    /// Share of the shingles of `a` that `b` has, and the other way round.
    pub(crate) of_a: f32,
    pub(crate) of_b: f32,
    /// Share of the words of `a` in passages that `b` has, and the other way
    /// round.
    pub(crate) covered_a: f32,
    pub(crate) covered_b: f32,
    /// The passages in `a`, in the order of `b`.
    pub(crate) passages_a: Vec<Span>,
    /// The same passages in `b`, in order.
    pub(crate) passages_b: Vec<Span>,
    /// The same shares with each shingle weighed by how few texts have it: an
    /// oddity that two texts share says more than what all copies have.
    pub(crate) odd_a: f32,
    pub(crate) odd_b: f32,
    /// How much of the text that shares more of itself lies between the first
    /// and the last shared words.
    pub(crate) stretch: f32,
}

/// The words and shingles of one text.
struct Shingled {
    words: Vec<Word>,
    /// (hash, position), sorted.
    shingles: Vec<(u32, u32)>,
    /// Share of it that is not furniture of its outlet.
    own: f32,
    /// Sum of the weights of its shared shingles.
    odd: f32,
}

fn shingle_hash(words: &[Word]) -> u32 {
    let hash = words
        .iter()
        .fold(0u64, |hash, word| (hash.rotate_left(21) ^ u64::from(word.hash)).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    (mix(hash) >> 32) as u32
}

fn shingles(words: &[Word]) -> impl Iterator<Item = (u32, u32)> + '_ {
    words.windows(SHINGLE).enumerate().map(|(position, run)| (shingle_hash(run), position as u32))
}

fn posted(hash: u32) -> bool {
    hash.is_multiple_of(SAMPLE)
}

/// All pairs of texts that share passages, the pairs sorted by (later, earlier)
/// in the order of `order`, which names every text once.
pub(crate) fn overlaps(pile: &Pile<'_>, order: &[TextNo]) -> Vec<Overlap> {
    let bodies = Bodies::read(pile, order);
    let furniture = furniture(pile, order, &bodies.postings);
    let spread = runs(&bodies.postings).filter(|(_, run)| run.len() > 1).map(|(hash, run)| (hash, run.len() as u32));
    let mut compared =
        Comparer { pile, order, furniture: &furniture, spread: spread.collect(), cache: FxHashMap::default() };
    let mut found: Vec<Overlap> = Vec::new();
    for (rank, twin) in &bodies.twins {
        found.extend(compared.twins(*twin, *rank));
    }
    for (a, b) in candidates(&bodies.postings, &furniture) {
        found.extend(compared.compare(a, b));
    }
    let mut rank = vec![0u32; order.len()];
    for (place, text) in order.iter().enumerate() {
        rank[*text as usize] = place as u32;
    }
    found.sort_by_key(|overlap| (rank[overlap.b as usize], rank[overlap.a as usize]));
    found
}

/// What one pass over all bodies leaves.
struct Bodies {
    /// (shingle hash, rank), packed, sorted, each once.
    postings: Vec<u64>,
    /// Texts (by rank) whose body is word for word that of an earlier one.
    twins: Vec<(u32, u32)>,
}

impl Bodies {
    fn read(pile: &Pile<'_>, order: &[TextNo]) -> Bodies {
        let mut postings = Vec::with_capacity(order.len() * 64);
        let mut first: FxHashMap<u64, u32> = FxHashMap::default();
        let mut twins = Vec::new();
        for (rank, text) in order.iter().enumerate() {
            let rank = rank as u32;
            let words = body_words(pile.reading(*text));
            if words.len() < SHINGLE {
                continue;
            }
            let whole = words.iter().fold(words.len() as u64, |hash, word| mix(hash ^ u64::from(word.hash)));
            if let Some(twin) = first.get(&whole) {
                twins.push((rank, *twin));
                continue;
            }
            first.insert(whole, rank);
            postings.extend(
                shingles(&words)
                    .filter(|(hash, _)| posted(*hash))
                    .map(|(hash, _)| u64::from(hash) << 32 | u64::from(rank)),
            );
        }
        postings.sort_unstable();
        postings.dedup();
        Bodies { postings, twins }
    }
}

/// The runs of postings under one shingle.
fn runs(postings: &[u64]) -> impl Iterator<Item = (u32, &[u64])> {
    postings.chunk_by(|a, b| a >> 32 == b >> 32).map(|run| ((run[0] >> 32) as u32, run))
}

/// (outlet, shingle) pairs that are the outlet's furniture: in at least half of
/// its texts. Texts without an outlet have none.
fn furniture(pile: &Pile<'_>, order: &[TextNo], postings: &[u64]) -> FxHashSet<(u32, u32)> {
    let outlets = outlets(pile, order);
    let mut sizes: FxHashMap<u32, u32> = FxHashMap::default();
    for outlet in outlets.iter().flatten() {
        *sizes.entry(*outlet).or_default() += 1;
    }
    let mut found = FxHashSet::default();
    if sizes.values().all(|size| *size < FURNITURE_TEXTS) {
        return found;
    }
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    for (hash, run) in runs(postings).filter(|(_, run)| run.len() >= FURNITURE_TEXTS as usize) {
        counts.clear();
        for outlet in run.iter().filter_map(|posting| outlets[*posting as u32 as usize]) {
            *counts.entry(outlet).or_default() += 1;
        }
        found.extend(
            counts
                .iter()
                .filter(|(outlet, count)| **count >= FURNITURE_TEXTS && **count * 2 >= sizes[outlet])
                .map(|(outlet, _)| (*outlet, hash)),
        );
    }
    found
}

fn outlet_hash(reading: &Reading) -> Option<u32> {
    reading.text.outlet.as_ref().map(|outlet| stable_hash(outlet.as_bytes()) as u32)
}

fn outlets(pile: &Pile<'_>, order: &[TextNo]) -> Vec<Option<u32>> {
    order.iter().map(|text| outlet_hash(pile.reading(*text))).collect()
}

/// Pairs of ranks that share at least [`CANDIDATE`] postings, sorted.
fn candidates(postings: &[u64], furniture: &FxHashSet<(u32, u32)>) -> Vec<(u32, u32)> {
    let furnished: FxHashSet<u32> = furniture.iter().map(|(_, hash)| *hash).collect();
    let mut pairs: Vec<u64> = Vec::new();
    for (hash, run) in runs(postings) {
        // What is furniture somewhere starts no comparison; a copy shares more.
        if run.len() < 2 || furnished.contains(&hash) {
            continue;
        }
        for (place, posting) in run.iter().enumerate() {
            let back = if run.len() > DENSE { NEIGHBOURS } else { place };
            let later = u64::from(*posting as u32);
            pairs.extend(
                run[place.saturating_sub(back)..place].iter().map(|earlier| u64::from(*earlier as u32) << 32 | later),
            );
        }
    }
    pairs.sort_unstable();
    pairs
        .chunk_by(|a, b| a == b)
        .filter(|same| same.len() >= CANDIDATE as usize)
        .map(|same| ((same[0] >> 32) as u32, same[0] as u32))
        .collect()
}

/// Compares candidates in full; keeps the shingles of texts it has seen.
struct Comparer<'p, 'r> {
    pile: &'p Pile<'r>,
    order: &'p [TextNo],
    furniture: &'p FxHashSet<(u32, u32)>,
    /// In how many texts each posted shingle is, if in several.
    spread: FxHashMap<u32, u32>,
    cache: FxHashMap<u32, Shingled>,
}

impl Comparer<'_, '_> {
    fn load(&mut self, rank: u32) {
        let reading = self.pile.reading(self.order[rank as usize]);
        let (furniture, spread) = (self.furniture, &self.spread);
        self.cache.entry(rank).or_insert_with(|| {
            let words = body_words(reading);
            let mut shingles: Vec<(u32, u32)> = shingles(&words).collect();
            shingles.sort_unstable();
            let outlet = outlet_hash(reading).filter(|_| !furniture.is_empty());
            let own = outlet.map_or(1.0, |outlet| {
                let posts = || shingles.iter().filter(|(hash, _)| posted(*hash));
                let foreign = posts().filter(|(hash, _)| furniture.contains(&(outlet, *hash))).count();
                1.0 - foreign as f32 / posts().count().max(1) as f32
            });
            let odd = shingles.iter().map(|(hash, _)| oddity(spread, *hash)).sum();
            Shingled { words, shingles, own, odd }
        });
    }

    /// The overlap of a text with the earlier one that it repeats word for word.
    fn twins(&mut self, a: u32, b: u32) -> Option<Overlap> {
        let (a, b) = (self.order[a as usize], self.order[b as usize]);
        let passage = |text: TextNo| {
            let words = body_words(self.pile.reading(text));
            Some(vec![words.first()?.span().cover(words.last()?.span())])
        };
        Some(Overlap {
            a,
            b,
            of_a: 1.0,
            of_b: 1.0,
            covered_a: 1.0,
            covered_b: 1.0,
            odd_a: 1.0,
            odd_b: 1.0,
            passages_a: passage(a)?,
            passages_b: passage(b)?,
            stretch: 1.0,
        })
    }

    fn compare(&mut self, a: u32, b: u32) -> Option<Overlap> {
        self.load(a);
        self.load(b);
        let (text_a, text_b) = (self.order[a as usize], self.order[b as usize]);
        let (read_a, read_b) = (self.pile.reading(text_a), self.pile.reading(text_b));
        let (left, right) = (&self.cache[&a], &self.cache[&b]);
        let outlets = [outlet_hash(read_a), outlet_hash(read_b)];
        let is_furniture = |hash: u32| outlets.iter().flatten().any(|outlet| self.furniture.contains(&(*outlet, hash)));
        let mut odd = 0.0;
        let matches = matches(&left.shingles, &right.shingles, |hash| odd += oddity(&self.spread, hash));
        let passages: Vec<Passage> = passages(&matches)
            .into_iter()
            .filter(|passage| !passage.is_furniture(&right.words, &is_furniture))
            .filter(|passage| !passage.is_quoted(read_a, &left.words, read_b, &right.words))
            .collect();
        let shared: u32 = passages.iter().map(|passage| passage.matches).sum();
        let shown: Vec<&Passage> = passages.iter().filter(|passage| passage.words_b() >= PASSAGE).collect();
        let words_b: u32 = shown.iter().map(|passage| passage.words_b()).sum();
        let words_a: u32 = shown.iter().map(|passage| passage.words_a()).sum();
        let shorter = left.words.len().min(right.words.len()) as u32;
        let telling: u32 = shown.iter().map(|passage| passage.telling_words(read_b, &right.words)).sum();
        if telling < LEAST_SHARED.min(shorter / 2) || shown.is_empty() {
            return None;
        }
        let share = |part: u32, whole: usize, own: f32| (part as f32 / (whole as f32 * own).max(1.0)).min(1.0);
        let (of_a, of_b) =
            (share(shared, left.shingles.len(), left.own), share(shared, right.shingles.len(), right.own));
        let stretch_of = |ends: &dyn Fn(&Passage) -> (u32, u32), text: &Shingled| {
            let first = passages.iter().map(|passage| ends(passage).0).min().unwrap_or(0);
            let last = passages.iter().map(|passage| ends(passage).1).max().unwrap_or(0);
            share(last + SHINGLE as u32 - first, text.words.len(), text.own)
        };
        let stretch = if of_a > of_b {
            stretch_of(&|passage| (passage.first_a, passage.last_a), left)
        } else {
            stretch_of(&|passage| (passage.first_b, passage.last_b), right)
        };
        Some(Overlap {
            a: text_a,
            b: text_b,
            of_a,
            of_b,
            covered_a: share(words_a, left.words.len(), left.own),
            covered_b: share(words_b, right.words.len(), right.own),
            odd_a: odd / left.odd.max(f32::MIN_POSITIVE),
            odd_b: odd / right.odd.max(f32::MIN_POSITIVE),
            passages_a: shown.iter().map(|passage| passage.span_a(&left.words)).collect(),
            passages_b: shown.iter().map(|passage| passage.span_b(&right.words)).collect(),
            stretch,
        })
    }
}

/// What a shared shingle says: less, the more texts have it.
fn oddity(spread: &FxHashMap<u32, u32>, hash: u32) -> f32 {
    // Only what is posted can be there; the rest would miss the cache for nothing.
    let spread = posted(hash).then(|| spread.get(&hash)).flatten();
    spread.map_or(0.0, |spread| 1.0 / (spread - 1) as f32)
}

/// Positions (in b, in a) of equal shingles, sorted; the nth of one text meets
/// the nth of the other. `seen` is told of each.
fn matches(a: &[(u32, u32)], b: &[(u32, u32)], mut seen: impl FnMut(u32)) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                seen(a[i].0);
                found.push((b[j].1, a[i].1));
                i += 1;
                j += 1;
            }
        }
    }
    found.sort_unstable();
    found
}

/// A run of words that two texts share, up to [`GAP`] differing ones inside.
#[derive(Clone, Copy, Debug)]
struct Passage {
    first_a: u32,
    last_a: u32,
    first_b: u32,
    last_b: u32,
    /// Equal shingles.
    matches: u32,
}

impl Passage {
    fn words_a(&self) -> u32 {
        self.last_a - self.first_a + SHINGLE as u32
    }

    fn words_b(&self) -> u32 {
        self.last_b - self.first_b + SHINGLE as u32
    }

    fn span_a(&self, words: &[Word]) -> Span {
        span_of(words, self.first_a, self.last_a)
    }

    fn span_b(&self, words: &[Word]) -> Span {
        span_of(words, self.first_b, self.last_b)
    }

    /// Words that are no name or title: everybody writes those alike.
    fn telling_words(&self, reading: &Reading, words: &[Word]) -> u32 {
        let words = &words[self.first_b as usize..self.last_b as usize + SHINGLE];
        let named = |word: &Word| {
            let until = reading.mentions.partition_point(|mention| mention.span.begin < word.end);
            // Mentions nest at most a few deep: "[minister of [state]]".
            reading.mentions[until.saturating_sub(4)..until].iter().any(|mention| mention.span.overlaps(word.span()))
        };
        words.iter().filter(|word| !named(word)).count() as u32
    }

    /// Whether most posted shingles of it are furniture.
    fn is_furniture(&self, words: &[Word], is_furniture: &impl Fn(u32) -> bool) -> bool {
        let (mut posts, mut furniture) = (0u32, 0u32);
        for position in self.first_b..=self.last_b {
            let hash = shingle_hash(&words[position as usize..position as usize + SHINGLE]);
            if posted(hash) {
                posts += 1;
                furniture += u32::from(is_furniture(hash));
            }
        }
        furniture * 2 > posts
    }

    /// Whether both texts give it as somebody's words: then both may have heard
    /// them.
    fn is_quoted(&self, read_a: &Reading, words_a: &[Word], read_b: &Reading, words_b: &[Word]) -> bool {
        quoted(read_a, self.span_a(words_a)) && quoted(read_b, self.span_b(words_b))
    }
}

fn span_of(words: &[Word], first: u32, last: u32) -> Span {
    words[first as usize].span().cover(words[last as usize + SHINGLE - 1].span())
}

/// Whether `span` stands in direct speech.
fn quoted(reading: &Reading, span: Span) -> bool {
    let direct = reading.quotations.iter().filter(|quotation| quotation.kind == QuotationType::Direct);
    let inside: u32 = direct
        .filter(|quotation| quotation.parent.is_none())
        .flat_map(|quotation| &quotation.content)
        .map(|content| content.end.min(span.end).saturating_sub(content.begin.max(span.begin)))
        .sum();
    inside as f32 > QUOTED * span.len() as f32
}

/// Joins matches on about one diagonal into passages.
fn passages(matches: &[(u32, u32)]) -> Vec<Passage> {
    let mut found: Vec<Passage> = Vec::new();
    for (b, a) in matches.iter().copied() {
        // A stray match elsewhere must not cut a passage in two: look at the
        // last few open ones.
        let open = found.iter_mut().rev().take(3).find(|passage| {
            let (ahead_a, ahead_b) = (a.checked_sub(passage.last_a), b - passage.last_b);
            ahead_a.is_some_and(|ahead| ahead > 0 && ahead <= GAP && ahead.abs_diff(ahead_b) <= GAP / 2)
                && ahead_b > 0
                && ahead_b <= GAP
        });
        match open {
            Some(passage) => {
                passage.last_a = a;
                passage.last_b = b;
                passage.matches += 1;
            }
            None => found.push(Passage { first_a: a, last_a: a, first_b: b, last_b: b, matches: 1 }),
        }
    }
    found
}
