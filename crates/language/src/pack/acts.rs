//! How a language tells diplomatic acts.

use serde::Deserialize;

use super::{PackError, Source};
use crate::Words;

/// How a language tells diplomatic acts.
#[derive(Debug, Default)]
pub struct ActsPack {}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {}

impl ActsPack {
    /// Compiles `acts.toml`.
    ///
    /// # Errors
    ///
    /// With file and line, if it is not of the expected form.
    pub fn compile(source: Source<'_>, _words: &mut Words<'_>) -> Result<ActsPack, PackError> {
        let File {} = source.parse()?;
        Ok(ActsPack {})
    }
}
