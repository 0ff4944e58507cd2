//! Files, pages and archives in, texts out, with blocks labelled and nothing deleted.
//!
//! Leans on `language` and `record`. Everything that can go wrong with input
//! goes wrong here, as a [`Problem`] with its place; what comes out is a
//! [`Text`] that the later rooms can trust: its blocks are in order, disjoint,
//! on character boundaries, and cover all but white space.
//!
//! ```no_run
//! use depeche_ingest::{Options, walk};
//! use depeche_language::Packs;
//!
//! let (packs, options) = (Packs::builtin(), Options::default());
//! for found in walk(&["press".into()], &options) {
//!     match found {
//!         Ok(found) => println!("{} texts", found.texts(&packs, &options).len()),
//!         Err(problem) => eprintln!("{problem}"),
//!     }
//! }
//! ```
//!
//! [`Text`]: depeche_record::Text

mod decode;
mod draft;
mod feed;
#[cfg(feature = "net")]
mod fetch;
mod files;
mod glue;
mod guard;
mod html;
mod json;
mod known;
mod line;
mod mail;
mod manifest;
mod plain;
mod problem;
mod read;
mod sink;
mod walk;
mod warc;

pub use draft::{page_features, read_html, read_plain};
pub use problem::{Problem, ProblemKind};

pub use walk::{Found, Walk, walk};

/// What is read, and how much of it.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether what is known beforehand counts: manifests, markup, addresses.
    /// Without it texts are read as if nothing were known of them.
    pub metadata: bool,
    /// Whether pages on private and loopback addresses may be fetched.
    pub allow_private: bool,
    /// How much is read at most.
    pub limits: Limits,
}

/// How much is read at most: what is larger is skipped with a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file, or of one member of an archive once unpacked.
    pub bytes: u64,
    /// Bytes of a file that holds many texts, once unpacked.
    pub archive_bytes: u64,
    /// How many times larger than packed something may unpack.
    pub ratio: u64,
    /// Texts of one file.
    pub texts: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options { metadata: true, allow_private: false, limits: Limits::default() }
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { bytes: 64 << 20, archive_bytes: 4 << 30, ratio: 1000, texts: 1_000_000 }
    }
}
