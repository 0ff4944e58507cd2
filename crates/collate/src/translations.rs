//! Texts that tell the same, sentence by sentence, in other words: one is a
//! translation of the other, or both are of a text that is not here.
//!
//! What survives translation is the order of names and figures. Sentences are
//! aligned by them, in order; a translation keeps nearly all of them, figures
//! included, and the length of what stands between. Two reports on one event
//! don't. In one language a rewrite may keep them too, but it leaves what people
//! say in quotation marks as it is: only other words for the same quotation, or a
//! page that calls itself a translation, tell the two apart.

use depeche_language::{Pack, names};
use depeche_record::{BlockKind, Reading, Span};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::fold::{Word, mix, stable_hash, words_at};
use crate::overlap::Overlap;
use crate::pile::{Pile, Published, TextNo, body};

/// Sentences of a text that are looked at, and anchors of each.
const SENTENCES: usize = 120;
const ANCHORS: usize = 10;
/// Sentences that are posted: a translation begins where its source does.
const POSTED: usize = 16;
/// One pair of anchors in so many is posted; which, its hash decides.
const SAMPLE: u32 = 2;
/// A posting list longer than this pairs each text with the [`NEIGHBOURS`] before.
const DENSE: usize = 32;
const NEIGHBOURS: usize = 2;
/// Postings two texts must share to be aligned, and which part of the fewer.
const CANDIDATE: u32 = 2;
const CANDIDATE_SHARE: f32 = 0.04;
/// Earlier texts that one text is aligned with, those that share most.
const COMPARED: usize = 4;
/// Days that may lie between a text and its translation.
const DAYS: i32 = 21;
/// Shared words, in one language, from which the texts are copies and no translations.
const VERBATIM: f32 = 0.35;
/// Likeness of names and figures from which two sentences tell the same.
const SAME_ANCHORS: f32 = 0.5;
/// The same for words, in one language.
const SAME_WORDS: f32 = 0.2;
/// Aligned sentences, and names and figures in them that stand nowhere else in their texts.
const LEAST_SENTENCES: usize = 3;
const LEAST_ANCHORS: usize = 5;
const LEAST_ANCHORS_NOTED: usize = 3;
/// Share of such names and figures that must stand in aligned sentences: the order is the same.
const IN_ORDER: f32 = 0.8;
/// Share of the figures in aligned sentences that must agree.
const SAME_FIGURES: f32 = 0.6;
/// Covered share of either text, and of the other; of either where much is shared.
const COVERED: f32 = 0.6;
const COVERED_BOTH: f32 = 0.35;
const COVERED_MUCH: f32 = 0.5;
/// Names and figures that are much.
const MUCH: usize = 10;
/// How far lengths may differ on average, as a logarithm.
const LENGTHS: f32 = 0.45;

/// Two texts that tell the same in other words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Translated {
    /// The earlier text in the order that was asked for.
    pub(crate) a: TextNo,
    /// The later.
    pub(crate) b: TextNo,
    /// Aligned sentences in `a`, and the same in `b`.
    pub(crate) sentences_a: Vec<Span>,
    pub(crate) sentences_b: Vec<Span>,
    /// Share of each text that they cover.
    pub(crate) covered_a: f32,
    pub(crate) covered_b: f32,
    /// Whether each text says that it is a translation.
    pub(crate) notice_a: bool,
    pub(crate) notice_b: bool,
    /// Names and figures that stand only there.
    pub(crate) anchors: usize,
}

/// All pairs of texts that tell the same in other words; `order` names every text
/// once, `overlaps` are the pairs that share words.
pub(crate) fn translations(
    pile: &Pile<'_>,
    order: &[TextNo],
    published: &Published,
    overlaps: &[Overlap],
) -> Vec<Translated> {
    let copies: FxHashSet<(TextNo, TextNo)> = overlaps
        .iter()
        .filter(|overlap| overlap.is_strong() || overlap.covered_a.max(overlap.covered_b) >= VERBATIM)
        .map(|overlap| (overlap.a.min(overlap.b), overlap.a.max(overlap.b)))
        .collect();
    let mut keys = Keys::default();
    let mut cache: FxHashMap<TextNo, Told> = FxHashMap::default();
    let candidates = candidates(pile, &originals(order, overlaps), &mut keys);
    let mut found = Vec::new();
    for (a, b) in candidates {
        if copies.contains(&(a.min(b), a.max(b))) || apart(published, a, b) {
            continue;
        }
        for text in [a, b] {
            cache.entry(text).or_insert_with(|| Told::read(pile.reading(text), pile.pack(text), &mut keys));
        }
        let same_language = pile.reading(a).text.lang == pile.reading(b).text.lang;
        found.extend(Pair { a: &cache[&a], b: &cache[&b], same_language }.translated(a, b));
    }
    found
}

/// The texts that copy none before them: whoever translates a copy translates its source.
fn originals(order: &[TextNo], overlaps: &[Overlap]) -> Vec<TextNo> {
    let ranks: FxHashMap<TextNo, usize> = order.iter().enumerate().map(|(rank, text)| (*text, rank)).collect();
    let later = |overlap: &Overlap| if ranks[&overlap.a] < ranks[&overlap.b] { overlap.b } else { overlap.a };
    let copies: FxHashSet<TextNo> = overlaps.iter().filter(|overlap| overlap.is_strong()).map(later).collect();
    order.iter().copied().filter(|text| !copies.contains(text)).collect()
}

/// Whether two texts were surely published too far apart.
fn apart(published: &Published, a: TextNo, b: TextNo) -> bool {
    let (Some(a), Some(b)) = (published[a as usize], published[b as usize]) else { return false };
    let far = |early: depeche_record::Window, late: depeche_record::Window| {
        early.end().zip(late.begin()).is_some_and(|(end, begin)| (begin - end).get_days() > DAYS)
    };
    far(a, b) || far(b, a)
}

/// Pairs of texts that have pairs of anchors in one sentence in common, in order.
fn candidates(pile: &Pile<'_>, order: &[TextNo], keys: &mut Keys) -> Vec<(TextNo, TextNo)> {
    let mut postings: Vec<u64> = Vec::new();
    let mut posts = vec![0u32; order.len()];
    for (rank, text) in order.iter().enumerate() {
        let begin = postings.len();
        let reading = pile.reading(*text);
        for anchors in sentences(reading).into_iter().take(POSTED).map(|sentence| anchors(reading, sentence, keys)) {
            for (place, a) in anchors.iter().enumerate() {
                for b in &anchors[..place] {
                    let hash = (mix(u64::from(*a) << 32 | u64::from(*b)) >> 32) as u32;
                    if hash.is_multiple_of(SAMPLE) {
                        postings.push(u64::from(hash) << 32 | rank as u64);
                    }
                }
            }
        }
        postings[begin..].sort_unstable();
        let mut own: Vec<u64> = postings.drain(begin..).collect();
        own.dedup();
        posts[rank] = own.len() as u32;
        postings.extend(own);
    }
    postings.sort_unstable();
    let mut pairs: Vec<u64> = Vec::new();
    for run in postings.chunk_by(|a, b| a >> 32 == b >> 32).filter(|run| run.len() > 1) {
        for (place, later) in run.iter().enumerate() {
            let back = if run.len() > DENSE { NEIGHBOURS } else { place };
            let later = u64::from(*later as u32) << 32;
            pairs.extend(
                run[place.saturating_sub(back)..place].iter().map(|earlier| later | u64::from(*earlier as u32)),
            );
        }
    }
    pairs.sort_unstable();
    let mut found: Vec<(u32, u32, u32)> = Vec::new();
    for same in pairs.chunk_by(|a, b| a == b) {
        let (later, earlier, shared) = ((same[0] >> 32) as u32, same[0] as u32, same.len() as u32);
        let fewer = posts[later as usize].min(posts[earlier as usize]) as f32;
        if shared >= CANDIDATE && shared as f32 >= CANDIDATE_SHARE * fewer {
            found.push((later, earlier, shared));
        }
    }
    let mut kept = Vec::new();
    for of_one in found.chunk_by_mut(|a, b| a.0 == b.0) {
        of_one.sort_by_key(|(_, earlier, shared)| (std::cmp::Reverse(*shared), *earlier));
        kept.extend(
            of_one.iter().take(COMPARED).map(|(later, earlier, _)| (order[*earlier as usize], order[*later as usize])),
        );
    }
    kept
}

/// Keys of names, each worked out once.
#[derive(Default)]
struct Keys(FxHashMap<Box<str>, u32>);

impl Keys {
    /// What the spellings of a name share in all languages.
    fn of(&mut self, name: &str) -> u32 {
        if let Some(key) = self.0.get(name) {
            return *key;
        }
        let key = names::key(name);
        let skeleton: String = key
            .char_indices()
            .filter(|(at, letter)| *at == 0 || !matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u'))
            .map(|(_, letter)| letter)
            .collect();
        let hash = if skeleton.len() < 3 { &key } else { &skeleton };
        let hash = stable_hash(hash.as_bytes()) as u32 & !FIGURE;
        self.0.insert(name.into(), hash);
        hash
    }
}

/// Set in anchors that are figures.
const FIGURE: u32 = 1 << 31;

/// A text's sentences as they are aligned.
struct Told {
    sentences: Vec<Sentence>,
    /// In how many sentences each anchor stands, and each stem.
    spread: FxHashMap<u32, u32>,
    letters: u32,
    notice: bool,
    /// Hashes of runs of four words, sorted.
    runs: Vec<u32>,
}

struct Sentence {
    span: Span,
    /// Names and figures, sorted.
    anchors: Vec<u32>,
    /// Stems of its longer words, sorted.
    stems: Vec<u32>,
    /// Hashes of the words between quotation marks, in order.
    quoted: Vec<u32>,
    letters: u32,
}

impl Told {
    fn read(reading: &Reading, pack: Option<&Pack>, keys: &mut Keys) -> Told {
        let content = reading.text.content();
        let mut spread: FxHashMap<u32, u32> = FxHashMap::default();
        let mut runs = Vec::new();
        let sentences: Vec<Sentence> = sentences(reading)
            .into_iter()
            .map(|span| {
                let mut words: Vec<Word> = Vec::new();
                words_at(content, span, &mut words);
                let mut stems: Vec<u32> = words.iter().filter(|word| word.length >= 4).map(|word| word.stem).collect();
                stems.sort_unstable();
                stems.dedup();
                runs.extend(words.windows(4).map(run));
                let anchors = anchors(reading, span, keys);
                for anchor in &anchors {
                    *spread.entry(*anchor).or_default() += 1;
                }
                let letters = words.iter().map(|word| word.length).sum::<u32>().max(1);
                Sentence { span, anchors, stems, quoted: quoted(content, span), letters }
            })
            .collect();
        runs.sort_unstable();
        let letters = sentences.iter().map(|sentence| sentence.letters).sum();
        Told { sentences, spread, letters, notice: pack.is_some_and(|pack| says_so(reading, pack)), runs }
    }
}

fn run(words: &[Word]) -> u32 {
    words.iter().fold(0u32, |hash, word| (hash.rotate_left(9) ^ word.hash).wrapping_mul(0x9e37_79b1))
}

/// The sentences of a text's body; of a text that nothing cut, what full stops part.
fn sentences(reading: &Reading) -> Vec<Span> {
    let content = reading.text.content();
    let body = body(reading);
    let mut found: Vec<Span> = if reading.sentences.is_empty() {
        body.iter().flat_map(|block| cut(content, *block)).collect()
    } else {
        let inside = |sentence: &&Span| {
            let at = body.partition_point(|block| block.end <= sentence.begin);
            body.get(at).is_some_and(|block| block.overlaps(**sentence))
        };
        reading.sentences.iter().filter(inside).map(|sentence| sentence.trim(content)).collect()
    };
    found.retain(|sentence| !sentence.is_empty());
    found.truncate(SENTENCES);
    found
}

/// Cuts at full stops, question and exclamation marks before white space.
fn cut(content: &str, block: Span) -> Vec<Span> {
    let text = block.of(content);
    let mut found = Vec::new();
    let mut begin = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let ends =
            matches!(letter, '.' | '!' | '?' | '…') && letters.peek().is_none_or(|(_, next)| next.is_whitespace());
        if ends || letter == '\n' {
            let end = at + letter.len_utf8();
            found.push(Span::new(block.begin as usize + begin, block.begin as usize + end).trim(content));
            begin = end;
        }
    }
    found.push(Span::new(block.begin as usize + begin, block.end as usize).trim(content));
    found
}

/// The names and figures of a sentence, sorted: capitalised words after its first,
/// and runs of digits. Parties that the reading knows need no capital.
fn anchors(reading: &Reading, sentence: Span, keys: &mut Keys) -> Vec<u32> {
    let content = reading.text.content();
    let text = sentence.of(content);
    let mut found = Vec::new();
    let mut first = true;
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        if letter.is_ascii_digit() {
            let (digits, end) = figure(text, at);
            found.push(stable_hash(digits.as_bytes()) as u32 | FIGURE);
            (at, first) = (end, false);
        } else if letter.is_alphabetic() {
            let rest = &text[at..];
            let length = rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len());
            let word = &rest[..length];
            if letter.is_uppercase() && !first && word.chars().count() >= 3 {
                found.push(keys.of(word));
            }
            first = false;
            at += length;
        } else {
            at += letter.len_utf8();
        }
    }
    found.sort_unstable();
    found.dedup();
    found.truncate(ANCHORS);
    found
}

/// The digits of a figure that begins at `at`, without what parts thousands and
/// decimals, and where it ends.
fn figure(text: &str, at: usize) -> (String, usize) {
    let mut digits = String::new();
    let mut end = at;
    loop {
        let run: &str = &text[end..];
        let length = run.bytes().take_while(u8::is_ascii_digit).count();
        digits.push_str(&run[..length]);
        end += length;
        let mut rest = text[end..].chars();
        let Some(part) = rest.next().filter(|part| matches!(part, ' ' | '\u{a0}' | '\u{202f}' | '.' | ',' | '\''))
        else {
            break;
        };
        let next = rest.as_str().bytes().take_while(u8::is_ascii_digit).count();
        let joins = if part.is_whitespace() || part == '\'' { next == 3 } else { next > 0 };
        if !joins || length == 0 {
            break;
        }
        end += part.len_utf8();
    }
    (digits, end)
}

/// The words between the first quotation marks of a sentence.
fn quoted(content: &str, sentence: Span) -> Vec<u32> {
    let is_mark = |letter: char| matches!(letter, '«' | '»' | '"' | '“' | '”' | '„');
    let text = sentence.of(content);
    let Some(open) = text.find(is_mark) else { return Vec::new() };
    let begin = open + text[open..].chars().next().map_or(1, char::len_utf8);
    let end = text[begin..].find(is_mark).map_or(text.len(), |end| begin + end);
    let mut words = Vec::new();
    let offset = sentence.begin as usize;
    words_at(content, Span::new(offset + begin, offset + end), &mut words);
    words.iter().map(|word| word.hash).collect()
}

/// Whether a text says that it is a translation: in a line around the article, or
/// in a short one that opens or closes it.
fn says_so(reading: &Reading, pack: &Pack) -> bool {
    let content = reading.text.content();
    let last = reading.blocks.len().saturating_sub(OUTER);
    let says = |span: Span| pack.collate.is_notice(content, span, &pack.segment, &pack.vocabulary);
    reading.blocks.iter().enumerate().any(|(number, block)| {
        let outer = (number <= OUTER || number >= last) && block.span.len() <= SHORT;
        let around =
            matches!(block.kind, BlockKind::Credit | BlockKind::Byline | BlockKind::Dateline | BlockKind::Metadata);
        (around || outer && block.kind != BlockKind::Title && block.kind != BlockKind::Crosslink) && says(block.span)
    })
}

/// Blocks at either end of a text that may say what it is, and their bytes at most.
const OUTER: usize = 3;
const SHORT: usize = 120;

/// Two texts to align.
struct Pair<'t> {
    a: &'t Told,
    b: &'t Told,
    same_language: bool,
}

/// What two sentences have in common.
#[derive(Clone, Copy, Debug, Default)]
struct Likeness {
    /// Weight of the shared names and figures.
    shared: f32,
    /// Share of them in both.
    anchors: f32,
    /// The same for stems.
    words: f32,
}

/// Sentences of `a` and of `b` that tell the same: two of one may make one of the other.
#[derive(Clone, Copy, Debug)]
struct Step {
    a: (usize, usize),
    b: (usize, usize),
}

impl Pair<'_> {
    fn translated(&self, a: TextNo, b: TextNo) -> Option<Translated> {
        let noted = self.a.notice || self.b.notice;
        let least = if noted { LEAST_ANCHORS_NOTED } else { LEAST_ANCHORS };
        // What can be told without aligning is told first.
        let quote = |told: &Told| told.sentences.iter().any(|sentence| sentence.quoted.len() >= QUOTED);
        if self.same_language && !noted && !(quote(self.a) && quote(self.b))
            || self.once().count() < least
            || self.same_language && self.verbatim() >= VERBATIM
        {
            return None;
        }
        let steps: Vec<Step> = self.align().into_iter().filter(|step| self.tells(*step)).collect();
        if steps.len() < LEAST_SENTENCES {
            return None;
        }
        let (anchors, in_order) = self.order(&steps);
        let figures = self.figures(&steps);
        if anchors < least || in_order < IN_ORDER || figures < SAME_FIGURES || self.lengths(&steps) > LENGTHS {
            return None;
        }
        if self.same_language && !self.other_words(&steps, noted) {
            return None;
        }
        let (covered_a, covered_b) = self.covered(&steps);
        let least = if anchors >= MUCH { COVERED_MUCH } else { COVERED };
        if covered_a.max(covered_b) < least || covered_a.min(covered_b) < COVERED_BOTH {
            return None;
        }
        let spans =
            |told: &Told, range: (usize, usize)| told.sentences[range.0].span.cover(told.sentences[range.1 - 1].span);
        Some(Translated {
            a,
            b,
            sentences_a: steps.iter().map(|step| spans(self.a, step.a)).collect(),
            sentences_b: steps.iter().map(|step| spans(self.b, step.b)).collect(),
            covered_a,
            covered_b,
            notice_a: self.a.notice,
            notice_b: self.b.notice,
            anchors,
        })
    }

    /// Share of the runs of four words of the shorter text that the longer has.
    fn verbatim(&self) -> f32 {
        let (short, long) = if self.a.runs.len() <= self.b.runs.len() { (self.a, self.b) } else { (self.b, self.a) };
        let shared = short.runs.iter().filter(|run| long.runs.binary_search(run).is_ok()).count();
        shared as f32 / short.runs.len().max(1) as f32
    }

    /// How telling an anchor is: the fewer sentences have it, the more. What only
    /// one text has tells nothing between two languages.
    fn weight(&self, anchor: u32) -> f32 {
        let spread = |told: &Told| told.spread.get(&anchor).copied().unwrap_or(0);
        match (spread(self.a), spread(self.b)) {
            (0, only) | (only, 0) if self.same_language => 1.0 / only.max(1) as f32,
            (0, _) | (_, 0) => 0.0,
            (a, b) => 1.0 / ((a * b) as f32).sqrt(),
        }
    }

    fn likeness(&self, step: Step) -> Likeness {
        let (a, b) = (gather(self.a, step.a, |s| &s.anchors), gather(self.b, step.b, |s| &s.anchors));
        let sum = |list: &mut dyn Iterator<Item = &u32>| list.map(|anchor| self.weight(*anchor)).sum::<f32>();
        let shared = sum(&mut a.iter().filter(|anchor| b.binary_search(anchor).is_ok()));
        let all = sum(&mut a.iter()) + sum(&mut b.iter());
        let words = if self.same_language {
            let (a, b) = (gather(self.a, step.a, |s| &s.stems), gather(self.b, step.b, |s| &s.stems));
            let shared = a.iter().filter(|stem| b.binary_search(stem).is_ok()).count();
            2.0 * shared as f32 / (a.len() + b.len()).max(1) as f32
        } else {
            0.0
        };
        Likeness { shared, anchors: if all > 0.0 { 2.0 * shared / all } else { 0.0 }, words }
    }

    /// The alignment, in order, in which most is shared.
    fn align(&self) -> Vec<Step> {
        let (rows, columns) = (self.a.sentences.len(), self.b.sentences.len());
        let at = |row: usize, column: usize| row * (columns + 1) + column;
        let mut best = vec![(0.0f32, (0u8, 0u8)); (rows + 1) * (columns + 1)];
        for row in 1..=rows {
            for column in 1..=columns {
                let mut choice = (best[at(row - 1, column)].0, (1, 0));
                if best[at(row, column - 1)].0 > choice.0 {
                    choice = (best[at(row, column - 1)].0, (0, 1));
                }
                for (of_a, of_b) in [(1, 1), (1, 2), (2, 1)] {
                    if usize::from(of_a) > row || usize::from(of_b) > column {
                        continue;
                    }
                    let step = Step { a: (row - usize::from(of_a), row), b: (column - usize::from(of_b), column) };
                    let likeness = self.likeness(step);
                    // Two sentences for one cost a little: one for one is the rule.
                    let cost = if of_a == of_b { 0.0 } else { 0.1 };
                    let gain = likeness.shared * likeness.anchors + likeness.words - cost;
                    let sum = best[at(step.a.0, step.b.0)].0 + gain;
                    if sum > choice.0 {
                        choice = (sum, (of_a, of_b));
                    }
                }
                best[at(row, column)] = choice;
            }
        }
        let (mut row, mut column) = (rows, columns);
        let mut steps = Vec::new();
        while row > 0 && column > 0 {
            let (of_a, of_b) = best[at(row, column)].1;
            let (begin_a, begin_b) = (row - usize::from(of_a), column - usize::from(of_b));
            if of_a > 0 && of_b > 0 {
                steps.push(Step { a: (begin_a, row), b: (begin_b, column) });
            }
            (row, column) = (begin_a, begin_b);
        }
        steps.reverse();
        steps
    }

    /// Whether two aligned sentences tell the same.
    fn tells(&self, step: Step) -> bool {
        let likeness = self.likeness(step);
        let same_names = likeness.shared > 0.0 && likeness.anchors >= SAME_ANCHORS;
        same_names && (!self.same_language || likeness.words >= SAME_WORDS)
    }

    /// The names and figures that stand in one sentence of either text.
    fn once(&self) -> impl Iterator<Item = &u32> {
        let once = |told: &Told, anchor: &u32| told.spread.get(anchor) == Some(&1);
        self.a.spread.keys().filter(move |anchor| once(self.a, anchor) && once(self.b, anchor))
    }

    /// How many names and figures that stand once in either text stand in aligned
    /// sentences, and which share of all such ones that is.
    fn order(&self, steps: &[Step]) -> (usize, f32) {
        let once = |told: &Told, anchor: &u32| told.spread.get(anchor) == Some(&1);
        let all = self.once().count();
        let aligned = steps
            .iter()
            .map(|step| {
                let (a, b) = (gather(self.a, step.a, |s| &s.anchors), gather(self.b, step.b, |s| &s.anchors));
                let is_one =
                    |anchor: &&u32| b.binary_search(anchor).is_ok() && once(self.a, anchor) && once(self.b, anchor);
                a.iter().filter(is_one).count()
            })
            .sum::<usize>();
        (aligned, aligned as f32 / all.max(1) as f32)
    }

    /// Share of the figures in aligned sentences that agree; 1 if there are none.
    fn figures(&self, steps: &[Step]) -> f32 {
        let (mut shared, mut all) = (0, 0);
        for step in steps {
            let (a, b) = (gather(self.a, step.a, |s| &s.anchors), gather(self.b, step.b, |s| &s.anchors));
            let is_figure = |anchor: &&u32| **anchor & FIGURE != 0;
            shared += 2 * a.iter().filter(is_figure).filter(|anchor| b.binary_search(anchor).is_ok()).count();
            all += a.iter().filter(is_figure).count() + b.iter().filter(is_figure).count();
        }
        if all == 0 { 1.0 } else { shared as f32 / all as f32 }
    }

    /// How far the lengths of aligned sentences differ from their common ratio, on average.
    fn lengths(&self, steps: &[Step]) -> f32 {
        let letters: Vec<(f32, f32)> =
            steps.iter().map(|step| (letters(self.a, step.a), letters(self.b, step.b))).collect();
        let ratio = letters.iter().map(|(_, b)| b).sum::<f32>() / letters.iter().map(|(a, _)| a).sum::<f32>();
        let apart = |(a, b): &(f32, f32)| (b / (ratio * a)).ln().abs();
        letters.iter().map(apart).sum::<f32>() / letters.len().max(1) as f32
    }

    /// Whether what is quoted is put in other words throughout: a translator's,
    /// since a newsroom leaves it as it is. A page that calls itself a translation
    /// need not quote.
    fn other_words(&self, steps: &[Step], noted: bool) -> bool {
        let (mut other, mut same) = (0, 0);
        for step in steps {
            let (a, b) = (gather_quotes(self.a, step.a), gather_quotes(self.b, step.b));
            if a.len() < QUOTED || b.len() < QUOTED {
                continue;
            }
            let runs = |words: &[u32]| -> FxHashSet<(u32, u32, u32)> {
                words.windows(3).map(|run| (run[0], run[1], run[2])).collect()
            };
            let (runs_a, runs_b) = (runs(&a), runs(&b));
            let shared = runs_a.intersection(&runs_b).count();
            if 2 * shared >= runs_a.len().min(runs_b.len()) { same += 1 } else { other += 1 }
        }
        same == 0 && (other > 0 || noted)
    }

    /// Share of either text in aligned sentences, and in sentences between them
    /// where both have as many.
    fn covered(&self, steps: &[Step]) -> (f32, f32) {
        let (mut of_a, mut of_b) = (0.0, 0.0);
        let (mut end_a, mut end_b) = (0, 0);
        let last = Step {
            a: (self.a.sentences.len(), self.a.sentences.len()),
            b: (self.b.sentences.len(), self.b.sentences.len()),
        };
        for step in steps.iter().copied().chain([last]) {
            let (gap_a, gap_b) = ((end_a, step.a.0), (end_b, step.b.0));
            if gap_a.1 - gap_a.0 == gap_b.1 - gap_b.0 && gap_a.1 - gap_a.0 <= MOST_BETWEEN {
                of_a += letters(self.a, gap_a);
                of_b += letters(self.b, gap_b);
            }
            of_a += letters(self.a, step.a);
            of_b += letters(self.b, step.b);
            (end_a, end_b) = (step.a.1, step.b.1);
        }
        (of_a / self.a.letters.max(1) as f32, of_b / self.b.letters.max(1) as f32)
    }
}

/// Words between quotation marks that say who worded them.
const QUOTED: usize = 4;
/// Sentences without names that may stand between aligned ones.
const MOST_BETWEEN: usize = 2;

fn letters(told: &Told, range: (usize, usize)) -> f32 {
    told.sentences[range.0..range.1].iter().map(|sentence| sentence.letters).sum::<u32>() as f32
}

/// The sorted lists of one or two sentences made one.
fn gather<'t>(
    told: &'t Told,
    range: (usize, usize),
    list: impl Fn(&'t Sentence) -> &'t Vec<u32>,
) -> std::borrow::Cow<'t, [u32]> {
    let sentences = &told.sentences[range.0..range.1];
    if let [one] = sentences {
        return std::borrow::Cow::Borrowed(list(one));
    }
    let mut all: Vec<u32> = sentences.iter().flat_map(|sentence| list(sentence).iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    std::borrow::Cow::Owned(all)
}

fn gather_quotes(told: &Told, range: (usize, usize)) -> Vec<u32> {
    told.sentences[range.0..range.1].iter().flat_map(|sentence| sentence.quoted.iter().copied()).collect()
}
