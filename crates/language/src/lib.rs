//! What the steps know of a language, as data: packs compiled into matchers,
//! and the tokens, sentences and folding they work on.
//!
//! Leans on `record`. No word of any language stands in its code: all of them
//! are in `packs/<language>/*.toml`.
//!
//! The parts, in the order in which a text meets them:
//!
//! * [`fold`]: equal spellings made equal (case, apostrophes, look-alike
//!   letters), for matching only;
//! * [`Vocabulary`]: every word that some rule of a pack knows, as a [`Form`];
//! * [`segment`]: tokens and sentences, with their places in the text;
//! * [`Lexicon`]: words and phrases with features; [`Pattern`]: rules over
//!   them;
//! * [`tagger`]: names that no rule decides; [`names`]: spellings of one name;
//! * [`Pack`], [`Packs`]: all that is known of one language, of all languages.

pub mod fold;
mod lexicon;
pub mod linear;
pub mod names;
pub mod pack;
mod pattern;
mod segment;
pub mod tagger;
mod vocabulary;

pub use lexicon::{Class, Entry, EntryId, Lattice, Lexicon, LexiconBuilder};
pub use pack::{Pack, PackError, Packs, Source};
pub use pattern::{Captured, Match, Pattern};
pub use segment::{Segmented, Sentence, Token, TokenKind, segment};
pub use vocabulary::{Form, Vocabulary, Words};
