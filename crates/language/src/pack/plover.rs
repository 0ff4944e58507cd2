//! The categories of PLOVER, the event ontology of political science.
//!
//! One table for all languages: the first row whose conditions an account
//! meets gives its category.

use depeche_record::{Account, AccountKind, MeetingStatus, Modality, Polarity};
use serde::Deserialize;

use super::{PackError, Source};

/// Which kinds of account are which category of PLOVER.
#[derive(Debug, Default)]
pub struct Plover {
    rows: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    kind: AccountKind,
    polarity: Option<Polarity>,
    modality: Option<Modality>,
    status: Option<MeetingStatus>,
    topic: Option<String>,
    /// Left out where PLOVER has no category.
    category: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    row: Vec<Row>,
}

impl Plover {
    /// The table that comes with the program.
    ///
    /// # Errors
    ///
    /// With file and line, if it is not of the expected form.
    pub(crate) fn builtin() -> Result<Plover, PackError> {
        let source = Source { file: "packs/plover.toml", text: include_str!("../../../../packs/plover.toml") };
        let File { row } = source.parse()?;
        Ok(Plover { rows: row })
    }

    /// The category of `account`, if PLOVER has one. `topics` are what its words
    /// are about.
    pub fn category(&self, account: &Account, topics: &[&str]) -> Option<&str> {
        let fits = |row: &&Row| {
            row.kind == account.kind
                && row.polarity.is_none_or(|polarity| polarity == account.polarity)
                && row.modality.is_none_or(|modality| modality == account.modality)
                && row.status.is_none_or(|status| Some(status) == account.status)
                && row.topic.as_deref().is_none_or(|topic| topics.contains(&topic))
        };
        self.rows.iter().find(fits)?.category.as_deref()
    }
}
