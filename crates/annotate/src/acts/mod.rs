//! What was done: diplomatic acts performed by speech or told by the reporter.

use depeche_record::{Account, Quotation, Reading};

use crate::Article;
use crate::who::Cast;

/// Finds the accounts of a text. `reading` holds the earlier stages' times and
/// publication date.
pub fn find(_article: &Article<'_>, _reading: &Reading, _cast: &Cast, _quotations: &[Quotation]) -> Vec<Account> {
    Vec::new()
}
