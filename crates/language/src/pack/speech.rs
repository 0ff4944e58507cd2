//! How a language reports speech.

use serde::Deserialize;

use super::{PackError, Source};
use crate::Words;

/// How a language reports speech.
#[derive(Debug, Default)]
pub struct SpeechPack {}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {}

impl SpeechPack {
    /// Compiles `speech.toml`.
    ///
    /// # Errors
    ///
    /// With file and line, if it is not of the expected form.
    pub fn compile(source: Source<'_>, _words: &mut Words<'_>) -> Result<SpeechPack, PackError> {
        let File {} = source.parse()?;
        Ok(SpeechPack {})
    }
}
