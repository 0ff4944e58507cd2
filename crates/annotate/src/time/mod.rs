//! When: time expressions, their values and windows, and the date of the text.
//!
//! Rules of the pack find the expressions and say what their words mean
//! ([`depeche_language::pack::time`]); here this is put into the calendar. The
//! tense of the verbs around decides between last and next Friday, never the
//! clock of the machine. What only the day of publication would fix stays open
//! while that day is unknown, and keeps its [`Relative`](depeche_record::Relative)
//! form.
//!
//! Use [`tag`] for the expressions of a plain text, without the other stages.

mod calendar;
mod dating;
mod due;
mod outlook;
mod resolve;
mod utterance;

use depeche_language::Pack;
use depeche_record::{Basis, BlockKind, Published, Text, Time, Window};

use crate::Article;
use resolve::Resolver;

pub use due::{Due, due};
pub use utterance::anchor;

/// Finds the time expressions of a text and dates the text itself.
pub fn read(article: &Article<'_>) -> (Published, Vec<Time>) {
    let expressions = article.pack.time.find(&article.segmented, |sentence| is_read(sentence.kind));
    let published = dating::date(article, &expressions);
    let times = Resolver::new(article, published.window).resolve(&expressions);
    (published, times)
}

fn is_read(kind: BlockKind) -> bool {
    kind.is_body() || matches!(kind, BlockKind::Dateline | BlockKind::Byline | BlockKind::Credit | BlockKind::Metadata)
}

/// Finds the time expressions of a plain text, whose lines are its paragraphs.
///
/// `published` is the day or window of publication; without it, what depends on
/// it stays open.
///
/// ```
/// use depeche_annotate::time;
/// use depeche_language::Packs;
/// use depeche_record::Lang;
///
/// let packs = Packs::builtin();
/// let french = packs.get(Lang::FR).unwrap();
/// let times = time::tag("Halden répondra la semaine prochaine.", Some("2022-01-21".parse()?), french);
/// assert_eq!(times[0].value.as_deref(), Some("2022-W04"));
/// assert_eq!(times[0].window, Some("2022-01-24/2022-01-30".parse()?));
/// # Ok::<(), depeche_record::window::ParseError>(())
/// ```
pub fn tag(content: &str, published: Option<Window>, pack: &Pack) -> Vec<Time> {
    let text = plain(content, published, pack);
    read(&Article::new(&text, pack)).1
}

/// A text of which nothing but its words and date is known.
fn plain(content: &str, published: Option<Window>, pack: &Pack) -> Text {
    let basis = if published.is_some() { Basis::Metadata } else { Basis::None };
    Text {
        published: Published { window: published, basis, ..Published::default() },
        ..Text::plain(pack.lang, content)
    }
}

#[cfg(test)]
mod tests;
