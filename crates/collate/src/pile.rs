//! The readings to collate: each text once, in an order that files don't decide.

use depeche_language::{Pack, Packs};
use depeche_record::{BlockKind, Reading, Span, TextId, Window};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::fold::{Word, words_at};

/// A text's number in the pile.
pub(crate) type TextNo = u32;

/// One text of the pile.
#[derive(Clone, Debug)]
pub(crate) struct Source<'r> {
    pub(crate) reading: &'r Reading,
    /// Further places where the very same bytes were found.
    pub(crate) also: Vec<String>,
    /// Publication windows that other copies of the same bytes were given.
    pub(crate) other_windows: Vec<Window>,
}

impl Source<'_> {
    /// When it was published, as far as its reading knows.
    pub(crate) fn published(&self) -> Option<Window> {
        self.reading.text.published.window
    }

    /// Whether that is too little for its relative times to be told.
    pub(crate) fn is_undated(&self) -> bool {
        is_undated(self.reading)
    }
}

/// All texts, by id, and what is known of their languages.
#[derive(Clone, Debug)]
pub(crate) struct Pile<'r> {
    pub(crate) texts: Vec<Source<'r>>,
    pub(crate) packs: &'r Packs,
}

impl<'r> Pile<'r> {
    /// Each text once. Of several readings of the same bytes, the one with the
    /// smallest path stands for all.
    pub(crate) fn new(readings: &'r [Reading], packs: &'r Packs) -> Pile<'r> {
        let mut sorted: Vec<&Reading> = readings.iter().collect();
        sorted.sort_by(|a, b| (&a.text.id, &a.text.path).cmp(&(&b.text.id, &b.text.path)));
        let mut texts: Vec<Source<'r>> = Vec::with_capacity(sorted.len());
        for reading in sorted {
            match texts.last_mut().filter(|last| last.reading.text.id == reading.text.id) {
                Some(last) => {
                    last.also.push(reading.text.path.clone());
                    last.other_windows.extend(reading.text.published.window);
                }
                None => texts.push(Source { reading, also: Vec::new(), other_windows: Vec::new() }),
            }
        }
        for text in &mut texts {
            let own = text.published();
            text.also.dedup();
            text.other_windows.sort_unstable();
            text.other_windows.dedup();
            text.other_windows.retain(|window| Some(*window) != own);
        }
        Pile { texts, packs }
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(crate) fn reading(&self, text: TextNo) -> &'r Reading {
        self.texts[text as usize].reading
    }

    /// What a reader calls a text: the last part of its path.
    pub(crate) fn name(&self, text: TextNo) -> &'r str {
        let path = self.reading(text).text.path.as_str();
        path.rsplit('/').next().unwrap_or(path)
    }

    /// What is known of a text's language.
    pub(crate) fn pack(&self, text: TextNo) -> Option<&'r Pack> {
        self.packs.get(self.reading(text).text.lang)
    }

    pub(crate) fn id(&self, text: TextNo) -> &'r TextId {
        &self.reading(text).text.id
    }

    /// The number of the text with this id.
    pub(crate) fn number(&self, id: &TextId) -> Option<TextNo> {
        self.texts.binary_search_by(|text| text.reading.text.id.cmp(id)).ok().map(|number| number as TextNo)
    }

    /// All texts with their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (TextNo, &'r Reading)> + '_ {
        self.texts.iter().enumerate().map(|(number, text)| (number as TextNo, text.reading))
    }
}

/// The stretches of a text in which the article speaks: all of it if nobody
/// marked its blocks.
pub(crate) fn body(reading: &Reading) -> Vec<Span> {
    if reading.blocks.is_empty() {
        return vec![Span::new(0, reading.text.content().len())];
    }
    reading.blocks.iter().filter(|block| block.kind.is_body()).map(|block| block.span).collect()
}

/// The folded words of a text's body.
pub(crate) fn body_words(reading: &Reading) -> Vec<Word> {
    let content = reading.text.content();
    let mut words = Vec::with_capacity(content.len() / 5);
    for span in body(reading) {
        words_at(content, span, &mut words);
    }
    words
}

/// Whether `span` stands in the headline.
pub(crate) fn in_title(reading: &Reading, span: Span) -> bool {
    reading.blocks.iter().any(|block| block.kind == BlockKind::Title && block.span.overlaps(span))
}

/// Whether a reading knows too little of its day for its relative times to be told.
pub(crate) fn is_undated(reading: &Reading) -> bool {
    !reading.text.published.window.is_some_and(Window::is_anchor)
}

/// The windows in which the texts were published, as far as collation knows.
pub(crate) type Published = Vec<Option<Window>>;

/// Whether a text with this window was surely out by the end of `day`.
pub(crate) fn out_by(published: Option<Window>, day: Date) -> bool {
    published.and_then(Window::end).is_some_and(|end| end <= day)
}

/// Groups joined step by step.
#[derive(Clone, Debug)]
pub(crate) struct Groups {
    parent: Vec<u32>,
}

impl Groups {
    pub(crate) fn new(count: usize) -> Groups {
        Groups { parent: (0..count as u32).collect() }
    }

    /// The smallest member of the group that holds `member`.
    pub(crate) fn find(&mut self, member: u32) -> u32 {
        let mut at = member;
        while self.parent[at as usize] != at {
            let above = self.parent[self.parent[at as usize] as usize];
            self.parent[at as usize] = above;
            at = above;
        }
        at
    }

    /// Joins two groups under their smallest member.
    pub(crate) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        self.parent[a.max(b) as usize] = a.min(b);
    }

    /// The members of each group, both in order.
    pub(crate) fn members(&mut self) -> Vec<Vec<u32>> {
        let mut place: FxHashMap<u32, usize> = FxHashMap::default();
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for member in 0..self.parent.len() as u32 {
            let root = self.find(member);
            let slot = *place.entry(root).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[slot].push(member);
        }
        groups
    }
}
