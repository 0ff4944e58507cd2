//! When: time expressions, their values and windows, and the date of the text.

use depeche_record::{Published, Time};

use crate::Article;

/// Finds the time expressions of a text and dates the text itself.
pub fn read(article: &Article<'_>) -> (Published, Vec<Time>) {
    (article.text.published.clone(), Vec::new())
}
