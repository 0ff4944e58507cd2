//! One text in, one reading out.
//!
//! Leans on `language` and `record`. Pure and total: the same text and packs
//! give the same reading, on any machine; bad text gives a reading with flags,
//! never an error.
//!
//! The stages, in order, one file or folder each: [`time`] finds time
//! expressions and dates the text; [`who`] finds parties and where they are
//! named; [`speech`] finds who says what, which gives times inside direct speech
//! the day they count from; [`who`] again resolves what depends
//! on it (pronouns, "we" inside a quotation); [`acts`] finds what was done.
//! [`credits`] and [`flags`] read the text as it was found.

pub mod acts;
pub mod credits;
pub mod flags;
pub mod speech;
pub mod time;
pub mod who;

use depeche_language::{Pack, Packs, Segmented, segment};
use depeche_record::{Reading, Text};

/// A text with its tokens, as all stages see it.
#[derive(Debug)]
pub struct Article<'a> {
    /// The text.
    pub text: &'a Text,
    /// What is known of its language.
    pub pack: &'a Pack,
    /// Its tokens and sentences.
    pub segmented: Segmented,
}

impl<'a> Article<'a> {
    /// Cuts `text` into tokens and sentences.
    pub fn new(text: &'a Text, pack: &'a Pack) -> Article<'a> {
        let segmented = segment(&text.content, &text.blocks, &pack.segment, &pack.vocabulary);
        Article { text, pack, segmented }
    }

    /// The text's characters.
    pub fn content(&self) -> &'a str {
        &self.text.content
    }
}

/// Reads one text. A text in a language without a pack keeps its blocks only.
pub fn annotate(text: &Text, packs: &Packs) -> Reading {
    let mut reading = Reading::new(text.record());
    reading.blocks.clone_from(&text.blocks);
    reading.flags.clone_from(&text.flags);
    let Some(pack) = packs.get(text.lang) else { return reading };
    let article = Article::new(text, pack);
    reading.sentences = article.segmented.sentences.iter().map(|sentence| sentence.span).collect();
    (reading.text.published, reading.times) = time::read(&article);
    let mut cast = who::find(&article, reading.text.published.window);
    let mut quotations = speech::find(&article, &cast);
    time::anchor(&article, &quotations, &mut reading.times);
    who::resolve(&article, &quotations, &mut cast);
    speech::attribute(&article, &cast, &mut quotations);
    reading.credits = credits::find(&article);
    reading.flags.extend(flags::find(&article));
    reading.accounts = acts::find(&article, &reading, &cast, &quotations);
    reading.parties = cast.parties;
    reading.mentions = cast.mentions;
    reading.quotations = quotations;
    reading
}
