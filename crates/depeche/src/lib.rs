//! The public face of the library: [`annotate`] a text, [`collate`] readings.
//!
//! Leans on all rooms.

pub use depeche_annotate::annotate;
pub use depeche_collate::{collate, collate_as_of};
pub use depeche_language::Packs;
