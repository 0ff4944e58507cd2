//! How a language names parties.

use serde::Deserialize;

use super::{PackError, Source};
use crate::Words;

/// How a language names parties.
#[derive(Debug, Default)]
pub struct WhoPack {}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {}

impl WhoPack {
    /// Compiles `who.toml`.
    ///
    /// # Errors
    ///
    /// With file and line, if it is not of the expected form.
    pub fn compile(source: Source<'_>, _words: &mut Words<'_>) -> Result<WhoPack, PackError> {
        let File {} = source.parse()?;
        Ok(WhoPack {})
    }
}
