//! A dossier as people read it: the page, Markdown, CSV, iCalendar and the
//! summary for a terminal.
//!
//! Leans on `record` alone. Everything here is a pure function of a dossier,
//! the readings it was collated from and [`PageOptions`]; the clock stays
//! outside, "today" comes in as an option.

mod calendar;
mod fold;
mod markdown;
mod page;
mod strings;
mod summary;
mod table;
mod view;

use depeche_record::{Dossier, Lang};
use jiff::civil::Date;

pub use calendar::ics;
pub use markdown::markdown;
pub use page::page;
pub use strings::languages;
pub use summary::{Piece, Role, Summary, summary};
pub use table::csv;

/// How a dossier is to be shown.
#[derive(Clone, Debug, Default)]
pub struct PageOptions {
    /// What stands on top; the name of the pile.
    pub title: String,
    /// The language of the interface, one of [`languages`]. `None`: the page
    /// follows the browser, the other formats take the first language.
    pub lang: Option<Lang>,
    /// The day relative to which "days left" are counted, unless the dossier
    /// itself is told as of a day.
    pub today: Option<Date>,
    /// Whether to leave out the articles and keep only the words quoted, so
    /// that the page can be passed on.
    pub quotes_only: bool,
    /// What was found in the pile but not read.
    pub left_out: Vec<LeftOut>,
}

/// A file that was found but not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it was found.
    pub path: String,
    /// Why it was not read, in words.
    pub reason: String,
}

impl PageOptions {
    /// The day of reckoning: the dossier's own, or today.
    fn reckoned(&self, dossier: &Dossier) -> Option<Date> {
        dossier.as_of.or(self.today)
    }
}
