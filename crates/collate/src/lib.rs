//! Many readings in, one dossier out.
//!
//! Leans on `language` and `record`. Pure: the same readings give the same
//! dossier, whatever their order.

use depeche_language::Packs;
use depeche_record::{DOSSIER_SCHEMA, Dossier, Reading};
use jiff::civil::Date;

/// Collates readings into the dossier they make together.
pub fn collate(readings: &[Reading], packs: &Packs) -> Dossier {
    collate_as_of(readings, packs, None)
}

/// Collates the readings of what was published up to `as_of`, if a day is given.
pub fn collate_as_of(_readings: &[Reading], _packs: &Packs, as_of: Option<Date>) -> Dossier {
    Dossier {
        schema: DOSSIER_SCHEMA.to_owned(),
        as_of,
        texts: Vec::new(),
        stories: Vec::new(),
        parties: Vec::new(),
        acts: Vec::new(),
        flags: Vec::new(),
    }
}
