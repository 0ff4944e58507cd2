//! How a language conjugates.

use serde::Deserialize;

use super::{PackError, Source};
use crate::Words;

/// How a language conjugates.
#[derive(Debug, Default)]
pub struct VerbPack {}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {}

impl VerbPack {
    /// Compiles `verbs.toml`.
    ///
    /// # Errors
    ///
    /// With file and line, if it is not of the expected form.
    pub fn compile(source: Source<'_>, _words: &mut Words<'_>) -> Result<VerbPack, PackError> {
        let File {} = source.parse()?;
        Ok(VerbPack {})
    }
}
