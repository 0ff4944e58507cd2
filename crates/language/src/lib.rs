//! What the steps know of a language, as data: packs compiled into matchers,
//! and the tokens, sentences and folding they work on.
//!
//! Leans on `record`. No word of any language stands in its code.

use depeche_record::Lang;

/// The languages that the program reads.
#[derive(Debug, Default)]
pub struct Packs {}

/// What the steps know of one language.
#[derive(Debug, Default)]
pub struct Pack {}

impl Packs {
    /// The packs that come with the program.
    pub fn builtin() -> Packs {
        Packs {}
    }

    /// The pack of a language, if there is one.
    pub fn get(&self, _lang: Lang) -> Option<&Pack> {
        None
    }
}
