//! What is wrong with a piece of input.

use std::fmt;

/// Something that was not read, and why. Displayed on one line: what, where,
/// what is wrong, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as the user named it.
    pub path: String,
    /// The place inside the file: a line, a record, a member.
    pub place: Option<String>,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// What is wrong with a piece of input.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProblemKind {
    /// It can't be opened or read.
    #[error("can't be read: {0}")]
    Unreadable(String),
    /// It is larger than the limit.
    #[error("is larger than the {limit} bytes that are read at most; split it")]
    TooLarge {
        /// Its size, as far as it was read.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// It unpacks to far more than it holds.
    #[error("unpacks to more than {0} times its size, as a bomb does; unpack it yourself if you trust it")]
    Bomb(u64),
    /// It breaks off or is not what it claims to be.
    #[error("is damaged: {0}")]
    Damaged(String),
    /// It holds more texts than one file may.
    #[error("holds more than {0} texts; those after them were left out: split the file")]
    TooManyTexts(u64),
    /// It holds bytes that are no text.
    #[error("is no text ({0}); only text, pages, feeds, mail and archives of them are read")]
    Binary(&'static str),
    /// An archive inside an archive.
    #[error("is an archive inside an archive; unpack the outer one first")]
    Nested,
    /// A line of a manifest that says nothing usable.
    #[error("is no line of a manifest: {0}; expected {{\"file\": \"…\", \"date\": \"2022-01-21\", …}}")]
    Manifest(String),
    /// A manifest names a file that isn't there.
    #[error("names a file that is not there: {0}")]
    Missing(String),
    /// An address that is not fetched.
    #[error("is not fetched: {0}")]
    Refused(String),
    /// It holds nothing.
    #[error("is empty")]
    Empty,
    /// It holds no article: a manifest, data of another kind.
    #[error("holds no article: {0}")]
    NoArticle(&'static str),
}

impl Problem {
    /// A problem with a whole file.
    pub fn new(path: impl Into<String>, kind: ProblemKind) -> Problem {
        Problem { path: path.into(), place: None, kind }
    }

    /// The same problem at a place inside the file.
    #[must_use]
    pub fn at(self, place: impl Into<String>) -> Problem {
        Problem { place: Some(place.into()), ..self }
    }

    /// Whether the user should hear of it. Manifests and files without an
    /// article are left out in silence.
    pub fn is_worth_telling(&self) -> bool {
        !matches!(self.kind, ProblemKind::NoArticle(_))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(place) = &self.place {
            write!(f, ", {place}")?;
        }
        write!(f, ": {}", self.kind)
    }
}

impl std::error::Error for Problem {}
