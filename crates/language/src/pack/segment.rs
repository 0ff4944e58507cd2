//! How a language's words are cut: elisions, clitics, abbreviations.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::{PackError, Source};
use crate::fold;

/// How a language's words are cut.
#[derive(Debug, Default)]
pub struct SegmentPack {
    elisions: FxHashSet<Box<str>>,
    abbreviations: FxHashSet<Box<str>>,
    /// Longest first, so that `-t-il` is tried before `-il`.
    clitics: Vec<Box<str>>,
    whole: FxHashSet<Box<str>>,
    prefixes: Vec<Box<str>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    elisions: Vec<String>,
    clitics: Vec<String>,
    whole: Vec<String>,
    prefixes: Vec<Box<str>>,
    abbreviations: Vec<String>,
}

impl SegmentPack {
    /// Compiles `segment.toml`.
    ///
    /// # Errors
    ///
    /// With the place, if it is not of the expected form.
    pub fn compile(source: Source<'_>) -> Result<SegmentPack, PackError> {
        let file: File = source.parse()?;
        let set = |words: Vec<String>| words.iter().map(|word| fold::lower(word).into()).collect();
        let mut clitics: Vec<Box<str>> = file.clitics.into_iter().map(String::into_boxed_str).collect();
        clitics.sort_by_key(|clitic| std::cmp::Reverse(clitic.len()));
        Ok(SegmentPack {
            elisions: set(file.elisions),
            abbreviations: set(file.abbreviations),
            clitics,
            whole: set(file.whole),
            prefixes: file.prefixes,
        })
    }

    /// Whether `word` loses its vowel before an apostrophe and is then a word of
    /// its own: "l", "qu".
    pub(crate) fn elides(&self, word: &str) -> bool {
        word.len() <= 8 && self.elisions.contains(fold::lower(word).as_ref())
    }

    /// Whether `word` is written with a full stop: "M", "Mgr".
    pub(crate) fn is_abbreviation(&self, word: &str) -> bool {
        word.len() <= 8 && self.abbreviations.contains(fold::lower(word).as_ref())
    }

    /// Whether `word` is a clitic by itself: "-il".
    pub(crate) fn is_clitic(&self, word: &str) -> bool {
        self.clitics.iter().any(|clitic| **clitic == *word)
    }

    /// The length in bytes of the prefix that is a word of its own: "ex-".
    pub(crate) fn prefix_length(&self, word: &str) -> usize {
        let begins = |prefix: &str| word.len() > prefix.len() && word.starts_with(prefix);
        self.prefixes.iter().find(|prefix| begins(prefix)).map_or(0, |prefix| prefix.len())
    }

    /// The length in bytes of `word` without the clitic that hangs on it:
    /// "dit" in "dit-il".
    pub(crate) fn stem_length(&self, word: &str) -> usize {
        if !word.contains(['-', '‐', '‑']) {
            return word.len();
        }
        let folded = fold::lower(word);
        // Folding keeps the length of hyphens' neighbours only for plain words;
        // a clitic is looked for in the word as it stands.
        let clitic = self.clitics.iter().find(|clitic| {
            word.len() > clitic.len()
                && word.is_char_boundary(word.len() - clitic.len())
                && folded.ends_with(&***clitic)
                && fold::lower(&word[word.len() - clitic.len()..]) == ***clitic
        });
        match clitic {
            Some(clitic) if !self.whole.contains(folded.as_ref()) => word.len() - clitic.len(),
            _ => word.len(),
        }
    }
}
