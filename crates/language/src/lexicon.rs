//! Words and phrases with features, and where a text has them.

use rustc_hash::FxHashMap;

use crate::{Form, Token, Words};

/// A class of entries that patterns speak of: `month`, `title`, `verb.que`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Class(pub(crate) u16);

/// An entry of a lexicon by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// A word or phrase with its classes and what a stage knows of it.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// Its classes.
    pub classes: Vec<Class>,
    /// What the stage knows of it.
    pub value: T,
}

/// Words and phrases with features.
#[derive(Debug)]
pub struct Lexicon<T> {
    entries: Vec<Entry<T>>,
    classes: FxHashMap<Box<str>, Class>,
    /// `first[form]`: whether some phrase begins with this form.
    first: Vec<bool>,
    /// The first word of each phrase, with its entry.
    openings: Vec<(Form, EntryId)>,
    /// A trie over forms: (node, form) leads to a node; the root is 0.
    edges: FxHashMap<(u32, Form), u32>,
    /// The entries whose phrase ends at a node.
    ends: Vec<Vec<EntryId>>,
}

impl<T> Default for Lexicon<T> {
    fn default() -> Lexicon<T> {
        LexiconBuilder::default().build()
    }
}

/// Collects the entries of a lexicon.
#[derive(Debug)]
pub struct LexiconBuilder<T> {
    lexicon: Lexicon<T>,
}

impl<T> Default for LexiconBuilder<T> {
    fn default() -> LexiconBuilder<T> {
        LexiconBuilder {
            lexicon: Lexicon {
                entries: Vec::new(),
                classes: FxHashMap::default(),
                first: Vec::new(),
                openings: Vec::new(),
                edges: FxHashMap::default(),
                ends: vec![Vec::new()],
            },
        }
    }
}

impl<T> LexiconBuilder<T> {
    /// The class with this name, made if it is new.
    pub fn class(&mut self, name: &str) -> Class {
        let next = Class(self.lexicon.classes.len() as u16);
        *self.lexicon.classes.entry(name.into()).or_insert(next)
    }

    /// The class with this name, if it was made.
    pub(crate) fn known_class(&self, name: &str) -> Option<Class> {
        self.lexicon.classes.get(name).copied()
    }

    /// Adds an entry without a phrase; give it phrases with [`Self::phrase`].
    pub fn entry(&mut self, classes: Vec<Class>, value: T) -> EntryId {
        let id = EntryId(self.lexicon.entries.len() as u32);
        self.lexicon.entries.push(Entry { classes, value });
        id
    }

    /// Lets `phrase` stand for `entry`. The phrase is cut and folded as a text is.
    pub fn phrase(&mut self, phrase: &str, entry: EntryId, words: &mut Words<'_>) {
        let mut node = 0;
        for (position, form) in words.forms(phrase).into_iter().enumerate() {
            if position == 0 {
                if self.lexicon.first.len() <= form.index() {
                    self.lexicon.first.resize(form.index() + 1, false);
                }
                self.lexicon.first[form.index()] = true;
                self.lexicon.openings.push((form, entry));
            }
            let next = self.lexicon.ends.len() as u32;
            node = *self.lexicon.edges.entry((node, form)).or_insert(next);
            if node == next {
                self.lexicon.ends.push(Vec::new());
            }
        }
        let ends = &mut self.lexicon.ends[node as usize];
        if node != 0 && !ends.contains(&entry) {
            ends.push(entry);
        }
    }

    /// The lexicon.
    pub fn build(self) -> Lexicon<T> {
        self.lexicon
    }
}

impl<T> Lexicon<T> {
    /// What is known of an entry.
    pub fn entry(&self, id: EntryId) -> &Entry<T> {
        &self.entries[id.0 as usize]
    }

    /// What the stage knows of an entry.
    pub fn value(&self, id: EntryId) -> &T {
        &self.entries[id.0 as usize].value
    }

    /// All entries, in the order of the pack.
    pub fn entries(&self) -> impl Iterator<Item = (EntryId, &Entry<T>)> {
        self.entries.iter().enumerate().map(|(number, entry)| (EntryId(number as u32), entry))
    }

    /// The class with this name, if some entry or pattern speaks of it.
    pub fn class(&self, name: &str) -> Option<Class> {
        self.classes.get(name).copied()
    }

    /// The words that phrases of a class begin with.
    pub fn first_words(&self, class: Class) -> impl Iterator<Item = Form> {
        self.openings
            .iter()
            .filter(move |(_, entry)| self.entry(*entry).classes.contains(&class))
            .map(|(form, _)| *form)
    }

    /// Calls `found` with each phrase that begins at `tokens[at]`: its length in
    /// tokens and its entry, shorter phrases first.
    pub fn at(&self, tokens: &[Token], at: usize, mut found: impl FnMut(usize, EntryId)) {
        let begins = |token: &Token| self.first.get(token.form.index()).copied().unwrap_or(false);
        if !tokens.get(at).is_some_and(begins) {
            return;
        }
        let mut node = 0;
        for (length, token) in tokens[at..].iter().enumerate() {
            if token.form == Form::UNKNOWN {
                return;
            }
            let Some(next) = self.edges.get(&(node, token.form)) else { return };
            node = *next;
            for entry in &self.ends[node as usize] {
                found(length + 1, *entry);
            }
        }
    }

    /// The longest phrase that begins at `tokens[at]`: its length in tokens and
    /// its first entry.
    pub fn longest(&self, tokens: &[Token], at: usize) -> Option<(usize, EntryId)> {
        let mut longest: Option<(usize, EntryId)> = None;
        self.at(tokens, at, |length, entry| {
            if longest.is_none_or(|(longest, _)| longest < length) {
                longest = Some((length, entry));
            }
        });
        longest
    }

    /// Where the phrases of the lexicon stand among `tokens`.
    pub fn lattice<'l>(&'l self, tokens: &[Token]) -> Lattice<'l> {
        let mut lattice = Lattice { starts: Vec::with_capacity(tokens.len() + 1), hits: Vec::new() };
        for at in 0..tokens.len() {
            lattice.starts.push(lattice.hits.len() as u32);
            self.at(tokens, at, |length, entry| {
                lattice.hits.push(Hit { length: length as u32, entry, classes: &self.entry(entry).classes });
            });
        }
        lattice.starts.push(lattice.hits.len() as u32);
        lattice
    }
}

/// A phrase of a lexicon that stands in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit<'l> {
    pub(crate) length: u32,
    pub(crate) entry: EntryId,
    pub(crate) classes: &'l [Class],
}

/// Where the phrases of a lexicon stand among some tokens.
#[derive(Debug)]
pub struct Lattice<'l> {
    starts: Vec<u32>,
    hits: Vec<Hit<'l>>,
}

impl<'l> Lattice<'l> {
    /// The phrases that begin at token `at`, shorter ones first.
    pub(crate) fn at(&self, at: usize) -> &[Hit<'l>] {
        match self.starts.get(at..at + 2) {
            Some([begin, end]) => &self.hits[*begin as usize..*end as usize],
            _ => &[],
        }
    }

    /// The entries of class `class` that begin at token `at`, longest first:
    /// length in tokens and entry.
    pub fn of_class(&self, at: usize, class: Class) -> impl Iterator<Item = (usize, EntryId)> {
        self.at(at)
            .iter()
            .rev()
            .filter(move |hit| hit.classes.contains(&class))
            .map(|hit| (hit.length as usize, hit.entry))
    }
}
