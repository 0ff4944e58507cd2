//! A small tagger for capitalised words that no rule decides: an averaged
//! perceptron over hashed features, read left to right.
//!
//! Its weights are one table of `BUCKETS × LABELS` signed bytes and lie in the
//! program as they are: nothing is unpacked. They are made by
//! `cargo run --release -p depeche-language --example train`.

mod train;

pub use train::{Example, train};

use std::borrow::Cow;

use crate::fold;

/// Rows of the table; features share a row when their hashes do.
pub const BUCKETS: usize = 1 << 17;

/// What a word is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// No name.
    Outside,
    /// A person's name.
    Person,
    /// A place's name.
    Place,
    /// An organisation's name.
    Organisation,
}

/// All labels, in the order of the columns.
pub const LABELS: [Label; 4] = [Label::Outside, Label::Person, Label::Place, Label::Organisation];

/// A trained tagger.
#[derive(Clone, Debug)]
pub struct Tagger {
    weights: Cow<'static, [u8]>,
}

impl Tagger {
    /// A tagger with these weights; `None` if they are not a whole table.
    pub fn new(weights: impl Into<Cow<'static, [u8]>>) -> Option<Tagger> {
        let weights = weights.into();
        (weights.len() == BUCKETS * LABELS.len()).then_some(Tagger { weights })
    }

    /// The label of each word of a sentence, with how far it leads the next best
    /// one (in units of the table).
    pub fn tag(&self, words: &[&str]) -> Vec<(Label, i32)> {
        let shapes = Shapes::new(words);
        let mut labels = Vec::with_capacity(words.len());
        let mut before = Label::Outside;
        for at in 0..words.len() {
            let mut scores = [0i32; LABELS.len()];
            shapes.features(at, before, |feature| {
                let row = feature as usize % BUCKETS * LABELS.len();
                for (score, weight) in scores.iter_mut().zip(&self.weights[row..row + LABELS.len()]) {
                    *score += i32::from(weight.cast_signed());
                }
            });
            let best = (0..LABELS.len()).max_by_key(|label| (scores[*label], std::cmp::Reverse(*label))).unwrap_or(0);
            let second = (0..LABELS.len()).filter(|label| *label != best).map(|label| scores[label]).max().unwrap_or(0);
            before = LABELS[best];
            labels.push((before, scores[best] - second));
        }
        labels
    }
}

/// The words of a sentence, folded once, and their shapes.
struct Shapes<'w> {
    lower: Vec<Cow<'w, str>>,
    shapes: Vec<u8>,
}

impl<'w> Shapes<'w> {
    fn new(words: &[&'w str]) -> Shapes<'w> {
        Shapes {
            lower: words.iter().map(|word| fold::lower(word)).collect(),
            shapes: words.iter().map(|word| shape(word)).collect(),
        }
    }

    fn word(&self, at: usize, step: isize) -> &str {
        at.checked_add_signed(step).and_then(|at| self.lower.get(at)).map_or("", |word| word)
    }

    fn shape(&self, at: usize, step: isize) -> u8 {
        at.checked_add_signed(step).and_then(|at| self.shapes.get(at)).copied().unwrap_or(b' ')
    }

    /// Reports the hash of every feature of the word at `at`.
    fn features(&self, at: usize, before: Label, mut report: impl FnMut(u64)) {
        let word = self.word(at, 0);
        let (shape, label) = (self.shape(at, 0), before as u8);
        let mut add = |kind: u8, parts: &[&[u8]]| {
            let mut hash = Fnv::new(kind);
            for part in parts {
                hash.write(part);
                hash.write(&[0xFF]);
            }
            report(hash.finish());
        };
        add(0, &[]);
        add(1, &[word.as_bytes()]);
        add(2, &[self.word(at, -1).as_bytes()]);
        add(3, &[self.word(at, 1).as_bytes()]);
        add(4, &[self.word(at, -2).as_bytes()]);
        add(5, &[self.word(at, 2).as_bytes()]);
        add(6, &[self.word(at, -1).as_bytes(), word.as_bytes()]);
        add(7, &[word.as_bytes(), self.word(at, 1).as_bytes()]);
        add(8, &[self.word(at, -2).as_bytes(), self.word(at, -1).as_bytes(), &[shape]]);
        add(9, &[&[shape]]);
        add(10, &[&[self.shape(at, -1), shape, self.shape(at, 1)]]);
        add(11, &[&[label]]);
        add(12, &[&[label, shape]]);
        add(13, &[&[label], word.as_bytes()]);
        add(14, &[self.word(at, -1).as_bytes(), &[shape]]);
        add(15, &[self.word(at, 1).as_bytes(), &[shape]]);
        add(16, &[&[label], self.word(at, -1).as_bytes()]);
        add(
            17,
            &[&[
                self.shape(at, -2),
                self.shape(at, -1),
                shape,
                self.shape(at, 1),
                self.shape(at, 2),
                u8::from(at == 0),
            ]],
        );
        for length in 1..=4 {
            add(20 + length, &[&[shape], head(word, length as usize).as_bytes()]);
            add(30 + length, &[&[shape], tail(word, length as usize).as_bytes()]);
        }
        add(40, &[tail(self.word(at, -1), 3).as_bytes(), &[shape]]);
        add(41, &[tail(self.word(at, 1), 3).as_bytes(), &[shape]]);
    }
}

fn head(word: &str, length: usize) -> &str {
    word.char_indices().nth(length).map_or(word, |(end, _)| &word[..end])
}

fn tail(word: &str, length: usize) -> &str {
    word.char_indices().rev().nth(length - 1).map_or(word, |(begin, _)| &word[begin..])
}

/// What kind of characters a word is made of.
fn shape(word: &str) -> u8 {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else {
        return if word.chars().any(char::is_numeric) { b'0' } else { b'.' };
    };
    let upper = letters.clone().filter(|c| c.is_uppercase()).count();
    let rest = letters.count();
    match (first.is_uppercase(), upper) {
        (true, _) if rest == 0 => b'I',
        (true, upper) if upper == rest => b'A',
        (true, 0) => b'X',
        (true, _) => b'C',
        (false, 0) => b'x',
        (false, _) => b'c',
    }
}

/// The hash of Fowler, Noll and Vo: short, and the same everywhere.
struct Fnv(u64);

impl Fnv {
    fn new(kind: u8) -> Fnv {
        let mut hash = Fnv(0xCBF2_9CE4_8422_2325);
        hash.write(&[kind]);
        hash
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}
