//! The nouns of the record: texts, spans, windows, parties, quotations,
//! accounts, acts and the dossier that holds them, with the exchange format.
//!
//! Leans on nothing else of the workspace. It knows no language, reads no file
//! and never looks at the clock.
//!
//! # Two units of place
//!
//! Inside the program a place in a text is a [`Span`]: **bytes** into the
//! content. Where JSON or HTML leaves the program it is a [`Points`]: **Unicode
//! code points**. The nouns are generic over the unit and default to bytes, so
//! `Quotation` is a quotation in bytes and `Quotation<Points>` the same one at
//! the edge. Only the latter can be serialised: mixing the two up does not
//! compile.

mod account;
mod dossier;
mod id;
mod party;
mod quotation;
mod reading;
mod relative;
mod span;
mod text;
mod time;
pub mod window;

pub use account::{Account, AccountHedge, AccountKind, MeetingStatus, Modality, Polarity};
pub use dossier::DOSSIER_SCHEMA;
pub use dossier::{
    Act, ActAccount, Agreement, Derivation, Difference, DifferenceValue, Dossier, DossierParty, DossierText, Due,
    NameForm, Relation, Role, Status, StatusValue, Story, ValueAccount, Version,
};
pub use id::{AccountId, PartyId, QuotationId, TextId, sha256};
pub use party::{Mention, MentionForm, Party, PartyKind};
pub use quotation::{Quotation, QuotationHedge, QuotationType};
pub use reading::{READING_SCHEMA, Reading};
pub use relative::{CalendarUnit, Relative};
pub use span::{PointIndex, Points, Span};
pub use text::{
    Basis, Block, BlockKind, Credit, Flag, FlagKind, Lang, Property, Published, Statement, Text, TextRecord,
};
pub use time::{Time, TimeMod, TimeType};
pub use window::Window;
