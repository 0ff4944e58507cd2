//! The agencies that a text rests on.

use depeche_record::Credit;

use crate::Article;

/// The credits of a text, in order.
pub fn find(_article: &Article<'_>) -> Vec<Credit> {
    Vec::new()
}
