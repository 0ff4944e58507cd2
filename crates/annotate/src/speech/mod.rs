//! Who said what: source, cue and content, and the chain behind them.

use depeche_record::Quotation;

use crate::Article;
use crate::who::Cast;

/// Finds the quotations of a text: spans, type, nesting. Speakers come with
/// [`attribute`].
pub fn find(_article: &Article<'_>, _cast: &Cast) -> Vec<Quotation> {
    Vec::new()
}

/// Fills in speakers, addressees and carriers from the resolved parties.
pub fn attribute(_article: &Article<'_>, _cast: &Cast, _quotations: &mut Vec<Quotation>) {}
