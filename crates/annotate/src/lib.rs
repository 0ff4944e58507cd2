//! One text in, one reading out.
//!
//! Leans on `language` and `record`. Pure and total: the same text and packs
//! give the same reading, on any machine; bad text gives a reading with flags,
//! never an error.

use depeche_language::Packs;
use depeche_record::{Reading, Text};

/// Reads one text.
pub fn annotate(text: &Text, _packs: &Packs) -> Reading {
    Reading::new(text.record())
}
