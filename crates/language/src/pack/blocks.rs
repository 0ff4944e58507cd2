//! How a language words page chrome, credits and datelines.

use serde::Deserialize;

use super::{PackError, Source};
use crate::Words;

/// How a language words page chrome, credits and datelines.
#[derive(Debug, Default)]
pub struct BlocksPack {}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {}

impl BlocksPack {
    /// Compiles `blocks.toml`.
    ///
    /// # Errors
    ///
    /// With file and line, if it is not of the expected form.
    pub fn compile(source: Source<'_>, _words: &mut Words<'_>) -> Result<BlocksPack, PackError> {
        let File {} = source.parse()?;
        Ok(BlocksPack {})
    }
}
