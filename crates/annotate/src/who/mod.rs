//! Who: parties, and where a text names or points to them.

use depeche_record::{Mention, Party, Quotation};

use crate::Article;

/// The parties of a text and where it names them.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// The parties, by id.
    pub parties: Vec<Party>,
    /// Where they are named, in order.
    pub mentions: Vec<Mention>,
}

/// Finds names, roles and demonyms, and the pronouns that wait for [`resolve`].
pub fn find(_article: &Article<'_>) -> Cast {
    Cast::default()
}

/// Resolves what depends on who speaks: pronouns, "I" and "we" in quotations.
///
/// The quotations have their spans; their speakers come later.
pub fn resolve(_article: &Article<'_>, _quotations: &[Quotation], _cast: &mut Cast) {}
