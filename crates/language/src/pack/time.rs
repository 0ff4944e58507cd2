//! How a language words time.

use serde::Deserialize;

use super::{PackError, Source};
use crate::Words;

/// How a language words time.
#[derive(Debug, Default)]
pub struct TimePack {}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {}

impl TimePack {
    /// Compiles `time.toml`.
    ///
    /// # Errors
    ///
    /// With file and line, if it is not of the expected form.
    pub fn compile(source: Source<'_>, _words: &mut Words<'_>) -> Result<TimePack, PackError> {
        let File {} = source.parse()?;
        Ok(TimePack {})
    }
}
